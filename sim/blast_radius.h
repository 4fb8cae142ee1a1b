// Who is hurt when each service of an architecture dies: the scenario is run once whole, and once
// for each service with that service killed for a while, all else the same to the last draw. The
// runs are independent and stand side by side on as many threads as are given; the result does not
// depend on how many. With several seeds each run is made once a seed, figures are their means, and
// intervals say how far chance may have moved them.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/scenario.h"
#include "sim/interval.h"
#include "sim/isolation.h"

namespace sim {

struct BlastRadiusSettings {
    std::optional<std::uint64_t> seed;  // absent: the scenario's
    std::optional<Instant> at;          // of each kill; absent: usualOutage()
    Duration lasts = std::chrono::seconds(10);
    int seeds = 1;       // so many in a row, from the seed on
    bool pairs = false;  // also every two services at once
    int threads = 1;
    const std::atomic<bool>* cancelled = nullptr;  // looked at now and then; set, it ends soon
};

// 50 s after the warm-up: long enough to know what is normal.
Instant usualOutage(const models::Scenario& scenario);

// What the requests of one journey met that started while the outage lasted; of the whole run, in
// the same time. Absent where nothing ended.
struct JourneyUnderOutage {
    std::int64_t ended = 0;
    std::optional<double> availability;
    std::optional<double> degraded;  // share of what ended
    std::optional<double> p99;       // seconds, of what ended ok or degraded
    std::optional<double> recovery;  // seconds from the outage's end; absent also: not in this run
    SubjectIsolation isolation;      // why; of an outage only, with the first seed
    // Of the means over several seeds, 95 %; absent also: too few seeds have a figure.
    std::optional<Interval> availabilityInterval, p99Interval, recoveryInterval;
};

// By the same bounds as the signs of health: degraded from 1 % of degraded or failed answers,
// failing from 20 % of failed ones.
enum class Harm { None, Degraded, Failing, NotMeasured };
Harm harmOf(const JourneyUnderOutage& journey);

struct OutageRun {
    std::vector<int> killed;        // into the scenario's services; empty: the whole run
    std::uint64_t fingerprint = 0;  // with the first seed
    std::int64_t events = 0;        // with all seeds together
    std::int64_t requests = 0;      // of all journeys and seeds, from the run's start
    std::string stopped;            // why the run ended before its time; empty: it did not
    std::vector<JourneyUnderOutage> journeys;  // as the scenario's
    std::optional<Isolation> isolation;        // at the outage's end; absent: of the whole run

    std::int64_t count(Harm harm) const;  // journeys
    // Seconds from the outage's end until the last of the journeys that it hurt was back to normal.
    // Absent: none was hurt, or one was not back in this run. `whole`: the run without an outage,
    // in which chance alone keeps a journey from what is normal for some seconds; whoever takes no
    // longer than there was back at once.
    std::optional<double> recovery(const OutageRun& whole) const;
};

struct BlastRadius {
    std::uint64_t seed = 0;  // the first
    int seeds = 1;
    Instant at{};
    Duration lasts{};
    Duration duration{};  // of each run
    OutageRun whole;
    std::vector<OutageRun> outages;  // single services as in the scenario, then pairs likewise
    std::string machineFault;        // a fault of the machine ended it; empty: none
    bool cancelled = false;
};

// Told after each run how many of how many are done, on some thread, one call at a time.
using BlastRadiusProgress = std::function<void(int done, int all)>;

// The scenario must have been read without errors. Its own faults and expectations are left out.
BlastRadius blastRadiusOf(const models::Scenario& scenario, const BlastRadiusSettings& settings,
                          const BlastRadiusProgress& progress = {});

}  // namespace sim
