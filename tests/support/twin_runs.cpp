#include "tests/support/twin_runs.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include "sim/random/draw.h"
#include "tests/support/random_scenario.h"

namespace tests {

namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr auto beside = "beside-";

void renameCallees(models::Steps& steps) {
    for (models::Step& step : steps) {
        if (auto* call = std::get_if<models::Call>(&step.action)) {
            call->callee.service = beside + call->callee.service;
            if (call->fallback) {
                renameCallees(call->fallback->steps);
            }
        } else if (auto* parallel = std::get_if<models::Parallel>(&step.action)) {
            std::ranges::for_each(parallel->branches, renameCallees);
        } else if (auto* choose = std::get_if<models::Choose>(&step.action)) {
            std::ranges::for_each(choose->branches, renameCallees);
        } else if (auto* repeat = std::get_if<models::Repeat>(&step.action)) {
            renameCallees(repeat->steps);
        } else if (auto* store = std::get_if<models::StoreStep>(&step.action);
                   store != nullptr && store->orElse) {
            renameCallees(*store->orElse);
        }
    }
}

models::Scenario scenarioOf(std::uint64_t seed, TwinRuns::Shape shape) {
    RandomScenarioOptions options;
    options.withFaults = false;
    models::Scenario scenario = randomScenario(seed, options);
    if (shape == TwinRuns::Shape::Alone) {
        return scenario;
    }
    models::Scenario other = randomScenario(seed + 1'000'000, options);
    for (models::Service& service : other.services) {
        service.name = beside + service.name;
        for (models::Endpoint& endpoint : service.endpoints) {
            renameCallees(endpoint.steps);
        }
        scenario.services.push_back(std::move(service));
    }
    for (models::Journey& journey : other.journeys) {
        journey.name = beside + journey.name;
        renameCallees(journey.steps);
        scenario.journeys.push_back(std::move(journey));
    }
    return scenario;
}

// Half of the kills strike a whole service, a quarter stay.
models::Fault killIn(const models::Scenario& scenario, std::uint64_t seed) {
    const sim::DrawKey key = sim::drawKey(seed, "kill of a random scenario");
    const auto upTo = [&](std::uint64_t number, std::size_t count) {
        return static_cast<std::size_t>(sim::drawIndex(key, number, count));
    };
    const auto own = static_cast<std::size_t>(std::ranges::count_if(
        scenario.services,
        [](const models::Service& service) { return !service.name.starts_with(beside); }));
    const models::Service& struck = scenario.services[upTo(1, own)];
    models::Fault fault;
    fault.kind = models::Kill{};
    fault.at = models::runStart + microseconds(300'000 + upTo(2, 1'200'000));
    fault.targets.push_back({struck.name, {}, {}});
    if (upTo(3, 2) == 1) {
        fault.targets.front().instance =
            1 + static_cast<int>(upTo(4, static_cast<std::size_t>(struck.instances)));
    }
    if (upTo(5, 4) > 0) {
        fault.duration = milliseconds(20 + upTo(6, 800));
    }
    return fault;
}

sim::Simulation observed(const models::Scenario& scenario) {
    sim::RunOptions options;
    options.observe = true;
    return {scenario, options};
}

}  // namespace

TwinRuns::TwinRuns(std::uint64_t seed, Shape shape)
    : m_seed(seed),
      m_scenario(scenarioOf(seed, shape)),
      m_graph(models::callGraph(m_scenario)),
      m_fault(killIn(m_scenario, seed)),
      m_with(observed(m_scenario)),
      m_without(observed(m_scenario)) {
    m_with.advanceTo(m_fault.at);
    m_without.advanceTo(m_fault.at);
    m_atKill = m_without.snapshot();
    m_id = m_with.act(sim::BeginFault{m_fault});
}

sim::Instant TwinRuns::overAt() const {
    const sim::Instant end = m_with.end();
    if (!m_fault.duration) {
        return end;
    }
    return std::min(end,
                    m_fault.at + *m_fault.duration + m_scenario.service(target().service)->startUp);
}

TwinLook TwinRuns::look(sim::Instant at) {
    m_with.advanceTo(at);
    m_without.advanceTo(at);
    TwinLook look;
    look.at = at;
    look.with = m_with.snapshot();
    look.without = m_without.snapshot();
    const auto found = std::ranges::find(look.with.impacts, m_id, &sim::FaultImpact::fault);
    if (found != look.with.impacts.end()) {
        look.impact = *found;
    }
    look.isolation = sim::isolationOf(m_scenario, m_graph, look.with, look.impact);
    return look;
}

std::string TwinRuns::label() const {
    std::string where = target().service;
    if (target().instance) {
        where += "#" + std::to_string(*target().instance);
    }
    return "seed " + std::to_string(m_seed) + ", " + where + " killed at " +
           std::to_string(models::inSeconds(models::sinceStart(m_fault.at))) + " s";
}

}  // namespace tests
