// A request that was not sampled, traced later: executed again from before it began, with its
// number watched, in slices of the thread that the run itself belongs to.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "sim/traced_run.h"

namespace sim {

struct TracingSeen {
    std::uint64_t order = 0;  // as it was ordered
    std::int64_t request = 0;
    Instant from{}, reached{}, until{};
    // Once the request is over; what it left behind by messages may still come. Null: not yet, or
    // never.
    std::shared_ptr<const Trace> trace;
    bool isDone = false;
    std::string failure;  // a fault of the machine ended it; empty: none did
};

class LaterTrace {
  public:
    // `run` watches that request already, and is executed up to `until` at most.
    LaterTrace(TracedRun run, std::uint64_t order, std::int64_t request, Instant until);

    // Goes on for about so long, or until somebody is asked for something else.
    void goOn(std::chrono::steady_clock::duration slice, const std::function<bool()>& isAsked);
    const TracingSeen& seen() const { return m_seen; }

  private:
    TracedRun m_run;
    TracingSeen m_seen;
};

}  // namespace sim
