#include "sim/twin.h"

#include <utility>

namespace sim {

Twin::Twin(Simulation& run) : m_without(run.copy()), m_matcher(journeyNames(run.scenario())) {
    for (Simulation* each : {&run, &m_without}) {
        each->keepRequestEnds();
        each->takeRequestEnds();  // those before are the same in both
    }
}

void Twin::advanceTo(Instant until) {
    m_without.advanceTo(until);
    m_matcher.add(Side::First, m_without.takeRequestEnds());
    m_matcher.match();
}

void Twin::add(RequestEnds endsOfRun) {
    m_matcher.add(Side::Second, std::move(endsOfRun));
    m_matcher.match();
}

void Twin::end(const std::vector<std::int64_t>& startedByRun) {
    m_matcher.endRuns(m_without.requestsStarted(), startedByRun);
}

std::vector<std::string> journeyNames(const models::Scenario& scenario) {
    std::vector<std::string> names;
    for (const models::Journey& journey : scenario.journeys) {
        names.push_back(journey.name);
    }
    return names;
}

}  // namespace sim
