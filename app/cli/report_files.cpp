#include "app/cli/report_files.h"

#include <QSaveFile>
#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace app {

RunFolder::RunFolder(const std::filesystem::path& out, Use use) {
    std::error_code error;
    if (!out.empty()) {
        m_path = out;
        std::filesystem::create_directories(out, error);
        if (!error && !std::filesystem::is_directory(out, error)) {
            error = std::make_error_code(std::errc::not_a_directory);
        }
        if (error) {
            m_problem = "cannot make the folder '" + out.string() + "': " + error.message();
        }
        return;
    }
    if (use == Use::None) {
        return;
    }
    const std::filesystem::path base = std::filesystem::temp_directory_path(error);
    std::string pattern = (base / "watertight-XXXXXX").string();
    if (error || ::mkdtemp(pattern.data()) == nullptr) {
        error = error ? error : std::error_code(errno, std::generic_category());
        m_problem = "cannot make a temporary folder: " + error.message();
        return;
    }
    m_path = pattern;
    m_isTemporary = true;
}

RunFolder::~RunFolder() {
    if (m_isTemporary) {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
}

std::string writeWhole(const std::filesystem::path& file, std::string_view text) {
    QSaveFile target(QString::fromStdString(file.string()));
    const auto size = static_cast<qint64>(text.size());
    if (!target.open(QIODevice::WriteOnly) || target.write(text.data(), size) != size ||
        !target.commit()) {
        return "cannot write '" + file.string() + "': " + target.errorString().toStdString();
    }
    return {};
}

}  // namespace app
