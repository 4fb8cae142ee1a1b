// The state of endpoints being carried out: activations, and the strands of control within them.
// Plain values in pools, linked by index.
#pragma once

#include <cstdint>

#include "sim/engine/event.h"
#include "sim/engine/outcome.h"
#include "sim/metrics/request_stats.h"
#include "sim/service/pool.h"

namespace sim {

// What a strand waits for before it goes on.
enum class Awaits : std::uint8_t {
    Nothing,
    Start,  // its instance hangs
    Slot,
    Compute,
    Sleep,
    Connection,
    Transaction,  // to begin: it has got its connection
    Refusal,      // at once: the store is broken
    UndoAgain,    // its saga goes on after a while
    Storing,
    Reply,
    Backoff,
    Token,         // of its call's rate limit
    Permit,        // of its call's bulkhead
    Confirmation,  // of a message that it published
    Flight,        // of who fetches the entry that it found missing
    Join,          // its parallel branches, or the body of its repeat
};

// The call that a strand is making; one at most.
struct CallState {
    Instant started{};
    Instant attemptStarted{};
    Instant deadline = models::never;
    Identity identity = 0;      // of the call; attempts mix their number into it
    std::uint32_t attempt = 0;  // from 1
    std::uint32_t era = 0;      // of the breaker that let it pass
    bool expiresByDeadline = false;
    bool holdsPermit = false;      // of the bulkhead
    std::uint8_t copies = 0;       // of this attempt at most, beside the first
    std::uint8_t copiesSent = 0;   // the first one included
    std::uint32_t copiesOpen = 0;  // a bit for each that was sent and not answered
};

// One list of steps being carried out: an endpoint's own, a parallel branch, a repeat's body.
struct Strand {
    std::uint32_t activation = nowhere;
    std::uint32_t pc = 0;
    std::uint32_t serial = 0;  // of what it awaits; events of an earlier one are stale
    Awaits awaits = Awaits::Nothing;
    bool isBody = false;         // of a repeat
    bool isSaga = false;         // its children are the parts of one
    bool isUndo = false;         // of a saga: it has no deadline
    bool inTransaction = false;  // and holds its connection
    bool spawning = false;       // its branches are being started: no decision yet

    std::uint32_t parent = nowhere;
    std::uint32_t joinOf = 0;  // the parent's join that it belongs to; another one: nobody heeds it
    std::uint32_t previous = nowhere, next = nowhere;  // strands of the activation
    Identity scope = 0;       // the activation's identity, with the rounds around it
    std::uint64_t drawn = 0;  // as the request's, with what the rounds around it drew anew

    // Of a compute, sleep or store step: when it ends; awaiting a slot or a connection: what it
    // will take.
    Instant endsAt{};
    Duration work{};

    CallState call;

    std::uint32_t previousInQueue = nowhere;  // for a slot, a connection or a permit
    std::uint32_t nextInQueue = nowhere;

    std::uint32_t join = 0;
    std::uint32_t pending = 0;  // children not ended
    std::uint32_t successes = 0;
    std::uint32_t needed = 0;
    Outcome firstFailure;  // of its children, or of its call's copies
    // Of the innermost repeat around it, from 1; 0: there is none. Kept here, since the parent of a
    // branch that nobody heeds may be gone, and its place another's.
    std::int64_t round = 0;
    std::int64_t rounds = 0;  // of a body
};

// An endpoint being carried out for one attempt of a caller, or a journey being made.
struct Activation {
    Identity identity = 0;
    RequestRef request;
    ProcessId caller = noProcess;
    StrandEvent replyTo{};
    Instant deadline = models::never;
    std::uint32_t endpoint = 0;
    std::int32_t priority = 0;         // of the call
    std::uint32_t instance = nowhere;  // index
    std::uint32_t user = 0;            // of a closed journey
    std::int64_t journeyNumber = 0;

    std::uint32_t root = nowhere;  // nowhere: its own steps have ended, others may run on
    std::uint32_t firstStrand = nowhere, lastStrand = nowhere;
    std::uint32_t previous = nowhere, next = nowhere;  // of the instance

    Instant started{};
    Outcome outcome;       // degraded from the first fallback on; final once the root has ended
    bool sampled = false;  // its calls are shown
    bool replied = false;
    bool holdsSlot = false;
    bool hadSlot = false;
    std::uint8_t callerZone = 0;  // of the instance that called; 0: none
    std::uint16_t version = 0;    // of its instance

    // Where the time goes: at each instant waiting, else working, else blocked.
    std::uint16_t waiting = 0;
    std::uint16_t working = 0;
    Instant since{};
    TimeSpent spent;

    void settle(Instant now) {
        (waiting > 0 ? spent.wait : working > 0 ? spent.service : spent.blocked) += now - since;
        since = now;
    }
};

}  // namespace sim
