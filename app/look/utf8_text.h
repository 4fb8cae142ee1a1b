// Texts of the engine and of scenarios are UTF-8 in std::string; the window's are QString.
#pragma once

#include <QString>
#include <string>

namespace app {

inline QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

// Without the line end that a block of YAML has.
inline QString paragraph(const std::string& utf8) {
    return text(utf8).trimmed();
}

}  // namespace app
