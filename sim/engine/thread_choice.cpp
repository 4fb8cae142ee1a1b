#include "sim/engine/thread_choice.h"

#include <algorithm>

namespace sim {

namespace {

// A stretch takes about so long on the wall, and a judgement is of at least so much, or chance
// decides.
constexpr Duration stretchWall = std::chrono::milliseconds(1);
constexpr Duration trialAtLeast = std::chrono::milliseconds(4);
constexpr Duration judgedAtLeast = std::chrono::milliseconds(20);
// Fewer events than these, for each thread in a window, cannot pay for its barrier: no trial then.
constexpr std::int64_t eventsWorthSharing = 24;
// Side by side has to be clearly faster.
constexpr double clearly = 0.9;
// What a trial lost may be one part in so many of the time until the next one.
constexpr double trialShare = 50;
constexpr Duration betweenTrialsAtLeast = std::chrono::milliseconds(500);

}  // namespace

ThreadChoice::ThreadChoice(int threads, Duration floor, ThreadRule rule)
    : m_threads(threads), m_floor(floor), m_rule(rule), m_stretch(16 * floor) {}

void ThreadChoice::took(std::int64_t events, Duration simulated, Duration wall) {
    if (m_rule == ThreadRule::InTurn) {
        m_isSideBySide = !m_isSideBySide;
        return;
    }
    if (wall < stretchWall / 2) {
        m_stretch = std::min(2 * m_stretch, Duration(std::chrono::seconds(1)));
    } else if (wall > 2 * stretchWall) {
        m_stretch = std::max(m_stretch / 2, m_floor);
    }
    m_now.events += events;
    m_now.simulated += simulated;
    m_now.wall += wall;
    m_untilTrial -= wall;
    if (m_now.events > 0 && m_now.wall >= (m_isTrial ? trialAtLeast : judgedAtLeast)) {
        judge();
        m_now = {};
    }
}

void ThreadChoice::judge() {
    double& present = m_isSideBySide ? m_sideBySide : m_alone;
    present = static_cast<double>(m_now.wall.count()) / static_cast<double>(m_now.events);
    const bool isKnown = m_alone > 0 && m_sideBySide > 0;
    const bool better = isKnown && m_sideBySide < clearly * m_alone;  // side by side
    if (better != m_isSideBySide && (m_isSideBySide || m_isTrial)) {
        const double lostPerEvent = std::max(0.0, m_sideBySide - m_alone);
        const double lost = m_isSideBySide ? lostPerEvent * static_cast<double>(m_now.events) : 0;
        m_untilTrial =
            std::max(betweenTrialsAtLeast, Duration(static_cast<std::int64_t>(lost * trialShare)));
        go(better, false);
    } else if (m_isTrial) {
        m_untilTrial = betweenTrialsAtLeast;
        m_isTrial = false;
    } else if (m_untilTrial <= Duration{} && (m_isSideBySide || isWorthATrial())) {
        go(!m_isSideBySide, true);
    }
}

bool ThreadChoice::isWorthATrial() const {
    const std::int64_t windows = std::max<std::int64_t>(1, m_now.simulated / m_floor);
    return m_now.events >= windows * eventsWorthSharing * m_threads;
}

void ThreadChoice::go(bool sideBySide, bool asTrial) {
    m_isSideBySide = sideBySide;
    m_isTrial = asTrial;
}

}  // namespace sim
