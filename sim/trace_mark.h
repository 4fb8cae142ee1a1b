// What a traced request leaves behind where it goes: each process notes its own part, and `traces`
// puts the parts together. Only of sampled requests, and only while somebody observes.
#pragma once

#include <cstdint>

#include "models/outcome.h"
#include "models/units.h"

namespace sim {

// What a request, or a span of it, does at an instant. Where several of its strands do something
// each, it waits if one of them waits for a slot, else works if one of them works, else it is held
// by the first of the last seven, and blocked on a callee where none holds it.
enum class TimeKind : std::uint8_t {
    Waits,  // for a slot
    Works,  // computing, or in its store
    Blocked,
    Network,
    Connection,  // waits for one to its store
    Permit,      // of a bulkhead, or a token of a rate limit
    Fetch,       // waits for who fetches what its cache lacks
    Topic,       // waits until a topic has what it publishes
    Hangs,
    Sleeps,
    BackOff  // before an attempt that is not the first
};
inline constexpr std::size_t timeKindCount = 11;

enum class TraceMarkKind : std::uint8_t {
    Begun,     // the request, by its journey
    Sent,      // a copy of an attempt, by its caller
    Answered,  // that copy, as the caller heard or gave up
    Refused,   // an attempt, before it was sent
    Accepted,  // by an instance of the callee
    Waits,     // from here on: for a slot,
    Works,     //   computing or in its store,
    Blocked,   //   or for somebody else
    Held,      // a strand, by what is neither a slot nor an answer
    Released,  // that strand
    Stores,    // a strand, with a connection: a step upon the store, or a transaction
    Stored,    // that strand
    Ended      // the last of its own steps, of the request or of a span
};

struct TraceMark {
    TraceMarkKind kind = TraceMarkKind::Begun;
    bool degraded = false;
    std::uint8_t copy = 0;              // Sent: of the attempt
    TimeKind held = TimeKind::Blocked;  // Held: by what
    std::uint32_t attempt = 0;          // Sent, Refused: of the call, from 1
    models::Instant at{};
    std::int64_t request = 0;     // `:request`, unique in the run
    std::uint64_t identity = 0;   // of the request, or of the copy of an attempt, or of a delivery
    std::uint64_t parent = 0;     // Sent, Refused: whose step it is
    std::uint64_t call = 0;       // Sent, Refused: the same for all attempts of one call
    std::uint32_t process = 0;    // Sent, Refused: the callee; else whose part this is
    std::uint32_t endpoint = 0;   // Sent, Refused, Accepted: of that
    std::int32_t instance = 0;    // Accepted: its number
    std::uint32_t strand = 0;     // Held, Released, Stores, Stored: which of its process
    std::uint32_t working = 0;    // Works: how many strands of it do
    std::int32_t statement = -1;  // Stores: of its process; -1: a transaction of several
    std::uint8_t action = 0;      // Stores: models::StoreAction
    std::uint16_t table = 0;      // Stores: of its service's
    std::int64_t rows = -1;       // Stored: found or changed; -1: not known
    models::Cause cause = models::Cause::None;  // Answered, Refused, Ended: why it failed
    std::int32_t failedAt = -1;                 // and in which service that began
};

}  // namespace sim
