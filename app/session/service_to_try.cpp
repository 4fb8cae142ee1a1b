#include "app/session/service_to_try.h"

#include <set>

#include "models/call_graph.h"

namespace app {
namespace {

using EndpointId = std::pair<std::string, std::string>;

// Every endpoint that requests of a journey can come to.
std::set<EndpointId> endpointsReachedBy(const models::Scenario& scenario,
                                        const models::Journey& journey) {
    std::set<EndpointId> reached;
    std::vector<EndpointId> open;
    const auto visit = [&](const models::Call& call) {
        const EndpointId callee{call.callee.service, call.callee.endpoint};
        if (reached.insert(callee).second)
            open.push_back(callee);
    };
    models::forEachCall(journey.steps, visit);
    while (!open.empty()) {
        const EndpointId at = open.back();
        open.pop_back();
        const models::Service* service = scenario.service(at.first);
        if (!service)
            continue;
        for (const models::Endpoint& endpoint : service->endpoints) {
            if (endpoint.name == at.second)
                models::forEachCall(endpoint.steps, visit);
        }
    }
    return reached;
}

}  // namespace

QString serviceToTry(const models::Scenario& scenario) {
    if (scenario.service("payment"))
        return QStringLiteral("payment");
    std::map<std::string, int> journeysTo;
    for (const models::Journey& journey : scenario.journeys) {
        std::set<std::string> services;
        for (const auto& [service, endpoint] : endpointsReachedBy(scenario, journey))
            services.insert(service);
        for (const std::string& service : services)
            ++journeysTo[service];
    }
    std::string best;
    for (const models::Service& service : scenario.services) {
        const auto found = journeysTo.find(service.name);
        if (found != journeysTo.end() && (best.empty() || found->second <= journeysTo[best]))
            best = service.name;
    }
    return QString::fromStdString(best);
}

}  // namespace app
