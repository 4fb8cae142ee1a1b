// Simulated time against the wall clock: how far a live run should be, and how much of it to
// execute at once. Simulated time is never skipped, and a run that fell behind does not sprint
// afterwards: the anchor moves.
#pragma once

#include <chrono>
#include <deque>

#include "models/units.h"

namespace sim {

class Pacer {
  public:
    using WallTime = std::chrono::steady_clock::time_point;
    using WallSpan = std::chrono::steady_clock::duration;

    void setSpeed(double simulatedPerWall) { m_speed = simulatedPerWall; }
    // Counts from here: after a pause, a change of speed, a click.
    void restart(models::Instant simulated, WallTime wall);

    // Where the run should be by now; as fast as possible: never.
    models::Instant target(WallTime wall) const;
    // As much simulated time as takes about 2 ms, by what was measured.
    models::Duration step() const { return m_step; }
    void tookFor(models::Duration simulated, WallSpan took);
    // How far it came; moves the anchor where that is less than it should be.
    void reached(models::Instant simulated, WallTime wall);

    double achieved() const;  // simulated seconds a wall second, over about the last second
    bool isBounded() const;   // a speed was asked, other than as fast as possible

  private:
    struct Mark {
        models::Instant simulated;
        WallTime wall;
    };
    double m_speed = 1;
    Mark m_anchor{};
    std::deque<Mark> m_marks;
    models::Duration m_step = std::chrono::milliseconds(5);
};

}  // namespace sim
