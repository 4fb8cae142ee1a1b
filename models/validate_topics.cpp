#include <set>
#include <variant>

#include "models/io/plain_text.h"
#include "models/name_index.h"
#include "models/step_walk.h"
#include "models/validate.h"

namespace models {

namespace {

class TopicValidator {
  public:
    TopicValidator(const Scenario& scenario, Problems& problems)
        : m_scenario(scenario),
          m_problems(problems),
          m_topics(indexByName("topic", scenario.topics)),
          m_populations(indexByName("population", scenario.populations)) {}

    void run() {
        for (const Topic& each : m_scenario.topics) {
            checkTopic(each);
        }
        for (const Service& service : m_scenario.services) {
            for (const Consumer& each : service.consumes) {
                checkConsumer(each, service);
            }
            for (const Endpoint& endpoint : service.endpoints) {
                checkSteps(endpoint.steps);
            }
        }
        for (const Journey& each : m_scenario.journeys) {
            checkSteps(each.steps);
        }
        checkFaults();
        warnOfUnused();
    }

  private:
    void error(DiagnosticKind kind, Place place, std::string message) {
        m_problems.error(kind, place, std::move(message));
    }

    void checkTopic(const Topic& topic) {
        const bool isService = m_scenario.service(topic.name) != nullptr;
        if (isService || m_scenario.journey(topic.name) != nullptr) {
            error(DiagnosticKind::Conflict, topic.place,
                  quote(topic.name) + " is a " + (isService ? "service" : "journey") +
                      " already: faults and reports go by the name, so a topic needs another");
        } else if (topic.name == "any") {
            error(DiagnosticKind::Conflict, topic.place,
                  "`any` means every service: it cannot be the name of a topic");
        }
        if (!topic.key.empty() && !m_populations.has(topic.key)) {
            error(DiagnosticKind::UnknownName, topic.keyPlace, m_populations.missing(topic.key));
        }
    }

    void checkConsumer(const Consumer& consumer, const Service& service) {
        if (!m_topics.has(consumer.topic)) {
            error(DiagnosticKind::UnknownName, consumer.place, m_topics.missing(consumer.topic));
        }
        m_consumed.insert(consumer.topic);
        const NameIndex endpoints =
            indexByName("endpoint", service.endpoints, "service " + quote(service.name));
        if (!consumer.endpoint.empty() && !endpoints.has(consumer.endpoint)) {
            error(DiagnosticKind::UnknownName, consumer.endpointPlace,
                  endpoints.missing(consumer.endpoint));
        }
    }

    void checkSteps(const Steps& steps) {
        std::set<const Step*> inTransactions;
        forEachStep(steps, [&](const Step& step) {
            if (const auto* transaction = std::get_if<Transaction>(&step.action)) {
                for (const Step& each : transaction->steps) {
                    inTransactions.insert(&each);
                }
            }
            const auto* publish = std::get_if<Publish>(&step.action);
            if (publish == nullptr || publish->topic.empty()) {
                return;
            }
            if (publish->outbox && !inTransactions.contains(&step)) {
                error(DiagnosticKind::Conflict, publish->place,
                      "`outbox` stores the message with a commit: it wants a `transaction` around");
            }
            if (!m_topics.has(publish->topic)) {
                const bool isService = m_scenario.service(publish->topic) != nullptr;
                error(DiagnosticKind::UnknownName, publish->place,
                      m_topics.missing(publish->topic) +
                          (isService ? ": it is a service, which is called" : ""));
            }
            m_published.insert(publish->topic);
        });
    }

    void checkFaults() {
        for (const Fault& fault : m_scenario.faults) {
            const bool isForTopics = std::holds_alternative<Kill>(fault.kind) ||
                                     std::holds_alternative<Restart>(fault.kind);
            if (std::holds_alternative<Surge>(fault.kind) || isUponLinks(fault.kind)) {
                continue;  // validateNetwork
            }
            for (const Target& target : fault.targets) {
                if (!m_topics.has(target.service)) {
                    continue;
                }
                if (!isForTopics) {
                    error(DiagnosticKind::Conflict, target.place,
                          quote(target.service) +
                              " is a topic: of these faults it takes `kill` and `restart`");
                } else if (target.instance) {
                    error(DiagnosticKind::Conflict, target.place,
                          quote(target.service) + " is a topic: it has no instances");
                }
            }
        }
    }

    void warnOfUnused() {
        for (const Topic& each : m_scenario.topics) {
            if (!m_consumed.contains(each.name)) {
                m_problems.warn(ruleUnusedTopic, each.place,
                                "no service consumes topic " + quote(each.name));
            } else if (!m_published.contains(each.name)) {
                m_problems.warn(ruleUnusedTopic, each.place,
                                "nobody publishes to topic " + quote(each.name));
            }
        }
    }

    const Scenario& m_scenario;
    Problems& m_problems;
    NameIndex m_topics, m_populations;
    std::set<std::string> m_consumed, m_published;
};

}  // namespace

void validateTopics(const Scenario& scenario, Problems& problems) {
    TopicValidator(scenario, problems).run();
}

}  // namespace models
