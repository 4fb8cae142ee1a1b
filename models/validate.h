// Checks of a whole scenario: does every name mean something, do things fit together, and is there
// something allowed that was probably not meant. Reading one value is the readers' affair (io/).
#pragma once

#include "models/problems.h"
#include "models/scenario.h"

namespace models {

// Rules of warnings, as `lint: ignore` names them.
inline constexpr std::string_view ruleRetryNotIdempotent = "retry-not-idempotent";
inline constexpr std::string_view ruleCallCycle = "call-cycle";
inline constexpr std::string_view ruleUnusedTopic = "unused-topic";
inline constexpr std::string_view ruleContract = "contract";
inline constexpr std::string_view ruleNeverBegins = "never-begins";
inline constexpr std::string_view ruleNoTimeout = "no-timeout";  // known, never reported

void validate(const Scenario& scenario, Problems& problems);

// Topics, who publishes to them and who consumes them, and the faults upon them.
void validateTopics(const Scenario& scenario, Problems& problems);

// The network, the faults upon it, surges and `halt-if`.
void validateNetwork(const Scenario& scenario, Problems& problems);

// Versions, and calls of endpoints that not every version has.
void validateVersions(const Scenario& scenario, Problems& problems);

// Warns of faults and rollouts that come when the run is over.
void warnOfLatePlans(const Scenario& scenario, Problems& problems);

// Calls that come back to where they began: warns where the circle closes.
void warnOfCallCycles(const Scenario& scenario, Problems& problems);

}  // namespace models
