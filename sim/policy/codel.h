// Controlled delay: which of those that have waited for a slot are dropped instead of served. In
// windows of one interval it keeps the least time that anybody waited; while that of the window
// before was above the target the inbox is overloaded, and whoever waited more than twice the
// target is dropped. The first of a window is always served. Time is taken in and never goes
// backwards.
// Source: folly::Codel (folly/executors/Codel.cpp); language.md, "Services" (`discipline`).
#pragma once

#include "models/scenario.h"

namespace sim {

class Codel {
  public:
    explicit Codel(const models::CodelSettings& settings) : m_settings(settings) {}

    // To be asked once of everybody whose turn it is, also of who did not wait.
    bool drops(models::Duration waited, models::Instant now);
    void reset() { *this = Codel(m_settings); }

  private:
    models::CodelSettings m_settings;
    models::Instant m_windowEnd = models::runStart - models::Duration(1);
    models::Duration m_least{};  // of this window
    bool m_isOverloaded = false;
};

}  // namespace sim
