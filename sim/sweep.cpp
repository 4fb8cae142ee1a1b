#include "sim/sweep.h"

#include <algorithm>
#include <mutex>
#include <numeric>

#include "sim/on_threads.h"
#include "sim/simulation.h"

namespace sim {

namespace {

constexpr auto sweepSlice = std::chrono::milliseconds(500);  // simulated, between two looks

using JourneyFigures = std::array<std::optional<double>, sweptMeasures.size()>;

struct SweepRun {
    std::vector<JourneyFigures> journeys;
    std::string machineFault;
};

// A percentile of too few requests is only their maximum.
std::optional<double> supported(double q, const LatencySummary& latency,
                                const std::optional<double>& value) {
    return requestsNeededFor(q, latency.count) > 0 ? std::nullopt : value;
}

class Sweeping {
  public:
    Sweeping(const std::vector<models::Scenario>& scenarios, const SweepSettings& settings,
             const SweepProgress& progress)
        : m_scenarios(scenarios),
          m_settings(settings),
          m_progress(progress),
          m_runs(scenarios.size() * static_cast<std::size_t>(settings.seeds)) {}

    // One run after the other, whichever thread takes it.
    void work() {
        for (std::size_t i = m_next++; i < m_runs.size() && !ends(); i = m_next++) {
            carryOut(i);
            const std::lock_guard lock(m_mutex);
            m_hasFailed = m_hasFailed || !m_runs[i].machineFault.empty();
            if (!ends() && m_progress) {
                m_progress(++m_done, static_cast<int>(m_runs.size()));
            }
        }
    }

    // To be asked for when the work is done.
    Sweep result() const {
        Sweep result;
        result.seeds = m_settings.seeds;
        result.cancelled = isCancelled();
        for (const SweepRun& each : m_runs) {
            result.machineFault =
                result.machineFault.empty() ? each.machineFault : result.machineFault;
        }
        for (std::size_t s = 0;
             s < m_scenarios.size() && !result.cancelled && result.machineFault.empty(); ++s) {
            std::vector<SweptJourney>& point = result.points.emplace_back();
            for (std::size_t j = 0; j < m_scenarios.front().journeys.size(); ++j) {
                point.push_back(journey(s, j));
            }
        }
        return result;
    }

  private:
    bool isCancelled() const { return m_settings.cancelled != nullptr && *m_settings.cancelled; }
    bool ends() const { return m_hasFailed || isCancelled(); }

    void carryOut(std::size_t number) {
        const auto seeds = static_cast<std::size_t>(m_settings.seeds);
        RunOptions options;
        options.seed = m_settings.seed + number % seeds;
        options.threads = 1;
        Simulation run(m_scenarios[number / seeds], options);
        for (Instant at = models::runStart; at < run.end() && !ends() && !run.machineFault();) {
            at = std::min(at + sweepSlice, run.end());
            run.advanceTo(at);
        }
        if (run.machineFault()) {
            m_runs[number].machineFault = run.machineFault()->message;
            return;
        }
        for (const JourneyReport& each : run.report().journeys) {
            m_runs[number].journeys.push_back({each.availability, each.throughput,
                                               supported(0.5, each.latency, each.latency.p50),
                                               supported(0.99, each.latency, each.latency.p99)});
        }
    }

    SweptJourney journey(std::size_t scenario, std::size_t place) const {
        SweptJourney found;
        found.name = m_scenarios.front().journeys[place].name;
        for (std::size_t m = 0; m < sweptMeasures.size(); ++m) {
            std::vector<double> observed;
            for (int seed = 0; seed < m_settings.seeds; ++seed) {
                const std::size_t number = scenario * static_cast<std::size_t>(m_settings.seeds) +
                                           static_cast<std::size_t>(seed);
                if (const auto& figure = m_runs[number].journeys[place][m]) {
                    observed.push_back(*figure);
                }
            }
            if (observed.size() == static_cast<std::size_t>(m_settings.seeds)) {
                found.measures[m].mean = std::accumulate(observed.begin(), observed.end(), 0.0) /
                                         static_cast<double>(observed.size());
                found.measures[m].interval = intervalOfMean(observed, reportConfidence);
            }
        }
        return found;
    }

    const std::vector<models::Scenario>& m_scenarios;
    const SweepSettings m_settings;
    const SweepProgress& m_progress;
    std::vector<SweepRun> m_runs;  // a scenario's seeds stand together
    std::atomic<std::size_t> m_next = 0;
    std::atomic<bool> m_hasFailed = false;
    std::mutex m_mutex;
    int m_done = 0;
};

}  // namespace

Sweep sweep(const std::vector<models::Scenario>& scenarios, const SweepSettings& settings,
            const SweepProgress& progress) {
    Sweeping sweeping(scenarios, settings, progress);
    onThreads(settings.threads, [&sweeping] { sweeping.work(); });
    return sweeping.result();
}

}  // namespace sim
