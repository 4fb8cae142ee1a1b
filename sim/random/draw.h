// A draw is a function, not a stream: value = philox(key of seed and purpose; identity, number).
// Whoever draws says for whom and what; nothing depends on the order of execution, so a thread, a
// retry or another service disturbs no other draw (ARCHITECTURE.md, "Draws").
// Source: Salmon et al., Parallel Random Numbers: As Easy as 1, 2, 3 (SC 2011); Random123's
// Philox4x32-10.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace sim {

// Whose a draw is: a request, a call of it, an attempt, a step of a program, or a mix of these.
using Identity = std::uint64_t;

// Folds `next` into an identity. A bijection of `next` for every `identity`.
Identity mixed(Identity identity, std::uint64_t next);

// The same for every machine and library: FNV-1a, then mixed.
Identity identityOf(std::string_view name);

struct DrawKey {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    bool operator==(const DrawKey&) const = default;
};

// `purpose` is a name of the engine's, such as "compute" or "network".
DrawKey drawKey(std::uint64_t seed, std::string_view purpose);

// 128 random bits of the identity's draw number `number`.
std::array<std::uint32_t, 4> drawBits(DrawKey key, Identity identity, std::uint32_t number = 0);

// Strictly between 0 and 1, 53 bits.
double drawUnit(DrawKey key, Identity identity, std::uint32_t number = 0);

// Uniform on 0 .. count - 1, without bias; count must be positive.
std::uint64_t drawIndex(DrawKey key, Identity identity, std::uint64_t count,
                        std::uint32_t number = 0);

}  // namespace sim
