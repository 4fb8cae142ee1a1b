// Going on by less than a stretch of time: one event, or until something happens. Values for the
// window; what they mean stands in ARCHITECTURE.md, "A step goes to the end of a nanosecond".
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "models/expectation.h"
#include "models/units.h"

namespace sim {

using models::Duration;
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

// A bound on a measure, in words "p99 of watch-video" and `above 200 ms`. It happens at the first
// multiple of 0.1 s at which the bound holds over the last `window`, counted from when it is
// awaited: at the same instant at any speed.
struct Condition {
    enum class Of { Journey, Service, Topic, Edge } of = Of::Journey;
    std::size_t place = 0;  // as in a Snapshot
    models::Measure measure = models::Measure::P99;
    models::Bound bound;
    Duration window{};  // an inbox and a backlog are looked at as they stand
    std::string name;   // of the measure and what it is of
};

using Awaited = std::variant<Happening, Condition>;

}  // namespace sim
