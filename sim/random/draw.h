// A draw is a function, not a stream: value = philox(key of seed and purpose; identity, number).
// Whoever draws says for whom and what; nothing depends on the order of execution, so a thread, a
// retry or another service disturbs no other draw (ARCHITECTURE.md, "Draws").
// Source: Salmon et al., Parallel Random Numbers: As Easy as 1, 2, 3 (SC 2011); Random123's
// Philox4x32-10.
#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace sim {

// Whose a draw is: a request, a call of it, an attempt, a step of a program, or a mix of these.
using Identity = std::uint64_t;

// Every bit of the result depends on every bit of `value`; a bijection. Source: the finalizer of
// splitmix64 (Stafford's variant 13 of MurmurHash3's).
constexpr std::uint64_t scrambled(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31);
}

// Folds `next` into an identity. A bijection of `next` for every `identity`.
constexpr Identity mixed(Identity identity, std::uint64_t next) {
    // The product keeps small identities far apart before the small `next` is folded in, and the
    // sum keeps (0, 0) from staying 0.
    return scrambled(((identity + 0x9E3779B97F4A7C15U) * 0xD1342543DE82EF95U) ^ next);
}

// The same for every machine and library: FNV-1a, then mixed.
Identity identityOf(std::string_view name);

struct DrawKey {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    bool operator==(const DrawKey&) const = default;
};

// `purpose` is a name of the engine's, such as "compute" or "network".
DrawKey drawKey(std::uint64_t seed, std::string_view purpose);

// One block of the generator. `block` goes on where a draw needs more than 128 bits.
inline std::array<std::uint32_t, 4> drawBlock(DrawKey key, Identity identity, std::uint32_t number,
                                              std::uint32_t block) {
    const philox4x32_ctr_t counter = {{static_cast<std::uint32_t>(identity),
                                       static_cast<std::uint32_t>(identity >> 32), number, block}};
    const philox4x32_key_t words = {{key.low, key.high}};
    const philox4x32_ctr_t bits = philox4x32_R(10, counter, words);
    return {bits.v[0], bits.v[1], bits.v[2], bits.v[3]};
}

// 128 random bits of the identity's draw number `number`.
inline std::array<std::uint32_t, 4> drawBits(DrawKey key, Identity identity,
                                             std::uint32_t number = 0) {
    return drawBlock(key, identity, number, 0);
}

// The odd multiple of 2^-53 that 64 random bits choose: strictly between 0 and 1, and exact.
constexpr double unitOf(std::uint32_t low, std::uint32_t high) {
    const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 32) | low;
    return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
}

// Strictly between 0 and 1, 53 bits.
inline double drawUnit(DrawKey key, Identity identity, std::uint32_t number = 0) {
    const std::array<std::uint32_t, 4> bits = drawBits(key, identity, number);
    return unitOf(bits[0], bits[1]);
}

// Uniform on 0 .. count - 1, without bias; count must be positive.
std::uint64_t drawIndex(DrawKey key, Identity identity, std::uint64_t count,
                        std::uint32_t number = 0);

}  // namespace sim
