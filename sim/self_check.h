// Whether this build on this machine still agrees with queueing theory: small scenarios whose exact
// results are known, each simulated with several seeds. A case agrees where the exact value lies in
// the interval of the simulated ones, and the interval is narrow enough to mean something. Seeds
// are fixed and runs are the same everywhere, so what agrees on one machine agrees on all.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "sim/interval.h"
#include "sim/report.h"

namespace sim {

enum class Quantity { Seconds, Share, PerSecond, Number };

struct ClosedFormCase {
    std::string model;   // M/M/1
    std::string figure;  // mean response
    Quantity quantity = Quantity::Seconds;
    double exact = 0;
    std::string scenario;  // its text
    std::function<double(const Report&)> read;
    double widthAtMost = 0.1;  // of the interval, as a share of the exact value
};

// The twenty that `watertight selfcheck` knows.
std::vector<ClosedFormCase> closedFormCases();

inline constexpr double selfCheckConfidence = 0.999;  // of a single case

struct SelfCheckRow {
    std::string model;
    std::string figure;
    Quantity quantity = Quantity::Seconds;
    double exact = 0;
    double simulated = 0;  // the mean over the seeds
    Interval interval;
    bool agrees = false;
};

struct SelfCheckSettings {
    int threads = 1;                               // runs side by side
    int seeds = 20;                                // at least 2
    const std::atomic<bool>* cancelled = nullptr;  // looked at now and then; set, it ends soon
};

struct SelfCheck {
    std::vector<SelfCheckRow> rows;  // as the cases; fewer where it was cancelled or failed
    std::int64_t events = 0;
    std::string problem;  // a fault of the machine, or a scenario that ended early; empty: none
    bool cancelled = false;

    bool allAgree() const;
};

// Told of each case in order, on some thread, one call at a time.
using SelfCheckProgress = std::function<void(const SelfCheckRow& row, int done, int all)>;

SelfCheck selfCheck(const std::vector<ClosedFormCase>& cases, const SelfCheckSettings& settings,
                    const SelfCheckProgress& progress = {});

}  // namespace sim
