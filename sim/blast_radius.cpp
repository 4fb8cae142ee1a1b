#include "sim/blast_radius.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <mutex>
#include <numeric>
#include <span>

#include "sim/on_threads.h"
#include "sim/simulation.h"

namespace sim {

namespace {

constexpr Duration settlingTime = std::chrono::seconds(50);
// Time for what was begun during the outage to end, and for journeys to be seen back to normal.
constexpr Duration aftermath = std::chrono::seconds(20);

const std::string outageName = "outage";

// The order in which measures are asked for, and found.
constexpr std::array measures = {models::Measure::Availability, models::Measure::Degraded,
                                 models::Measure::P99, models::Measure::Throughput,
                                 models::Measure::Recovery};

// Asks for a journey's measures in the time of the outage, and wants nothing of them.
models::Expectation questionAbout(const models::Journey& journey, Instant from, Instant to) {
    models::MeasureExpectation question;
    question.subject.name = journey.name;
    question.during = {{}, from, to};
    for (const models::Measure measure : measures) {
        question.bounds.push_back({measure, {}, {}});
    }
    return {journey.name, {}, question};
}

models::Fault killOf(const models::Scenario& scenario, const std::vector<int>& killed,
                     const BlastRadius& plan) {
    models::Fault fault;
    fault.name = outageName;
    fault.at = plan.at;
    fault.duration = plan.lasts;
    fault.kind = models::Kill{};
    for (const int service : killed) {
        fault.targets.push_back(
            {scenario.services[static_cast<std::size_t>(service)].name, std::nullopt, {}});
    }
    return fault;
}

JourneyUnderOutage answersTo(const ExpectationReport& report, const BlastRadius& plan) {
    JourneyUnderOutage journey;
    journey.availability = report.findings[0].found;
    journey.degraded = report.findings[1].found;
    journey.p99 = report.findings[2].found;
    const double perSecond = report.findings[3].found.value_or(0);
    journey.ended = std::llround(perSecond * models::inSeconds(plan.lasts));
    journey.recovery = report.findings[4].found;
    return journey;
}

using Figure = std::optional<double> JourneyUnderOutage::*;

std::vector<double> figuresOf(std::span<const OutageRun> seeds, std::size_t journey,
                              Figure figure) {
    std::vector<double> figures;
    for (const OutageRun& run : seeds) {
        if (const std::optional<double>& found = run.journeys[journey].*figure) {
            figures.push_back(*found);
        }
    }
    return figures;
}

std::optional<double> meanOf(const std::vector<double>& figures) {
    if (figures.empty()) {
        return std::nullopt;
    }
    return std::accumulate(figures.begin(), figures.end(), 0.0) /
           static_cast<double>(figures.size());
}

// No figure here is negative.
std::optional<Interval> intervalOf(const std::vector<double>& figures) {
    std::optional<Interval> interval = intervalOfMean(figures, reportConfidence);
    if (interval) {
        interval->low = std::max(0.0, interval->low);
    }
    return interval;
}

JourneyUnderOutage journeyTogether(std::span<const OutageRun> seeds, std::size_t index) {
    JourneyUnderOutage journey = seeds.front().journeys[index];
    journey.ended = 0;
    for (const OutageRun& run : seeds) {
        journey.ended += run.journeys[index].ended;
    }
    const auto availability = figuresOf(seeds, index, &JourneyUnderOutage::availability);
    const auto p99 = figuresOf(seeds, index, &JourneyUnderOutage::p99);
    const auto recovery = figuresOf(seeds, index, &JourneyUnderOutage::recovery);
    journey.availability = meanOf(availability);
    journey.degraded = meanOf(figuresOf(seeds, index, &JourneyUnderOutage::degraded));
    journey.p99 = meanOf(p99);
    journey.availabilityInterval = intervalOf(availability);
    if (journey.availabilityInterval) {
        journey.availabilityInterval->high = std::min(1.0, journey.availabilityInterval->high);
    }
    journey.p99Interval = intervalOf(p99);
    // A mean of those seeds only that came back would be too good.
    const bool allBack = recovery.size() == seeds.size();
    journey.recovery = allBack ? meanOf(recovery) : std::nullopt;
    journey.recoveryInterval = allBack ? intervalOf(recovery) : std::nullopt;
    return journey;
}

OutageRun together(std::span<const OutageRun> seeds) {
    OutageRun all = seeds.front();
    for (const OutageRun& run : seeds.subspan(1)) {
        all.events += run.events;
        all.requests += run.requests;
        all.stopped = all.stopped.empty() ? run.stopped : all.stopped;
    }
    for (std::size_t i = 0; i < all.journeys.size(); ++i) {
        all.journeys[i] = journeyTogether(seeds, i);
    }
    return all;
}

// One run after the other, whichever thread takes it.
class Runs {
  public:
    Runs(const models::Scenario& scenario, BlastRadius& plan, const std::atomic<bool>* cancelled,
         const BlastRadiusProgress& progress)
        : m_plan(plan),
          m_graph(models::callGraph(scenario)),
          m_cancelled(cancelled),
          m_progress(progress) {
        m_scenario = scenario;
        m_scenario.faults.clear();
        m_scenario.rollouts.clear();
        m_scenario.haltIf.reset();  // an outage lasts as long as it is planned
        m_scenario.expectations.clear();
        m_scenario.run.duration = plan.duration;
        for (const models::Journey& journey : scenario.journeys) {
            m_scenario.expectations.push_back(
                questionAbout(journey, plan.at, plan.at + plan.lasts));
        }
        m_found.resize((plan.outages.size() + 1) * seeds());
        for (std::size_t i = 0; i < m_found.size(); ++i) {
            m_found[i].killed = runAt(i).killed;
        }
    }

    void work() {
        const std::size_t all = m_found.size();
        for (std::size_t i = m_next++; i < all && !ends(); i = m_next++) {
            std::string machineFault = carryOut(m_found[i], m_plan.seed + i % seeds());
            const std::lock_guard lock(m_mutex);
            if (!machineFault.empty() && m_plan.machineFault.empty()) {
                m_plan.machineFault = std::move(machineFault);
                m_hasFailed = true;
            }
            if (!ends() && m_progress) {
                m_progress(++m_done, static_cast<int>(all));
            }
        }
    }

    // To be asked for when the work is done.
    void putTogether() {
        for (std::size_t i = 0; i < m_found.size() && !ends(); i += seeds()) {
            runAt(i) = together({m_found.begin() + static_cast<std::ptrdiff_t>(i), seeds()});
        }
    }

  private:
    std::size_t seeds() const { return static_cast<std::size_t>(m_plan.seeds); }
    // All seeds of the whole run come first, then those of each outage.
    OutageRun& runAt(std::size_t index) {
        const std::size_t run = index / seeds();
        return run == 0 ? m_plan.whole : m_plan.outages[run - 1];
    }

    std::string carryOut(OutageRun& run, std::uint64_t seed) const {
        models::Scenario scenario = m_scenario;
        if (!run.killed.empty()) {
            scenario.faults.push_back(killOf(m_scenario, run.killed, m_plan));
        }
        RunOptions options;
        options.seed = seed;
        options.threads = 1;
        options.observe = true;  // so that it is known why
        Simulation simulation(std::move(scenario), options);
        advance(simulation, m_plan.at + m_plan.lasts - Duration(1));  // while it is still there
        const Snapshot atEndOfOutage = simulation.snapshot();
        advance(simulation, simulation.end());
        if (simulation.machineFault()) {
            return simulation.machineFault()->message;
        }
        const Report report = simulation.report();
        run.fingerprint = report.fingerprint;
        run.events = report.events;
        run.stopped = report.stopped;
        for (const ExpectationReport& each : report.expectations) {
            run.journeys.push_back(answersTo(each, m_plan));
        }
        for (const JourneySnapshot& journey : simulation.snapshot().journeys) {
            run.requests += journey.counts.started;
        }
        explain(run, atEndOfOutage);
        return {};
    }

    bool ends() const { return m_hasFailed || (m_cancelled != nullptr && m_cancelled->load()); }

    // How a run is sliced does not change it.
    void advance(Simulation& simulation, Instant until) const {
        constexpr Duration slice = std::chrono::seconds(1);
        while (simulation.now() < until && !simulation.machineFault() && !ends()) {
            simulation.advanceTo(std::min(simulation.now() + slice, until));
        }
    }

    void explain(OutageRun& run, const Snapshot& snapshot) const {
        if (snapshot.impacts.empty()) {
            return;
        }
        run.isolation = isolationOf(m_scenario, m_graph, snapshot, snapshot.impacts.front());
        for (const SubjectIsolation& subject : run.isolation->journeys) {
            run.journeys[static_cast<std::size_t>(subject.index)].isolation = subject;
        }
    }

    models::Scenario m_scenario;  // whole
    BlastRadius& m_plan;
    std::vector<OutageRun> m_found;
    models::CallGraph m_graph;
    const std::atomic<bool>* m_cancelled;
    const BlastRadiusProgress& m_progress;
    std::atomic<std::size_t> m_next = 0;
    std::atomic<bool> m_hasFailed = false;
    std::mutex m_mutex;
    int m_done = 0;
};

void planOutages(BlastRadius& plan, int services, bool pairs) {
    for (int service = 0; service < services; ++service) {
        plan.outages.emplace_back().killed = {service};
    }
    for (int first = 0; pairs && first < services; ++first) {
        for (int second = first + 1; second < services; ++second) {
            plan.outages.emplace_back().killed = {first, second};
        }
    }
}

constexpr double degradedUpTo = 0.99;  // availability
constexpr double failingUpTo = 0.80;
constexpr double degradedFrom = 0.01;  // share of degraded answers

}  // namespace

Instant usualOutage(const models::Scenario& scenario) {
    return models::runStart + scenario.run.warmUp + settlingTime;
}

Harm harmOf(const JourneyUnderOutage& journey) {
    if (!journey.availability) {
        return Harm::NotMeasured;
    }
    if (*journey.availability <= failingUpTo) {
        return Harm::Failing;
    }
    const bool isWorse =
        *journey.availability <= degradedUpTo || journey.degraded.value_or(0) >= degradedFrom;
    return isWorse ? Harm::Degraded : Harm::None;
}

std::int64_t OutageRun::count(Harm harm) const {
    return std::ranges::count(journeys, harm, harmOf);
}

std::optional<double> OutageRun::recovery(const OutageRun& whole) const {
    std::optional<double> last;
    for (std::size_t i = 0; i < journeys.size(); ++i) {
        const JourneyUnderOutage& journey = journeys[i];
        const Harm harm = harmOf(journey);
        if (harm != Harm::Degraded && harm != Harm::Failing) {
            continue;
        }
        if (!journey.recovery) {
            return std::nullopt;
        }
        const std::optional<double> byChance =
            i < whole.journeys.size() ? whole.journeys[i].recovery : std::nullopt;
        const bool atOnce = byChance && *journey.recovery <= *byChance;
        last = std::max(last.value_or(0), atOnce ? 0 : *journey.recovery);
    }
    return last;
}

BlastRadius blastRadiusOf(const models::Scenario& scenario, const BlastRadiusSettings& settings,
                          const BlastRadiusProgress& progress) {
    BlastRadius result;
    result.seed = settings.seed.value_or(scenario.run.seed);
    result.seeds = std::max(1, settings.seeds);
    result.at = settings.at.value_or(usualOutage(scenario));
    result.lasts = settings.lasts;
    result.duration = models::sinceStart(result.at) + settings.lasts + aftermath;
    planOutages(result, static_cast<int>(scenario.services.size()), settings.pairs);

    Runs runs(scenario, result, settings.cancelled, progress);
    onThreads(settings.threads, [&runs] { runs.work(); });
    runs.putTogether();
    result.cancelled = settings.cancelled != nullptr && *settings.cancelled;
    return result;
}

}  // namespace sim
