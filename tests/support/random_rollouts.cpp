#include "tests/support/random_rollouts.h"

#include <utility>

#include "models/io/value_text.h"
#include "sim/random/draw.h"
#include "tests/support/random_details.h"

namespace tests {

namespace {

using models::Duration;
using std::chrono::milliseconds;

class RolloutMaker {
  public:
    RolloutMaker(std::uint64_t seed, models::Scenario& scenario, bool drains)
        : m_key(sim::drawKey(seed, "rollouts of a random scenario")),
          m_scenario(scenario),
          m_drains(drains) {}

    void add() {
        for (models::Service& service : m_scenario.services) {
            service.drain = milliseconds(upTo(3) * upTo(100));
            // Its ticks never end, so a run with it never drains.
            if (!m_drains && chance(0.3)) {
                service.autoscale = models::Autoscale{
                    {(10 + upTo(80)) / 100.0},    1 + upTo(2), 3 + upTo(3),
                    milliseconds(50 + upTo(300)), {0.1},       milliseconds(upTo(500))};
            }
            if (chance(0.7)) {
                addVersions(service);
            }
        }
        for (int i = 1 + upTo(4); i > 0; --i) {
            addRollout();
        }
    }

  private:
    int upTo(int count) {
        return static_cast<int>(
            sim::drawIndex(m_key, m_thrown++, static_cast<std::uint64_t>(count)));
    }
    bool chance(double probability) { return sim::drawUnit(m_key, m_thrown++) < probability; }

    // Of each endpoint: as it is, worse, or gone.
    void addVersions(models::Service& service) {
        models::Version version{"v2", {}, {}};
        const std::vector<models::Endpoint> own = service.endpoints;
        for (const models::Endpoint& each : own) {
            const int change = upTo(4);
            if (change == 0) {
                version.removed.push_back(each.name);
            } else if (change < 3) {
                models::Endpoint changed = each;
                changed.version = version.name;
                models::Step fail;
                fail.action = models::Fail{{chance(0.5) ? 0.3 : 0.02}};
                changed.steps.insert(changed.steps.begin(), fail);
                service.endpoints.push_back(std::move(changed));
            }
        }
        service.versions.push_back(std::move(version));
    }

    models::Portion portion(bool isSurge) {
        models::Portion portion;
        if (chance(0.5)) {
            portion.count = upTo(2) + (isSurge ? 1 : 0);
        } else {
            portion.share = {(10 + upTo(90)) / 100.0};
        }
        return portion;
    }

    models::Deploy deploy() {
        models::Deploy deploy;
        deploy.version = chance(0.8) ? "v2" : "v1";
        deploy.strategy = static_cast<models::Strategy>(upTo(4));
        if (deploy.strategy == models::Strategy::Rolling) {
            deploy.maxSurge = portion(true);
            deploy.maxUnavailable = portion(false);
        } else if (deploy.strategy == models::Strategy::Canary) {
            for (int i = 1 + upTo(3); i > 0; --i) {
                deploy.weights.push_back({(1 + upTo(100)) / 100.0});
            }
            deploy.every = milliseconds(20 + upTo(100));
            if (chance(0.7)) {
                deploy.errors = *models::parseBound("above 10 %", models::Quantity::Ratio);
            }
            if (chance(0.3)) {
                deploy.p99 = *models::parseBound("above 50 ms", models::Quantity::Time);
            }
        }
        return deploy;
    }

    void addRollout() {
        models::Rollout rollout;
        const models::Service& service = m_scenario.services[static_cast<std::size_t>(
            upTo(static_cast<int>(m_scenario.services.size())))];
        rollout.at = models::runStart + milliseconds(upTo(600));
        rollout.service = service.name;
        if (service.versions.empty() || chance(0.4)) {
            // Nobody may be left out for good where all is to end.
            rollout.action = models::ScaleTo{upTo(6) + (m_drains ? 1 : 0)};
        } else {
            rollout.action = deploy();
        }
        m_scenario.rollouts.push_back(std::move(rollout));
    }

    sim::DrawKey m_key;
    std::uint64_t m_thrown = 0;
    models::Scenario& m_scenario;
    bool m_drains;
};

models::Scenario withRollouts(std::uint64_t seed, models::Scenario scenario, bool drains) {
    RolloutMaker(seed, scenario, drains).add();
    return scenario;
}

}  // namespace

models::Scenario rolloutScenario(std::uint64_t seed) {
    return withRollouts(seed, seed % 2 == 0 ? detailedScenario(seed) : dataScenario(seed), false);
}

models::Scenario rolloutScenarioThatDrains(std::uint64_t seed) {
    return withRollouts(
        seed, seed % 2 == 0 ? detailedScenarioThatDrains(seed) : dataScenarioThatDrains(seed),
        true);
}

}  // namespace tests
