#include "models/diagnostic.h"

#include <algorithm>

namespace models {

bool hasErrors(const Diagnostics& diagnostics) {
    return std::ranges::any_of(
        diagnostics, [](const Diagnostic& each) { return each.severity == Severity::Error; });
}

std::string toText(const Diagnostic& diagnostic) {
    std::string text = diagnostic.file;
    if (diagnostic.place.line > 0) {
        text += ':' + std::to_string(diagnostic.place.line) + ':' +
                std::to_string(diagnostic.place.column);
    }
    text += diagnostic.severity == Severity::Error ? ": error: " : ": warning: ";
    text += diagnostic.message;
    // As compilers say it: the name under which it can be silenced.
    return diagnostic.rule.empty() ? text : text + " [" + diagnostic.rule + ']';
}

}  // namespace models
