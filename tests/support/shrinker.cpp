#include "tests/support/shrinker.h"

#include <algorithm>
#include <utility>

#include "tests/support/scenario_yaml.h"
#include "tests/support/step_lists.h"

namespace tests {

namespace {

using models::Call;
using models::Scenario;
using models::Service;
using models::Step;
using models::Steps;

// The lists of steps within a step.
std::vector<Steps*> partsOf(Step& step) {
    std::vector<Steps*> parts;
    if (auto* parallel = std::get_if<models::Parallel>(&step.action)) {
        for (Steps& branch : parallel->branches) {
            parts.push_back(&branch);
        }
    } else if (auto* choose = std::get_if<models::Choose>(&step.action)) {
        for (Steps& branch : choose->branches) {
            parts.push_back(&branch);
        }
    } else if (auto* repeat = std::get_if<models::Repeat>(&step.action)) {
        parts.push_back(&repeat->steps);
    } else if (auto* saga = std::get_if<models::Saga>(&step.action)) {
        for (models::SagaPart& part : saga->parts) {
            parts.push_back(&part.forward);
        }
    } else if (auto* transaction = std::get_if<models::Transaction>(&step.action)) {
        parts.push_back(&transaction->steps);
    }
    return parts;
}

void removeCallsTo(const std::string& service, Steps& steps) {
    std::erase_if(steps, [&](const Step& step) {
        const auto* call = std::get_if<Call>(&step.action);
        return call != nullptr && call->callee.service == service;
    });
}

void removePublishesTo(const std::string& topic, Steps& steps) {
    std::erase_if(steps, [&](const Step& step) {
        const auto* publish = std::get_if<models::Publish>(&step.action);
        return publish != nullptr && publish->topic == topic;
    });
}

class Shrinker {
  public:
    Shrinker(Scenario scenario, const Fails& fails, const std::string& folder, int triesAtMost)
        : m_scenario(std::move(scenario)), m_fails(fails), m_folder(folder), m_left(triesAtMost) {}

    Scenario run() {
        bool smaller = true;
        while (smaller && m_left > 0) {
            smaller = false;
            smaller |= dropTopics();
            smaller |= dropServices();
            smaller |= dropEach(&Scenario::faults);
            smaller |= dropEach(&Scenario::journeys);
            smaller |= dropEndpoints();
            smaller |= dropSteps();
            smaller |= plainCalls();
            smaller |= plainServices();
            smaller |= plainRun();
            smaller |= dropEach(&Scenario::populations);
        }
        return std::move(m_scenario);
    }

  private:
    // Whether the edit was made: it changes something, can be read, and leaves the failure.
    template <typename Edit>
    bool attempt(const Edit& edit) {
        if (m_left <= 0) {
            return false;
        }
        Scenario candidate = m_scenario;
        edit(candidate);
        if (candidate == m_scenario || !isReadable(candidate, m_folder)) {
            return false;
        }
        --m_left;
        if (!m_fails(candidate)) {
            return false;
        }
        m_scenario = std::move(candidate);
        return true;
    }

    template <typename Row>
    bool dropEach(std::vector<Row> Scenario::*rows) {
        bool any = false;
        for (std::size_t i = (m_scenario.*rows).size(); i-- > 0;) {
            any |= attempt([&](Scenario& candidate) {
                (candidate.*rows).erase((candidate.*rows).begin() + static_cast<std::ptrdiff_t>(i));
            });
        }
        return any;
    }

    // With all that is said of it.
    bool dropTopics() {
        bool any = false;
        for (std::size_t i = m_scenario.topics.size(); i-- > 0;) {
            const std::string name = m_scenario.topics[i].name;
            any |= attempt([&](Scenario& candidate) {
                std::erase_if(candidate.topics,
                              [&](const auto& topic) { return topic.name == name; });
                for (Service& service : candidate.services) {
                    std::erase_if(service.consumes,
                                  [&](const auto& consumer) { return consumer.topic == name; });
                }
                forEachList(candidate, [&](Steps& steps) { removePublishesTo(name, steps); });
                removeTarget(name, candidate);
            });
        }
        return any;
    }

    static void removeTarget(const std::string& name, Scenario& candidate) {
        for (models::Fault& fault : candidate.faults) {
            std::erase_if(fault.targets,
                          [&](const auto& target) { return target.service == name; });
        }
        std::erase_if(candidate.faults, [](const auto& fault) { return fault.targets.empty(); });
    }

    // With all calls of it, and as a target.
    bool dropServices() {
        bool any = false;
        for (std::size_t i = m_scenario.services.size(); i-- > 0;) {
            const std::string name = m_scenario.services[i].name;
            any |= attempt([&](Scenario& candidate) {
                candidate.services.erase(candidate.services.begin() +
                                         static_cast<std::ptrdiff_t>(i));
                forEachList(candidate, [&](Steps& steps) { removeCallsTo(name, steps); });
                removeTarget(name, candidate);
            });
        }
        return any;
    }

    bool dropEndpoints() {
        bool any = false;
        for (std::size_t s = 0; s < m_scenario.services.size(); ++s) {
            for (std::size_t i = m_scenario.services[s].endpoints.size(); i-- > 0;) {
                any |= attempt([&](Scenario& candidate) {
                    auto& endpoints = candidate.services[s].endpoints;
                    endpoints.erase(endpoints.begin() + static_cast<std::ptrdiff_t>(i));
                });
            }
        }
        return any;
    }

    // Edits the list of this number, counted as forEachList visits them; false: there is none.
    template <typename Edit>
    static bool editList(Scenario& scenario, int number, const Edit& edit) {
        std::vector<Steps*> lists;
        forEachList(scenario, [&](Steps& steps) { lists.push_back(&steps); });
        if (number >= static_cast<int>(lists.size())) {
            return false;
        }
        edit(*lists[static_cast<std::size_t>(number)]);
        return true;
    }

    // A step goes, or what is in it takes its place, or it loses its condition.
    bool dropSteps() {
        bool any = false;
        std::size_t size = 0;
        for (int list = 0; editList(m_scenario, list, [&](Steps& steps) { size = steps.size(); });
             ++list) {
            for (std::size_t i = size; i-- > 0;) {
                const auto onStep = [&](const auto& edit) {
                    return attempt([&](Scenario& candidate) {
                        editList(candidate, list, [&](Steps& steps) {
                            if (i < steps.size()) {
                                edit(steps, steps.begin() + static_cast<std::ptrdiff_t>(i));
                            }
                        });
                    });
                };
                if (onStep([](Steps& steps, auto at) { steps.erase(at); })) {
                    any = true;
                    continue;
                }
                any |= onStep([](Steps& steps, auto at) {
                    const std::vector<Steps*> parts = partsOf(*at);
                    if (!parts.empty()) {
                        const Steps part = *parts.front();
                        at = steps.erase(at);
                        steps.insert(at, part.begin(), part.end());
                    }
                });
                any |= onStep([](Steps&, auto at) { at->when.reset(); });
            }
        }
        return any;
    }

    bool plainCalls() {
        using Reset = void (*)(Call&);
        constexpr Reset resets[] = {
            [](Call& call) { call.timeout.reset(); },
            [](Call& call) { call.deadline.reset(); },
            [](Call& call) { call.retry.reset(); },
            [](Call& call) { call.circuitBreaker.reset(); },
            [](Call& call) { call.fallback.reset(); },
            [](Call& call) { call.rateLimit.reset(); },
            [](Call& call) { call.bulkhead.reset(); },
            [](Call& call) { call.hedge.reset(); },
            [](Call& call) { call.probability = {1}; },
            [](Call& call) { call.priority = 0; },
        };
        bool any = false;
        for (const Reset reset : resets) {
            std::size_t size = 0;
            for (int list = 0;
                 editList(m_scenario, list, [&](Steps& steps) { size = steps.size(); }); ++list) {
                for (std::size_t i = 0; i < size; ++i) {
                    any |= attempt([&](Scenario& candidate) {
                        editList(candidate, list, [&](Steps& steps) {
                            if (auto* call = std::get_if<Call>(&steps[i].action)) {
                                reset(*call);
                            }
                        });
                    });
                }
            }
        }
        return any;
    }

    bool plainServices() {
        using Reset = void (*)(Service&);
        constexpr Reset resets[] = {
            [](Service& service) { service.instances = 1; },
            [](Service& service) { service.concurrency = Service().concurrency; },
            [](Service& service) { service.serving = Service().serving; },
            [](Service& service) { service.inbox = Service().inbox; },
            [](Service& service) { service.discipline = Service().discipline; },
            [](Service& service) { service.balancing = Service().balancing; },
            [](Service& service) { service.cores.reset(); },
            [](Service& service) { service.rateLimit.reset(); },
            [](Service& service) { service.cancellation = Service().cancellation; },
            [](Service& service) { service.startUp = {}; },
            [](Service& service) { service.healthCheck.reset(); },
            [](Service& service) { service.outlierDetection.reset(); },
            [](Service& service) { service.store.reset(); },
            [](Service& service) { service.consumes.clear(); },
        };
        bool any = false;
        for (const Reset reset : resets) {
            for (std::size_t i = 0; i < m_scenario.services.size(); ++i) {
                any |= attempt([&](Scenario& candidate) { reset(candidate.services[i]); });
            }
        }
        return any;
    }

    // Half as long, as often as that still fails; a network without chance.
    bool plainRun() {
        bool any = attempt([](Scenario& candidate) { candidate.network = {}; });
        while (attempt([](Scenario& candidate) { candidate.run.duration /= 2; })) {
            any = true;
        }
        return any;
    }

    Scenario m_scenario;
    const Fails& m_fails;
    const std::string& m_folder;
    int m_left;
};

}  // namespace

Scenario shrunk(Scenario scenario, const Fails& fails, const std::string& folder, int triesAtMost) {
    return Shrinker(std::move(scenario), fails, folder, triesAtMost).run();
}

}  // namespace tests
