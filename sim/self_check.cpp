#include "sim/self_check.h"

#include <algorithm>
#include <cassert>
#include <mutex>
#include <numeric>
#include <optional>

#include "models/io/scenario_reader.h"
#include "sim/on_threads.h"
#include "sim/simulation.h"

namespace sim {

namespace {

constexpr std::uint64_t firstSeed = 1000;

SelfCheckRow rowOf(const ClosedFormCase& one, const std::vector<double>& found) {
    SelfCheckRow row{one.model, one.figure, one.quantity, one.exact};
    row.simulated =
        std::accumulate(found.begin(), found.end(), 0.0) / static_cast<double>(found.size());
    row.interval = *intervalOfMean(found, selfCheckConfidence);
    const double width = row.interval.high - row.interval.low;
    row.agrees = row.interval.contains(one.exact) && width <= one.widthAtMost * one.exact;
    return row;
}

// One run after the other, whichever thread takes it.
class Checks {
  public:
    Checks(const std::vector<ClosedFormCase>& cases, const SelfCheckSettings& settings,
           const SelfCheckProgress& progress)
        : m_cases(cases),
          m_settings(settings),
          m_progress(progress),
          m_seeds(static_cast<std::size_t>(std::max(2, settings.seeds))),
          m_found(cases.size(), std::vector<double>(m_seeds)),
          m_left(cases.size(), m_seeds) {
        for (const ClosedFormCase& one : cases) {
            models::ScenarioReading reading = models::readScenario(one.scenario, one.model, ".");
            assert(reading.scenario);
            m_scenarios.push_back(std::move(*reading.scenario));
        }
    }

    void work() {
        const std::size_t all = m_cases.size() * m_seeds;
        for (std::size_t i = m_next++; i < all && !ends(); i = m_next++) {
            const std::size_t which = i / m_seeds;
            const std::size_t seed = i % m_seeds;
            const std::optional<Report> report = carryOut(which, firstSeed + seed);
            const std::lock_guard lock(m_mutex);
            if (report && !ends()) {
                m_found[which][seed] = m_cases[which].read(*report);
                m_result.events += report->events;
                --m_left[which];
                tell();
            }
        }
    }

    SelfCheck takeResult() {
        m_result.cancelled = m_settings.cancelled != nullptr && *m_settings.cancelled;
        return std::move(m_result);
    }

  private:
    std::optional<Report> carryOut(std::size_t which, std::uint64_t seed) {
        RunOptions options;
        options.seed = seed;
        options.threads = 1;
        Simulation simulation(m_scenarios[which], options);
        const Duration slice = models::sinceStart(simulation.end()) / 50;
        while (simulation.now() < simulation.end() && !ends() && !simulation.machineFault() &&
               simulation.stopped().empty()) {
            simulation.advanceTo(std::min(simulation.now() + slice, simulation.end()));
        }
        if (simulation.machineFault() || !simulation.stopped().empty()) {
            const std::lock_guard lock(m_mutex);
            m_result.problem = simulation.machineFault() ? simulation.machineFault()->message
                                                         : simulation.stopped();
            m_hasFailed = true;
        }
        return ends() ? std::nullopt : std::optional(simulation.report());
    }

    bool ends() const {
        return m_hasFailed || (m_settings.cancelled != nullptr && m_settings.cancelled->load());
    }

    // Of all cases that are complete and whose turn it is.
    void tell() {
        while (m_result.rows.size() < m_cases.size() && m_left[m_result.rows.size()] == 0) {
            const std::size_t which = m_result.rows.size();
            m_result.rows.push_back(rowOf(m_cases[which], m_found[which]));
            if (m_progress) {
                m_progress(m_result.rows.back(), static_cast<int>(which) + 1,
                           static_cast<int>(m_cases.size()));
            }
        }
    }

    const std::vector<ClosedFormCase>& m_cases;
    const SelfCheckSettings& m_settings;
    const SelfCheckProgress& m_progress;
    std::size_t m_seeds;
    std::vector<models::Scenario> m_scenarios;
    std::vector<std::vector<double>> m_found;  // by case and seed
    std::vector<std::size_t> m_left;           // seeds, by case
    std::atomic<std::size_t> m_next = 0;
    std::atomic<bool> m_hasFailed = false;
    std::mutex m_mutex;
    SelfCheck m_result;
};

}  // namespace

bool SelfCheck::allAgree() const {
    return std::ranges::all_of(rows, &SelfCheckRow::agrees);
}

SelfCheck selfCheck(const std::vector<ClosedFormCase>& cases, const SelfCheckSettings& settings,
                    const SelfCheckProgress& progress) {
    Checks checks(cases, settings, progress);
    onThreads(settings.threads, [&checks] { checks.work(); });
    return checks.takeResult();
}

}  // namespace sim
