#include "sim/simulation.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

#include "sim/condition_watch.h"
#include "sim/due_events.h"
#include "sim/halt_judge.h"
#include "sim/happening_watch.h"
#include "sim/in_flight_guard.h"
#include "sim/invariant_judge.h"
#include "sim/observation.h"
#include "sim/report_builder.h"
#include "sim/run.h"
#include "sim/scheduler_of_run.h"
#include "sim/script.h"
#include "sim/service/compile.h"
#include "sim/store/expression_check.h"
#include "sim/store/sqlite_store.h"
#include "sim/warm_up.h"

namespace sim {

namespace {

// How often the requests under way are counted and the stores' files brought up to date. Fixed in
// simulated time, so that a run that ends for too many ends at the same instant everywhere.
constexpr Duration guardTick = std::chrono::milliseconds(100);

// How often it is looked whether what is awaited has happened.
constexpr Duration awaitTick = std::chrono::microseconds(100);
// For a service's next event so many nanoseconds that have one are gone through.
constexpr int stepsAtMost = 50'000;

// How often invariants are judged; a multiple of the tick above.
constexpr Duration invariantTick = std::chrono::seconds(1);

std::unique_ptr<StoreMaker> storesOf(const models::Scenario& scenario, const RunOptions& options) {
    std::vector<std::string> populations;
    for (const models::Population& population : scenario.populations) {
        populations.push_back(population.name);
    }
    return std::make_unique<SqliteStoreMaker>(populations, options.stores, options.folder);
}

Run runOf(models::Scenario scenario, const RunOptions& options) {
    if (scenario.run.findsWarmUp) {
        scenario.run.warmUp = findWarmUp(scenario, options);
    }
    std::shared_ptr<const Program> program = compile(std::move(scenario), options);
    std::unique_ptr<StoreMaker> stores = storesOf(program->scenario, options);
    return makeRun(std::move(program), std::move(stores));
}

// A folder belongs to one run.
RunOptions optionsOfCopy(RunOptions options) {
    options.stores = StoreKind::Memory;
    options.folder.clear();
    return options;
}

Instant nextMultiple(Instant now, Duration tick) {
    const auto done = models::sinceStart(now) / tick;
    return models::runStart + tick * (done + 1);
}

}  // namespace

struct Simulation::Impl {
    Impl(models::Scenario scenario, RunOptions runOptions)
        : options(std::move(runOptions)),
          run(runOf(std::move(scenario), options)),
          scheduler(schedulerOf(run, options)),
          script(run, *scheduler),
          invariants(run.program->scenario),
          halting(run.program->scenario),
          wallStart(std::chrono::steady_clock::now()) {
        scheduler->begin();
        if (options.playFaults) {
            script.planOwnFaults(models::runStart);
        }
        if (options.observe) {
            observation = std::make_unique<Observation>(run);
        }
        noteFaults();
    }

    explicit Impl(const Impl& other)
        : options(optionsOfCopy(other.options)),
          run(copyOf(other.run, storesOf(other.run.program->scenario, options), storeFault)),
          scheduler(schedulerOf(run, options)),
          script(other.script, run, *scheduler),
          invariants(other.invariants),
          halting(other.halting),
          log(other.log),
          machineFault(other.machineFault),
          stopped(other.stopped),
          lastTick(other.lastTick),
          nextFaultEnd(other.nextFaultEnd),
          wallStart(other.wallStart) {
        std::vector<PendingEvent> pending = other.scheduler->pending();
        std::ranges::sort(pending, std::less<>());
        scheduler->adopt(pending, other.scheduler->now());
        if (other.observation) {
            observation = std::make_unique<Observation>(*other.observation, run);
        }
        if (!storeFault.empty()) {
            machineFault = MachineFault{storeFault};
        }
    }

    ~Impl() {
        for (StepRunner* process : run.processes()) {
            process->end();
        }
    }

    bool isStopped() const { return machineFault.has_value() || !stopped.empty(); }

    void advanceTo(Instant until) {
        while (!isStopped() && happened.empty() &&
               (scheduler->now() < until || script.nextAt() < until)) {
            const Instant now = scheduler->now();
            Instant cut = std::min({until, nextMultiple(now, guardTick), nextFaultChange(now)});
            cut = std::min(cut, std::max(script.nextAt(), now));
            cut = watch ? std::min(cut, now + awaitTick) : cut;
            scheduler->advanceTo(cut);
            noteFaults();
            if (!isStopped()) {
                atCut(cut);
            }
            if (watch) {
                happened = watch->happened(run, cut).value_or("");
            }
        }
    }

    // Goes on to the next instant at which something is due. What was executed then; absent:
    // nothing is due before that.
    std::optional<std::vector<ExecutedEvent>> stepInstant(Instant before) {
        const DueEvents due = dueNext(run, *scheduler);
        if (std::min(script.nextAt(), due.at) >= before) {
            return std::nullopt;
        }
        if (script.nextAt() <= due.at) {  // it makes events of its own
            advanceTo(script.nextAt());
            return std::vector<ExecutedEvent>();
        }
        advanceTo(due.at + Duration(1));
        return executedOf(due, run);
    }

    // Where nothing is due before that instant it goes there.
    std::vector<ExecutedEvent> stepEvent(const std::string& process, Instant before) {
        for (int step = 0; step < stepsAtMost && !isStopped(); ++step) {
            std::optional<std::vector<ExecutedEvent>> executed = stepInstant(before);
            if (!executed) {
                if (before != models::never) {
                    advanceTo(before);
                }
                break;
            }
            if (isAmong(*executed, process)) {
                return *std::move(executed);
            }
        }
        return {};
    }

    void atCut(Instant now) {
        if (models::sinceStart(now) % guardTick == Duration{}) {
            guard(now);
            haltWhereWanted(now);
            happened = condition ? condition->look(run, now).value_or("") : "";
        }
        if (models::sinceStart(now) % invariantTick == Duration{} &&
            invariants.judgesEachSecond()) {
            invariants.judgeEachSecond(run, now);
        }
        if (observation && models::sinceStart(now) % chartTick == Duration{} && now != lastTick) {
            lastTick = now;
            observation->tick(now);
        }
        if (observation && now == nextFaultEnd) {
            observation->faultChanged(now);
        }
        if (script.nextAt() <= now) {
            for (const FaultId fault : script.beginPlanned(now)) {
                began(fault, now);
            }
            rolloutsBegan(now);
        }
    }

    void rolloutsBegan(Instant now) {
        if (observation) {
            observation->rolloutsBegan(script.log().rollouts().size(), now);
        }
    }

    // Before what is planned for this instant begins.
    void haltWhereWanted(Instant now) {
        const std::optional<std::string> found = halting.judge(run, now);
        if (!found || script.active(now).empty()) {
            return;
        }
        script.halt(now);
        halting.struck(now, *found);
        run.judged.push_back({now, "halted", halting.journey(), *found, noFault});
        if (observation) {
            observation->faultChanged(now);
        }
    }

    void began(FaultId fault, Instant now) {
        if (script.isLeftOut(fault)) {
            return;
        }
        if (observation && !std::holds_alternative<models::Restart>(script.log()[fault].kind)) {
            observation->faultBegan(fault, now);
        } else if (observation) {
            observation->faultChanged(now);
        }
    }

    // With observation the run is cut where a fault ends by itself, for `recent` to start anew.
    Instant nextFaultChange(Instant now) {
        nextFaultEnd = models::never;
        if (observation) {
            for (const ActiveFault& fault : script.active(now)) {
                nextFaultEnd = std::min(nextFaultEnd, fault.until.value_or(models::never));
            }
        }
        return nextFaultEnd;
    }

    void guard(Instant now) {
        if (std::string reason = tooManyUnderWay(run, now); !reason.empty()) {
            stopped = std::move(reason);
        }
        if (options.stores == StoreKind::File &&
            models::sinceStart(now) % chartTick == Duration{}) {
            commitStores();
        }
    }

    void commitStores() {
        for (const auto& service : run.services) {
            const std::string fault = service->commit();
            if (!fault.empty()) {
                machineFault = MachineFault{service->name() + ": " + fault};
            }
        }
    }

    void noteFaults() {
        if (!scheduler->machineFault().empty()) {
            machineFault = MachineFault{scheduler->machineFault()};
        }
        if (!scheduler->stuck().empty()) {
            stopped = scheduler->stuck();
        }
    }

    FaultId act(const Command& command) {
        const Instant now = scheduler->now();
        log.push_back({now, command});
        if (const auto* begin = std::get_if<BeginFault>(&command)) {
            const FaultId fault = script.begin(begin->fault, now, false);
            began(fault, now);
            return fault;
        }
        if (script.take(command, now)) {
            rolloutsBegan(now);
            return noFault;
        }
        if (const auto* halt = std::get_if<SetHaltIf>(&command)) {
            halting.set(halt->wanted, run.program->scenario);
            return noFault;
        }
        if (const auto* end = std::get_if<EndFault>(&command)) {
            script.end(end->fault, now);
        } else {
            for (const ActiveFault& fault : script.active(now)) {
                script.end(fault.id, now);
            }
        }
        if (observation) {
            observation->faultChanged(now);
        }
        return noFault;
    }

    RunOptions options;
    std::string storeFault;  // of a copy: what kept it from its stores
    Run run;
    std::unique_ptr<Scheduler> scheduler;
    Script script;
    InvariantJudge invariants;
    HaltJudge halting;
    std::vector<LoggedCommand> log;
    std::unique_ptr<Observation> observation;
    std::optional<MachineFault> machineFault;
    std::string stopped;
    // What a copy's original awaits is not the copy's affair.
    std::optional<HappeningWatch> watch;
    std::optional<ConditionWatch> condition;
    std::string happened;
    Instant lastTick{};
    Instant nextFaultEnd = models::never;
    std::chrono::steady_clock::time_point wallStart;
};

models::Diagnostics problemsOfExpressions(const models::Scenario& scenario,
                                          const std::string& file) {
    return checkExpressions(scenario, file);
}

Simulation::Simulation(models::Scenario scenario, RunOptions options)
    : m_impl(std::make_unique<Impl>(std::move(scenario), std::move(options))) {}

Simulation::Simulation(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Simulation Simulation::copy() const {
    return Simulation(std::make_unique<Impl>(*m_impl));
}

Simulation::~Simulation() = default;
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;

const models::Scenario& Simulation::scenario() const {
    return m_impl->run.program->scenario;
}

void Simulation::advanceTo(Instant until) {
    m_impl->advanceTo(until);
}

std::vector<ExecutedEvent> Simulation::stepEvent(const std::string& process, Instant before) {
    return m_impl->stepEvent(process, before);
}

void Simulation::await(const std::optional<Awaited>& awaited) {
    m_impl->happened.clear();
    m_impl->watch.reset();
    m_impl->condition.reset();
    if (awaited && std::holds_alternative<Condition>(*awaited)) {
        m_impl->condition.emplace(std::get<Condition>(*awaited));
    } else if (awaited) {
        m_impl->watch.emplace(m_impl->run, std::get<Happening>(*awaited), now());
    }
}

const std::string& Simulation::happened() const {
    return m_impl->happened;
}

Instant Simulation::now() const {
    return m_impl->scheduler->now();
}

Instant Simulation::end() const {
    return m_impl->run.program->end;
}

const std::optional<MachineFault>& Simulation::machineFault() const {
    return m_impl->machineFault;
}

const std::string& Simulation::stopped() const {
    return m_impl->stopped;
}

FaultId Simulation::act(const Command& command) {
    return m_impl->act(command);
}

const std::vector<LoggedCommand>& Simulation::commandLog() const {
    return m_impl->log;
}

bool Simulation::leaveOut(const std::string& name) {
    return m_impl->script.leaveOut(name);
}

void Simulation::leaveOut(FaultId fault) {
    m_impl->script.leaveOut(fault);
}

void Simulation::keepRequestEnds() {
    for (const auto& journey : m_impl->run.journeys) {
        journey->keepEnds();
    }
}

RequestEnds Simulation::takeRequestEnds() {
    RequestEnds ends;
    for (const auto& journey : m_impl->run.journeys) {
        ends.push_back(journey->takeEnds());
    }
    return ends;
}

std::vector<std::int64_t> Simulation::requestsStarted() const {
    std::vector<std::int64_t> started;
    for (const auto& journey : m_impl->run.journeys) {
        started.push_back(journey->counts().started);
    }
    return started;
}

Snapshot Simulation::snapshot() {
    if (!m_impl->observation) {
        m_impl->observation = std::make_unique<Observation>(m_impl->run);
    }
    Snapshot seen = m_impl->observation->snapshot(now(), m_impl->script);
    seen.invariants = m_impl->invariants.seen();
    seen.haltIf = m_impl->halting.seen();
    return seen;
}

TableRows Simulation::storeRows(const RowsWanted& wanted) {
    TableRows rows = wanted.topic ? m_impl->run.topics.at(*wanted.topic)->messageRows(wanted, now())
                                  : m_impl->run.services.at(wanted.service)->storeRows(wanted);
    rows.at = now();
    return rows;
}

std::vector<ChartTick> Simulation::takeChartTicks() {
    return m_impl->observation ? m_impl->observation->takeChartTicks() : std::vector<ChartTick>();
}

std::vector<TraceMark> Simulation::takeTraceMarks() {
    return m_impl->run.takeTraceMarks();
}

void Simulation::watch(std::int64_t request) {
    m_impl->run.watch(request);
}

bool Simulation::hasBegun(std::int64_t request) const {
    const auto& journeys = m_impl->run.journeys;
    return journeys[journeyOfRequest(request, journeys.size())]->hasBegun(request);
}

TraceNames Simulation::traceNames() const {
    return m_impl->run.traceNames();
}

std::uint32_t Simulation::tracedOneIn() const {
    return static_cast<std::uint32_t>(m_impl->run.program->sampleOneIn);
}

Report Simulation::report() const {
    Report report = buildReport(m_impl->run, now());
    addRecoveries(report, m_impl->run, m_impl->script, now());
    report.threads = m_impl->scheduler->threads();
    report.stopped = m_impl->stopped;
    report.invariants = m_impl->invariants.report(m_impl->run);
    report.wallSeconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - m_impl->wallStart).count();
    return report;
}

std::uint64_t Simulation::fingerprint() const {
    return m_impl->run.fingerprint();
}

std::uint64_t Simulation::fingerprintOf(const std::string& process) const {
    const std::vector<Process*> all = m_impl->run.allProcesses();
    const auto found = std::ranges::find(all, process, &Process::name);
    return found == all.end() ? 0 : (*found)->fingerprint();
}

Frame Simulation::frame() const {
    return frameOf(m_impl->run, now());
}

void Simulation::plantDefectForTest(const std::string& service, const std::string& what) {
    for (const auto& each : m_impl->run.services) {
        if (each->name() == service) {
            each->plantDefect(what);
        }
    }
}

}  // namespace sim
