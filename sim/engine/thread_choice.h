// Whether a run goes on alone, on the calling thread, or on several threads side by side, decided
// by what either was measured to take. Only speed depends on it: events and their order are the
// same. Pure: it is told what passed on the clock and never looks at one.
#pragma once

#include <cstdint>

#include "sim/engine/event.h"
#include "sim/run_options.h"

namespace sim {

class ThreadChoice {
  public:
    // floor: the length of a window.
    ThreadChoice(int threads, Duration floor, ThreadRule rule);

    bool isSideBySide() const { return m_isSideBySide; }
    // How much simulated time to run before the next call of took().
    Duration stretch() const { return m_stretch; }
    // What the last stretch came to, run as isSideBySide() said.
    void took(std::int64_t events, Duration simulated, Duration wall);
    // What it took to go from one way to the other, before that stretch: no part of it.
    void handedOver(Duration wall);

  private:
    // What one way came to since it was last judged.
    struct Measured {
        std::int64_t events = 0;
        Duration simulated{}, wall{};
    };

    void judge();
    bool isWorthATrial() const;
    void go(bool sideBySide, bool asTrial);
    void waitBeforeTrial(double lost);  // nanoseconds, by the last one

    int m_threads;
    Duration m_floor;
    ThreadRule m_rule;
    Duration m_stretch;
    bool m_isSideBySide = false;
    bool m_isTrial = false;  // of the present way; else it is the one that was found to be better
    Measured m_now;
    double m_alone = 0, m_sideBySide = 0;  // nanoseconds an event, as last judged; 0: never
    Duration m_handOver{};                 // what the last one took, of the wall
    Duration m_settling{};                 // simulated: until what passes is measured
    std::int64_t m_settlingEvents = 0;     // that passed unmeasured before the next judgement
    Duration m_untilTrial{};               // of the wall: until the other way is tried again
};

}  // namespace sim
