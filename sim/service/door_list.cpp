// Whom the door believes ready: what its health checks find, and whom outlier detection ejects.
#include <algorithm>

#include "sim/service/service_process.h"

namespace sim {

// Each instance at a phase of its own, so that a fault strikes at a random point of their periods.
void ServiceProcess::beginHealthChecks(Context& context) {
    for (Instance& instance : m_instances) {
        beginProbing(instance, models::runStart, context);
    }
}

void ServiceProcess::beginProbing(Instance& instance, Instant from, Context& context) {
    if (!m_model->healthCheck) {
        return;
    }
    const auto period = static_cast<std::uint64_t>(m_model->healthCheck->every.count());
    const Identity identity =
        mixed(identityOf(name()), static_cast<std::uint64_t>(instance.number));
    const std::uint64_t phase = drawIndex(m_program->keys.probe, identity, period);
    schedule(context, from + Duration(static_cast<std::int64_t>(phase)), EventClass::Timer,
             EventKind::ProbeDue, InstanceEvent{placeOf(instance), ++instance.probeSerial});
}

// A check takes no slot and no time where it is answered: the door stands beside its instances.
void ServiceProcess::probeDue(const Event& event, Context& context) {
    Instance& instance = m_instances[event.payload.instance.instance];
    if (instance.probeSerial != event.payload.instance.serial) {
        return;
    }
    executed(event);
    if (instance.isProbed) {
        probeEnded(instance, false, context);  // it has waited for as long as it may
        return;
    }
    instance.probedAt = context.now();
    if (!instance.isReady() || !instance.isHung()) {
        probeEnded(instance, instance.isReady(), context);
        return;
    }
    instance.isProbed = true;
    schedule(context, context.now() + m_model->healthCheck->timeout, EventClass::Timer,
             EventKind::ProbeDue, InstanceEvent{placeOf(instance), ++instance.probeSerial});
}

void ServiceProcess::probeEnded(Instance& instance, bool isAnswered, Context& context) {
    const models::HealthCheck& check = *m_model->healthCheck;
    const Instant now = context.now();
    // One at a time: those that were due meanwhile are left out.
    const std::int64_t periods = std::max<std::int64_t>(
        1, (now - instance.probedAt + check.every - Duration(1)) / check.every);
    instance.isProbed = false;
    schedule(context, instance.probedAt + periods * check.every, EventClass::Timer,
             EventKind::ProbeDue, InstanceEvent{placeOf(instance), ++instance.probeSerial});
    // Who is ejected as well is left out before and after; a newcomer does not return.
    const bool isNew = instance.health.isNew();
    const bool isNews = instance.health.learns(isAnswered, check);
    if (isNews && m_rollout) {
        // Not at once: somebody may be at work on this instance.
        schedule(context, now, EventClass::Timer, EventKind::RolloutDue,
                 InstanceEvent{placeOf(instance), 0});
    }
    if (isNews && !isEjected(instance) && !isNew) {
        note(now, isAnswered ? "returned" : "ejected", nameOf(instance),
             isAnswered ? "its health checks are answered" : "its health checks failed");
    }
}

// What an instance has answered a caller, or the drop of that connection.
void ServiceProcess::doorSees(Instance& instance, ProcessId caller, const Outcome& outcome,
                              Context& context) {
    if (!m_outliers || m_program->isTopic(caller)) {
        return;
    }
    const std::uint32_t place = placeOf(instance);
    if (m_outliers->sees(place, outcome)) {
        if (instance.health.isHealthy()) {
            note(context.now(), "ejected", nameOf(instance), "its answers failed",
                 outcome.origin.fault);
        }
        schedule(context, context.now() + m_outliers->ejectFor(), EventClass::Timer,
                 EventKind::EjectionEnds, InstanceEvent{place, 0});
    }
}

void ServiceProcess::ejectionEnds(const Event& event, Context& context) {
    executed(event);
    const std::uint32_t place = event.payload.instance.instance;
    m_outliers->returns(place);
    if (m_instances[place].health.isHealthy()) {
        note(context.now(), "returned", nameOf(m_instances[place]), "its ejection is over");
    }
}

// Why the door believes nobody ready, as far as a fault is known to be behind it.
FaultId ServiceProcess::faultOfEmptyList() const {
    for (const Instance& instance : m_instances) {
        if (instance.isDown()) {
            return instance.kills.front();
        }
    }
    if (!m_wholeKills.empty()) {
        return m_wholeKills.front();
    }
    for (const Instance& instance : m_instances) {
        if (isEjected(instance)) {
            return m_outliers->ejectedBy(placeOf(instance));
        }
        if (m_model->healthCheck && instance.isHung()) {
            return instance.hangs.front();
        }
    }
    return m_lastStartedBy != noFault ? m_lastStartedBy : rolloutUnderWay();
}

}  // namespace sim
