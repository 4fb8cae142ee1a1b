// Whether something has happened in a run since it was looked at first. Counts what the processes
// count anyway, so that looking is cheap and changes nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/run.h"
#include "sim/stepping.h"

namespace sim {

class HappeningWatch {
  public:
    HappeningWatch(const Run& run, Happening awaited);

    // What it was: "breaker gateway -> payment.charge opened"; absent: it has not happened.
    std::optional<std::string> happened(const Run& run) const;

  private:
    std::optional<std::string> rowSince(const Run& run) const;

    Happening m_awaited;
    std::vector<std::int64_t> m_before;  // of each journey or service: turned away, or failed
    std::vector<std::size_t> m_rows;     // of each process's timeline
};

}  // namespace sim
