// Branches of `parallel` and rounds of `repeat`: how strands begin others, and what becomes of the
// outcome of those.
#include "sim/service/step_runner.h"

namespace sim {

bool StepRunner::parallel(const Instruction& step, std::uint32_t index, Context& context) {
    const ParallelProgram& parallel = m_process->parallels[step.index];
    Strand& strand = m_strands[index];
    beginJoin(strand, parallel.branches.size(), parallel.waitsForAll ? nowhere : parallel.need);
    const std::uint32_t join = strand.serial;
    const Identity scope = strand.scope;
    for (const std::uint32_t first : parallel.branches) {
        run(newChild(index, first, scope), context);
        if (m_strands[index].serial != join) {
            return false;  // a branch stopped the endpoint
        }
    }
    return allSpawned(index, context);
}

void StepRunner::beginJoin(Strand& strand, std::size_t children, std::uint32_t needed) {
    strand.awaits = Awaits::Join;
    renewSerial(strand);
    std::construct_at(&strand.joining);
    strand.joining.pending = static_cast<std::uint32_t>(children);
    strand.joining.needed = needed;
    strand.spawning = true;
}

std::uint32_t StepRunner::newChild(std::uint32_t index, std::uint32_t first, Identity scope) {
    const std::uint32_t made = newStrand(m_strands[index].activation, first, scope);
    const Strand& parent = m_strands[index];
    Strand& child = m_strands[made];
    child.parent = index;
    child.joinOf = parent.serial;
    child.drawn = parent.drawn;
    child.round = parent.round;
    child.isUndo = parent.isUndo;
    return made;
}

bool StepRunner::runNested(std::uint32_t index, std::uint32_t first, Context& context) {
    beginJoin(m_strands[index], 1, nowhere);
    const std::uint32_t join = m_strands[index].serial;
    run(newChild(index, first, m_strands[index].scope), context);
    return m_strands[index].serial == join && allSpawned(index, context);
}

bool StepRunner::allSpawned(std::uint32_t index, Context& context) {
    m_strands[index].spawning = false;
    return joinDecided(m_strands[index]) && leaveJoin(index, context);
}

bool StepRunner::repeat(const Instruction& step, std::uint32_t index, Context& context) {
    const RepeatProgram& repeat = m_process->repeats[step.index];
    Strand& strand = m_strands[index];
    const Identity identity = mixed(strand.scope, step.place);
    std::int64_t rounds = repeat.timesMin;
    if (repeat.timesMax > repeat.timesMin) {
        rounds += static_cast<std::int64_t>(
            drawIndex(m_program->keys.repeat, identity,
                      static_cast<std::uint64_t>(repeat.timesMax - repeat.timesMin + 1)));
    }
    if (rounds == 0) {
        return true;
    }
    beginJoin(strand, 1, nowhere);
    const std::uint32_t join = strand.serial;
    const std::uint32_t child = newStrand(strand.activation, repeat.body, 0);
    Strand& body = m_strands[child];
    body.parent = index;
    body.joinOf = join;
    body.isBody = true;
    body.isUndo = m_strands[index].isUndo;
    body.rounds = static_cast<std::uint32_t>(rounds);
    beginRound(body, repeat, m_strands[index], step.place);
    run(child, context);
    // A body that took no time has ended by now: going on from here, not from within it, keeps the
    // stack flat however many rounds there are.
    return m_strands[index].serial == join && allSpawned(index, context);
}

bool StepRunner::nextRound(std::uint32_t index) {
    Strand& body = m_strands[index];
    if (body.round == body.rounds) {
        return false;
    }
    const Strand& parent = m_strands[body.parent];
    if (parent.serial != body.joinOf) {
        return false;  // nobody heeds it any more
    }
    const Instruction& step = instructionBefore(parent);
    const RepeatProgram& repeat = m_process->repeats[step.index];
    beginRound(body, repeat, parent, step.place);
    body.pc = repeat.body;
    return true;
}

void StepRunner::beginRound(Strand& body, const RepeatProgram& repeat, const Strand& parent,
                            Identity place) {
    ++body.round;
    body.scope = mixed(mixed(parent.scope, place), static_cast<std::uint64_t>(body.round));
    body.drawn = parent.drawn;
    if (repeat.draws != nowhere) {
        body.drawn = m_program->members.drawnAnew(parent.drawn, repeat.draws,
                                                  m_program->keys.member, body.scope);
    }
}

// Ends the endpoint from within any depth of branches and rounds: each that waits for this one
// goes, too, and its other branches run on unheeded. A branch that nobody heeds any more ends
// alone.
void StepRunner::stop(std::uint32_t index, Context& context) {
    const std::uint32_t activation = m_strands[index].activation;
    Activation& owner = m_activations[activation];
    std::uint32_t top = index;
    for (std::uint32_t parent = heedingParent(top); parent != nowhere;
         parent = heedingParent(top)) {
        dropStrand(top, owner);
        abandonJoin(parent, context);
        renewSerial(parent);
        top = parent;
    }
    const bool isRoot = owner.isRoot(top);
    dropStrand(top, owner);
    if (isRoot) {
        rootEnded(owner, {}, context);
    }
    endIfLast(activation, owner, context);
}

std::uint32_t StepRunner::heedingParent(std::uint32_t index) const {
    const Strand& strand = m_strands[index];
    const bool isHeeded =
        strand.parent != nowhere && m_strands[strand.parent].serial == strand.joinOf;
    return isHeeded ? strand.parent : nowhere;
}

void StepRunner::endStrand(const Pool<Strand>::Taken& ending, const Outcome& outcome,
                           Context& context) {
    const Strand& strand = ending.item;
    const std::uint32_t activation = strand.activation;
    const std::uint32_t parent = strand.parent;
    const std::uint32_t joinOf = strand.joinOf;
    Activation& owner = m_activations[activation];
    dropStrand(ending.place, owner);
    if (parent != nowhere) {
        if (m_strands[parent].serial == joinOf) {
            childEnded(parent, joinOf, outcome, context);
            return;
        }
    } else {
        rootEnded(owner, outcome, context);
    }
    endIfLast(activation, owner, context);
}

void StepRunner::childEnded(std::uint32_t parent, std::uint32_t, const Outcome& outcome,
                            Context& context) {
    Strand& strand = m_strands[parent];
    --strand.joining.pending;
    if (!outcome.failed()) {
        ++strand.joining.successes;
    } else if (!strand.joining.firstFailure.failed()) {
        strand.joining.firstFailure = outcome;
    }
    if (!strand.spawning && joinDecided(strand) && leaveJoin(parent, context)) {
        run(parent, context);
    }
}

bool StepRunner::joinDecided(const Strand& strand) const {
    if (strand.joining.needed == nowhere) {
        return strand.joining.pending == 0;
    }
    return strand.joining.successes >= strand.joining.needed ||
           strand.joining.successes + strand.joining.pending < strand.joining.needed;
}

bool StepRunner::leaveJoin(std::uint32_t index, Context& context) {
    Strand& strand = m_strands[index];
    if (strand.isSaga) {
        sagaListEnded(index);
        return goOnWithSaga(index, context);
    }
    renewSerial(strand);  // branches still under way run on unheeded
    strand.awaits = Awaits::Nothing;
    const bool good = strand.joining.needed == nowhere
                          ? !strand.joining.firstFailure.failed()
                          : strand.joining.successes >= strand.joining.needed;
    if (instructionBefore(strand).op == Op::LookUp) {
        const Outcome outcome = strand.joining.firstFailure;
        return missEnded(index, outcome, context);
    }
    if (!good) {
        const Outcome failure = strand.joining.firstFailure;
        endStrand(index, failure, context);
    }
    return good;
}

}  // namespace sim
