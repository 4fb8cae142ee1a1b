// One running copy of a service: its slots, its inbox, and which faults are upon it.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/command.h"
#include "sim/engine/event.h"
#include "sim/service/activation.h"

namespace sim {

// Strands in a line, first come, first served; linked through Strand::nextInQueue.
struct StrandQueue {
    std::uint32_t head = nowhere;
    std::uint32_t tail = nowhere;

    bool isEmpty() const { return head == nowhere; }
    void push(Pool<Strand>& strands, std::uint32_t strand) {
        strands[strand].nextInQueue = nowhere;
        (head == nowhere ? head : strands[tail].nextInQueue) = strand;
        tail = strand;
    }
    std::uint32_t pop(const Pool<Strand>& strands) {
        const std::uint32_t first = head;
        head = strands[first].nextInQueue;
        return first;
    }
};

struct Instance {
    int number = 1;
    std::vector<FaultId> kills;  // active; it is down while there is one
    std::vector<FaultId> hangs;  // active; it hangs while there is one
    std::uint32_t starting = 0;  // the serial of its start-up; 0: not starting
    Instant readyAt{};           // while starting

    std::uint32_t firstActivation = nowhere, lastActivation = nowhere;
    std::int64_t present = 0;  // accepted and not ended
    std::int64_t slotsHeld = 0;
    std::int64_t inbox = 0;  // requests waiting for their first slot
    std::int64_t served = 0;
    StrandQueue queue;  // for a slot
    bool granting = false;

    std::vector<StrandEvent> frozen;  // while it hangs: strands whose work stands still
    std::vector<Event> deferred;      // while it hangs: what it will notice afterwards

    bool isDown() const { return !kills.empty(); }
    bool isReady() const { return kills.empty() && starting == 0; }
    bool isHung() const { return !hangs.empty(); }
};

}  // namespace sim
