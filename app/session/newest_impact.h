// Of the faults that a snapshot knows, the one that is spoken of.
#pragma once

#include "sim/snapshot.h"

namespace app {

// The impact that the isolation panel tells of; null: there was no fault yet.
const sim::FaultImpact* newestImpact(const sim::Snapshot& snapshot);

}  // namespace app
