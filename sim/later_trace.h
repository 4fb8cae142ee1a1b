// A request that was not sampled, traced later: executed again from before it began, with its
// number watched, in slices of the thread that the run itself belongs to; with it, where that is
// wanted, the same request in another run of the same seed.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "sim/traced_run.h"

namespace sim {

struct TracingWanted {
    // In which other run the request is traced, too.
    enum class Beside { Nothing, WithoutFault, OtherRoad };

    std::int64_t request = 0;
    Beside beside = Beside::Nothing;
    FaultId without = noFault;  // WithoutFault: which,
    Instant since{};            // and when it began
    bool operator==(const TracingWanted&) const = default;
};

struct TracingSeen {
    std::uint64_t order = 0;  // as it was ordered
    TracingWanted wanted;
    Instant from{}, reached{}, until{};
    // Once the request is over, in both runs; what it left behind by messages may still come.
    // Null: not yet, or never.
    std::shared_ptr<const Trace> trace;
    std::shared_ptr<const Trace> beside;
    bool isDone = false;
    std::string failure;  // a fault of the machine ended it; empty: none did
};

class LaterTrace {
  public:
    // Both runs watch that request already, and are executed up to `until` at most.
    LaterTrace(TracedRun run, std::optional<TracedRun> beside, std::uint64_t order,
               const TracingWanted& wanted, Instant until);

    // Goes on for about so long, or until somebody is asked for something else.
    void goOn(std::chrono::steady_clock::duration slice, const std::function<bool()>& isAsked);
    const TracingSeen& seen() const { return m_seen; }

  private:
    struct Way {
        TracedRun run;
        bool isDone = false;
    };

    Way& nextToAdvance();
    void advance(Way& way) const;
    void look();

    Way m_way;
    std::optional<Way> m_beside;
    TracingSeen m_seen;
};

}  // namespace sim
