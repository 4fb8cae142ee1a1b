// Carries out programs: what services and journeys have in common. Who holds slots, stores and
// users is the affair of the two processes below it.
#pragma once

#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/policy/circuit_breaker.h"
#include "sim/policy/token_bucket.h"
#include "sim/service/activation.h"
#include "sim/service/by_window.h"
#include "sim/service/fault_log.h"
#include "sim/service/messenger.h"
#include "sim/service/only_here.h"
#include "sim/service/program.h"
#include "sim/service/saga.h"
#include "sim/service/seldom.h"
#include "sim/service/set_program.h"
#include "sim/service/strand_queue.h"
#include "sim/service/timeline.h"
#include "sim/service/timeout_line.h"
#include "sim/store/store.h"
#include "sim/trace_mark.h"

namespace sim {

// The state of one call step, one for all instances of the service that makes it.
struct alignas(64) CallPolicyState {
    // What every call looks at.
    std::int32_t callsUnderWay = 0;
    std::int32_t retriesUnderWay = 0;
    Seldom<CircuitBreaker> breaker;
    TimeoutLine timeouts;

    BreakerEra eras = 0;  // of breakers that it had before
    Origin openedBy;      // the failure that opened it
    Seldom<TokenBucket> bucket;
    std::int32_t permitsTaken = 0;                                          // of the bulkhead
    std::int32_t permitsAtMost = std::numeric_limits<std::int32_t>::max();  // where it was set
    std::int64_t tokensRefused = 0, permitsRefused = 0;
    StrandQueue permitLine;
};
static_assert(sizeof(CallPolicyState) == 128);

// A store step of a transaction that has taken its time and is executed at its end.
struct StatementToCome {
    int statement = 0;  // into ProcessProgram::storeSteps; -1: it puts a message into the outbox
    Instant ended{};
    std::uint32_t publish = 0;  // of that message: into ProcessProgram::publishes
    Identity identity = 0;
    std::uint64_t drawn = 0;
};

struct TransactionResult {
    StoreResult last;  // of the step that ended it; of the last where all is well
    bool failed = false;
    int failedStep = -1;  // into ProcessProgram::storeSteps; -1: none of them failed
};

struct EdgeState {
    EdgeState(const Program& program, const ProcessProgram& process)
        : windows(process, EdgeStats(program.serviceBuckets)) {
        if (program.observe) {
            latency.emplace(program.serviceBuckets);
        }
    }

    [[no_unique_address]] ByWindow<EdgeStats> windows;  // in whose last line there is room
    // From the run's start.
    RunningCounts counts;
    std::int64_t attempts = 0;
    std::int64_t fallbacks = 0;
    Seldom<Histogram> latency;  // with observation only
    void addLatencyTo(Histogram& sum) const {
        if (latency) {
            sum.merge(*latency);
        }
    }
    SeldomMap<FaultId, FaultImpact::OnEdge> byFault;
};

class StepRunner : public Messenger {
  public:
    // `stores` makes the conditions of `when`; null: the program has none.
    StepRunner(std::shared_ptr<const Program> program, ProcessId id,
               std::shared_ptr<const FaultLog> faults, StoreMaker* stores);

    void begin(Context& context) override;
    void end() override { m_conditions.reset(); }
    // Of a copy, in place of begin(): goes on in a run of its own, with its faults and its stores.
    // A machine fault, or empty.
    virtual std::string goOn(std::shared_ptr<const FaultLog> faults, StoreMaker* stores);
    bool isBoundToThread() const override { return !m_process->conditions.empty(); }
    void fetchFor(const ComingEvent& coming, FetchStage stage) const override;

    const ProcessProgram& process() const { return *m_process; }
    const std::vector<EdgeState>& edges() const { return m_edges; }
    const std::vector<CallPolicyState>& policies() const { return m_policies; }
    // Whose state stands at that place; null: that step is no more.
    const CallProgram* callOfPolicy(std::size_t place) const {
        const std::uint32_t call = m_process->callOfPolicy[place];
        return call == nowhere ? nullptr : &m_process->calls[call];
    }
    // How many wait for a permit of this call step's bulkhead; counts them one by one.
    std::int64_t waitingForPermit(std::size_t call) const;
    const Timeline& timeline() const { return m_timeline; }
    const std::map<FaultId, FaultImpact::OnSubject>& byFault() const { return m_byFault.map(); }
    // Good answers that came when nobody waited for them any more, by the callee's rank.
    const std::map<std::uint32_t, std::int64_t>& unheard() const { return m_unheard.map(); }
    Unexplained unexplained() const { return m_unexplained.value_or({}); }  // of the whole run
    std::size_t activationsUnderWay() const { return m_activations.taken(); }
    // The calls of sampled requests that ended or began since the last time.
    std::vector<CallSample> takeSamples() { return m_samples.take(); }
    // What they left behind since the last time, in the order of time.
    std::vector<TraceMark> takeTraceMarks() { return m_traceMarks.take(); }

  protected:
    // ------------------------------------------------------------------ what the two below decide
    // A compute step: begins it, or queues for what it needs.
    virtual void compute(const Pool<Strand>::Taken& strand, Activation& owner, Duration work,
                         Context& context) = 0;
    virtual void storeStep(std::uint32_t strand, Duration work, Context& context) = 0;
    // A compute or store step has come to its end: releases what it held. For a store step executes
    // it and gives its result.
    virtual void computeEnded(std::uint32_t strand, Context& context) = 0;
    virtual StoreResult storeStepEnded(std::uint32_t strand, Context& context) = 0;
    // A store step or transaction that a broken store has turned away fails, unless it is repaired
    // by now.
    virtual StoreResult storeRefused(std::uint32_t strand, Context& context) = 0;
    // Keeps in the store how far a saga has come.
    virtual StoreResult noteSaga(const SagaProgress& progress) = 0;
    // Takes a connection for a transaction, or stands in line for one; tells whether the strand
    // goes on at once. At its end: executes it, or nothing of it, and gives the connection back.
    virtual bool beginTransaction(std::uint32_t strand, Context& context) = 0;
    virtual TransactionResult endTransaction(std::uint32_t strand, Context& context) = 0;
    // Of one that ends before its end.
    virtual void closeTransaction(std::uint32_t, Context&) {}
    // The caller can be answered (once), and the last of the steps has ended.
    virtual void answer(Activation& activation, const Outcome& outcome, Context& context) = 0;
    virtual void ended(Activation& activation, Context& context) = 0;
    // Steps on a cache; only services have any. Each says whether the strand goes on at once.
    virtual bool lookUp(std::uint32_t, Context&) { return true; }
    virtual bool missEnded(std::uint32_t, const Outcome&, Context&) { return true; }
    virtual void invalidate(std::uint32_t) {}
    // A strand that fetches what was missing ends without a result.
    virtual void leaveFlight(std::uint32_t, Context&) {}
    virtual double slowness(const Activation& activation) const = 0;
    // The rollout without which none of its own steps would fail; noFault: there is none.
    virtual FaultId rolloutBehind(const Activation&) const { return noFault; }
    // Of the instance that carries it out; 0: none.
    virtual std::uint8_t zoneOf(const Activation&) const { return 0; }

    // ------------------------------------------------------------------------- what they build on
    Pool<Activation>::Taken newActivation(Instant now) {
        const Pool<Activation>::Taken made = m_activations.take();
        made.item.started = now;
        made.item.since = now;
        return made;
    }
    // Makes the root strand of an activation, with what its request has drawn anew; `run` starts
    // it.
    std::uint32_t newRoot(const Pool<Activation>::Taken& activation, std::uint64_t drawn);
    // Makes this root strand one that undoes the saga.
    void takeSaga(std::uint32_t root, SagaState saga);
    void run(std::uint32_t strand, Context& context);
    void lookWhetherStepsEnd();
    // Carries out a list of steps that the strand waits for; whether it goes on at once.
    bool runNested(std::uint32_t strand, std::uint32_t first, Context& context);
    void endStrand(const Pool<Strand>::Taken& strand, const Outcome& outcome, Context& context);
    void endStrand(std::uint32_t index, const Outcome& outcome, Context& context) {
        endStrand({index, m_strands[index]}, outcome, context);
    }
    // What a strand waits for has come: the end of a step, a reply, a timer. Nothing for other
    // events.
    void handleStrandEvent(const Event& event, Context& context);
    void replyArrives(const Event& event, Context& context);
    void stepEnds(const Event& event, Context& context);
    // All of the activation is gone at once, no step runs on, nobody is answered here.
    void abandon(std::uint32_t activation, Context& context);
    // Tells the callees of its calls under way that nobody waits any longer.
    void cancelCalls(std::uint32_t activation, const Outcome& outcome, Context& context);

    // Waits `work` for the end of a compute, sleep or store step.
    void awaitEnd(const Pool<Strand>::Taken& strand, Awaits awaits, Duration work,
                  Context& context);
    void awaitEnd(std::uint32_t index, Awaits awaits, Duration work, Context& context) {
        awaitEnd({index, m_strands[index]}, awaits, work, context);
    }
    // The strand no longer awaits what it did: events on their way to it are stale now.
    std::uint32_t renewSerial(Strand& strand) { return strand.serial = ++m_serial; }
    std::uint32_t renewSerial(std::uint32_t strand) { return renewSerial(m_strands[strand]); }
    bool isCurrent(StrandEvent event, Awaits awaits) const {
        const Strand& strand = m_strands[event.strand];
        return strand.serial == event.serial && strand.awaits == awaits;
    }
    // Of any copy of the attempt that the strand is making.
    bool isAnswer(StrandEvent replyTo) const;
    // Of the copy that is to be sent next.
    bool isNextCopy(StrandEvent timer) const;

    Binds bindsOf(std::uint32_t strand, Instant now);
    static Duration slowed(Duration drawn, double slowness);
    void startActivity(Activation& activation, std::uint16_t Activation::*activity, Instant now) {
        activation.settle(now);
        ++(activation.*activity);
        if (activation.sampled) {
            traceActivity(activation, now);
        }
    }
    void endActivity(Activation& activation, std::uint16_t Activation::*activity, Instant now) {
        activation.settle(now);
        --(activation.*activity);
        if (activation.sampled) {
            traceActivity(activation, now);
        }
    }
    // A strand waits for what is neither a slot nor an answer; and no more. For its trace.
    void noteHeld(std::uint32_t strand, TimeKind by, Instant now) {
        if (m_activations[m_strands[strand].activation].sampled) {
            traceHeld(TraceMarkKind::Held, strand, by, now);
        }
    }
    void noteReleased(std::uint32_t strand, Instant now) {
        if (m_activations[m_strands[strand].activation].sampled) {
            traceHeld(TraceMarkKind::Released, strand, TimeKind::Blocked, now);
        }
    }
    // It holds a connection from here on, for this statement or, -1, for a transaction.
    void noteStores(std::uint32_t strand, std::int32_t statement, Instant now) {
        if (m_activations[m_strands[strand].activation].sampled) {
            traceStores(strand, statement, now);
        }
    }
    void noteStored(std::uint32_t strand, std::int64_t rows, Instant now) {
        if (m_activations[m_strands[strand].activation].sampled) {
            traceStored(strand, rows, now);
        }
    }
    // Of sampled activations only (step_runner_traces.cpp).
    void traceBegun(const Activation& activation, Instant at);
    void traceAccepted(const Activation& activation, int instance, Instant at);
    void countByFault(const Outcome& outcome) {
        if (outcome.origin.fault != noFault) {
            countImpact(outcome);
        } else if (outcome.origin.cause != Cause::None) {
            countUnexplained(outcome);
        }
    }
    void countUnexplained(const Outcome& outcome);
    void note(Instant at, std::string what, std::string where, std::string detail = {},
              FaultId fault = noFault);
    int service() const { return m_program->serviceOf(id()); }
    // From now on carries out what was set (step_runner_sets.cpp).
    void take(std::shared_ptr<const SetProgram> set, Context& context);
    // A fault upon the links of this process begins or ends; whether the event was of one
    // (link_events.cpp).
    bool handleLinkFault(const Event& event, Context& context);
    bool isOfStrand(const ComingEvent& coming) const {
        return (coming.kind == EventKind::StepEnds || coming.kind == EventKind::Reply) &&
               m_strands.has(coming.strand);
    }
    const Instruction& instructionBefore(const Strand& strand) const {
        return m_code[strand.pc - 1];
    }

    // What nearly every event looks at stands together: where there are many services, memory is
    // what an event waits for.
    // In *m_program, or in *m_set from when a parameter was set.
    const ProcessProgram* m_process;
    const Instruction* m_code;  // its code
    Pool<Activation> m_activations;
    Pool<Strand> m_strands;
    std::vector<EdgeState> m_edges;
    std::vector<CallPolicyState> m_policies;
    std::uint32_t m_serial = 0;
    std::int64_t m_stepsAtOnce = 0;

    std::shared_ptr<const SetProgram> m_set;
    std::shared_ptr<const FaultLog> m_faults;
    OnlyHere<Conditions> m_conditions;
    // What the strands in a transaction have done in it so far.
    SeldomMap<std::uint32_t, std::vector<StatementToCome>> m_transactions;
    SeldomVector<SagaState> m_orphans;  // sagas cut in half, to be undone by whoever is ready

  private:
    // What the stages of fetchFor() fetch (step_runner_fetch.cpp).
    void fetchMembers(const ComingEvent& coming) const;
    void fetchStrand(const ComingEvent& coming) const;
    void fetchRest(const ComingEvent& coming) const;
    void fetchLast(const ComingEvent& coming) const;

    void attemptExpires(const Event& event, Context& context);
    void backoffEnds(const Event& event, Context& context);

    // Each returns whether the strand goes on at once.
    bool carryOut(const Instruction& step, std::uint32_t strand, Context& context);
    void replyNow(Activation& activation, Context& context);
    bool sleep(const Instruction& step, std::uint32_t strand, Context& context);
    void beginStoreStep(const Instruction& step, std::uint32_t strand, Context& context);
    void choose(const Instruction& step, std::uint32_t strand);
    bool parallel(const Instruction& step, std::uint32_t strand, Context& context);
    bool repeat(const Instruction& step, std::uint32_t strand, Context& context);
    bool nextRound(std::uint32_t strand);
    bool allSpawned(std::uint32_t strand, Context& context);
    void stop(std::uint32_t strand, Context& context);
    // The strand that waits for this one to end; nowhere: there is none, or it has gone on.
    std::uint32_t heedingParent(std::uint32_t strand) const;
    void storeRefusalEnds(std::uint32_t strand, Context& context);
    bool storeStepDone(std::uint32_t strand, const StoreResult& result, Context& context);
    // Folds it; stops the run where the machine was at fault. Tells whether the strand goes on.
    bool isSound(const StoreResult& result, Context& context);
    bool transactionDone(std::uint32_t strand, const TransactionResult& result, Context& context);

    std::uint32_t newStrand(std::uint32_t activation, std::uint32_t first, Identity scope);
    void dropStrand(std::uint32_t index, Activation& owner);
    void leaveBehind(std::uint32_t strand);  // a transaction, a saga
    void beginJoin(Strand& strand, std::size_t children, std::uint32_t needed);
    // A strand whose end its parent waits for, with the members and the round of that.
    std::uint32_t newChild(std::uint32_t parent, std::uint32_t first, Identity scope);
    // It will not see the end of those that it waits for.
    void abandonJoin(std::uint32_t strand, Context& context) {
        if (instructionBefore(m_strands[strand]).op == Op::LookUp) {
            leaveFlight(strand, context);
        }
    }
    void childEnded(std::uint32_t parent, std::uint32_t joinOf, const Outcome& outcome,
                    Context& context);
    bool joinDecided(const Strand& strand) const;
    // Goes on after the join, or fails with the first failure.
    bool leaveJoin(std::uint32_t strand, Context& context);
    void rootEnded(Activation& activation, const Outcome& outcome, Context& context);
    void endIfLast(std::uint32_t index, Activation& activation, Context& context);

    // What a round of a repeat does not share with its parent.
    void beginRound(Strand& body, const RepeatProgram& repeat, const Strand& parent,
                    Identity place);

    // Sagas (step_runner_sagas.cpp).
    bool saga(const Instruction& step, std::uint32_t strand, Context& context);
    bool goOnWithSaga(std::uint32_t strand, Context& context);
    bool sagaListEnds(std::uint32_t strand, std::uint32_t first, Context& context);
    void sagaListEnded(std::uint32_t strand);
    bool leaveSaga(std::uint32_t strand, Context& context);
    StoreResult note(SagaState& saga, std::uint32_t part, Context& context);
    void orphanSaga(std::uint32_t strand);

    // Calls (step_runner_calls.cpp). Each returns whether the strand goes on at once.
    bool call(const Instruction& step, std::uint32_t index, Strand& strand, Context& context);
    void sendPlain(const CallProgram& call, std::uint32_t index, Strand& strand,
                   const Activation& owner, Context& context);
    bool plainAnswer(const Event& event, Context& context);
    bool beginAttempt(std::uint32_t strand, Context& context);
    // Not sent: refused outside of the breaker, or by it, so it judges nothing. Held back: refused
    // inside of it, by the rate limit or the bulkhead.
    enum class Attempt { Sent, NotSent, HeldBack };
    bool attemptEnded(std::uint32_t strand, const Outcome& outcome, Attempt attempt,
                      Context& context);
    // How long to wait before the next attempt; none: there is none.
    std::optional<Duration> waitBeforeRetry(const CallProgram& call, std::uint32_t strand,
                                            Instant now) const;
    bool callEnded(std::uint32_t strand, const Outcome& outcome, Context& context);
    // For the fingerprint.
    static std::uint64_t detailOf(const Outcome& outcome, bool heeded) {
        return static_cast<std::uint64_t>(outcome.cause) * 4 + (outcome.degraded ? 2 : 0) +
               (heeded ? 1 : 0);
    }
    void countAttempt(EdgeState& edge, Instant callStarted) {
        ++edge.attempts;
        edge.windows.forEachWith(*m_program, *m_process, callStarted,
                                 [](EdgeStats& stats) { ++stats.attempts; });
    }
    void judge(const CallProgram& call, std::uint32_t strand, const Outcome& outcome,
               Context& context);
    void noteBreaker(const CallProgram& call, BreakerState changedTo, Instant now);
    void abandonCall(std::uint32_t strand, Context& context);
    void countImpact(const Outcome& outcome);
    void countCall(const CallProgram& call, const CallState& state, const Outcome& outcome,
                   Instant now);

    // What stands between the breaker and the network (call_guards.cpp).
    bool takeToken(const CallProgram& call, std::uint32_t strand, Context& context);
    bool takePermit(const CallProgram& call, std::uint32_t strand, Context& context);
    void releasePermit(const CallProgram& call, std::uint32_t strand, Context& context);
    void givePermit(CallPolicyState& policy, Context& context);  // to the first in line
    void tokenComes(const Event& event, Context& context);
    void permitGranted(const Event& event, Context& context);
    void permitWaitEnds(const Event& event, Context& context);

    // Attempts on their way, and their copies (step_runner_attempts.cpp).
    void sendAttempt(const CallProgram& call, std::uint32_t strand, Context& context);
    void transmit(const CallProgram& call, std::uint32_t strand, Context& context);
    void awaitNextCopy(const CallProgram& call, std::uint32_t strand, Context& context);
    bool copyEnded(StrandEvent replyTo, const Outcome& outcome, Context& context);
    void hedgeDue(const Event& event, Context& context);
    void armTimeout(const CallProgram& call, StrandEvent attempt, Context& context);
    void timeoutsDue(const Event& event, Context& context);
    void dropStaleTimeouts(TimeoutLine& line) {
        while (!line.attempts.isEmpty() && !isArmed(line.attempts.front())) {
            line.attempts.dropFront();
        }
    }
    bool isArmed(const TimeoutLine::Armed& timeout) const {
        return isCurrent(timeout.attempt, Awaits::Reply);
    }
    void cancelCopies(const CallProgram& call, std::uint32_t strand, const Outcome& outcome,
                      Context& context);

    // Messages to topics (step_runner_publish.cpp).
    bool publish(const Instruction& step, std::uint32_t strand, Context& context);
    void confirmArrives(const Event& event, Context& context);
    void confirmExpires(const Event& event, Context& context);
    void confirmed(std::uint32_t strand, const Outcome& outcome, Context& context);
    Identity copyIdentity(const CallState& state, std::uint32_t copy) const;
    const CallProgram& callOf(const Strand& strand) const {
        return m_process->calls[instructionBefore(strand).index];
    }

    // What was set (step_runner_sets.cpp).
    void addEdges();
    void setGuards(const CallProgram* before, const CallProgram& now, Context& context);

    // Traces (step_runner_traces.cpp).
    TraceMark& mark(TraceMarkKind kind, const Activation& activation, Instant at);
    TraceMark& markOfCall(TraceMarkKind kind, const CallProgram& call, const Strand& strand,
                          Instant at);
    static void addOutcome(TraceMark& mark, const Outcome& outcome);
    void traceActivity(const Activation& activation, Instant at);
    void traceHeld(TraceMarkKind kind, std::uint32_t strand, TimeKind by, Instant at);
    void traceStores(std::uint32_t strand, std::int32_t statement, Instant at);
    void traceStored(std::uint32_t strand, std::int64_t rows, Instant at);
    void traceEnded(const Activation& activation, const Outcome& outcome, Instant at);
    void traceSent(const CallProgram& call, const Strand& strand, std::uint32_t copy, Instant at);
    void traceAnswered(const CallProgram& call, const Strand& strand, std::uint32_t copy,
                       const Outcome& outcome, Instant at);
    // The attempt is over for its caller.
    void traceAttempt(const CallProgram& call, const Strand& strand, const Outcome& outcome,
                      bool wasSent, Instant at);

    StoreMaker* m_conditionMaker;
    SeldomMap<std::uint32_t, SagaState> m_sagas;  // under way, by the strand of their step
    std::int64_t m_sagasBegun = 0;
    Timeline m_timeline;
    SeldomMap<FaultId, FaultImpact::OnSubject> m_byFault;
    Seldom<Unexplained> m_unexplained;  // none: all was explained
    SeldomMap<std::uint32_t, std::int64_t> m_unheard;
    SeldomVector<CallSample> m_samples;
    SeldomVector<TraceMark> m_traceMarks;
    SeldomVector<std::int64_t> m_boundMembers;  // reused by bindsOf
    std::int64_t m_stepsOfEvent = -1;           // the event that m_stepsAtOnce was last set back in
};

}  // namespace sim
