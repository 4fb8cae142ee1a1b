// What an event of a step will need, fetched from memory before its turn. Nothing here is more than
// a guess: a strand may be gone by then, and its place another's.
#include "sim/service/step_runner.h"

namespace sim {

void StepRunner::fetchFor(const ComingEvent& coming, FetchStage stage) const {
    switch (stage) {
        case FetchStage::Members:
            fetchMembers(coming);
            break;
        case FetchStage::Strand:
            fetchStrand(coming);
            break;
        case FetchStage::Rest:
            fetchRest(coming);
            break;
        case FetchStage::Last:
            fetchLast(coming);
            break;
    }
}

void StepRunner::fetchMembers(const ComingEvent& coming) const {
    fetchBytes(m_process, 2 * cacheLine);
    if (isOfStrand(coming)) {
        fetchBytes(m_strands.whereIs(coming.strand), 1);
    } else {
        fetchBytes(m_code, sizeof(Instruction));
        fetchBytes(m_strands.whereIs(0), 1);
    }
    fetchBytes(m_activations.whereIs(0), 1);
    if (coming.kind != EventKind::Request && !m_edges.empty()) {
        fetchBytes(m_edges.data(), 3 * cacheLine);
        fetchBytes(m_policies.data(), cacheLine);
    }
}

void StepRunner::fetchStrand(const ComingEvent& coming) const {
    if (isOfStrand(coming)) {
        fetchBytes(&m_strands[coming.strand], sizeof(Strand));
    } else {
        fetchBytes(m_process->endpoints.data(), sizeof(EndpointProgram));
        fetchBytes(m_process->samplers.data(), sizeof(Sampler));
    }
    if (coming.kind != EventKind::Request && !m_policies.empty()) {
        fetchBytes(m_process->calls.data(), cacheLine);
        m_policies.front().timeouts.attempts.fetch();
    }
}

void StepRunner::fetchRest(const ComingEvent& coming) const {
    if (isOfStrand(coming)) {
        const Strand& strand = m_strands[coming.strand];
        if (m_activations.has(strand.activation)) {
            fetchBytes(&m_activations[strand.activation], sizeof(Activation));
        }
        fetchBytes(m_code + strand.pc, sizeof(Instruction));
    }
}

void StepRunner::fetchLast(const ComingEvent& coming) const {
    if (coming.kind == EventKind::Reply && isOfStrand(coming) && !m_edges.empty()) {
        const Duration took = coming.at - m_strands[coming.strand].call.started;
        m_edges.front().windows.front().calls.good.fetch(took);
    }
}

}  // namespace sim
