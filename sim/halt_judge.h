// Judges `halt-if`: whether a journey's availability over the last 5 s breaks the bound at which
// all faults are lifted. Source: language.md, "Faults".
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "sim/run.h"
#include "sim/snapshot.h"

namespace sim {

class HaltJudge {
  public:
    explicit HaltJudge(const models::Scenario& scenario);

    // Looks at a run that stands at a multiple of its tick. What it found, where that is the bound
    // of `halt-if`: "availability 82.5 % of 40 ended in 5 s, below 90 %".
    std::optional<std::string> judge(const Run& run, Instant now);
    const std::string& journey() const { return m_wanted->wanted.journey; }
    // Another bound, or none: it looks back to this instant at most.
    void set(const models::HaltIf& wanted, const models::Scenario& scenario);
    void struck(Instant now, std::string found);
    const std::optional<HaltIfSnapshot>& seen() const { return m_wanted; }

  private:
    struct Seen {
        Instant at{};
        std::int64_t ended = 0, good = 0;  // since the run's start
    };

    std::optional<HaltIfSnapshot> m_wanted;
    std::size_t m_journey = 0;
    std::deque<Seen> m_seen;  // of the last 5 s, a tick apart
};

}  // namespace sim
