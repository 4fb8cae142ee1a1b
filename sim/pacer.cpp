#include "sim/pacer.h"

#include <algorithm>
#include <cmath>

namespace sim {

namespace {

constexpr double stepWallSeconds = 0.002;
constexpr models::Duration stepLeast = std::chrono::microseconds(10);
// A run is cut this often anyway (its guard), and what comes may be slower than what was measured.
constexpr models::Duration stepMost = std::chrono::milliseconds(100);
constexpr double behindAtMostSeconds = 0.1;  // of wall time, before the anchor moves

double seconds(Pacer::WallSpan span) {
    return std::chrono::duration<double>(span).count();
}

models::Duration simulatedSpan(double simulatedSeconds) {
    return models::Duration(static_cast<std::int64_t>(simulatedSeconds * 1e9));
}

}  // namespace

void Pacer::restart(models::Instant simulated, WallTime wall) {
    m_anchor = {simulated, wall};
    m_marks.assign(1, m_anchor);
}

bool Pacer::isBounded() const {
    return std::isfinite(m_speed);
}

models::Instant Pacer::target(WallTime wall) const {
    return isBounded() ? m_anchor.simulated + simulatedSpan(seconds(wall - m_anchor.wall) * m_speed)
                       : models::never;
}

void Pacer::tookFor(models::Duration simulated, WallSpan took) {
    const double wall = std::max(seconds(took), 1e-7);
    // Half way to what the newest step says: one slow step is not the rule. Never more than twice
    // as much: a quiet moment says nothing about the next one.
    const double wanted = models::inSeconds(simulated) * stepWallSeconds / wall;
    const double last = models::inSeconds(m_step);
    const double next = std::min((last + std::min(wanted, 1e3)) / 2, 2 * last);
    m_step = std::clamp(simulatedSpan(next), stepLeast, stepMost);
}

void Pacer::reached(models::Instant simulated, WallTime wall) {
    if (isBounded()) {
        const double behind = models::inSeconds(target(wall) - simulated);
        if (behind > behindAtMostSeconds * m_speed) {
            m_anchor = {simulated, wall};
        }
    }
    m_marks.push_back({simulated, wall});
    while (m_marks.size() > 2 && wall - m_marks[1].wall > std::chrono::seconds(1)) {
        m_marks.pop_front();
    }
}

double Pacer::achieved() const {
    if (m_marks.size() < 2) {
        return 0;
    }
    const double wall = seconds(m_marks.back().wall - m_marks.front().wall);
    return wall <= 0
               ? 0
               : models::inSeconds(m_marks.back().simulated - m_marks.front().simulated) / wall;
}

}  // namespace sim
