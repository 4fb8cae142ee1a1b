#include "sim/halt_judge.h"

#include <chrono>
#include <utility>

namespace sim {

namespace {

constexpr Duration spanJudged = std::chrono::seconds(5);

}  // namespace

HaltJudge::HaltJudge(const models::Scenario& scenario) {
    set(scenario.haltIf.value_or(models::HaltIf()), scenario);
}

void HaltJudge::set(const models::HaltIf& wanted, const models::Scenario& scenario) {
    m_wanted.reset();
    m_seen.clear();
    const models::Journey* journey = scenario.journey(wanted.journey);
    if (journey != nullptr) {
        m_wanted = HaltIfSnapshot{wanted, {}, {}};
        m_journey = static_cast<std::size_t>(journey - scenario.journeys.data());
    }
}

void HaltJudge::struck(Instant now, std::string found) {
    m_wanted->struckAt = now;
    m_wanted->found = std::move(found);
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
    if (!m_wanted->wanted.availability.holds(availability)) {
        return std::nullopt;
    }
    return std::to_string(good) + " of " + std::to_string(ended) + " good in 5 s: availability " +
           m_wanted->wanted.availability.written;
}

}  // namespace sim
