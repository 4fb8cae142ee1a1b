// A hash of what happened: equal fingerprints mean equal runs. Each process folds the events that
// it executed, in its order; the run's is the fold of the seed and the processes in order of name.
#pragma once

#include <cstdint>

namespace sim {

class Fingerprint {
  public:
    explicit constexpr Fingerprint(std::uint64_t start = 0x6a09e667f3bcc908) : m_value(start) {}

    // Order matters: a multiply-xorshift round a word (the finalizer of MurmurHash3, halved).
    constexpr void fold(std::uint64_t word) {
        m_value = (m_value ^ word) * 0xff51afd7ed558ccd;
        m_value ^= m_value >> 32;
    }
    constexpr std::uint64_t value() const { return m_value; }
    bool operator==(const Fingerprint&) const = default;

  private:
    std::uint64_t m_value;
};

}  // namespace sim
