#include "tests/support/random_details.h"

#include <algorithm>
#include <vector>

#include "sim/random/draw.h"
#include "tests/support/random_scenario.h"
#include "tests/support/step_lists.h"

namespace tests {

namespace {

using models::Distribution;
using models::Duration;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

// How much shorter than a plain random scenario: its faults and phases begin and end within.
constexpr int shorter = 4;

const std::vector<Duration> traceTimes = {1ms, 1ms, 175ms, 300ms, 5s};

class Detailer {
  public:
    Detailer(std::uint64_t seed, bool drains)
        : m_key(sim::drawKey(seed, "details of a random scenario")), m_drains(drains) {}

    void detail(models::Scenario& scenario) {
        scenario.populations.push_back({"follower", {}, 50, 0, "viewer"});
        if (!m_drains) {
            shorten(scenario);
        }
        for (models::Service& service : scenario.services) {
            detail(service);
        }
        for (models::Journey& journey : scenario.journeys) {
            detail(journey);
        }
        for (models::Fault& fault : scenario.faults) {
            detail(fault, scenario);
        }
        if (chance(0.4)) {
            addTopics(scenario, 1 + upTo(2));
        }
    }

  private:
    int upTo(int count) {
        return static_cast<int>(
            sim::drawIndex(m_key, m_thrown++, static_cast<std::uint64_t>(count)));
    }
    bool chance(double probability) { return sim::drawUnit(m_key, m_thrown++) < probability; }

    void shorten(models::Scenario& scenario) {
        scenario.run.duration /= shorter;
        for (models::Fault& fault : scenario.faults) {
            fault.at = models::runStart + models::sinceStart(fault.at) / shorter;
            if (fault.duration) {
                *fault.duration /= shorter;
            }
        }
        for (models::Journey& journey : scenario.journeys) {
            if (auto* open = std::get_if<models::OpenWorkload>(&journey.workload)) {
                *open->phases.front().duration /= shorter;
            }
        }
    }

    Distribution time() {
        switch (upTo(9)) {
            case 0:
                return {models::Normal{1ms, 2ms}};
            case 1:
                return {models::LogNormalByPercentiles{1ms, 20ms}};
            case 2:
                return {models::LogNormalByMoments{2ms, 1.5}};
            case 3:
                return {models::Erlang{3ms, 1 + upTo(4)}};
            case 4:
                return {models::Gamma{2ms, 0.5}};
            case 5:
                return {models::Weibull{2ms, 1.5}};
            case 6:
                return {models::Pareto{500us, 2.5}};
            case 7:
                return {models::Mix{{0.75, 0.25},
                                    {Distribution::exponential(1ms), Distribution::constant(0ms)}}};
            default:
                return {models::Sum{{Distribution::constant(1ms), {models::Uniform{0ms, 3ms}}}}};
        }
    }

    void detail(models::Service& service) {
        if (chance(0.15)) {
            service.concurrency.reset();
        }
        if (service.balancing != models::Balancing::Hash) {
            service.balancedBy.clear();
        }
        if (chance(0.15)) {
            service.inbox.reset();
        }
        if (chance(0.2)) {
            service.discipline = models::Discipline::Codel;
            service.codel = {milliseconds(1 + upTo(5)), milliseconds(10 + upTo(50))};
        }
        if (chance(0.3)) {
            service.healthCheck =
                models::HealthCheck{milliseconds(20 + upTo(100)), milliseconds(1 + upTo(150)),
                                    1 + upTo(3), 1 + upTo(2)};
        }
        if (chance(0.3)) {
            service.outlierDetection = models::OutlierDetection{
                1 + upTo(4), milliseconds(10 + upTo(200)), {0.5 * upTo(3)}};
        }
        if (service.store) {
            service.store->tables.push_back({"events", {}, {"request"}, 0, {}});
            service.store->tables.push_back(
                {"pairs", {}, {"viewer", "follower"}, 0, {{"n", "integer default 0"}}});
        }
        for (models::Endpoint& endpoint : service.endpoints) {
            forEachList(endpoint.steps, [&](models::Steps& steps) {
                detail(steps, service.store.has_value());
                if (!steps.empty() && chance(0.06)) {
                    insert(steps, models::Reply{});
                }
                if (!steps.empty() && chance(0.04)) {
                    insert(steps, models::Stop{});
                }
            });
        }
        if (chance(0.3)) {
            addCache(service);
        }
    }

    // What was there is fetched where the cache has it not.
    void addCache(models::Service& service) {
        models::Cache cache;
        cache.name = "known";
        cache.key = {"viewer"};
        if (chance(0.5)) {
            cache.key.push_back("follower");
        }
        if (chance(0.6)) {
            cache.capacity = 1 + upTo(20);
        }
        if (chance(0.6)) {
            cache.ttl = std::chrono::milliseconds(5 + upTo(200));
        }
        cache.eviction = static_cast<models::Eviction>(upTo(3));
        cache.staleIfError = chance(0.5) ? Duration(1s) : Duration{};
        cache.singleFlight = chance(0.6);
        service.caches.push_back(cache);
        for (models::Endpoint& endpoint : service.endpoints) {
            if (chance(0.7)) {
                models::Step lookup;
                lookup.action = models::CacheLookup{cache.name, {}, std::move(endpoint.steps)};
                endpoint.steps = {lookup};
            }
            if (chance(0.3)) {
                insert(endpoint.steps, models::Invalidate{cache.name, {}});
            }
        }
    }

    void insert(models::Steps& steps, decltype(models::Step::action) action) {
        models::Step step;
        step.action = std::move(action);
        steps.insert(steps.begin() + upTo(static_cast<int>(steps.size()) + 1), std::move(step));
    }

    void detail(models::Steps& steps, bool hasStore) {
        for (models::Step& step : steps) {
            if (auto* compute = std::get_if<models::Compute>(&step.action)) {
                if (chance(0.4)) {
                    compute->time = time();
                }
            } else if (auto* call = std::get_if<models::Call>(&step.action)) {
                detail(*call);
            } else if (auto* repeat = std::get_if<models::Repeat>(&step.action)) {
                repeat->timesMin = upTo(repeat->timesMax + 1);
            } else if (hasStore && std::holds_alternative<models::StoreStep>(step.action)) {
                detail(std::get<models::StoreStep>(step.action));
            }
            if (chance(0.08)) {
                step.when = models::Expression{":viewer % 2 = 0", {}};
            }
        }
    }

    void detail(models::Call& call) {
        if (call.retry && chance(0.3)) {
            call.retry->multiplier = 1.5;
            call.retry->maxBackoff = 8ms;
        }
        if (call.circuitBreaker && chance(0.4)) {
            call.circuitBreaker->window = {std::nullopt, 200ms};
            call.circuitBreaker->slowAfter = 5ms;
            call.circuitBreaker->slowCalls = {0.5};
        }
        if (call.circuitBreaker) {
            call.circuitBreaker->openFor /= shorter;
        }
    }

    void detail(models::StoreStep& step) {
        switch (upTo(6)) {
            case 0:
                step = {models::StoreAction::Insert, "events", {}, false, {}, {}, {}, {}};
                break;
            case 1:
                step = {models::StoreAction::Insert, "pairs", {}, false, {}, {}, {}, {}};
                step.set.push_back({"n", {":viewer + 1", {}}});
                break;
            case 2:
                step = {models::StoreAction::Read, "pairs", {}, true, {}, {}, {}, {}};
                break;
            case 3:
                step.at.push_back({"viewer", {":viewer % 7 + 1", {}}});
                break;
            case 4:
                if (step.action != models::StoreAction::Insert) {
                    step.where = models::Expression{"n % 2 = 0", {}};
                }
                break;
            default:
                break;
        }
    }

    void detail(models::Journey& journey) {
        if (auto* open = std::get_if<models::OpenWorkload>(&journey.workload)) {
            for (models::ArrivalPhase& phase : open->phases) {
                if (auto* trace = std::get_if<models::TraceArrivals>(&phase.arrivals)) {
                    *trace = {traceTimes, traceFile};
                }
            }
        }
        forEachList(journey.steps, [&](models::Steps& steps) { detail(steps, false); });
    }

    void detail(models::Fault& fault, const models::Scenario& scenario) {
        for (models::Target& target : fault.targets) {  // a file may name only what is there
            if (target.instance) {
                target.instance =
                    std::min(*target.instance, scenario.service(target.service)->instances);
            }
        }
        if (chance(0.2)) {
            const auto& services = scenario.services;
            const std::string& more =
                services[static_cast<std::size_t>(upTo(static_cast<int>(services.size())))].name;
            if (more != fault.targets.front().service) {
                fault.targets.push_back({more, {}, {}});
            }
        }
        if (chance(0.4)) {
            fault.kind = newKind();
        }
        if (chance(0.15)) {
            fault.kind = models::Restart{};
            fault.duration.reset();
        } else if (!m_drains && chance(0.15)) {
            fault.duration.reset();
        }
    }

    models::FaultKind newKind() {
        switch (upTo(3)) {
            case 0:
                return models::StealCores{{0.15 * (1 + upTo(6))}};
            case 1:
                return models::Leak{milliseconds(20 + upTo(150))};
            default:
                return models::CrashLoop{milliseconds(5 + upTo(40)), milliseconds(60)};
        }
    }

    // Who publishes to a topic stands before all who consume it, so that no message goes round for
    // ever; journeys stand before all services.
    void addTopics(models::Scenario& scenario, int count) {
        const int services = static_cast<int>(scenario.services.size());
        for (int number = 0; number < count; ++number) {
            const models::Topic& topic = scenario.topics.emplace_back(newTopic(number));
            const int firstConsumer = upTo(services);
            for (int i = 0; i < services; ++i) {
                models::Service& service = scenario.services[static_cast<std::size_t>(i)];
                if (i == firstConsumer || (i > firstConsumer && chance(0.4))) {
                    service.consumes.push_back(consumerOf(topic.name));
                } else if (i < firstConsumer) {
                    for (models::Endpoint& endpoint : service.endpoints) {
                        addPublishes(endpoint.steps, topic.name);
                    }
                }
            }
            for (models::Journey& journey : scenario.journeys) {
                addPublishes(journey.steps, topic.name);
            }
            if (chance(0.4)) {
                models::Fault kill;
                kill.at = models::runStart + milliseconds(upTo(600));
                kill.duration = milliseconds(1 + upTo(150));
                kill.targets.push_back({topic.name, {}, {}});
                scenario.faults.push_back(kill);
            }
        }
    }

    models::Topic newTopic(int number) {
        models::Topic topic;
        topic.name = "t" + std::to_string(number);
        topic.kind = chance(0.5) ? models::TopicKind::Queue : models::TopicKind::Topic;
        if (chance(0.5)) {
            topic.partitions = 1 + upTo(6);
            topic.key = chance(0.6) ? "viewer" : "";
        }
        if (chance(0.3)) {
            topic.capacity = 1 + upTo(40);
        }
        return topic;
    }

    models::Consumer consumerOf(const std::string& topic) {
        models::Consumer consumer;
        consumer.topic = topic;
        consumer.endpoint = "e0";
        consumer.prefetch = 1 + upTo(5);
        consumer.attempts = 1 + upTo(4);
        consumer.redeliverAfter = milliseconds(chance(0.5) ? upTo(40) : 0);
        consumer.deadLetter = chance(0.8);
        return consumer;
    }

    void addPublishes(models::Steps& all, const std::string& topic) {
        forEachList(all, [&](models::Steps& steps) {
            if (chance(0.3)) {
                models::Publish publish;
                publish.topic = topic;
                publish.confirm = chance(0.4);
                if (publish.confirm && chance(0.5)) {
                    publish.timeout = milliseconds(1 + upTo(4));
                }
                insert(steps, publish);
            }
        });
    }

    sim::DrawKey m_key;
    std::uint64_t m_thrown = 0;
    bool m_drains;
};

}  // namespace

std::string traceFileText() {
    std::string text;
    for (const Duration time : traceTimes) {
        text += std::to_string(models::inSeconds(time)) + "\n";
    }
    return text;
}

models::Scenario detailedScenario(std::uint64_t seed) {
    models::Scenario scenario = randomScenario(seed);
    Detailer(seed, false).detail(scenario);
    return scenario;
}

models::Scenario detailedScenarioThatDrains(std::uint64_t seed) {
    RandomScenarioOptions options;
    options.drains = true;
    models::Scenario scenario = randomScenario(seed, options);
    Detailer(seed, true).detail(scenario);
    return scenario;
}

}  // namespace tests
