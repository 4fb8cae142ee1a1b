#include "sim/service/step_runner.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace sim {

StepRunner::StepRunner(std::shared_ptr<const Program> program, ProcessId id,
                       std::shared_ptr<const FaultLog> faults, StoreMaker* stores)
    : Messenger(std::move(program), id),
      m_process(&m_program->processes[id]),
      m_code(m_process->code.data()),
      m_edges(m_process->edges.size(), EdgeState(*m_program, *m_process)),
      m_policies(m_process->calls.size()),
      m_faults(std::move(faults)),
      m_conditionMaker(stores) {
    for (std::size_t i = 0; i < m_process->calls.size(); ++i) {
        if (m_process->calls[i].breaker) {
            m_policies[i].breaker.emplace(*m_process->calls[i].breaker);
        }
        if (m_process->calls[i].rateLimit) {
            m_policies[i].bucket.emplace(*m_process->calls[i].rateLimit);
        }
    }
}

void StepRunner::begin(Context&) {
    if (!m_process->conditions.empty()) {
        m_conditions = m_conditionMaker->conditions(m_process->conditions);
    }
}

std::string StepRunner::goOn(std::shared_ptr<const FaultLog> faults, StoreMaker* stores) {
    m_faults = std::move(faults);
    m_conditionMaker = stores;
    if (!m_process->conditions.empty()) {
        m_conditions = m_conditionMaker->conditions(m_process->conditions);
    }
    return {};
}

// --------------------------------------------------------------------------------------
// activations

std::uint32_t StepRunner::newRoot(const Pool<Activation>::Taken& activation, std::uint64_t drawn) {
    const auto [root, strand] = m_strands.take();
    Activation& owner = activation.item;
    owner.firstStrand = owner.lastStrand = root;
    strand.activation = activation.place;
    strand.pc = m_process->endpoint(owner.endpoint, owner.version).first;
    strand.scope = owner.identity;
    strand.drawn = drawn;
    return root;
}

std::uint32_t StepRunner::newStrand(std::uint32_t activation, std::uint32_t first, Identity scope) {
    const auto [index, strand] = m_strands.take();
    Activation& owner = m_activations[activation];
    strand.activation = activation;
    strand.pc = first;
    strand.scope = scope;
    strand.previous = owner.lastStrand;
    if (owner.lastStrand == nowhere) {
        owner.firstStrand = index;
    } else {
        m_strands[owner.lastStrand].next = index;
    }
    owner.lastStrand = index;
    return index;
}

void StepRunner::dropStrand(std::uint32_t index, Activation& owner) {
    const Strand& strand = m_strands[index];
    (strand.previous == nowhere ? owner.firstStrand : m_strands[strand.previous].next) =
        strand.next;
    (strand.next == nowhere ? owner.lastStrand : m_strands[strand.next].previous) = strand.previous;
    if (strand.inTransaction || strand.isSaga) [[unlikely]] {
        leaveBehind(index);
    }
    m_strands.giveBack(index);
}

void StepRunner::leaveBehind(std::uint32_t index) {
    if (m_strands[index].inTransaction) {
        m_transactions.erase(index);
    }
    if (m_strands[index].isSaga) {
        orphanSaga(index);
    }
}

void StepRunner::rootEnded(Activation& activation, const Outcome& outcome, Context& context) {
    activation.rootEnded = true;
    if (outcome.failed()) {
        activation.outcome = outcome;
    }
    if (activation.sampled) {
        traceEnded(activation, activation.outcome, context.now());
    }
    if (!activation.replied) {
        activation.replied = true;
        const Outcome answered = activation.outcome;
        answer(activation, answered, context);
    }
}

void StepRunner::endIfLast(std::uint32_t index, Activation& activation, Context& context) {
    if (activation.firstStrand != nowhere) {
        return;
    }
    ended(activation, context);
    m_activations.giveBack(index);
}

void StepRunner::abandon(std::uint32_t index, Context& context) {
    Activation& activation = m_activations[index];
    if (activation.sampled && !activation.rootEnded) {
        traceEnded(activation, activation.outcome, context.now());
    }
    for (std::uint32_t each = activation.firstStrand; each != nowhere;) {
        const std::uint32_t next = m_strands[each].next;
        const Awaits awaits = m_strands[each].awaits;
        if (awaits == Awaits::Reply || awaits == Awaits::Backoff || awaits == Awaits::Token ||
            awaits == Awaits::Permit) {
            abandonCall(each, context);
        } else if (awaits == Awaits::Join) {
            abandonJoin(each, context);
        }
        dropStrand(each, activation);
        each = next;
    }
    m_activations.giveBack(index);
}

void StepRunner::abandonCall(std::uint32_t index, Context& context) {
    const Strand& strand = m_strands[index];
    const CallProgram& call = callOf(strand);
    CallPolicyState& policy = m_policies[call.policy];
    --policy.callsUnderWay;
    policy.retriesUnderWay -= strand.call.attempt > 1 ? 1 : 0;
    if (policy.breaker && strand.awaits != Awaits::Backoff) {
        policy.breaker->onAbandoned(strand.call.era);
    }
    if (strand.awaits == Awaits::Permit && !strand.call.holdsPermit) {
        policy.permitLine.remove(m_strands, index);
    }
    releasePermit(call, index, context);
}

// ------------------------------------------------------------------------------------------
// strands

namespace {

// Steps carried out while one event is handled, so without any time passing; more is a loop that
// nobody meant.
constexpr std::int64_t stepsAtOnceAtMost = 10'000'000;

}  // namespace

bool StepRunner::isAnswer(StrandEvent replyTo) const {
    const Strand& strand = m_strands[replyTo.strand];
    if (strand.awaits != Awaits::Reply) {
        return false;
    }
    const std::uint32_t copy = replyTo.serial - strand.serial;  // huge where it is an earlier one's
    return copy == 0 ||
           (copy <= strand.call.copies && (strand.call.copiesOpen & (1U << copy)) != 0);
}

// They are counted over several events; only where they have become many it is asked whether all
// were of one.
void StepRunner::lookWhetherStepsEnd() {
    if (executedCount() == m_stepsOfEvent) {
        throw std::runtime_error("ten million steps in a row took no time");
    }
    m_stepsOfEvent = executedCount();
    m_stepsAtOnce = 0;
}

void StepRunner::run(std::uint32_t index, Context& context) {
    Strand& strand = m_strands[index];
    while (true) {
        if (++m_stepsAtOnce > stepsAtOnceAtMost) [[unlikely]] {
            lookWhetherStepsEnd();
        }
        const Instruction& step = m_code[strand.pc];
        ++strand.pc;
        // What most steps are, at once.
        if (step.op == Op::Compute) {
            Activation& owner = m_activations[strand.activation];
            const Duration drawn = m_process->samplers[step.index].draw(
                m_program->keys.compute, mixed(strand.scope, step.place));
            compute({index, strand}, owner, slowed(drawn, slowness(owner)), context);
            return;
        }
        if (step.op == Op::End && !strand.isBody) {
            endStrand({index, strand}, {}, context);
            return;
        }
        if (!(step.op == Op::Call ? call(step, index, strand, context)
                                  : carryOut(step, index, context))) {
            return;
        }
    }
}

bool StepRunner::carryOut(const Instruction& step, std::uint32_t index, Context& context) {
    Strand& strand = m_strands[index];
    const DrawKeys& keys = m_program->keys;
    const auto identity = [&] { return mixed(strand.scope, step.place); };
    switch (step.op) {
        case Op::End:  // of a round
            if (nextRound(index)) {
                return true;
            }
            endStrand(index, {}, context);
            return false;
        case Op::Compute:
        case Op::Call:
            break;  // run() has carried them out
        case Op::Sleep:
            return sleep(step, index, context);
        case Op::Parallel:
            return parallel(step, index, context);
        case Op::Choose:
            choose(step, index);
            return true;
        case Op::Repeat:
            return repeat(step, index, context);
        case Op::StoreStep:
            beginStoreStep(step, index, context);
            return false;
        case Op::LookUp:
            return lookUp(index, context);
        case Op::Invalidate:
            invalidate(index);
            return true;
        case Op::Reply:
            replyNow(m_activations[strand.activation], context);
            return true;
        case Op::Stop:
            stop(index, context);
            return false;
        case Op::Fail:
            if (drawUnit(keys.fail, identity()) < m_process->probabilities[step.index]) {
                const FaultId behind = rolloutBehind(m_activations[strand.activation]);
                endStrand(index, Outcome::failure(Cause::Error, service(), behind), context);
                return false;
            }
            return true;
        case Op::Jump:
            strand.pc = step.target;
            return true;
        case Op::Publish:
            return publish(step, index, context);
        case Op::SkipUnless:
            if (!m_conditions->holds(static_cast<int>(step.index), bindsOf(index, context.now()))) {
                m_strands[index].pc = step.target;
            }
            return true;
        case Op::Saga:
            return saga(step, index, context);
        case Op::UndoSaga:
            return goOnWithSaga(index, context);
        case Op::BeginTransaction:
            return beginTransaction(index, context);
        case Op::EndTransaction:
            return transactionDone(index, endTransaction(index, context), context);
    }
    return false;
}

void StepRunner::replyNow(Activation& activation, Context& context) {
    if (!activation.replied) {
        activation.replied = true;
        answer(activation, activation.outcome, context);
    }
}

void StepRunner::beginStoreStep(const Instruction& step, std::uint32_t index, Context& context) {
    const bool writes = m_process->storeSteps[step.index].writes;
    const Sampler& cost = writes ? *m_process->storeWrite : *m_process->storeRead;
    const Strand& strand = m_strands[index];
    const Duration drawn = cost.draw(m_program->keys.store, mixed(strand.scope, step.place));
    storeStep(index, slowed(drawn, slowness(m_activations[strand.activation])), context);
}

Duration StepRunner::slowed(Duration drawn, double slowness) {
    // Exact while nothing is slow; a plain IEEE product otherwise.
    return slowness == 1 ? drawn
                         : Duration(static_cast<std::int64_t>(
                               std::floor(static_cast<double>(drawn.count()) * slowness + 0.5)));
}

bool StepRunner::sleep(const Instruction& step, std::uint32_t index, Context& context) {
    const Identity identity = mixed(m_strands[index].scope, step.place);
    const Duration drawn = m_process->samplers[step.index].draw(m_program->keys.sleep, identity);
    const double slowness = this->slowness(m_activations[m_strands[index].activation]);
    noteHeld(index, TimeKind::Sleeps, context.now());
    awaitEnd(index, Awaits::Sleep, slowed(drawn, slowness), context);
    return false;
}

void StepRunner::awaitEnd(const Pool<Strand>::Taken& strand, Awaits awaits, Duration work,
                          Context& context) {
    strand.item.awaits = awaits;
    strand.item.timed.endsAt = context.now() + work;
    schedule(context, strand.item.timed.endsAt, EventClass::Completion, EventKind::StepEnds,
             StrandEvent{strand.place, renewSerial(strand.item)});
}

void StepRunner::stepEnds(const Event& event, Context& context) {
    const StrandEvent which = event.payload.strand;
    Strand& strand = m_strands[which.strand];
    if (strand.serial != which.serial) {
        return;
    }
    executed(event);
    const Awaits awaited = std::exchange(strand.awaits, Awaits::Nothing);
    if (awaited == Awaits::Compute) {
        computeEnded(which.strand, context);
        run(which.strand, context);
    } else if (awaited == Awaits::Sleep || awaited == Awaits::Transaction) {
        noteReleased(which.strand, context.now());
        run(which.strand, context);
    } else if (awaited == Awaits::UndoAgain) {
        noteReleased(which.strand, context.now());
        m_sagas.at(which.strand).waits = false;
        if (goOnWithSaga(which.strand, context)) {
            run(which.strand, context);
        }
    } else if (awaited == Awaits::Refusal) {
        storeRefusalEnds(which.strand, context);
    } else if (storeStepDone(which.strand, storeStepEnded(which.strand, context), context)) {
        run(which.strand, context);
    }
}

void StepRunner::storeRefusalEnds(std::uint32_t index, Context& context) {
    noteReleased(index, context.now());  // it may have waited for a connection
    const StoreResult result = storeRefused(index, context);
    if (result.refusedBy == noFault) {
        --m_strands[index].pc;  // its instance hung until after the repair
        run(index, context);
    } else {
        storeStepDone(index, result, context);
    }
}

bool StepRunner::storeStepDone(std::uint32_t index, const StoreResult& result, Context& context) {
    Strand& strand = m_strands[index];
    if (!isSound(result, context)) {
        return false;
    }
    if (result.constraintBroken || result.refusedBy != noFault) {
        endStrand(index, Outcome::failure(Cause::Error, service(), result.refusedBy), context);
        return false;
    }
    const StoreProgram& step = m_process->storeSteps[instructionBefore(strand).index];
    if (result.rows == 0 && step.hasElse) {
        strand.pc = step.orElse;
    }
    return true;
}

bool StepRunner::isSound(const StoreResult& result, Context& context) {
    foldResult(static_cast<std::uint64_t>(result.rows) * 2 + (result.constraintBroken ? 1 : 0));
    if (!result.machineFault.empty()) {
        context.machineFault = name() + ": " + result.machineFault;
    }
    return result.machineFault.empty();
}

bool StepRunner::transactionDone(std::uint32_t index, const TransactionResult& result,
                                 Context& context) {
    if (!isSound(result.last, context)) {
        return false;
    }
    if (!result.failed) {
        return true;
    }
    const bool isBroken = result.last.constraintBroken || result.last.refusedBy != noFault;
    const auto step = static_cast<std::size_t>(result.failedStep);
    if (isBroken || !m_process->storeSteps[step].hasElse) {
        endStrand(index, Outcome::failure(Cause::Error, service(), result.last.refusedBy), context);
        return false;
    }
    m_strands[index].pc = m_process->storeSteps[step].orElse;
    return true;
}

void StepRunner::choose(const Instruction& step, std::uint32_t index) {
    Strand& strand = m_strands[index];
    const ChooseProgram& choose = m_process->chooses[step.index];
    const double drawn = drawUnit(m_program->keys.choose, mixed(strand.scope, step.place));
    std::size_t branch = 0;
    while (drawn >= choose.cumulative[branch]) {
        ++branch;
    }
    strand.pc = choose.branches[branch];
}

// --------------------------------------------------------------------------------------
// small help

Binds StepRunner::bindsOf(std::uint32_t index, Instant now) {
    const Activation& owner = m_activations[m_strands[index].activation];
    const RequestRef request = owner.request(m_strands[index].drawn);
    std::vector<std::int64_t>& members = m_boundMembers.made();
    members.clear();
    for (std::size_t i = 0; i < m_program->members.populations(); ++i) {
        members.push_back(m_program->members.memberOf(i, request, m_program->keys.member));
    }
    return {members, owner.requestNumber, m_strands[index].round,
            models::inSeconds(models::sinceStart(now))};
}

void StepRunner::countImpact(const Outcome& outcome) {
    FaultImpact::OnSubject& impact = m_byFault[outcome.origin.fault];
    if (outcome.failed()) {
        ++impact.failed;
        ++impact.failedByCause[static_cast<std::size_t>(outcome.cause)];
    } else if (outcome.degraded) {
        ++impact.degraded;
    }
}

void StepRunner::countUnexplained(const Outcome& outcome) {
    // The other causes are their own explanation: a step that fails of itself, a defect.
    const Cause began = outcome.origin.cause;
    if (began != Cause::Timeout && began != Cause::Deadline && began != Cause::Rejected &&
        began != Cause::BreakerOpen) {
        return;
    }
    if (!m_unexplained) {
        m_unexplained.emplace();
    }
    if (outcome.failed()) {
        ++m_unexplained->failed[static_cast<std::size_t>(outcome.cause)];
    } else {
        ++m_unexplained->degraded;
    }
}

void StepRunner::note(Instant at, std::string what, std::string where, std::string detail,
                      FaultId fault) {
    m_timeline.add({at, std::move(what), std::move(where), std::move(detail), fault});
}

}  // namespace sim
