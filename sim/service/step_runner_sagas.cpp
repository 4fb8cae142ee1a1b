// Sagas: their parts, one after the other; when one fails, the way back.
//
// The strand of the step waits, as that of a `parallel` does, for one list of steps after the
// other: the `do` of each part, or the `undo` of each that began. How far it has come stands in the
// store, too, before each list begins.
#include "sim/service/step_runner.h"

namespace sim {

bool StepRunner::saga(const Instruction& step, std::uint32_t index, Context& context) {
    Strand& strand = m_strands[index];
    const Activation& owner = m_activations[strand.activation];
    SagaState saga;
    saga.number = ++m_sagasBegun;
    saga.program = step.index;
    saga.endpoint = owner.endpoint;
    saga.identity = owner.identity;
    saga.request = owner.request(strand.drawn);
    saga.scope = strand.scope;
    saga.drawn = strand.drawn;
    saga.round = strand.round;
    m_sagas[index] = saga;
    strand.isSaga = true;
    return goOnWithSaga(index, context);
}

void StepRunner::takeSaga(std::uint32_t root, SagaState saga) {
    Strand& strand = m_strands[root];
    strand.pc = m_process->sagas[saga.program].undoing;
    strand.scope = saga.scope;
    strand.drawn = saga.drawn;
    strand.round = static_cast<std::uint32_t>(saga.round);
    strand.isSaga = true;
    saga.part = saga.notedPart;
    saga.isUndoing = true;
    saga.waits = false;
    saga.failure = {};  // whoever asked for it has been told
    m_sagas[root] = saga;
}

// A loop, so that parts that take no time do not begin within each other.
bool StepRunner::goOnWithSaga(std::uint32_t index, Context& context) {
    SagaState& saga = m_sagas.at(index);
    const auto& parts = m_process->sagas[saga.program].parts;
    while (!saga.waits) {
        if (saga.part == 0 || saga.part > parts.size()) {
            return leaveSaga(index, context);
        }
        const StoreResult noted = note(saga, saga.part, context);
        if (noted.refusedBy != noFault && !saga.isUndoing) {
            // What the store knows nothing of does not begin.
            saga.failure = Outcome::failure(Cause::Error, service(), noted.refusedBy);
            saga.isUndoing = true;
            --saga.part;
            continue;
        }
        if (!context.machineFault.empty()) {
            return false;
        }
        const SagaProgram::Part& part = parts[saga.part - 1];
        if (!sagaListEnds(index, saga.isUndoing ? part.undo : part.forward, context)) {
            return false;
        }
        sagaListEnded(index);
    }
    noteHeld(index, TimeKind::BackOff, context.now());
    awaitEnd(index, Awaits::UndoAgain, undoAgainAfter, context);
    return false;
}

// Begins one list; tells whether it has ended already.
bool StepRunner::sagaListEnds(std::uint32_t index, std::uint32_t first, Context& context) {
    SagaState& saga = m_sagas.at(index);
    Strand& strand = m_strands[index];
    beginJoin(strand, 1, nowhere);
    const Identity scope =
        saga.isUndoing ? mixed(mixed(saga.scope, instructionBefore(strand).place), ++saga.tries)
                       : saga.scope;
    const std::uint32_t child = newChild(index, first, scope);
    m_strands[child].isUndo = saga.isUndoing;
    run(child, context);
    m_strands[index].spawning = false;
    return m_strands[index].joining.pending == 0;
}

// Where it goes from the list that has just ended.
void StepRunner::sagaListEnded(std::uint32_t index) {
    SagaState& saga = m_sagas.at(index);
    Strand& strand = m_strands[index];
    renewSerial(strand);  // branches still under way in it run on unheeded
    strand.awaits = Awaits::Nothing;
    const bool failed = strand.joining.firstFailure.failed();
    if (saga.isUndoing) {
        saga.waits = failed;
        saga.part -= failed ? 0 : 1;
    } else if (failed) {
        saga.failure = strand.joining.firstFailure;
        saga.isUndoing = true;
    } else {
        ++saga.part;
    }
}

// It is over when the store has forgotten it.
bool StepRunner::leaveSaga(std::uint32_t index, Context& context) {
    SagaState& saga = m_sagas.at(index);
    if (saga.notedPart > 0 && note(saga, 0, context).refusedBy != noFault) {
        noteHeld(index, TimeKind::BackOff, context.now());
        awaitEnd(index, Awaits::UndoAgain, undoAgainAfter, context);
        return false;
    }
    const Outcome outcome = saga.failure;
    m_sagas.erase(index);
    m_strands[index].isSaga = false;
    if (outcome.failed()) {
        endStrand(index, outcome, context);
    }
    return !outcome.failed();
}

StoreResult StepRunner::note(SagaState& saga, std::uint32_t part, Context& context) {
    StoreResult result =
        noteSaga({saga.number, saga.request.number, m_process->endpoints[saga.endpoint].name,
                  static_cast<std::int64_t>(part), saga.isUndoing, saga.notedPart == 0});
    if (!result.machineFault.empty()) {
        context.machineFault = name() + ": " + result.machineFault;
    } else if (result.refusedBy == noFault) {
        saga.notedPart = part;
    }
    return result;
}

// Its strand is lost, with its instance or because its caller gave up.
void StepRunner::orphanSaga(std::uint32_t index) {
    const auto lost = m_sagas.find(index);
    if (lost->second.notedPart > 0) {
        m_orphans.push_back(lost->second);
    }
    m_sagas.erase(lost);
}

}  // namespace sim
