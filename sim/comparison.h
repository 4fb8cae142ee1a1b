// Two scenarios, two forms of one, or two runs of which it is known what they were told, side by
// side: each is run with the same seeds, so that draws
// of the same identity are the same draws and what is left of a difference is the design's. With
// several seeds the differences are paired by seed, and intervals say which of them are no more
// than chance; with one seed nothing does. The runs do not know of each other.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/scenario.h"
#include "sim/command.h"
#include "sim/interval.h"
#include "sim/journey_difference.h"

namespace sim {

// What stands on one side: a scenario, and what a run of it is told. It goes on to its duration.
struct ComparedSide {
    ComparedSide(models::Scenario its, std::vector<LoggedCommand> told = {}, bool plays = true)
        : scenario(std::move(its)), commands(std::move(told)), playsFaults(plays) {}

    models::Scenario scenario;
    std::vector<LoggedCommand> commands;
    bool playsFaults = true;  // the scenario's own, from the start
};

struct ComparisonSettings {
    std::optional<std::uint64_t> seed;  // of both; absent: the first scenario's
    int seeds = 1;                      // so many in a row, from the seed on
    int threads = 1;                    // seeds side by side; the result does not depend on it
    const std::atomic<bool>* cancelled = nullptr;  // looked at now and then; set, it ends soon
};

enum class Distinction { NotMeasured, Same, OneSeed, WithinChance, Differs };

// One measure, in its unit: shares as ratios, times in seconds, throughput in ended per second.
struct ComparedMeasure {
    std::optional<double> first, second;  // means over the seeds; absent: some seed has none
    std::optional<double> difference;     // second - first
    std::optional<Interval> interval;     // of the difference, 95 %; several seeds only
    Distinction finding = Distinction::NotMeasured;
};

inline constexpr std::array<std::string_view, 6> journeyMeasures = {
    "availability", "degraded", "throughput", "p50", "p95", "p99"};
inline constexpr std::array<std::string_view, 2> serviceMeasures = {"utilization", "errors"};
inline constexpr std::array<std::string_view, 1> invariantMeasures = {"found"};
inline constexpr std::array<std::string_view, 2> outageMeasures = {"availability", "degraded"};

struct ComparedSubject {
    std::string name;
    bool inFirst = false, inSecond = false;
    std::vector<ComparedMeasure> measures;  // as above
};

// What a fault did that both plan under one name, each against its own services.
struct ComparedOutage {
    std::string fault;
    std::vector<ComparedSubject> journeys;  // those of both; outageMeasures, while it lasts
};

struct Comparison {
    std::uint64_t seed = 0;  // the first
    int seeds = 1;
    std::array<std::uint64_t, 2> fingerprints{};  // of either, with the first seed
    std::array<std::string, 2> stopped;           // why a run ended before its time; empty: none
    std::vector<ComparedSubject> journeys, services;  // the first's, then those of the second only
    std::vector<ComparedSubject> invariants;          // those of both
    std::vector<ComparedOutage> outages;              // as the first plans them
    // Of the journeys that are in both, all seeds together: requests that began after the warm-up.
    std::vector<JourneyDifference> pairs;
    std::string machineFault;  // a fault of the machine ended it; empty: none
    bool cancelled = false;
};

// Told after each seed how many of how many are done, on some thread, one call at a time.
using ComparisonProgress = std::function<void(int done, int all)>;

// The scenarios must have been read without errors.
Comparison compare(const ComparedSide& first, const ComparedSide& second,
                   const ComparisonSettings& settings, const ComparisonProgress& progress = {});

}  // namespace sim
