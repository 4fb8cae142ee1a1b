// Which requests of two runs are looked at one by one: those behind a number of a panel.
#pragma once

#include <string>

#include "sim/journey_difference.h"
#include "sim/later_trace.h"

namespace app {

struct PairsWanted {
    std::string journey;
    sim::PairKind kind = sim::PairKind::Lost;
    // In which other run: the one without the fault, or the other road.
    sim::TracingWanted::Beside beside = sim::TracingWanted::Beside::WithoutFault;
    bool operator==(const PairsWanted&) const = default;
};

}  // namespace app
