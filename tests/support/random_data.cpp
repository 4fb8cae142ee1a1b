// Transactions, sagas and broken stores for random scenarios. Drawn under a key of their own, after
// all else, so that the scenarios without them stay what they are.
#include <utility>

#include "sim/random/draw.h"
#include "tests/support/random_details.h"

namespace tests {

namespace {

using models::Steps;

class DataMaker {
  public:
    explicit DataMaker(std::uint64_t seed)
        : m_key(sim::drawKey(seed, "data of a random scenario")) {}

    void add(models::Scenario& scenario) {
        for (std::size_t i = 0; i < scenario.services.size(); ++i) {
            models::Service& service = scenario.services[i];
            // A service that keeps data: what it does with it is undone by itself and by the next.
            if (!service.store && chance(0.5)) {
                service.store.emplace();
                service.store->write =
                    models::Distribution::exponential(std::chrono::milliseconds(2));
                service.store->connections = 1 + upTo(3);
                service.store->tables.push_back({"things", {}, {"viewer"}, 20, {}});
                service.store->tables.back().columns.push_back({"n", "integer default 0"});
            }
            if (!service.store) {
                continue;
            }
            m_topic = topicFrom(scenario, i);
            const bool isLast = i + 1 == scenario.services.size();
            const std::string next = isLast ? "" : scenario.services[i + 1].name;
            for (models::Endpoint& endpoint : service.endpoints) {
                if (chance(0.5)) {
                    insert(endpoint.steps, transaction());
                }
                if (chance(0.5)) {
                    insert(endpoint.steps, saga(next));
                }
            }
            if (!scenario.faults.empty() && chance(0.5)) {
                breakStore(scenario, service.name);
            }
        }
    }

  private:
    // One that only later services consume, as calls go to these only: there is no end to it else.
    static std::string topicFrom(const models::Scenario& scenario, std::size_t service) {
        for (const models::Topic& topic : scenario.topics) {
            bool isAhead = true;
            for (std::size_t i = 0; i <= service; ++i) {
                for (const models::Consumer& each : scenario.services[i].consumes) {
                    isAhead &= each.topic != topic.name;
                }
            }
            if (isAhead) {
                return topic.name;
            }
        }
        return {};
    }

    int upTo(int count) {
        return static_cast<int>(
            sim::drawIndex(m_key, m_thrown++, static_cast<std::uint64_t>(count)));
    }
    bool chance(double probability) { return sim::drawUnit(m_key, m_thrown++) < probability; }

    using Action = decltype(models::Step::action);

    static models::Step stepOf(Action action) {
        models::Step step;
        step.action = std::move(action);
        return step;
    }

    void insert(Steps& steps, Action action) {
        steps.insert(steps.begin() + upTo(static_cast<int>(steps.size()) + 1),
                     stepOf(std::move(action)));
    }

    Action storeStep() {
        models::StoreStep step;
        step.action = static_cast<models::StoreAction>(upTo(4));
        step.table = "things";
        if (step.action == models::StoreAction::Update) {
            step.set.push_back({"n", {"n + 1", {}}});
        }
        return step;
    }

    models::Distribution time() {
        return models::Distribution::exponential(std::chrono::milliseconds(1 + upTo(5)));
    }

    // One without `else` may fail for ever.
    Action transaction(double elses = 0.6) {
        models::Transaction made;
        for (int i = 1 + upTo(3); i > 0; --i) {
            models::Step step = stepOf(storeStep());
            if (chance(elses)) {
                auto& store = std::get<models::StoreStep>(step.action);
                store.orElse.emplace();
                store.orElse->push_back(stepOf(models::Compute{time()}));
            }
            made.steps.push_back(std::move(step));
        }
        insert(made.steps, models::Compute{time()});
        insert(made.steps, models::Sleep{time()});
        if (!m_topic.empty() && chance(0.5)) {
            models::Publish publish;
            publish.topic = m_topic;
            publish.outbox = chance(0.6);
            publish.confirm =
                elses < 1 && !publish.outbox && chance(0.5);  // a full one may stay so
            insert(made.steps, publish);
        }
        return made;
    }

    Action saga(const std::string& next) {
        models::Saga made;
        for (int i = 1 + upTo(3); i > 0; --i) {
            models::SagaPart part;
            part.forward.push_back(stepOf(models::Compute{time()}));
            part.forward.push_back(stepOf(storeStep()));
            part.forward.push_back(stepOf(models::Fail{{chance(0.5) ? 0.3 : 0}}));
            part.undo.push_back(stepOf(models::Sleep{time()}));
            if (!next.empty()) {
                models::Call call;
                call.callee = {next, "e0", {}};
                part.forward.push_back(stepOf(call));
                call.fallback.emplace();  // what it calls may fail for ever
                part.undo.push_back(stepOf(call));
            }
            if (chance(0.3)) {
                part.undo.push_back(stepOf(transaction(1)));
            }
            made.parts.push_back(std::move(part));
        }
        return made;
    }

    void breakStore(models::Scenario& scenario, const std::string& service) {
        models::Fault fault = scenario.faults.front();
        fault.kind = models::BreakStore{static_cast<models::StoreFault>(upTo(4)), {10}};
        fault.targets = {{service, {}, {}}};
        fault.at += std::chrono::milliseconds(upTo(100));
        fault.duration = std::chrono::milliseconds(10 + upTo(200));
        scenario.faults.push_back(std::move(fault));
    }

    sim::DrawKey m_key;
    std::uint64_t m_thrown = 0;
    std::string m_topic;  // that the service may publish to; empty: none
};

}  // namespace

models::Scenario dataScenario(std::uint64_t seed) {
    models::Scenario scenario = detailedScenario(seed);
    DataMaker(seed).add(scenario);
    return scenario;
}

models::Scenario dataScenarioThatDrains(std::uint64_t seed) {
    models::Scenario scenario = detailedScenarioThatDrains(seed);
    DataMaker(seed).add(scenario);
    return scenario;
}

}  // namespace tests
