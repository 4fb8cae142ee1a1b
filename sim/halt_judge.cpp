#include "sim/halt_judge.h"

#include <chrono>

namespace sim {

namespace {

constexpr Duration spanJudged = std::chrono::seconds(5);

}  // namespace

HaltJudge::HaltJudge(const models::Scenario& scenario) : m_wanted(scenario.haltIf) {
    if (m_wanted) {
        m_journey = static_cast<std::size_t>(scenario.journey(m_wanted->journey) -
                                             scenario.journeys.data());
    }
}

std::optional<std::string> HaltJudge::judge(const Run& run, Instant now) {
    if (!m_wanted) {
        return std::nullopt;
    }
    const Counts& counts = run.journeys[m_journey]->counts();
    m_seen.push_back({now, counts.ended(), counts.ok + counts.degraded});
    while (m_seen.front().at < now - spanJudged) {
        m_seen.pop_front();
    }
    const std::int64_t ended = m_seen.back().ended - m_seen.front().ended;
    const std::int64_t good = m_seen.back().good - m_seen.front().good;
    if (ended == 0) {
        return std::nullopt;
    }
    const double availability = static_cast<double>(good) / static_cast<double>(ended);
    if (!m_wanted->availability.holds(availability)) {
        return std::nullopt;
    }
    return std::to_string(good) + " of " + std::to_string(ended) + " good in 5 s: availability " +
           m_wanted->availability.written;
}

}  // namespace sim
