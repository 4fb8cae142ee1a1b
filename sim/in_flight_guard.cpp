#include "sim/in_flight_guard.h"

#include <algorithm>

#include "models/io/value_text.h"

namespace sim {

namespace {

// Messages that nobody takes would fill the memory as requests would.
std::string tooManyMessages(const Run& run, Instant now) {
    const std::int64_t bound = run.program->scenario.run.inFlightAtMost;
    std::string reason;
    for (const auto& topic : run.topics) {
        if (topic->backlog() > bound) {
            reason = topic->name() + " kept " + std::to_string(topic->backlog()) + " messages at " +
                     models::toText(models::sinceStart(now)) +
                     ", more than run.in-flight-at-most allows (" + std::to_string(bound) + ")";
        }
    }
    return reason;
}

}  // namespace

std::string tooManyUnderWay(const Run& run, Instant now) {
    std::size_t underWay = 0;
    const JourneyProcess* most = nullptr;
    for (const auto& journey : run.journeys) {
        underWay += journey->activationsUnderWay();
        if (most == nullptr || journey->activationsUnderWay() > most->activationsUnderWay()) {
            most = journey.get();
        }
    }
    const auto bound = static_cast<std::size_t>(run.program->scenario.run.inFlightAtMost);
    if (underWay <= bound) {
        return tooManyMessages(run, now);
    }
    const ServiceProcess& piledUp = **std::ranges::max_element(
        run.services, {}, [](const auto& each) { return each->activationsUnderWay(); });
    return std::to_string(underWay) + " requests were under way at " +
           models::toText(models::sinceStart(now)) + ", more than run.in-flight-at-most allows (" +
           std::to_string(bound) + "): most belong to " + most->name() + " and piled up at " +
           piledUp.name() + " (" + std::to_string(piledUp.activationsUnderWay()) + ")";
}

}  // namespace sim
