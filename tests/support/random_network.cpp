#include "tests/support/random_network.h"

#include <chrono>
#include <string>

#include "sim/random/draw.h"
#include "tests/support/random_details.h"

namespace tests {

namespace {

using models::Distribution;
using std::chrono::microseconds;
using std::chrono::milliseconds;

class NetworkMaker {
  public:
    NetworkMaker(std::uint64_t seed, models::Scenario& scenario)
        : m_key(sim::drawKey(seed, "random network")), m_scenario(scenario) {}

    void add() {
        if (chance(0.3)) {
            m_scenario.network.loss.value = (1 + upTo(50)) / 1000.0;
        }
        if (chance(0.6)) {
            addZones();
        }
        for (int i = 1 + upTo(3); i > 0; --i) {
            m_scenario.faults.push_back(fault());
        }
        if (chance(0.3)) {
            models::HaltIf& halt = m_scenario.haltIf.emplace();
            halt.journey = m_scenario.journeys.front().name;
            halt.availability = {models::Comparison::Below, models::Quantity::Ratio, 0.6, 0,
                                 "below 60 %"};
        }
    }

  private:
    int upTo(int count) {  // 0 .. count - 1
        return static_cast<int>(
            sim::drawIndex(m_key, m_thrown++, static_cast<std::uint64_t>(count)));
    }
    bool chance(double probability) { return sim::drawUnit(m_key, m_thrown++) < probability; }

    void addZones() {
        auto& zones = m_scenario.network.zones;
        for (int i = 1 + upTo(3); i > 0; --i) {
            zones.push_back({"z" + std::to_string(i), {}, {}});
        }
        for (const models::Service& service : m_scenario.services) {
            for (models::Zone& zone : zones) {
                if (chance(0.6)) {
                    zone.members.push_back({service.name, {}, {}});
                }
            }
            if (chance(0.3)) {
                models::Zone& zone = zones[static_cast<std::size_t>(upTo(2)) % zones.size()];
                zone.members.push_back({service.name, 1 + upTo(service.instances), {}});
            }
        }
        if (chance(0.8)) {
            m_scenario.network.betweenZones = chance(0.5)
                                                  ? Distribution::constant(milliseconds(1))
                                                  : Distribution::exponential(microseconds(700));
        }
    }

    std::string someService() {
        return m_scenario
            .services[static_cast<std::size_t>(upTo(static_cast<int>(m_scenario.services.size())))]
            .name;
    }

    std::vector<models::Link> links() {
        std::vector<models::Link> all;
        for (int i = 1 + upTo(2); i > 0; --i) {
            const int from = upTo(4);
            all.push_back(
                {from == 0                                 ? "any"
                 : from == 1                               ? m_scenario.journeys.front().name
                 : from == 2 && !m_scenario.topics.empty() ? m_scenario.topics.front().name
                                                           : someService(),
                 !m_scenario.topics.empty() && chance(0.2) ? m_scenario.topics.front().name
                                                           : someService(),
                 {}});
        }
        return all;
    }

    models::Partition partition() {
        models::Partition made;
        made.oneWay = chance(0.5);
        for (const models::Service& each : m_scenario.services) {
            (chance(0.5) ? made.one : made.other).push_back({each.name, {}, {}});
        }
        if (!m_scenario.topics.empty()) {
            made.one.push_back({m_scenario.topics.front().name, {}, {}});
        }
        if (made.one.empty()) {
            made.one.push_back({m_scenario.journeys.front().name, {}, {}});
        }
        if (made.other.empty()) {
            made.other.push_back({m_scenario.journeys.back().name, {}, {}});
            if (made.one.back().service == made.other.back().service) {
                made.one.pop_back();
            }
            if (made.one.empty()) {
                made.one.push_back({"any", {}, {}});
            }
        }
        return made;
    }

    models::Fault fault() {
        models::Fault fault;
        fault.at = models::runStart + milliseconds(upTo(400));
        fault.duration = milliseconds(1 + upTo(200));
        switch (upTo(6)) {
            case 0:
                fault.kind = models::KillRandom{{(1 + upTo(10)) / 10.0}};
                fault.targets.push_back({someService(), {}, {}});
                return fault;
            case 1:
                fault.kind = models::Surge{{2.5}};
                fault.targets.push_back({m_scenario.journeys.front().name, {}, {}});
                return fault;
            case 2:
                if (!m_scenario.network.zones.empty()) {
                    const std::vector<std::string> zones{m_scenario.network.zones.front().name};
                    fault.targets = models::instancesIn(zones, {}, m_scenario);
                    if (!fault.targets.empty()) {  // of a zone that is empty it would be refused
                        fault.kind = models::KillZone{zones};
                        return fault;
                    }
                }
                [[fallthrough]];
            case 3:
                fault.kind = models::Lose{{(1 + upTo(100)) / 100.0}, links()};
                break;
            case 4:
                fault.kind = partition();
                break;
            default:
                fault.kind =
                    models::Delay{chance(0.5) ? Distribution::constant(milliseconds(upTo(20)))
                                              : Distribution::exponential(milliseconds(5)),
                                  links()};
                break;
        }
        fault.targets = models::farSideOf(fault.kind, m_scenario);
        return fault;
    }

    sim::DrawKey m_key;
    std::uint64_t m_thrown = 0;
    models::Scenario& m_scenario;
};

models::Scenario withNetwork(std::uint64_t seed, models::Scenario scenario) {
    NetworkMaker(seed, scenario).add();
    return scenario;
}

}  // namespace

models::Scenario networkScenario(std::uint64_t seed) {
    return withNetwork(seed, detailedScenario(seed));
}

models::Scenario networkScenarioThatDrains(std::uint64_t seed) {
    return withNetwork(seed, detailedScenarioThatDrains(seed));
}

}  // namespace tests
