// Whether something has happened in a run since it was looked at first. Looks at what the processes
// count anyway, so that it changes nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/run.h"
#include "sim/stepping.h"

namespace sim {

class HappeningWatch {
  public:
    HappeningWatch(const Run& run, Happening awaited, Instant now);

    // What it was: "breaker gateway -> payment.charge opened"; absent: it has not happened.
    std::optional<std::string> happened(const Run& run, Instant now);

  private:
    std::optional<std::string> rowSince(const Run& run) const;
    std::optional<std::string> filled(const Run& run);
    std::optional<std::string> broken(const Run& run, Instant now);

    Happening m_awaited;
    std::vector<std::int64_t> m_before;  // of each journey or service: turned away, or failed
    std::vector<std::size_t> m_rows;     // of each process's timeline
    // Of each service's instances, whether its inbox was full; of each expectation, whether it was
    // broken: at the last look.
    std::vector<std::vector<bool>> m_wasFull;
    std::vector<bool> m_wasBroken;
    std::size_t m_judged = 0;  // rows of what was found in the run
    Instant m_nextJudgement{};
};

}  // namespace sim
