// What a run's commands come to as a plan: the faults and rollouts that a scenario would have if
// all had been planned beforehand. Running it gives the same fingerprint.
#pragma once

#include <string>
#include <vector>

#include "sim/recording.h"

namespace sim {

struct CommandPlan {
    std::vector<models::Fault> faults;  // in the order in which they begin
    std::vector<models::Rollout> rollouts;
    std::string problem;  // why a scenario cannot say it; empty: it can
};

CommandPlan planOf(const RunSource& source, const std::vector<LoggedCommand>& commands);

// The scenario's text with that plan for its own; all else in it stays.
struct PlannedScenario {
    std::string text;
    std::string problem;  // why there is none
};

PlannedScenario asScenario(const RunSource& source, const std::vector<LoggedCommand>& commands);

}  // namespace sim
