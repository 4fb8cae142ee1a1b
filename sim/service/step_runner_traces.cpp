// What sampled requests leave behind for their traces (trace_mark.h). Looks, and changes nothing.
#include <algorithm>

#include "sim/service/step_runner.h"

namespace sim {

TraceMark& StepRunner::mark(TraceMarkKind kind, const Activation& activation, Instant at) {
    TraceMark mark;
    mark.kind = kind;
    mark.at = at;
    mark.request = activation.requestNumber;
    mark.identity = activation.identity;
    mark.process = id();
    mark.endpoint = activation.endpoint;
    return m_traceMarks.emplace_back(mark);
}

void StepRunner::traceBegun(const Activation& activation, Instant at) {
    mark(TraceMarkKind::Begun, activation, at);
}

void StepRunner::traceAccepted(const Activation& activation, int instance, Instant at) {
    mark(TraceMarkKind::Accepted, activation, at).instance = instance;
}

void StepRunner::traceActivity(const Activation& activation, Instant at) {
    const TraceMarkKind kind = activation.waiting > 0   ? TraceMarkKind::Waits
                               : activation.working > 0 ? TraceMarkKind::Works
                                                        : TraceMarkKind::Blocked;
    mark(kind, activation, at).working = activation.working;
}

void StepRunner::traceHeld(TraceMarkKind kind, std::uint32_t strand, TimeKind by, Instant at) {
    TraceMark& made = mark(kind, m_activations[m_strands[strand].activation], at);
    made.held = by;
    made.strand = strand;
}

void StepRunner::traceStores(std::uint32_t strand, std::int32_t statement, Instant at) {
    TraceMark& made = mark(TraceMarkKind::Stores, m_activations[m_strands[strand].activation], at);
    made.strand = strand;
    made.statement = statement;
    if (statement < 0) {
        return;
    }
    const models::StoreStep& step =
        *m_process->storeStatements[static_cast<std::size_t>(statement)];
    const auto& tables =
        m_program->scenario.services[static_cast<std::size_t>(service())].store->tables;
    made.action = static_cast<std::uint8_t>(step.action);
    made.table = static_cast<std::uint16_t>(
        std::ranges::find(tables, step.table, &models::Table::name) - tables.begin());
}

void StepRunner::traceStored(std::uint32_t strand, std::int64_t rows, Instant at) {
    TraceMark& made = mark(TraceMarkKind::Stored, m_activations[m_strands[strand].activation], at);
    made.strand = strand;
    made.rows = rows;
}

void StepRunner::traceEnded(const Activation& activation, const Outcome& outcome, Instant at) {
    addOutcome(mark(TraceMarkKind::Ended, activation, at), outcome);
}

void StepRunner::traceSent(const CallProgram& call, const Strand& strand, std::uint32_t copy,
                           Instant at) {
    TraceMark& sent = markOfCall(TraceMarkKind::Sent, call, strand, at);
    sent.identity = copyIdentity(strand.call, copy);
    sent.copy = static_cast<std::uint8_t>(copy);
}

void StepRunner::traceAnswered(const CallProgram& call, const Strand& strand, std::uint32_t copy,
                               const Outcome& outcome, Instant at) {
    TraceMark& answered = markOfCall(TraceMarkKind::Answered, call, strand, at);
    answered.identity = copyIdentity(strand.call, copy);
    addOutcome(answered, outcome);
}

// The copies of a hedge were answered one by one; those that were not are given up now.
void StepRunner::traceAttempt(const CallProgram& call, const Strand& strand, const Outcome& outcome,
                              bool wasSent, Instant at) {
    if (!wasSent) {
        addOutcome(markOfCall(TraceMarkKind::Refused, call, strand, at), outcome);
        return;
    }
    if (!call.hedge) {
        traceAnswered(call, strand, 0, outcome, at);
        return;
    }
    for (std::uint32_t copy = 0; outcome.failed() && copy < strand.call.copiesSent; ++copy) {
        if ((strand.call.copiesOpen & (1U << copy)) != 0) {
            traceAnswered(call, strand, copy, outcome, at);
        }
    }
}

TraceMark& StepRunner::markOfCall(TraceMarkKind kind, const CallProgram& call, const Strand& strand,
                                  Instant at) {
    const Activation& owner = m_activations[strand.activation];
    TraceMark& made = mark(kind, owner, at);
    made.parent = owner.identity;
    made.identity = mixed(strand.call.identity, strand.call.attempt);
    made.call = strand.call.identity;
    made.attempt = strand.call.attempt;
    made.process = call.callee;
    made.endpoint = call.calleeEndpoint;
    return made;
}

void StepRunner::addOutcome(TraceMark& mark, const Outcome& outcome) {
    mark.cause = outcome.cause;
    mark.degraded = outcome.degraded;
    mark.failedAt = outcome.origin.service;
}

}  // namespace sim
