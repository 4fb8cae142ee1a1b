#include "sim/random/draw.h"

#include <cassert>

namespace sim {

namespace {

__extension__ typedef unsigned __int128 Wide;

std::uint64_t fnv1a(std::string_view text) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x00000100000001B3U;
    }
    return hash;
}

}  // namespace

Identity identityOf(std::string_view name) {
    return mixed(name.size(), fnv1a(name));
}

DrawKey drawKey(std::uint64_t seed, std::string_view purpose) {
    const std::uint64_t key = mixed(identityOf(purpose), seed);
    return {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)};
}

// Source: Lemire, Fast Random Integer Generation in an Interval (ACM TOMACS 29, 2019). A rejected
// draw takes the block's other half, then the draw's next block.
std::uint64_t drawIndex(DrawKey key, Identity identity, std::uint64_t count, std::uint32_t number) {
    assert(count > 0);
    for (std::uint32_t block = 0;; ++block) {
        const std::array<std::uint32_t, 4> bits = drawBlock(key, identity, number, block);
        for (std::size_t half = 0; half < 4; half += 2) {
            const std::uint64_t word =
                (static_cast<std::uint64_t>(bits[half + 1]) << 32) | bits[half];
            const Wide product = static_cast<Wide>(word) * count;
            const auto fraction = static_cast<std::uint64_t>(product);
            // 2^64 mod count is below count, so most draws need no division.
            if (fraction >= count || fraction >= (0 - count) % count) {
                return static_cast<std::uint64_t>(product >> 64);
            }
        }
    }
}

}  // namespace sim
