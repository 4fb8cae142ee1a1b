// A priority queue for very many: what comes soon is in a small heap (front_heap.h), what comes
// later lies unsorted in buckets of equal spans of time, and what comes after those in one pile
// that is spread over new buckets when the old are used up. So an entry is moved a few times, to
// the end of a line each, however many wait. Of a few hundred, none ever leaves the small heap.
// Source: Tang, Goh and Thng, Ladder Queue: An O(1) Priority Queue Structure for Large-Scale
// Discrete Event Simulation (2005); this one has a single rung.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "models/units.h"
#include "sim/engine/front_heap.h"

namespace sim {

// `Entry`: as FrontHeap's, and time() is the first thing that operator< compares.
template <typename Entry>
class LadderQueue {
  public:
    bool isEmpty() const { return m_soon.isEmpty(); }
    std::size_t size() const { return m_soon.size() + m_later; }

    // The queue must not be empty.
    const Entry& least() const { return m_soon.least(); }
    // The n-th in order; there must be so many in front.
    std::size_t frontSize() const { return m_soon.frontSize(); }
    const Entry& at(std::size_t n) const { return m_soon.at(n); }

    void push(const Entry& entry) {
        if (entry.time() < m_soonEnd) [[likely]] {
            m_soon.push(entry);
            if (m_soon.size() > m_limit) [[unlikely]] {
                spreadAll();
            }
        } else {
            pushLater(entry);
            if (m_soon.isEmpty()) [[unlikely]] {
                fillSoon();
            }
        }
    }
    void dropLeast() {
        m_soon.dropLeast();
        if (m_later > 0) {
            fillSoon();
        }
    }

    template <typename Visit>
    void forEach(Visit visit) const {  // in no particular order
        m_soon.forEach(visit);
        for (const std::vector<Entry>& bucket : m_buckets) {
            std::ranges::for_each(bucket, visit);
        }
        std::ranges::for_each(m_beyond, visit);
    }
    void clear() { *this = LadderQueue(); }

  private:
    // A heap of more is slower than buckets.
    static constexpr std::size_t soonAtMost = 1024;
    static constexpr std::size_t soonAtLeast = 32;  // as long as there are so many
    static constexpr std::size_t inBucket = 64;     // at most, while they lie as dense as the first
    static constexpr std::size_t ahead = FrontHeap<Entry>::frontMost;  // stand in order in front

    void pushLater(const Entry& entry) {
        ++m_later;
        const auto passed = static_cast<std::uint64_t>((entry.time() - m_begin).count());
        const std::uint64_t bucket = passed >> m_widthBits;
        (bucket < m_buckets.size() ? m_buckets[bucket] : m_beyond).push_back(entry);
    }
    void fillSoon() {
        while (m_soon.size() < soonAtLeast && m_later > 0) {
            m_nextBucket < m_buckets.size() ? takeBucket() : spread(std::exchange(m_beyond, {}));
        }
        m_soon.fillFront(ahead);
    }
    void takeBucket() {
        // Whose memory others need now: all of them together are never full.
        const std::vector<Entry> bucket = std::exchange(m_buckets[m_nextBucket++], {});
        for (const Entry& entry : bucket) {
            m_soon.push(entry);
        }
        m_later -= bucket.size();
        if (m_later > 0) {
            m_soonEnd = beginOf(m_nextBucket);
        } else {
            m_soonEnd = models::never;
            m_nextBucket = m_buckets.size();
        }
        m_limit = std::max(soonAtMost, 2 * m_soon.size());
    }
    models::Instant beginOf(std::uint64_t bucket) const {
        const auto left = static_cast<std::uint64_t>((models::never - m_begin).count());
        return bucket > left >> m_widthBits
                   ? models::never
                   : m_begin + models::Duration(static_cast<std::int64_t>(bucket << m_widthBits));
    }

    // There are too many soon.
    void spreadAll() {
        std::vector<Entry> all;
        all.reserve(size());
        forEach([&](const Entry& entry) { all.push_back(entry); });
        m_soon.clear();
        m_beyond.clear();
        m_buckets.clear();
        spread(std::move(all));
        fillSoon();
    }
    // Over new buckets: as wide as the first of them need it.
    void spread(std::vector<Entry> all) {
        const auto first = std::min<std::size_t>(all.size() - 1, 4096);
        const auto isEarlier = [](const Entry& one, const Entry& other) {
            return one.time() < other.time();
        };
        std::ranges::nth_element(all, all.begin() + static_cast<std::ptrdiff_t>(first), isEarlier);
        m_begin = std::min_element(all.begin(),
                                   all.begin() + static_cast<std::ptrdiff_t>(first) + 1, isEarlier)
                      ->time();
        const auto span = static_cast<std::uint64_t>((all[first].time() - m_begin).count());
        m_widthBits = static_cast<int>(std::bit_width(span / (first + 1) * inBucket | 1)) - 1;
        m_nextBucket = 0;
        m_buckets.resize(all.size() / (inBucket / 4) + 1);
        m_soonEnd = m_begin;
        m_later = 0;
        for (const Entry& entry : all) {
            pushLater(entry);
        }
    }

    FrontHeap<Entry> m_soon;  // all that is due before m_soonEnd
    models::Instant m_soonEnd = models::never;
    std::size_t m_limit = soonAtMost;           // so many may be soon
    std::size_t m_later = 0;                    // so many are in what follows
    std::vector<std::vector<Entry>> m_buckets;  // the first begins at m_begin
    std::vector<Entry> m_beyond;                // the last of them
    std::size_t m_nextBucket = 0;               // those before it are taken
    models::Instant m_begin{};
    int m_widthBits = 0;  // a bucket's span is 2 to this power, in nanoseconds
};

}  // namespace sim
