// A saga under way: how far it has come, and all that another instance needs to undo it.
#pragma once

#include <cstdint>

#include "sim/engine/event.h"
#include "sim/engine/outcome.h"

namespace sim {

// How long after a failed undo the next try begins. Source: language.md, `saga`.
inline constexpr Duration undoAgainAfter = std::chrono::seconds(1);

struct SagaState {
    std::int64_t number = 0;     // among the sagas of its service, from 1
    std::uint32_t program = 0;   // into ProcessProgram::sagas
    std::uint32_t endpoint = 0;  // whose step it is
    Identity identity = 0;       // of its activation
    RequestRef request;
    Identity scope = 0;  // as of the strand that carries it out
    std::uint64_t drawn = 0;
    std::int64_t round = 0;

    std::uint32_t part = 1;  // being done or undone, from 1; 0, or one too many: it is over
    bool isUndoing = false;
    bool waits = false;           // a second, before it goes on
    std::uint32_t notedPart = 0;  // as the store has it; 0: it has nothing
    std::uint64_t tries = 0;      // at undoing a part; each draws anew
    Outcome failure;              // that it ends with
};

}  // namespace sim
