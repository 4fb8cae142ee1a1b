// Of the faults and rollouts that a snapshot knows, the one that is spoken of.
#pragma once

#include "sim/snapshot.h"

namespace app {

// The fault that began last, of those that are active if any is; null: there was none yet.
const sim::FaultImpact* newestFault(const sim::Snapshot& snapshot);

// The impact that the isolation panel tells of: a fault's, or that of a rollout that began after
// it. While a fault is active no rollout is spoken of, and of a scaling only where it hurt.
const sim::FaultImpact* newestImpact(const sim::Snapshot& snapshot);

}  // namespace app
