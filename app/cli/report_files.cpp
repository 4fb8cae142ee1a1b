#include "app/cli/report_files.h"

#include <QSaveFile>
#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace app {

TemporaryFolder::TemporaryFolder() {
    std::error_code error;
    const std::filesystem::path base = std::filesystem::temp_directory_path(error);
    std::string pattern = (base / "watertight-XXXXXX").string();
    if (error || ::mkdtemp(pattern.data()) == nullptr) {
        error = error ? error : std::error_code(errno, std::generic_category());
        m_problem = "cannot make a temporary folder: " + error.message();
        return;
    }
    m_path = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    if (!m_path.empty()) {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
}

std::string writeWhole(const std::filesystem::path& file, std::string_view text) {
    QSaveFile target(QString::fromStdString(file.string()));
    const auto size = static_cast<qint64>(text.size());
    const bool isOpen = target.open(QIODevice::WriteOnly);
    const bool isWhole = isOpen && target.write(text.data(), size) == size;
    if (isWhole && target.commit()) {
        return {};
    }
    // Less than was asked for, and yet no error: that is how a full disk begins.
    const bool isFull = isOpen && !isWhole && target.error() == QFileDevice::NoError;
    return "cannot write '" + file.string() +
           "': " + (isFull ? std::string("the disk is full") : target.errorString().toStdString());
}

}  // namespace app
