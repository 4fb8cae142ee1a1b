// A parameter of the scenario and what it was set to, in words.
#pragma once

#include <QString>

#include "sim/command.h"

namespace app {

// "concurrency of user"; "timeout of gateway.subscribe, step 3"; "timeout of watch-video, step 1"
QString parameterName(const std::string& path);
// "Set concurrency of user to 8", "Take circuit-breaker of gateway.subscribe, step 3 out"
QString setName(const std::string& path, const std::optional<std::string>& to);
// "Set concurrency of user back to 16", "Take ... out again"
QString setUndoName(const std::string& path, const std::optional<std::string>& before);

}  // namespace app
