// Going on by less than a stretch of time: one event, or until something happens. Values for the
// window; what they mean stands in ARCHITECTURE.md, "A step goes to the end of a nanosecond".
#pragma once

#include <string>
#include <vector>

#include "models/units.h"

namespace sim {

using models::Instant;

// What was executed by one step, at one instant.
struct ExecutedEvent {
    Instant at{};
    std::string process;  // whose event it was: "user"
    std::string what;     // "the answer of payment comes"
    bool operator==(const ExecutedEvent&) const = default;
};

enum class Happening {
    BreakerOpens,
    InboxFull,     // of one instance: who comes next is turned away
    TurnedAway,    // a request, whatever its service was too full of
    RequestFails,  // one of a journey
    FaultChanges,  // one begins or ends
    // By what was counted until then an expectation does not hold any more, or an invariant was
    // found broken.
    ExpectationBreaks
};

}  // namespace sim
