#include "tests/support/call_search.h"

#include <algorithm>
#include <vector>

#include "models/call_graph.h"

namespace tests {

namespace {

std::vector<const models::Steps*> stepsOf(const models::Scenario& scenario, const std::string& of) {
    std::vector<const models::Steps*> found;
    for (const models::Journey& journey : scenario.journeys) {
        if (journey.name == of) {
            found.push_back(&journey.steps);
        }
    }
    for (const models::Service& each : scenario.services) {
        for (const models::Endpoint& endpoint : each.endpoints) {
            if (each.name == of || each.name + "." + endpoint.name == of) {
                found.push_back(&endpoint.steps);
            }
        }
    }
    return found;
}

}  // namespace

std::string serviceOf(const std::string& endpoint) {
    return endpoint.substr(0, endpoint.find('.'));
}

std::set<std::string> reachedFrom(const models::Scenario& scenario, const std::string& of) {
    std::set<std::string> reached;
    std::vector<std::string> open = {of};
    while (!open.empty()) {
        const std::string from = open.back();
        open.pop_back();
        for (const models::Steps* steps : stepsOf(scenario, from)) {
            models::forEachCall(*steps, [&](const models::Call& call) {
                const std::string to = call.callee.service + "." + call.callee.endpoint;
                if (reached.insert(to).second) {
                    open.push_back(to);
                }
            });
        }
    }
    return reached;
}

bool reachesService(const models::Scenario& scenario, const std::string& of,
                    const std::string& service) {
    return std::ranges::any_of(reachedFrom(scenario, of), [&](const std::string& endpoint) {
        return endpoint.starts_with(service + ".");
    });
}

bool hasCall(const models::Scenario& scenario, const std::string& via, const std::string& needed,
             bool withFallback) {
    bool found = false;
    for (const models::Steps* steps : stepsOf(scenario, via)) {
        models::forEachCall(*steps, [&](const models::Call& call) {
            found |= call.callee.service + "." + call.callee.endpoint == needed &&
                     call.fallback.has_value() == withFallback;
        });
    }
    return found;
}

}  // namespace tests
