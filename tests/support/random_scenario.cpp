#include "tests/support/random_scenario.h"

#include <string>
#include <utility>

#include "sim/random/draw.h"

namespace tests {

namespace {

using models::Distribution;
using models::Duration;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Draws as the engine does, under a key of its own.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : m_key(sim::drawKey(seed, "random scenario")) {}

    int upTo(int count) {  // 0 .. count - 1
        return static_cast<int>(
            sim::drawIndex(m_key, m_thrown++, static_cast<std::uint64_t>(count)));
    }
    bool chance(double probability) { return sim::drawUnit(m_key, m_thrown++) < probability; }
    Duration between(Duration least, Duration most) {
        return least +
               Duration(static_cast<std::int64_t>(sim::drawIndex(
                   m_key, m_thrown++, static_cast<std::uint64_t>((most - least).count() + 1))));
    }

  private:
    sim::DrawKey m_key;
    std::uint64_t m_thrown = 0;
};

class Maker {
  public:
    Maker(std::uint64_t seed, const RandomScenarioOptions& options)
        : m_dice(seed), m_options(options) {}

    models::Scenario make() {
        models::Scenario scenario;
        scenario.name = "random";
        scenario.run.duration = m_options.drains ? Duration(seconds(60)) : Duration(seconds(3));
        scenario.network.latency.law =
            models::Sum{{Distribution::constant(m_dice.between(microseconds(50), milliseconds(1))),
                         Distribution::exponential(microseconds(100))}};
        scenario.populations.push_back({"viewer", {}, 50, 0.9, {}});
        const int services = 2 + m_dice.upTo(5);
        for (int i = 0; i < services; ++i) {
            m_names.push_back("s" + std::to_string(i));
        }
        for (int i = 0; i < services; ++i) {
            scenario.services.push_back(service(i));
        }
        const int journeys = 1 + m_dice.upTo(2);
        for (int i = 0; i < journeys; ++i) {
            scenario.journeys.push_back(journey(i));
        }
        for (int i = m_options.withFaults ? m_dice.upTo(4) : 0; i > 0; --i) {
            scenario.faults.push_back(fault());
        }
        return scenario;
    }

  private:
    Distribution time() {
        const Duration mean = m_dice.between(microseconds(200), milliseconds(8));
        switch (m_dice.upTo(3)) {
            case 0:
                return Distribution::constant(mean);
            case 1:
                return {models::Uniform{Duration{}, 2 * mean}};
            default:
                return Distribution::exponential(mean);
        }
    }

    models::Service service(int index) {
        models::Service service;
        service.name = m_names[static_cast<std::size_t>(index)];
        service.instances = 1 + m_dice.upTo(3);
        service.concurrency = 1 + m_dice.upTo(6);
        service.serving =
            m_dice.chance(0.4) ? models::Serving::EventLoop : models::Serving::ThreadPerRequest;
        service.inbox = m_dice.chance(0.3) ? m_dice.upTo(5) : 200;
        service.balancing = static_cast<models::Balancing>(m_dice.upTo(5));
        service.balancedBy = "viewer";
        service.discipline = static_cast<models::Discipline>(m_dice.upTo(4));
        service.cancellation = static_cast<models::Cancellation>(m_dice.upTo(3));
        if (m_dice.chance(0.3)) {
            service.cores = 1 + m_dice.upTo(3);
        }
        if (m_dice.chance(0.2)) {
            service.rateLimit = models::RateLimit{{100, seconds(1)}, 1 + m_dice.upTo(20), {}};
        }
        service.startUp =
            m_dice.chance(0.5) ? Duration(milliseconds(m_dice.upTo(300))) : Duration{};
        if (m_options.withStores && m_dice.chance(0.4)) {
            models::Store store;
            store.read = time();
            store.write = time();
            if (m_dice.chance(0.5)) {
                store.connections = 1 + m_dice.upTo(4);
            }
            store.tables.push_back({"things", {}, {"viewer"}, m_dice.upTo(50), {}});
            store.tables.back().columns.push_back({"n", "integer default 0"});
            service.store = std::move(store);
        }
        m_service = index;
        m_hasStore = service.store.has_value();
        const int endpoints = 1 + m_dice.upTo(2);
        for (int i = 0; i < endpoints; ++i) {
            service.endpoints.push_back({"e" + std::to_string(i), {}, true, steps(0)});
        }
        return service;
    }

    models::Steps steps(int depth) {
        models::Steps made;
        for (int count = 1 + m_dice.upTo(3); count > 0; --count) {
            models::Step each;
            each.action = action(depth);
            made.push_back(std::move(each));
        }
        return made;
    }

    using Action = decltype(models::Step::action);

    Action action(int depth) {
        const int kind = m_dice.upTo(depth < 2 ? 10 : 6);
        switch (kind) {
            case 0:
            case 1:
                return m_service < 0 ? Action(models::Sleep{time()}) : models::Compute{time()};
            case 2:
                return models::Sleep{time()};
            case 3:
                return storeStep();
            case 4:
                return models::Fail{{m_dice.chance(0.3) ? 0.05 : 0.0}};
            case 5:
                return callOrSleep(depth);
            case 6: {
                models::Parallel parallel;
                parallel.branches = {steps(depth + 1), steps(depth + 1)};
                if (m_dice.chance(0.3)) {
                    parallel.need = 1;
                }
                return parallel;
            }
            case 7:
                return models::Choose{{3, 1}, {steps(depth + 1), steps(depth + 1)}};
            case 8:
                return models::Repeat{0,
                                      1 + m_dice.upTo(3),
                                      steps(depth + 1),
                                      m_dice.chance(0.5) ? "viewer" : "",
                                      {}};
            default:
                return callOrSleep(depth);
        }
    }

    Action storeStep() {
        if (m_service < 0 || !m_hasStore) {
            return models::Sleep{time()};
        }
        models::StoreStep step;
        step.action = static_cast<models::StoreAction>(m_dice.upTo(4));
        step.table = "things";
        if (step.action == models::StoreAction::Update) {
            step.set.push_back({"n", {"n + 1", {}}});
        }
        if (m_dice.chance(0.3)) {
            step.orElse = models::Steps{{models::Fail{{0.5}}, {}, {}}};
        }
        return step;
    }

    // Calls go to later services only, so that there is no cycle.
    Action callOrSleep(int depth) {
        const int first = m_service + 1;
        const int count = static_cast<int>(m_names.size()) - first;
        if (count <= 0) {
            return models::Sleep{time()};
        }
        models::Call call;
        call.callee = {m_names[static_cast<std::size_t>(first + m_dice.upTo(count))], "e0", {}};
        if (m_dice.chance(0.5)) {
            call.timeout = m_dice.between(milliseconds(2), milliseconds(60));
        }
        if (m_dice.chance(0.2)) {
            call.deadline = m_dice.between(milliseconds(5), milliseconds(100));
        }
        if (m_dice.chance(0.3)) {
            models::Retry retry;
            retry.attempts = 2 + m_dice.upTo(2);
            retry.backoff =
                m_dice.chance(0.5) ? m_dice.between(Duration{}, milliseconds(10)) : Duration{};
            retry.jitter = static_cast<models::Jitter>(m_dice.upTo(3));
            if (m_dice.chance(0.5)) {
                retry.budget = models::Ratio{0.2};
            }
            call.retry = retry;
        }
        if (m_dice.chance(0.3)) {
            models::CircuitBreaker breaker;
            breaker.window = {5 + m_dice.upTo(20), {}};
            breaker.minimum = 5;
            breaker.openFor = milliseconds(200);
            breaker.probes = 1 + m_dice.upTo(3);
            call.circuitBreaker = breaker;
        }
        if (m_dice.chance(0.3)) {
            call.fallback = models::Fallback{depth < 2 && m_dice.chance(0.5) ? steps(depth + 1)
                                                                             : models::Steps{}};
        }
        if (m_dice.chance(0.2)) {
            call.probability = {0.5};
        }
        guard(call);
        return call;
    }

    void guard(models::Call& call) {
        if (m_dice.chance(0.15)) {
            call.rateLimit = models::RateLimit{
                {20, seconds(1)}, 1 + m_dice.upTo(5), milliseconds(m_dice.upTo(80))};
        }
        if (m_dice.chance(0.15)) {
            call.bulkhead = models::Bulkhead{1 + m_dice.upTo(3), milliseconds(m_dice.upTo(30))};
        }
        if (m_dice.chance(0.2)) {
            call.hedge =
                models::Hedge{m_dice.between(Duration{}, milliseconds(15)), 1 + m_dice.upTo(3)};
        }
        call.priority = m_dice.upTo(3);
    }

    models::OpenWorkload open() {
        const models::Rate rate{20.0 + m_dice.upTo(150), seconds(1)};
        models::OpenWorkload open;
        open.phases.resize(2);
        open.phases[0].duration = seconds(2);
        switch (m_dice.upTo(4)) {
            case 0:
                open.phases[0].arrivals.emplace<models::RenewalArrivals>().between = {
                    models::Uniform{milliseconds(1), milliseconds(20)}};
                break;
            case 1:
                open.phases[0].arrivals.emplace<models::RampArrivals>() = {{0}, rate, seconds(1)};
                break;
            case 2:
                open.phases[0].arrivals.emplace<models::TraceArrivals>().times = {
                    milliseconds(1), milliseconds(1), milliseconds(700), seconds(5)};
                break;
            default:
                open.phases[0].arrivals.emplace<models::PoissonArrivals>().rate = rate;
                break;
        }
        open.phases[1].arrivals.emplace<models::ConstantArrivals>().rate =
            m_options.drains ? models::Rate{0} : rate;
        return open;
    }

    models::Journey journey(int index) {
        m_service = -1;
        m_hasStore = false;
        models::Journey journey;
        journey.name = "j" + std::to_string(index);
        if (m_dice.chance(0.6) || m_options.drains) {
            journey.workload = open();
        } else {
            journey.workload = models::ClosedWorkload{1 + m_dice.upTo(20), time()};
            if (m_dice.chance(0.3)) {
                journey.as = "viewer";
            }
        }
        journey.steps = steps(1);
        models::Step call;
        call.action = models::Call{{m_names.front(), "e0", {}}, {}, {}, {}, {}, {}, {1.0}};
        journey.steps.push_back(std::move(call));
        return journey;
    }

    models::Fault fault() {
        models::Fault fault;
        fault.at = models::runStart + m_dice.between(milliseconds(100), seconds(2));
        fault.duration = m_dice.between(milliseconds(50), milliseconds(800));
        models::Target target{
            m_names[static_cast<std::size_t>(m_dice.upTo(static_cast<int>(m_names.size())))],
            {},
            {}};
        if (m_dice.chance(0.4)) {
            target.instance = 1 + m_dice.upTo(3);
        }
        fault.targets.push_back(target);
        switch (m_dice.upTo(4)) {
            case 0:
                fault.kind = models::Hang{};
                break;
            case 1:
                fault.kind = models::Slow{{3}};
                break;
            case 2:
                fault.kind = models::FailRequests{{0.4}};
                break;
            default:
                fault.kind = models::Kill{};
                break;
        }
        return fault;
    }

    Dice m_dice;
    RandomScenarioOptions m_options;
    std::vector<std::string> m_names;
    int m_service = -1;  // whose steps are being made; -1: a journey's
    bool m_hasStore = false;
};

}  // namespace

models::Scenario randomScenario(std::uint64_t seed, const RandomScenarioOptions& options) {
    return Maker(seed, options).make();
}

}  // namespace tests
