#include "tests/support/twin_runs.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include "sim/random/draw.h"
#include "tests/support/dice.h"
#include "tests/support/random_scenario.h"

namespace tests {

namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr auto beside = "beside-";

// Visits every call of the steps, those of fallbacks too.
template <typename Visit>
void forEachCallStep(models::Steps& steps, const Visit& visit) {
    for (models::Step& step : steps) {
        if (auto* call = std::get_if<models::Call>(&step.action)) {
            visit(*call);
            if (call->fallback) {
                forEachCallStep(call->fallback->steps, visit);
            }
        } else if (auto* parallel = std::get_if<models::Parallel>(&step.action)) {
            for (models::Steps& branch : parallel->branches) {
                forEachCallStep(branch, visit);
            }
        } else if (auto* choose = std::get_if<models::Choose>(&step.action)) {
            for (models::Steps& branch : choose->branches) {
                forEachCallStep(branch, visit);
            }
        } else if (auto* repeat = std::get_if<models::Repeat>(&step.action)) {
            forEachCallStep(repeat->steps, visit);
        } else if (auto* store = std::get_if<models::StoreStep>(&step.action);
                   store != nullptr && store->orElse) {
            forEachCallStep(*store->orElse, visit);
        }
    }
}

void renameCallees(models::Steps& steps) {
    forEachCallStep(steps,
                    [](models::Call& call) { call.callee.service = beside + call.callee.service; });
}

// Nobody waits for ever, and nobody for so short a time that an ordinary answer is too late.
void giveTimeouts(models::Scenario& scenario, std::uint64_t seed) {
    const sim::DrawKey key = sim::drawKey(seed, "timeouts of a random scenario");
    std::uint64_t number = 0;
    const auto give = [&](models::Call& call) {
        const auto drawn = static_cast<std::int64_t>(sim::drawIndex(key, ++number, 100));
        call.timeout = std::max(call.timeout.value_or(models::Duration{}),
                                models::Duration(milliseconds(80 + drawn)));
    };
    for (models::Service& service : scenario.services) {
        for (models::Endpoint& endpoint : service.endpoints) {
            forEachCallStep(endpoint.steps, give);
        }
    }
    for (models::Journey& journey : scenario.journeys) {
        forEachCallStep(journey.steps, give);
    }
}

models::Scenario scenarioOf(std::uint64_t seed, TwinRuns::Shape shape, TwinRuns::Strike strike) {
    RandomScenarioOptions options;
    options.withFaults = false;
    models::Scenario scenario = randomScenario(seed, options);
    if (strike != TwinRuns::Strike::Kill) {
        giveTimeouts(scenario, seed);
    }
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

// Half of the faults strike a whole service, a quarter stay.
models::Fault faultIn(const models::Scenario& scenario, std::uint64_t seed,
                      TwinRuns::Strike strike) {
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
    if (strike == TwinRuns::Strike::Slow) {
        fault.kind = models::Slow{{20.0 + static_cast<double>(upTo(7, 60))}};
    } else if (strike == TwinRuns::Strike::SlowByNothing) {
        fault.kind = models::Slow{{1}};
    } else if (strike == TwinRuns::Strike::Hang) {
        fault.kind = models::Hang{};
    }
    if (strike != TwinRuns::Strike::Kill && fault.duration) {
        *fault.duration += milliseconds(300);
    }
    if (strike == TwinRuns::Strike::Deploy) {
        fault.targets.front().instance.reset();  // of the whole service
    }
    return fault;
}

// Gives the struck service a second version and says how it is rolled out: of some endpoints a
// share fails, another may be gone, the rest stay as they are.
models::Rollout rolloutIn(models::Scenario& scenario, const models::Fault& at, std::uint64_t seed) {
    Dice dice(seed, "rollout of a random scenario");
    models::Service& service =
        *std::ranges::find(scenario.services, at.targets.front().service, &models::Service::name);
    models::Version version;
    version.name = "other";
    const std::vector<models::Endpoint> own = service.endpoints;
    for (const models::Endpoint& endpoint : own) {
        const int drawn = dice.number(4);
        if (drawn == 0) {
            version.removed.push_back(endpoint.name);
        } else if (drawn < 3) {
            models::Endpoint& other = service.endpoints.emplace_back(endpoint);
            other.version = version.name;
            other.steps.push_back({models::Fail{{dice.from(10, 80) / 100.0}}, {}, {}});
        }
    }
    service.versions.push_back(version);
    service.startUp = milliseconds(dice.from(0, 300));
    service.drain = milliseconds(dice.from(0, 60));
    constexpr models::Strategy strategies[] = {
        models::Strategy::Rolling, models::Strategy::Recreate, models::Strategy::BlueGreen,
        models::Strategy::Canary};
    models::Deploy deploy;
    deploy.version = version.name;
    deploy.strategy = strategies[dice.number(4)];
    deploy.weights = {{0.3}, {0.6}};
    deploy.every = milliseconds(dice.from(50, 400));
    if (dice.number(2) == 0) {
        deploy.errors =
            models::Bound{models::Comparison::Above, models::Quantity::Ratio, 0.05, 0, "above 5 %"};
    }
    models::Rollout rollout;
    rollout.at = at.at;
    rollout.service = service.name;
    rollout.action = deploy;
    return rollout;
}

sim::Simulation observed(const models::Scenario& scenario) {
    sim::RunOptions options;
    options.observe = true;
    return {scenario, options};
}

}  // namespace

TwinRuns::TwinRuns(std::uint64_t seed, Shape shape, Strike strike)
    : m_seed(seed),
      m_scenario(scenarioOf(seed, shape, strike)),
      m_fault(faultIn(m_scenario, seed, strike)),
      m_rollout(strike == Strike::Deploy ? rolloutIn(m_scenario, m_fault, seed)
                                         : models::Rollout{}),
      m_graph(models::callGraph(m_scenario)),
      m_with(observed(m_scenario)),
      m_without(observed(m_scenario)) {
    m_with.advanceTo(m_fault.at);
    m_without.advanceTo(m_fault.at);
    m_atStrike = m_without.snapshot();
    if (strike == Strike::Deploy) {
        m_with.act(sim::BeginRollout{m_rollout});
        m_id = sim::originOfRollout(0);
    } else {
        m_id = m_with.act(sim::BeginFault{m_fault});
    }
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
    const auto& all = sim::isRollout(m_id) ? look.with.rollouts : look.with.impacts;
    const auto found = std::ranges::find(all, m_id, &sim::FaultImpact::fault);
    if (found != all.end()) {
        look.impact = *found;
    }
    look.isolation = sim::isolationOf(m_scenario, m_graph, look.with, look.impact);
    return look;
}

std::string TwinRuns::labelAt(sim::Instant at) const {
    return label() + ", seen " + std::to_string((at - struckAt()).count() / 1'000'000) +
           " ms later";
}

std::string TwinRuns::label() const {
    std::string where = target().service;
    if (target().instance) {
        where += "#" + std::to_string(*target().instance);
    }
    const char* struck = sim::isRollout(m_id)                                 ? " deployed at "
                         : std::holds_alternative<models::Kill>(m_fault.kind) ? " killed at "
                         : std::holds_alternative<models::Hang>(m_fault.kind) ? " hung at "
                                                                              : " slowed at ";
    return "seed " + std::to_string(m_seed) + ", " + where + struck +
           std::to_string(models::inSeconds(models::sinceStart(m_fault.at))) + " s";
}

}  // namespace tests
