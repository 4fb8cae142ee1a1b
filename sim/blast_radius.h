// Who is hurt when each service of an architecture dies: the scenario is run once whole, and once
// for each service with that service killed for a while, all else the same to the last draw. The
// runs are independent and stand side by side on as many threads as are given; the result does not
// depend on how many.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/scenario.h"
#include "sim/isolation.h"

namespace sim {

struct BlastRadiusSettings {
    std::optional<std::uint64_t> seed;  // absent: the scenario's
    std::optional<Instant> at;          // of each kill; absent: 50 s after the warm-up
    Duration lasts = std::chrono::seconds(10);
    bool pairs = false;  // also every two services at once
    int threads = 1;
};

// What the requests of one journey met that started while the outage lasted; of the whole run, in
// the same time. Absent where nothing ended.
struct JourneyUnderOutage {
    std::int64_t ended = 0;
    std::optional<double> availability;
    std::optional<double> degraded;  // share of what ended
    std::optional<double> p99;       // seconds, of what ended ok or degraded
    std::optional<double> recovery;  // seconds from the outage's end; absent also: not in this run
    SubjectIsolation isolation;      // why; of an outage only
};

struct OutageRun {
    std::vector<int> killed;  // into the scenario's services; empty: the whole run
    std::uint64_t fingerprint = 0;
    std::int64_t events = 0;
    std::int64_t requests = 0;  // of all journeys, from the run's start
    std::string stopped;        // why the run ended before its time; empty: it did not
    std::vector<JourneyUnderOutage> journeys;  // as the scenario's
};

struct BlastRadius {
    std::uint64_t seed = 0;
    Instant at{};
    Duration lasts{};
    Duration duration{};  // of each run
    OutageRun whole;
    std::vector<OutageRun> outages;  // single services as in the scenario, then pairs likewise
    std::string machineFault;        // a fault of the machine ended it; empty: none
    bool cancelled = false;
};

// Told after each run how many of how many are done, on some thread, one call at a time; where it
// gives false nothing more is begun.
using BlastRadiusProgress = std::function<bool(int done, int all)>;

// The scenario must have been read without errors. Its own faults and expectations are left out.
BlastRadius blastRadiusOf(const models::Scenario& scenario, const BlastRadiusSettings& settings,
                          const BlastRadiusProgress& progress = {});

}  // namespace sim
