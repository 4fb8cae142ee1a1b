// How one request of a journey ended: what two runs are matched by, request by request.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "models/outcome.h"
#include "models/units.h"

namespace sim {

// 32 bytes. The first two are the request's identity within its journey: draws are made of it, so
// the same request in another run of the same seed needs and asks for the same.
struct RequestEnd {
    std::int64_t number = 0;  // closed journeys: of the user's action
    std::uint32_t user = 0;   // closed journeys only
    models::Cause cause = models::Cause::None;
    bool degraded = false;
    models::Instant started{};
    models::Duration took{};

    bool failed() const { return cause != models::Cause::None; }
    std::pair<std::int64_t, std::uint32_t> identity() const { return {number, user}; }
};

// `:request`, unique in the run without asking the other journeys: of the n-th arrival of an open
// journey, or the n-th action of a closed one's user. `place` is the journey's, of so many.
constexpr std::int64_t requestNumber(std::int64_t number, std::uint32_t user, int users,
                                     std::size_t place, std::size_t journeys) {
    return (number * users + user) * static_cast<std::int64_t>(journeys) +
           static_cast<std::int64_t>(place) + 1;
}

// The other way round: the place of the journey that makes the request of this number.
constexpr std::size_t journeyOfRequest(std::int64_t request, std::size_t journeys) {
    return static_cast<std::size_t>(request - 1) % journeys;
}

// Of each of a scenario's journeys, in no order.
using RequestEnds = std::vector<std::vector<RequestEnd>>;

}  // namespace sim
