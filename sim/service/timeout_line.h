// The timeouts of the attempts of one call step. Nearly all of them are answered long before, and
// all wait equally long: so they stand in a line, those in front that were answered are dropped
// without ever having been events, those in front where the line is looked at, all where it is
// full; and only the first of the rest is in the event queue.
#pragma once

#include "sim/engine/event.h"
#include "sim/engine/ring.h"

namespace sim {

struct TimeoutLine {
    struct Armed {
        EventKey key;  // of the event that it is if nobody answers
        StrandEvent attempt;
    };
    Ring<Armed> attempts;
    bool isAwaited = false;  // an event is under way that will look at the line again
};

}  // namespace sim
