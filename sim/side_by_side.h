// Two runs of one scenario beside the run that a window shows, on a thread of their own: both are
// executed again from command logs, as far as that run has come, and matched request by request. So
// the window's run does not know of them, and does not wait for them.
#pragma once

#include <memory>
#include <vector>

#include "models/scenario.h"
#include "sim/command.h"
#include "sim/journey_difference.h"
#include "sim/run_options.h"
#include "sim/snapshot.h"

namespace sim {

using CommandLog = std::vector<LoggedCommand>;

struct PairOfRuns {
    std::shared_ptr<const CommandLog> first;   // never null
    std::shared_ptr<const CommandLog> second;  // never null
    int road = 0;                              // of another number it is another pair
    FaultId without = noFault;                 // never begins in the first
    Instant from{};                            // until here the two are one
    Instant until{};                           // so far they are to go
};

// What the two differed in, of the requests that had ended in both by then.
struct PairSeen {
    FaultId without = noFault;
    Instant from{};
    Instant at{};
    std::vector<JourneyDifference> journeys;  // as the scenario's
    // How both stood then, without their timelines; null: not asked for, or more than a minute ago.
    std::shared_ptr<const Snapshot> first, second;
};

// Whether all measures of both are wanted, or only what their requests differ in.
enum class BesideKeeps { Requests, Snapshots };

class SideBySide {
  public:
    // `options` are those of the run; its folder is left alone.
    SideBySide(models::Scenario scenario, RunOptions options,
               BesideKeeps keeps = BesideKeeps::Requests);
    ~SideBySide();
    SideBySide(const SideBySide&) = delete;
    SideBySide& operator=(const SideBySide&) = delete;

    // All return at once. A pair that only goes further is gone on with, any other begun anew.
    void compare(PairOfRuns pair);
    // The last that is known of the pair and is not after `at`, to the second of simulated time;
    // null: nothing yet.
    std::shared_ptr<const PairSeen> seen(Instant at) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace sim
