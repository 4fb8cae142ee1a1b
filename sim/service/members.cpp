#include "sim/service/members.h"

#include <algorithm>
#include <set>
#include <string>
#include <variant>

#include "models/step_walk.h"

namespace sim {

namespace {

std::set<std::string, std::less<>> drawnByRepeats(const models::Scenario& scenario) {
    std::set<std::string, std::less<>> drawn;
    const auto look = [&](const models::Step& step) {
        if (const auto* repeat = std::get_if<models::Repeat>(&step.action)) {
            drawn.insert(repeat->draw);
        }
    };
    for (const models::Service& service : scenario.services) {
        for (const models::Endpoint& endpoint : service.endpoints) {
            models::forEachStep(endpoint.steps, look);
        }
    }
    for (const models::Journey& journey : scenario.journeys) {
        models::forEachStep(journey.steps, look);
    }
    return drawn;
}

}  // namespace

Members::Members(const models::Scenario& scenario) {
    const auto drawn = drawnByRepeats(scenario);
    std::uint64_t weight = 1;
    for (const models::Population& population : scenario.populations) {
        const auto size = static_cast<std::uint64_t>(population.size);
        m_laws.push_back({identityOf(population.name), Zipf(size, population.zipfExponent)});
        if (drawn.contains(population.name)) {
            m_laws.back().weight = weight;
            weight *= size + 1;
        }
    }
    for (const models::Journey& journey : scenario.journeys) {
        const auto* closed = std::get_if<models::ClosedWorkload>(&journey.workload);
        m_journeys.push_back(closed == nullptr || journey.as.empty()
                                 ? Journey{}
                                 : Journey{placeOf(journey.as), closed->users});
    }
}

std::uint32_t Members::placeOf(std::string_view population) const {
    const auto found = std::ranges::find(m_laws, identityOf(population), &Law::name);
    return static_cast<std::uint32_t>(found - m_laws.begin());
}

std::int64_t Members::memberOf(std::size_t population, const RequestRef& request,
                               DrawKey key) const {
    const Law& law = m_laws[population];
    if (const std::uint64_t digit = law.digitIn(request.drawn); digit != 0) {
        return static_cast<std::int64_t>(digit);
    }
    // The request's number tells its journey, and which of the journey's requests it is.
    const auto journeys = static_cast<std::int64_t>(m_journeys.size());
    const Journey& journey = m_journeys[static_cast<std::size_t>((request.number - 1) % journeys)];
    if (journey.users > 0 && journey.population == population) {
        return (request.number - 1) / journeys % journey.users + 1;
    }
    return static_cast<std::int64_t>(law.law.draw(key, mixed(request.identity, law.name)));
}

std::uint64_t Members::drawnAnew(std::uint64_t drawn, std::size_t population, DrawKey key,
                                 Identity round) const {
    const Law& law = m_laws[population];
    return drawn - law.digitIn(drawn) * law.weight +
           law.law.draw(key, mixed(round, law.name)) * law.weight;
}

}  // namespace sim
