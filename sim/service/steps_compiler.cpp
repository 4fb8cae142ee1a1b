#include "sim/service/steps_compiler.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace sim {

namespace {

// The parts of a step that hold lists of their own get places of their own.
enum class Part : std::uint64_t { Branch = 1, Body, Fallback, Else, Undo, Miss };

Identity partOf(Identity place, Part part, std::size_t number = 0) {
    return mixed(mixed(place, static_cast<std::uint64_t>(part)), number);
}

}  // namespace

std::uint32_t StepsCompiler::compileList(const models::Steps& steps, Identity place) {
    // Nested lists stand behind a jump of whoever holds them, so the first instruction is here.
    const std::uint32_t first = here();
    compileSteps(steps, place);
    emit(Op::End, place);
    return first;
}

void StepsCompiler::compileSteps(const models::Steps& steps, Identity place) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        compileStep(steps[i], mixed(place, i));
    }
}

void StepsCompiler::compileStep(const models::Step& step, Identity place) {
    std::uint32_t skip = 0;
    if (step.when) {
        skip = emit(Op::SkipUnless, place, m_program.conditions.size());
        m_program.conditions.push_back(&*step.when);
    }
    std::visit([&](const auto& action) { compile(action, place); }, step.action);
    if (step.when) {
        land(skip);
    }
}

std::uint32_t StepsCompiler::emit(Op op, Identity place, std::size_t index) {
    m_program.code.push_back({op, static_cast<std::uint32_t>(index), 0, place});
    return here() - 1;
}

void StepsCompiler::compile(const models::Compute& step, Identity place) {
    emit(Op::Compute, place, m_program.samplers.size());
    m_program.samplers.emplace_back(step.time);
}

void StepsCompiler::compile(const models::Sleep& step, Identity place) {
    emit(Op::Sleep, place, m_program.samplers.size());
    m_program.samplers.emplace_back(step.time);
}

std::uint32_t StepsCompiler::edgeTo(const models::EndpointName& callee) {
    const EndpointAddress address =
        m_addresses.find(callee.service + "." + callee.endpoint)->second;
    const auto same = std::ranges::find_if(m_program.edges, [&](const EdgeProgram& edge) {
        return edge.callee == address.process && edge.calleeEndpoint == address.endpoint;
    });
    if (same != m_program.edges.end()) {
        return static_cast<std::uint32_t>(same - m_program.edges.begin());
    }
    m_program.edges.push_back({address.process, address.endpoint, 0});
    return static_cast<std::uint32_t>(m_program.edges.size() - 1);
}

void StepsCompiler::compile(const models::Call& step, Identity place) {
    const std::size_t index = m_program.calls.size();
    CallProgram call;
    call.edge = edgeTo(step.callee);
    call.callee = m_program.edges[call.edge].callee;
    call.calleeEndpoint = m_program.edges[call.edge].calleeEndpoint;
    call.policy = static_cast<std::uint32_t>(index);
    call.timeoutLine = call.policy;
    call.probability = step.probability.value;
    call.timeout = step.timeout;
    call.deadline = step.deadline;
    call.retry = step.retry;
    call.breaker = step.circuitBreaker;
    call.hasFallback = step.fallback.has_value();
    call.rateLimit = step.rateLimit;
    call.bulkhead = step.bulkhead;
    call.hedge = step.hedge;
    call.isGuarded = step.rateLimit || step.bulkhead;
    call.priority = step.priority;
    call.cancels = m_whole.serviceAt(call.callee).cancellation != models::Cancellation::None;
    call.isPlain = m_whole.takesShortcuts && !call.deadline && !call.retry && !call.breaker &&
                   !call.isGuarded && !call.hedge && !call.cancels &&
                   !m_whole.scenario.network.betweenZones;
    m_program.calls.push_back(call);
    m_program.callOfPolicy.push_back(call.policy);
    emit(Op::Call, place, index);
    if (!step.fallback) {
        return;
    }
    if (step.fallback->steps.empty()) {
        m_program.calls[index].fallback = here();
        return;
    }
    const std::uint32_t over = emitJump(place);
    m_program.calls[index].fallback = here();
    compileSteps(step.fallback->steps, partOf(place, Part::Fallback));
    land(over);
}

void StepsCompiler::compile(const models::Parallel& step, Identity place) {
    ParallelProgram parallel;
    parallel.waitsForAll = !step.need.has_value();
    parallel.need = static_cast<std::uint32_t>(step.need ? static_cast<std::size_t>(*step.need)
                                                         : step.branches.size());
    const std::size_t index = m_program.parallels.size();
    m_program.parallels.emplace_back();
    emit(Op::Parallel, place, index);
    const std::uint32_t over = emitJump(place);
    for (std::size_t i = 0; i < step.branches.size(); ++i) {
        parallel.branches.push_back(compileList(step.branches[i], partOf(place, Part::Branch, i)));
    }
    land(over);
    m_program.parallels[index] = std::move(parallel);
}

void StepsCompiler::compile(const models::Choose& step, Identity place) {
    double total = 0;
    for (const double weight : step.weights) {
        total += weight;
    }
    ChooseProgram choose;
    double sum = 0;
    for (const double weight : step.weights) {
        sum += weight;
        choose.cumulative.push_back(sum / total);
    }
    choose.cumulative.back() = 1;
    const std::size_t index = m_program.chooses.size();
    m_program.chooses.emplace_back();
    emit(Op::Choose, place, index);
    std::vector<std::uint32_t> ends;
    for (std::size_t i = 0; i < step.branches.size(); ++i) {
        choose.branches.push_back(here());
        compileSteps(step.branches[i], partOf(place, Part::Branch, i));
        ends.push_back(emitJump(place));
    }
    for (const std::uint32_t end : ends) {
        land(end);
    }
    m_program.chooses[index] = std::move(choose);
}

void StepsCompiler::compile(const models::Repeat& step, Identity place) {
    const std::size_t index = m_program.repeats.size();
    m_program.repeats.push_back({0, step.timesMin, step.timesMax});
    if (!step.draw.empty()) {
        m_program.repeats.back().draws = m_whole.members.placeOf(step.draw);
    }
    emit(Op::Repeat, place, index);
    const std::uint32_t over = emitJump(place);
    m_program.repeats[index].body = compileList(step.steps, partOf(place, Part::Body));
    land(over);
}

void StepsCompiler::compile(const models::StoreStep& step, Identity place) {
    const std::size_t index = m_program.storeSteps.size();
    m_program.storeSteps.push_back(
        {step.action != models::StoreAction::Read, step.orElse.has_value(), 0});
    m_program.storeStatements.push_back(&step);
    emit(Op::StoreStep, place, index);
    if (!step.orElse) {
        return;
    }
    if (m_isInTransaction) {
        m_elses.push_back({index, &*step.orElse, place});
        return;
    }
    const std::uint32_t over = emitJump(place);
    m_program.storeSteps[index].orElse = here();
    compileSteps(*step.orElse, partOf(place, Part::Else));
    land(over);
}

std::size_t StepsCompiler::addLookUp(const std::string& cache) {
    const auto& caches = m_whole.serviceAt(m_program.id).caches;
    const auto found = std::ranges::find(caches, cache, &models::Cache::name);
    m_program.lookUps.push_back({static_cast<std::uint32_t>(found - caches.begin()), 0});
    return m_program.lookUps.size() - 1;
}

void StepsCompiler::compile(const models::CacheLookup& step, Identity place) {
    const std::size_t index = addLookUp(step.cache);
    emit(Op::LookUp, place, index);
    const std::uint32_t over = emitJump(place);
    m_program.lookUps[index].miss = compileList(step.miss, partOf(place, Part::Miss));
    land(over);
}

void StepsCompiler::compile(const models::Invalidate& step, Identity place) {
    emit(Op::Invalidate, place, addLookUp(step.cache));
}

void StepsCompiler::compile(const models::Transaction& step, Identity place) {
    emit(Op::BeginTransaction, place);
    m_isInTransaction = true;
    compileSteps(step.steps, partOf(place, Part::Body));
    m_isInTransaction = false;
    emit(Op::EndTransaction, place);
    // Compiling an `else` may find another transaction in it.
    std::vector<std::uint32_t> ends;
    for (const Else& each : std::exchange(m_elses, {})) {
        ends.push_back(emitJump(place));
        m_program.storeSteps[each.storeStep].orElse = here();
        compileSteps(*each.steps, partOf(each.place, Part::Else));
    }
    for (const std::uint32_t end : ends) {
        land(end);
    }
}

void StepsCompiler::compile(const models::Saga& step, Identity place) {
    const std::size_t index = m_program.sagas.size();
    m_program.sagas.emplace_back();
    SagaProgram saga;
    emit(Op::Saga, place, index);
    const std::uint32_t over = emitJump(place);
    for (std::size_t i = 0; i < step.parts.size(); ++i) {
        const models::SagaPart& part = step.parts[i];
        const std::uint32_t forward = compileList(part.forward, partOf(place, Part::Branch, i));
        const std::uint32_t undo = compileList(part.undo, partOf(place, Part::Undo, i));
        saga.parts.push_back({forward, undo});
    }
    saga.undoing = emit(Op::UndoSaga, place, index);
    emit(Op::End, place);
    land(over);
    m_program.sagas[index] = std::move(saga);
}

void StepsCompiler::compile(const models::Reply&, Identity place) {
    emit(Op::Reply, place);
}

void StepsCompiler::compile(const models::Stop&, Identity place) {
    emit(Op::Stop, place);
}

void StepsCompiler::compile(const models::Fail& step, Identity place) {
    emit(Op::Fail, place, m_program.probabilities.size());
    m_program.probabilities.push_back(step.probability.value);
}

void StepsCompiler::compile(const models::Publish& step, Identity place) {
    emit(Op::Publish, place, m_program.publishes.size());
    m_program.publishes.push_back({m_whole.processOfTopic(*m_whole.scenario.topic(step.topic)),
                                   step.confirm, step.timeout, step.outbox});
}

}  // namespace sim
