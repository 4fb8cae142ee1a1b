#include "sim/service/shared_cores.h"

#include <algorithm>

namespace sim {

namespace {

constexpr int fractionBits = 32;

// A half goes to the even neighbour, so that rounding favours neither side.
WideInteger nearest(WideInteger numerator, WideInteger denominator) {
    const WideInteger below = numerator / denominator;
    const WideInteger twice = (numerator - below * denominator) * 2;
    const bool up = twice > denominator || (twice == denominator && below % 2 != 0);
    return below + (up ? 1 : 0);
}

}  // namespace

void SharedCores::settle(models::Instant now) {
    const WideInteger elapsed = (now - m_since).count();
    m_since = now;
    if (m_isPaused) {
        return;
    }
    const auto running = static_cast<std::int64_t>(m_jobs.size());
    m_progress += running <= m_cores ? elapsed << fractionBits
                                     : nearest((elapsed * m_cores) << fractionBits, running);
}

void SharedCores::add(std::uint32_t strand, models::Duration work, models::Instant now) {
    if (m_jobs.empty()) {
        m_progress = 0;
        m_since = now;
    }
    settle(now);
    m_jobs.push_back({m_progress + (WideInteger(work.count()) << fractionBits), m_added++, strand});
    std::push_heap(m_jobs.begin(), m_jobs.end());
}

void SharedCores::remove(std::uint32_t strand, models::Instant now) {
    settle(now);
    if (m_jobs.front().strand == strand) {
        std::pop_heap(m_jobs.begin(), m_jobs.end());
        m_jobs.pop_back();
        return;
    }
    std::erase_if(m_jobs, [&](const Job& job) { return job.strand == strand; });
    std::make_heap(m_jobs.begin(), m_jobs.end());
}

void SharedCores::clear() {
    m_jobs.clear();
    m_isPaused = false;
}

void SharedCores::pause(models::Instant now) {
    settle(now);
    m_isPaused = true;
}

void SharedCores::resume(models::Instant now) {
    settle(now);
    m_isPaused = false;
}

std::optional<SharedCores::End> SharedCores::firstEnd() const {
    if (m_jobs.empty() || m_isPaused) {
        return std::nullopt;
    }
    const auto running = static_cast<std::int64_t>(m_jobs.size());
    const WideInteger left = std::max<WideInteger>(m_jobs.front().end - m_progress, 0);
    const WideInteger one = WideInteger(1) << fractionBits;
    const WideInteger wait =
        running <= m_cores ? nearest(left, one) : nearest(left * running, one * m_cores);
    return End{m_jobs.front().strand, m_since + models::Duration(static_cast<std::int64_t>(wait))};
}

std::int64_t SharedCores::busy() const {
    return std::min(static_cast<std::int64_t>(m_jobs.size()), m_cores);
}

}  // namespace sim
