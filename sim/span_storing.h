// What one span does in its store, put together from the marks of its strands.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/trace_mark.h"

namespace sim {

// How traces name what a service does in its store.
struct StoreNames {
    std::vector<std::string> tables;  // as marks number them
    std::vector<std::string> sql;     // of the statements that the run began with
};

// A step upon the store, or a transaction of several: from when it has a connection.
struct StoreStepSeen {
    std::string what;  // "read profiles", "transaction"
    std::string sql;   // empty: several, or not known
    models::Instant from{}, to{};
    models::Duration waited{};         // before, for the connection
    std::optional<std::int64_t> rows;  // found or changed; absent: not known
    bool isInTransaction = false;
};

// Takes the marks of a span in the order of time.
class SpanStoring {
  public:
    void add(const TraceMark& mark, const StoreNames& names);

    // What has not ended ends with the span.
    std::vector<StoreStepSeen> stepsUntil(models::Instant end) const;
    // Calls add(from, to) for each part of a time of work in which nobody computes.
    template <typename Add>
    void forStoringOnly(models::Instant from, models::Instant to, const Add& add) const;

  private:
    struct Hold {
        models::Instant since{};
        std::optional<models::Instant> released;
    };
    // From this instant on.
    struct Level {
        models::Instant at{};
        int storing = 0, working = 0;
    };

    void begin(const TraceMark& mark, const StoreNames& names);
    void end(const TraceMark& mark);
    void changeLevel(models::Instant at, int storing, int working);

    std::vector<StoreStepSeen> m_steps;
    std::map<std::uint32_t, std::vector<std::size_t>> m_open;  // by strand: a transaction, its step
    std::map<std::uint32_t, Hold> m_holds;                     // by strand, for a connection
    std::vector<Level> m_levels;
};

template <typename Add>
void SpanStoring::forStoringOnly(models::Instant from, models::Instant to, const Add& add) const {
    for (std::size_t i = 0; i < m_levels.size(); ++i) {
        const models::Instant begin = std::max(from, m_levels[i].at);
        const models::Instant end = i + 1 < m_levels.size() ? std::min(to, m_levels[i + 1].at) : to;
        if (begin < end && m_levels[i].storing > 0 && m_levels[i].storing >= m_levels[i].working) {
            add(begin, end);
        }
    }
}

}  // namespace sim
