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

// What a strand needs while it does one thing at a time: a step that takes a time, a call, or
// waiting for the strands that it has begun. Who begins one of them makes its state anew.

// A compute, sleep or store step: when it ends; awaiting a slot or a connection: what it will take.
struct TimedStep {
    Instant endsAt{};
    Duration work{};
};

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
    Outcome firstFailure;          // of the copies
};

struct JoinState {
    std::uint32_t pending = 0;  // children not ended
    std::uint32_t successes = 0;
    std::uint32_t needed = 0;
    Outcome firstFailure;  // of the children
};

// One list of steps being carried out: an endpoint's own, a parallel branch, a repeat's body. Two
// cache lines: there are several to every request.
struct alignas(64) Strand {
    std::uint32_t activation = nowhere;
    std::uint32_t pc = 0;
    // Of what it awaits; events of an earlier one are stale, and children of an earlier join are
    // heeded by nobody.
    std::uint32_t serial = 0;
    Awaits awaits = Awaits::Nothing;
    bool isBody : 1 = false;         // of a repeat
    bool isSaga : 1 = false;         // its children are the parts of one
    bool isUndo : 1 = false;         // of a saga: it has no deadline
    bool inTransaction : 1 = false;  // and holds its connection
    bool spawning : 1 = false;       // its branches are being started: no decision yet

    std::uint32_t parent = nowhere;
    std::uint32_t joinOf = 0;  // the parent's serial while it waits for this one
    std::uint32_t previous = nowhere, next = nowhere;  // strands of the activation
    Identity scope = 0;       // the activation's identity, with the rounds around it
    std::uint64_t drawn = 0;  // as the request's, with what the rounds around it drew anew

    union {
        TimedStep timed;
        CallState call;
        JoinState joining;
    };

    std::uint32_t previousInQueue = nowhere;  // for a slot, a connection or a permit
    std::uint32_t nextInQueue = nowhere;

    // Of the innermost repeat around it, from 1; 0: there is none. Kept here, since the parent of a
    // branch that nobody heeds may be gone, and its place another's.
    std::uint32_t round = 0;
    std::uint32_t rounds = 0;  // of a body

    constexpr Strand() : timed{} {}
};
static_assert(sizeof(Strand) == 128);

// An endpoint being carried out for one attempt of a caller, or a journey being made. Two cache
// lines, as a strand.
struct alignas(64) Activation {
    Identity identity = 0;
    Identity requestIdentity = 0;  // of the request that it is part of
    std::int64_t requestNumber = 0;
    union {
        StrandEvent replyTo{};
        std::int64_t journeyNumber;  // of a journey: its n-th arrival or action
    };
    union {
        ProcessId caller = noProcess;
        std::uint32_t user;  // of a closed journey
    };
    std::uint32_t endpoint = 0;
    Instant deadline = models::never;
    std::int32_t priority = 0;                         // of the call
    std::uint32_t instance = nowhere;                  // index
    std::uint32_t previous = nowhere, next = nowhere;  // of the instance

    // The root is the first of them, until its own steps have ended and others may run on.
    std::uint32_t firstStrand = nowhere, lastStrand = nowhere;
    bool rootEnded : 1 = false;
    bool sampled : 1 = false;  // its calls are shown
    bool replied : 1 = false;
    bool holdsSlot : 1 = false;
    bool hadSlot : 1 = false;
    std::uint8_t callerZone = 0;  // of the instance that called; 0: none
    std::uint16_t version = 0;    // of its instance
    Outcome outcome;  // degraded from the first fallback on; final once the root has ended

    // Where the time goes: at each instant waiting, else working, else blocked.
    std::uint16_t waiting = 0;
    std::uint16_t working = 0;
    Instant started{};
    Instant since{};
    Duration waited{}, worked{};

    // With what the strand that it is asked for has drawn anew.
    RequestRef request(std::uint64_t drawn) const {
        return {requestIdentity, requestNumber, drawn};
    }
    bool isRoot(std::uint32_t strand) const { return !rootEnded && firstStrand == strand; }
    void settle(Instant now) {
        const Duration passed = now - since;
        waited += waiting > 0 ? passed : Duration{};
        worked += waiting == 0 && working > 0 ? passed : Duration{};
        since = now;
    }
    // Until it was last settled.
    TimeSpent spent() const { return {waited, worked, since - started - waited - worked}; }
};
static_assert(sizeof(Activation) == 128);

}  // namespace sim
