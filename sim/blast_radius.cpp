#include "sim/blast_radius.h"

#include <atomic>
#include <cmath>
#include <mutex>
#include <thread>

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

// One run after the other, whichever thread takes it.
class Runs {
  public:
    Runs(const models::Scenario& scenario, BlastRadius& plan, const BlastRadiusProgress& progress)
        : m_plan(plan), m_graph(models::callGraph(scenario)), m_progress(progress) {
        m_scenario = scenario;
        m_scenario.faults.clear();
        m_scenario.expectations.clear();
        m_scenario.run.duration = plan.duration;
        for (const models::Journey& journey : scenario.journeys) {
            m_scenario.expectations.push_back(
                questionAbout(journey, plan.at, plan.at + plan.lasts));
        }
    }

    void work() {
        const std::size_t all = m_plan.outages.size() + 1;
        for (std::size_t i = m_next++; i < all && !m_ends; i = m_next++) {
            OutageRun& run = i == 0 ? m_plan.whole : m_plan.outages[i - 1];
            std::string machineFault = carryOut(run);
            const std::lock_guard lock(m_mutex);
            if (!machineFault.empty() && m_plan.machineFault.empty()) {
                m_plan.machineFault = std::move(machineFault);
            }
            ++m_done;
            if (m_progress && !m_progress(m_done, static_cast<int>(all)) &&
                m_done < static_cast<int>(all)) {
                m_plan.cancelled = true;
            }
            m_ends = m_plan.cancelled || !m_plan.machineFault.empty();
        }
    }

  private:
    std::string carryOut(OutageRun& run) const {
        models::Scenario scenario = m_scenario;
        if (!run.killed.empty()) {
            scenario.faults.push_back(killOf(m_scenario, run.killed, m_plan));
        }
        RunOptions options;
        options.seed = m_plan.seed;
        options.threads = 1;
        options.observe = true;  // so that it is known why
        Simulation simulation(std::move(scenario), options);
        simulation.advanceTo(simulation.end());
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
        const Snapshot snapshot = simulation.snapshot();
        for (const JourneySnapshot& journey : snapshot.journeys) {
            run.requests += journey.counts.started;
        }
        if (!snapshot.impacts.empty()) {
            explain(run, isolationOf(m_scenario, m_graph, snapshot, snapshot.impacts.front()));
        }
        return {};
    }

    static void explain(OutageRun& run, const Isolation& isolation) {
        for (const SubjectIsolation& subject : isolation.journeys) {
            run.journeys[static_cast<std::size_t>(subject.index)].isolation = subject;
        }
    }

    models::Scenario m_scenario;  // whole
    BlastRadius& m_plan;
    models::CallGraph m_graph;
    const BlastRadiusProgress& m_progress;
    std::atomic<std::size_t> m_next = 0;
    std::atomic<bool> m_ends = false;
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

}  // namespace

BlastRadius blastRadiusOf(const models::Scenario& scenario, const BlastRadiusSettings& settings,
                          const BlastRadiusProgress& progress) {
    BlastRadius result;
    result.seed = settings.seed.value_or(scenario.run.seed);
    result.at = settings.at.value_or(models::runStart + scenario.run.warmUp + settlingTime);
    result.lasts = settings.lasts;
    result.duration = models::sinceStart(result.at) + settings.lasts + aftermath;
    planOutages(result, static_cast<int>(scenario.services.size()), settings.pairs);

    Runs runs(scenario, result, progress);
    std::vector<std::thread> others;
    for (int i = 1; i < settings.threads; ++i) {
        others.emplace_back([&runs] { runs.work(); });
    }
    runs.work();
    for (std::thread& other : others) {
        other.join();
    }
    return result;
}

}  // namespace sim
