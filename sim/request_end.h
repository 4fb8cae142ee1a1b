// How one request of a journey ended: what two runs are matched by, request by request.
#pragma once

#include <compare>
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

// Of each of a scenario's journeys, in no order.
using RequestEnds = std::vector<std::vector<RequestEnd>>;

}  // namespace sim
