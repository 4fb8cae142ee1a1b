#include "sim/engine/thread_choice.h"

#include <algorithm>

namespace sim {

namespace {

// A stretch takes about so long on the wall, but is of several windows: its threads are woken for
// it. A judgement is of at least so much, or chance decides.
constexpr Duration stretchWall = std::chrono::milliseconds(1);
constexpr int windowsOfStretchAtLeast = 8;
constexpr Duration trialAtLeast = std::chrono::milliseconds(4);
constexpr int windowsOfTrialAtLeast = 4;
// The first windows of either way only fetch what the other had in its caches.
constexpr int windowsToSettle = 4;
// What went over may not go back at the first hiccup of the machine.
constexpr int handOversOfJudgement = 4;
constexpr Duration judgedAtLeast = std::chrono::milliseconds(20);
// Fewer events than these, for each thread in a window, cannot pay for its barrier: no trial then.
constexpr std::int64_t eventsWorthSharing = 24;
// Side by side has to be clearly faster.
constexpr double clearly = 0.9;
// What a trial lost, with going there and back, may be one part in so many of the time until the
// next one.
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
        m_stretch = std::max(m_stretch / 2, windowsOfStretchAtLeast * m_floor);
    }
    m_untilTrial -= wall;
    if (m_settling > Duration{}) {
        m_settling -= simulated;
        m_settlingEvents += events;
        return;
    }
    m_now.events += events;
    m_now.simulated += simulated;
    m_now.wall += wall;
    const Duration atLeast = m_isTrial ? trialAtLeast : judgedAtLeast;
    if (m_now.events > 0 && m_now.wall >= std::max(atLeast, handOversOfJudgement * m_handOver) &&
        m_now.simulated >= (m_isTrial ? windowsOfTrialAtLeast : 1) * m_floor) {
        judge();
        m_now = {};
        m_settlingEvents = 0;
    }
}

void ThreadChoice::handedOver(Duration wall) {
    m_handOver = wall;
    m_untilTrial -= wall;
    m_settling = windowsToSettle * m_floor;
}

void ThreadChoice::judge() {
    double& present = m_isSideBySide ? m_sideBySide : m_alone;
    present = static_cast<double>(m_now.wall.count()) / static_cast<double>(m_now.events);
    const bool isKnown = m_alone > 0 && m_sideBySide > 0;
    const bool better = isKnown && m_sideBySide < clearly * m_alone;  // side by side
    if (better != m_isSideBySide && (m_isSideBySide || m_isTrial)) {
        const double lostPerEvent = m_isSideBySide ? m_sideBySide - m_alone : 0;
        waitBeforeTrial(std::max(0.0, lostPerEvent) *
                        static_cast<double>(m_settlingEvents + m_now.events));
        go(better, false);
    } else if (m_isTrial) {
        waitBeforeTrial(0);
        m_isTrial = false;
    } else if (m_untilTrial <= Duration{} && (m_isSideBySide || isWorthATrial())) {
        go(!m_isSideBySide, true);
    }
}

void ThreadChoice::waitBeforeTrial(double lost) {
    const double all = lost + 2 * static_cast<double>(m_handOver.count());
    m_untilTrial =
        std::max(betweenTrialsAtLeast, Duration(static_cast<std::int64_t>(all * trialShare)));
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
