// The number, unique in its run, of a request that ended.
#pragma once

#include <cstdint>

#include "models/scenario.h"
#include "sim/request_end.h"

namespace sim {

// `:request` of one of that journey's: its place in the scenario's.
std::int64_t requestNumber(const models::Scenario& scenario, std::size_t journey,
                           const RequestEnd& end);

}  // namespace sim
