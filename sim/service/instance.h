// One running copy of a service: its slots, its inbox, and which faults are upon it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/command.h"
#include "sim/engine/event.h"
#include "sim/policy/codel.h"
#include "sim/policy/health_belief.h"
#include "sim/service/activation.h"
#include "sim/service/instance_cache.h"
#include "sim/service/seldom.h"
#include "sim/service/shared_cores.h"
#include "sim/service/slot_line.h"

namespace sim {

// The cores of an instance, and what is scheduled of them.
struct CoresInUse : SharedCores {
    using SharedCores::SharedCores;
    std::optional<End> nextEnd;    // the one that an event has been scheduled for
    std::uint32_t endsSerial = 0;  // of that event
};

struct alignas(64) Instance {
    Instance(int itsNumber, models::Discipline discipline, Identity identity)
        : queue(discipline, identity), number(itsNumber) {}

    // What nearly every request looks at.
    std::uint32_t firstActivation = nowhere, lastActivation = nowhere;
    std::int32_t present = 0;  // accepted and not ended
    std::int32_t slotsHeld = 0;
    std::int32_t inbox = 0;  // requests waiting for their first slot
    std::int64_t served = 0;
    std::uint16_t version = 0;  // 0: the one that its service begins with
    bool isStopping = false;    // finishes its work, and takes no more
    bool isGone = false;        // for good
    bool granting = false;
    std::uint8_t zone = 0;        // where it stands; 0: in none
    Seldom<CoresInUse> cores;     // none: every compute has one of its own
    SeldomVector<FaultId> hangs;  // active; it hangs while there is one
    SlotLine queue;

    Seldom<Codel> codel;  // none: another discipline
    int number = 1;
    std::uint32_t drainSerial = 0;  // of the end of its drain
    std::int64_t coming = 0;        // requests chosen for it that are still on their way
    SeldomVector<FaultId> kills;    // active; it is down while there is one
    std::uint32_t starting = 0;     // the serial of its start-up; 0: not starting
    std::uint32_t deaths = 0;       // so often it was killed
    Instant readyAt{};              // while starting

    SeldomVector<InstanceCache> caches;  // as many as the service's

    SeldomVector<StrandEvent> frozen;  // while it hangs: strands whose work stands still
    SeldomVector<Event> deferred;      // while it hangs: what it will notice afterwards

    HealthBelief health;  // of the door, by its health checks
    Instant probedAt{};
    bool isProbed = false;          // a health check waits for its answer
    std::uint32_t probeSerial = 0;  // of the next ProbeDue

    // What balancing compares: those on their way are as good as there, or all would be sent to
    // whom none has reached yet.
    std::int64_t load() const { return present + coming; }
    bool isDown() const { return !kills.empty(); }
    // Carries out what it has.
    bool isUp() const { return kills.empty() && starting == 0 && !isGone; }
    // Takes more.
    bool isReady() const { return isUp() && !isStopping; }
    bool isLeaving() const { return isStopping || isGone; }
    bool isHung() const { return !hangs.empty(); }
};
static_assert(sizeof(Instance) == 192);

}  // namespace sim
