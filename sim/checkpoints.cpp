#include "sim/checkpoints.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <string_view>

namespace sim {

namespace {

// A click waits for a copy as it waits for a slice of the run.
constexpr auto hurriedAtMost = std::chrono::milliseconds(25);
// Of all the time that a run takes, one part in so many may go into copies.
constexpr int shareOfTime = 20;

// What this thread has computed for. While the machine is busy with others a copy takes longer, but
// costs no more: by the wall's clock one such would have been the last.
std::chrono::nanoseconds computedFor() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

// What the process has in memory; 0 where the system does not tell.
std::size_t residentBytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        constexpr std::string_view key = "VmRSS:";
        if (line.starts_with(key)) {
            return std::strtoull(line.c_str() + key.size(), nullptr, 10) * 1024;
        }
    }
    return 0;
}

}  // namespace

void Checkpoints::offer(const Simulation& run, bool isHurried) {
    const auto begun = WallClock::now();
    const Instant last = m_kept.empty() ? models::runStart : m_kept.back().run.now();
    const bool isAffordable =
        !isHurried || (m_cost <= hurriedAtMost && begun - m_lastCopy >= shareOfTime * m_cost);
    if (run.now() < last + m_spacing || !isAffordable) {
        return;
    }
    const std::chrono::nanoseconds computed = computedFor();
    const std::size_t before = residentBytes();
    Simulation copy = run.copy();
    if (copy.machineFault()) {
        return;
    }
    const std::size_t after = residentBytes();
    m_kept.push_back({std::move(copy), std::max(after, before) - before});
    m_bytes += m_kept.back().bytes;
    m_lastCopy = WallClock::now();
    m_cost = computedFor() - computed;
    while (m_bytes > m_bytesAtMost && !m_kept.empty()) {
        thinOut();
    }
}

// Every second goes.
void Checkpoints::thinOut() {
    m_spacing *= 2;
    std::vector<Checkpoint> left;
    m_bytes = 0;
    for (std::size_t i = 1; i < m_kept.size(); i += 2) {
        m_bytes += m_kept[i].bytes;
        left.push_back(std::move(m_kept[i]));
    }
    m_kept = std::move(left);
}

const Checkpoint* Checkpoints::before(Instant at) const {
    const auto next = std::ranges::upper_bound(
        m_kept, at, {}, [](const Checkpoint& each) { return each.run.now(); });
    return next == m_kept.begin() ? nullptr : &*std::prev(next);
}

const Checkpoint* Checkpoints::beforeRequest(std::int64_t request) const {
    const auto next = std::ranges::partition_point(
        m_kept, [request](const Checkpoint& each) { return !each.run.hasBegun(request); });
    return next == m_kept.begin() ? nullptr : &*std::prev(next);
}

void Checkpoints::forgetAfter(Instant at) {
    while (!m_kept.empty() && m_kept.back().run.now() > at) {
        m_bytes -= m_kept.back().bytes;
        m_kept.pop_back();
    }
}

}  // namespace sim
