// The ended requests of one journey in batches of equal size, for intervals by batch means. What a
// batch holds are integer sums; when there are too many batches, every two become one of twice the
// size. So the memory is bounded, however long the run is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/units.h"

namespace sim {

struct Batch {
    std::int64_t answered = 0;  // ended ok or degraded
    std::int64_t latency = 0;   // of those, nanoseconds, summed
    models::Instant end{};      // when the last of the batch ended
};

// Intervals want 30 of them. Where there are thousands of journeys, memory counts.
inline constexpr std::size_t batchesAtMost = 120;
inline constexpr std::size_t batchesOfMany = 60;

class Batches {
  public:
    // `atMost`: even; that many are never there at once.
    explicit Batches(std::size_t atMost = batchesAtMost) : m_atMost(atMost) {}

    void add(bool isAnswered, models::Duration took, models::Instant now) {
        m_open.answered += isAnswered ? 1 : 0;
        m_open.latency += isAnswered ? took.count() : 0;
        if (++m_openCount == m_size) [[unlikely]] {
            close(now);
        }
    }

    // Ended requests of each batch.
    std::int64_t size() const { return m_size; }
    // The full ones, oldest first.
    const std::vector<Batch>& full() const { return m_full; }

  private:
    void close(models::Instant now);

    std::size_t m_atMost;
    std::int64_t m_size = 1;
    std::int64_t m_openCount = 0;
    Batch m_open;
    std::vector<Batch> m_full;
};

}  // namespace sim
