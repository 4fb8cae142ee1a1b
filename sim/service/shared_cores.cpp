#include "sim/service/shared_cores.h"

#include <algorithm>
#include <numeric>

namespace sim {

namespace {

constexpr int fractionBits = 32;

// whole + numerator / denominator, rounded. A half goes to the even neighbour, so that rounding
// favours neither side.
WideInteger nearest(WideInteger whole, WideInteger numerator, WideInteger denominator) {
    const WideInteger quotient = numerator / denominator;
    const WideInteger below = whole + quotient;
    const WideInteger twice = (numerator - quotient * denominator) * 2;
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
    if (areEnough()) {
        m_progress += elapsed << fractionBits;
        return;
    }
    // Divided in two parts, so that no product is longer than 128 bits.
    const WideInteger shared = elapsed * m_kept;
    const WideInteger among = WideInteger(m_jobs.size()) * m_keptOf;
    const WideInteger whole = shared / among;
    m_progress += nearest(whole << fractionBits, (shared - whole * among) << fractionBits, among);
}

bool SharedCores::areEnough() const {
    return WideInteger(m_jobs.size()) * m_keptOf <= m_kept;
}

void SharedCores::keep(std::int64_t partsOfBillion, models::Instant now) {
    constexpr std::int64_t billion = 1'000'000'000;
    settle(now);
    const std::int64_t parts = m_cores * partsOfBillion;
    const std::int64_t divisor = std::gcd(parts, billion);
    m_kept = parts / divisor;
    m_keptOf = billion / divisor;
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
    if (m_jobs.empty() || m_isPaused || m_kept == 0) {
        return std::nullopt;
    }
    const WideInteger left = std::max<WideInteger>(m_jobs.front().end - m_progress, 0);
    const WideInteger one = WideInteger(1) << fractionBits;
    WideInteger wait = 0;
    if (areEnough()) {
        wait = nearest(0, left, one);
    } else {
        const WideInteger toShare = left * static_cast<std::int64_t>(m_jobs.size());
        const WideInteger kept = one * m_kept;
        const WideInteger whole = toShare / kept;
        wait = nearest(whole * m_keptOf, (toShare - whole * kept) * m_keptOf, kept);
    }
    if (wait > (models::never - m_since).count()) {
        return std::nullopt;  // of next to nothing that is left of the cores
    }
    return End{m_jobs.front().strand, m_since + models::Duration(static_cast<std::int64_t>(wait))};
}

std::int64_t SharedCores::busy() const {
    return std::min(static_cast<std::int64_t>(m_jobs.size()), m_cores);
}

}  // namespace sim
