// One line on a terminal that says how far a long run has come. Writes nothing for the first
// second, so that a short run leaves no flicker, and wipes itself at the end.
#pragma once

#include <chrono>
#include <ostream>
#include <string>

#include "models/units.h"

namespace app {

class Progress {
  public:
    using Clock = std::chrono::steady_clock;

    // `terminal`: null where nobody watches.
    explicit Progress(std::ostream* terminal, Clock::time_point now = Clock::now());
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(models::Instant reached, models::Instant end, Clock::time_point now = Clock::now());
    // So many of so many runs are done.
    void show(int done, int all, Clock::time_point now = Clock::now());

  private:
    void draw(double share, const std::string& howFar, Clock::time_point now);

    std::ostream* m_terminal;
    Clock::time_point m_begun;
    Clock::time_point m_shownLast;
    bool m_isShown = false;
};

}  // namespace app
