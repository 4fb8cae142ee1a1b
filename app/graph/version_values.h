// What each version of a service answered of late, as card and inspector say it.
#pragma once

#include <QString>
#include <vector>

#include "sim/snapshot.h"

namespace app {

struct VersionValues {
    std::uint32_t version = 0;  // its place in ServiceSnapshot::versions
    QString name;               // v2
    int instances = 0;
    std::int64_t answers = 0;  // of late
    QString share;             // 4 %: of all answers; empty: there were none
    QString errors;            // 30.0 %; empty: it has answered nothing
    QString p99;               // 19 ms; a dash where there are too few answers
    bool isTrouble = false;
};

// Those that serve, or have of late; in the order of the file.
std::vector<VersionValues> versionValues(const sim::ServiceSnapshot& seen);

// "v2: 1 instance, 4 % of the answers, 30.0 % errors, p99 19 ms"
QString spokenVersion(const VersionValues& values);

}  // namespace app
