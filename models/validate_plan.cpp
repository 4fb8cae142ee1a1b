// What is planned for a time that the run does not come to.
#include <string>

#include "models/io/value_text.h"
#include "models/validate.h"

namespace models {

void warnOfLatePlans(const Scenario& scenario, Problems& problems) {
    const Duration duration = scenario.run.duration;
    const auto look = [&](const auto& planned, std::string_view what) {
        // What is due at the very end does not happen any more.
        if (sinceStart(planned.at) >= duration) {
            problems.warn(ruleNeverBegins, planned.place,
                          std::string(what) + " at " + toText(sinceStart(planned.at)) +
                              " never begins: the run is over after " + toText(duration));
        }
    };
    for (const Fault& fault : scenario.faults) {
        look(fault, "the fault");
    }
    for (const Rollout& rollout : scenario.rollouts) {
        look(rollout, "the rollout");
    }
}

}  // namespace models
