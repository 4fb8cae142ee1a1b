// A rule of one file, applied to all, and its violations printed.
#pragma once

#include <QtGlobal>

#include "tests/house/source_text.h"

namespace house {

inline Violations inAll(const std::vector<SourceFile>& files,
                        Violations (*rule)(const SourceFile&)) {
    Violations all;
    for (const SourceFile& file : files) {
        const Violations violations = rule(file);
        all.insert(all.end(), violations.begin(), violations.end());
    }
    return all;
}

// Prints the violations where there are some.
inline bool isEmpty(const Violations& violations) {
    for (const std::string& each : violations) {
        qWarning("%s", each.c_str());
    }
    return violations.empty();
}

}  // namespace house
