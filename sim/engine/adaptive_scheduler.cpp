#include "sim/engine/adaptive_scheduler.h"

#include <algorithm>

namespace sim {

AdaptiveScheduler::AdaptiveScheduler(const std::vector<Process*>& processes, Duration floor,
                                     int threads, ThreadRule rule, WallClock clock)
    : m_alone(processes),
      m_sideBySide(processes, floor, threads),
      m_choice(threads, floor, rule),
      m_clock(clock) {}

Scheduler& AdaptiveScheduler::present() {
    return m_isSideBySide ? static_cast<Scheduler&>(m_sideBySide) : m_alone;
}

const Scheduler& AdaptiveScheduler::present() const {
    return m_isSideBySide ? static_cast<const Scheduler&>(m_sideBySide) : m_alone;
}

void AdaptiveScheduler::begin() {
    m_alone.begin();
}

void AdaptiveScheduler::advanceTo(Instant until) {
    while (now() < until && machineFault().empty() && stuck().empty()) {
        Duration wallFrom = m_clock();
        if (m_choice.isSideBySide() != m_isSideBySide) {
            handOver();
            m_choice.handedOver(m_clock() - wallFrom);
            wallFrom = m_clock();
        }
        const std::int64_t handledFrom = handled();
        const Instant from = now();
        present().advanceTo(until - from > m_choice.stretch() ? from + m_choice.stretch() : until);
        m_choice.took(handled() - handledFrom, now() - from, m_clock() - wallFrom);
    }
}

void AdaptiveScheduler::handOver() {
    const Instant at = now();
    std::vector<PendingEvent> pending;
    if (m_isSideBySide) {
        m_sideBySide.moveTo(pending);
    } else {
        m_alone.moveTo(pending);
    }
    std::ranges::sort(pending, std::less<>());
    m_isSideBySide = !m_isSideBySide;
    if (m_isSideBySide) {
        m_sideBySide.adopt(pending, at);
        m_threadsUsed = m_sideBySide.threads();
    } else {
        m_alone.adopt(pending, at);
    }
}

}  // namespace sim
