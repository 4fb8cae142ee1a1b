// Texts of the engine and of scenarios are UTF-8; the window's are QString.
#pragma once

#include <QString>
#include <string_view>

namespace app {

inline QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

// Without the line end that a block of YAML has.
inline QString paragraph(std::string_view utf8) {
    return text(utf8).trimmed();
}

}  // namespace app
