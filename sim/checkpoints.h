// Copies of a run as it was, each a moment from which it can be executed again: with the commands
// that it was given since, any instant of its past is reached exactly (ARCHITECTURE.md,
// "Rewinding is executing again").
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "sim/simulation.h"

namespace sim {

struct Checkpoint {
    Simulation run;
    std::size_t bytes = 0;  // that it takes, as far as the process's size tells
};

// Belongs to the thread of the run that it copies.
class Checkpoints {
  public:
    explicit Checkpoints(std::size_t bytesAtMost) : m_bytesAtMost(bytesAtMost) {}

    // Keeps a copy where one is due. `isHurried`: somebody waits, so a copy that is known to take
    // long is left for another time.
    void offer(const Simulation& run, bool isHurried);
    // The last that is not after `at`; null: there is none, and the run has to begin anew.
    const Checkpoint* before(Instant at) const;
    // The last at which the request of this number has not begun; null: there is none.
    const Checkpoint* beforeRequest(std::int64_t request) const;
    // Another way is taken from here.
    void forgetAfter(Instant at);

    std::size_t count() const { return m_kept.size(); }

  private:
    using WallClock = std::chrono::steady_clock;

    void thinOut();

    std::size_t m_bytesAtMost;
    std::size_t m_bytes = 0;
    std::vector<Checkpoint> m_kept;  // by time
    Duration m_spacing = std::chrono::seconds(5);
    WallClock::duration m_cost{};  // of the last copy
    WallClock::time_point m_lastCopy{};
};

}  // namespace sim
