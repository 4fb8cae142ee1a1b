// How an activation or a call ended, as it travels up the replies.
#pragma once

#include "models/outcome.h"
#include "sim/snapshot.h"

namespace sim {

// Failed, where the cause is not None; else ok, or degraded. `origin` is where the failure began,
// or the failure that a fallback answered for.
struct Outcome {
    Cause cause = Cause::None;
    bool degraded = false;
    Origin origin;

    static Outcome failure(Cause cause, int service, FaultId fault = noFault) {
        return {cause, false, {service, cause, fault}};
    }
    bool failed() const { return cause != Cause::None; }
    bool operator==(const Outcome&) const = default;
};

}  // namespace sim
