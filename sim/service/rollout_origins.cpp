// Rollouts as the origin of failures: of a version's own step that fails where the version before
// had none that could, of an endpoint that it lacks, of a door without anybody ready, and of work
// that a stopping instance had no time for. What a new version only makes slower or later is not
// counted: nobody could tell it from chance. Source: ARCHITECTURE.md, "A rollout is an origin".
#include <algorithm>

#include "sim/service/service_process.h"

namespace sim {

void ServiceProcess::deploymentOrdered(FaultId rollout, std::uint32_t from, std::uint32_t to,
                                       Instant now) {
    if (!m_origins) {
        m_origins.emplace();
    }
    if (m_rollout) {
        endOfDeployment(m_rollout->origin, false, now);
    }
    if (from == to) {
        return;
    }
    m_origins->versions[to] = {rollout, from};
    m_origins->last = rollout;
}

void ServiceProcess::endOfDeployment(FaultId rollout, bool isBack, Instant now) {
    m_origins->ends[rollout] = {now, isBack};
}

bool ServiceProcess::failsOfItself(std::uint32_t endpoint, std::uint32_t version) const {
    const EndpointProgram& program = m_process->endpoint(endpoint, version);
    return program.first != nowhere &&
           std::any_of(m_process->code.begin() + program.first,
                       m_process->code.begin() + program.end,
                       [](const Instruction& each) { return each.op == Op::Fail; });
}

// Where the version before had failed now and then, too, nobody knows whether it would have now.
FaultId ServiceProcess::rolloutBehind(const Activation& activation) const {
    if (!m_origins) {
        return noFault;
    }
    const auto brought = m_origins->versions.find(activation.version);
    const bool isNew = brought != m_origins->versions.end() &&
                       !failsOfItself(activation.endpoint, brought->second.from);
    return isNew ? brought->second.by : noFault;
}

FaultId ServiceProcess::rolloutThatRemoved(std::uint32_t endpoint, std::uint32_t version) const {
    if (!m_origins) {
        return noFault;
    }
    const auto brought = m_origins->versions.find(version);
    const bool wasThere = brought != m_origins->versions.end() &&
                          m_process->endpoint(endpoint, brought->second.from).first != nowhere &&
                          !failsOfItself(endpoint, brought->second.from);
    return wasThere ? brought->second.by : noFault;
}

// An autoscaler stops instances, too, and nobody could tell its doing from the rollout's.
FaultId ServiceProcess::rolloutUnderWay() const {
    if (!m_origins || m_autoscaler) {
        return noFault;
    }
    return m_rollout ? m_rollout->origin : m_origins->last;
}

void ServiceProcess::countForRollout(const Outcome& outcome, std::uint32_t endpoint) {
    if (m_origins && isRollout(outcome.origin.fault) && outcome.origin.service == service()) {
        m_origins->failed[outcome.origin.fault].insert(endpoint);
    }
}

RolloutSeen ServiceProcess::rolloutSeen(FaultId rollout) const {
    RolloutSeen seen;
    if (!m_origins) {
        return seen;
    }
    for (const auto& [version, brought] : m_origins->versions) {
        if (brought.by == rollout) {
            seen.from = nameOfVersion(brought.from);
        }
    }
    const auto end = m_origins->ends.find(rollout);
    if (end != m_origins->ends.end()) {
        (end->second.isBack ? seen.backAt : seen.doneAt) = end->second.at;
    }
    const auto failed = m_origins->failed.find(rollout);
    if (failed != m_origins->failed.end()) {
        for (const std::uint32_t endpoint : failed->second) {
            seen.failed.push_back(m_process->endpoints[endpoint].name);
        }
    }
    return seen;
}

}  // namespace sim
