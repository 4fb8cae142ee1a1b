#include "sim/request_number.h"

#include <variant>

namespace sim {

std::int64_t requestNumber(const models::Scenario& scenario, std::size_t journey,
                           const RequestEnd& end) {
    const auto* closed =
        std::get_if<models::ClosedWorkload>(&scenario.journeys.at(journey).workload);
    return requestNumber(end.number, end.user, closed != nullptr ? closed->users : 1, journey,
                         scenario.journeys.size());
}

}  // namespace sim
