#include "sim/message_ties.h"

#include "models/step_walk.h"

namespace sim {

std::vector<std::pair<std::string, std::string>> messageTies(const models::Scenario& scenario) {
    std::vector<std::pair<std::string, std::string>> ties;
    const auto addPublished = [&](const models::Steps& steps, const std::string& publisher) {
        models::forEachStep(steps, [&](const models::Step& step) {
            if (const auto* publish = std::get_if<models::Publish>(&step.action))
                ties.emplace_back(publish->topic, publisher);
        });
    };
    if (scenario.topics.empty())
        return ties;
    for (const models::Journey& journey : scenario.journeys)
        addPublished(journey.steps, journey.name);
    for (const models::Service& service : scenario.services) {
        for (const models::Endpoint& endpoint : service.endpoints)
            addPublished(endpoint.steps, service.name);
        for (const models::Consumer& consumer : service.consumes)
            ties.emplace_back(consumer.topic, service.name);
    }
    return ties;
}

}  // namespace sim
