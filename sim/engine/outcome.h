// How an activation or a call ended, as it travels up the replies.
#pragma once

#include "models/outcome.h"
#include "sim/snapshot.h"

namespace sim {

// Failed, where the cause is not None; else ok, or degraded. `origin` is where the failure began,
// or the failure that a fallback answered for.
struct Outcome {
    [[no_unique_address]] Origin origin;  // in whose last word there is room
    Cause cause = Cause::None;
    bool degraded = false;

    static Outcome failure(Cause cause, int service, FaultId fault = noFault) {
        return {{service, fault, cause}, cause, false};
    }
    static Outcome degradedBy(const Origin& origin) { return {origin, Cause::None, true}; }
    bool failed() const { return cause != Cause::None; }
    bool operator==(const Outcome&) const = default;
};

}  // namespace sim
