// How instances come and go while the run goes on: a new one starts; one that is told to stop takes
// no more, finishes what it has, and is gone. Numbers and places are never given again.
#include <algorithm>

#include "sim/service/service_process.h"

namespace sim {

Instance& ServiceProcess::addInstance(std::uint32_t version) {
    const Identity service = identityOf(name());
    const auto number = static_cast<int>(m_instances.size()) + 1;
    Instance& instance = m_instances.emplace_back(
        number, m_model->discipline, mixed(service, static_cast<std::uint64_t>(number)));
    instance.version = static_cast<std::uint16_t>(version);
    instance.zone = m_program->zoneOf(m_process->index, number);
    if (m_model->cores) {
        instance.cores.emplace(*m_model->cores);
    }
    if (m_model->discipline == models::Discipline::Codel) {
        instance.codel.emplace(m_model->codel);
    }
    for (const models::Cache& cache : m_model->caches) {
        instance.caches.emplace_back(cache);
    }
    if (m_model->balancing == models::Balancing::Hash) {
        m_ring->add(service, static_cast<std::uint32_t>(m_instances.size() - 1), number);
    }
    if (m_outliers) {
        m_outliers->resize(m_instances.size());
    }
    return instance;
}

void ServiceProcess::startInstance(std::uint32_t version, Context& context) {
    const Instant now = context.now();
    Instance& instance = addInstance(version);
    // Of a service that is killed nothing starts until that is over.
    instance.kills = m_wholeKills;
    instance.hangs = m_wholeHangs;
    m_hangs += m_wholeHangs.size();
    m_lastStartedBy = noFault;
    instance.health = HealthBelief::ofNewcomer();
    beginProbing(instance, now, context);
    if (instance.isDown()) {
        return;
    }
    instance.starting = ++m_startSerial;
    instance.readyAt = now + m_model->startUp;
    m_starts[m_startSerial] = {nameOf(instance), noFault};
    schedule(context, instance.readyAt, EventClass::Timer, EventKind::InstanceReady,
             InstanceEvent{placeOf(instance), m_startSerial});
}

void ServiceProcess::stopInstance(Instance& instance, Context& context) {
    const Instant now = context.now();
    if (!instance.isUp()) {
        retire(instance, context);
        return;
    }
    changeLevel(&Levels::capacity, now, -m_capacity);
    instance.isStopping = true;
    ++instance.deaths;  // as its topics see it
    tellTopics(instance, false, context);
    ++instance.probeSerial;
    instance.isProbed = false;
    if (m_relay == placeOf(instance)) {
        chooseRelay(context);
    }
    instance.drainSerial = ++m_rolloutSerial;
    schedule(context, now + m_model->drain, EventClass::Timer, EventKind::DrainEnds,
             InstanceEvent{placeOf(instance), instance.drainSerial});
    leaveIfDone(instance, context);
}

// What it has not finished in its time is dropped.
void ServiceProcess::drainEnds(const Event& event, Context& context) {
    Instance& instance = m_instances[event.payload.instance.instance];
    if (instance.isGone || instance.drainSerial != event.payload.instance.serial) {
        return;
    }
    executed(event);
    kill(instance, rolloutUnderWay(), context);
    takeOverSagas(context);
    chooseRelay(context);
    reconcile(context);
}

void ServiceProcess::leaveIfDone(Instance& instance, Context& context) {
    if (instance.isStopping && instance.firstActivation == nowhere && instance.coming == 0) {
        retire(instance, context);
    }
}

void ServiceProcess::retire(Instance& instance, Context& context) {
    const bool hadWork = instance.isStopping;
    instance.isStopping = false;
    instance.isGone = true;
    instance.starting = 0;
    ++instance.probeSerial;
    m_hangs -= instance.hangs.size();
    instance.hangs.clear();
    instance.kills.clear();
    for (InstanceCache& cache : instance.caches) {
        cache.clear();
    }
    disarm(instance);
    if (hadWork && m_rollout) {
        // Others may wait for it to be gone. Not at once: whoever is at work on an instance now
        // must find it where it is.
        schedule(context, context.now(), EventClass::Timer, EventKind::RolloutDue,
                 InstanceEvent{placeOf(instance), 0});
    }
}

// Of those of the version, or else of all others: first who does not work, then the youngest.
void ServiceProcess::stopSome(int count, bool fresh, std::uint32_t version, Context& context) {
    for (; count > 0; --count) {
        Instance* chosen = nullptr;
        for (Instance& each : m_instances) {
            if (each.isLeaving() || (each.version == version) != fresh) {
                continue;
            }
            if (chosen == nullptr || !each.isReady() || chosen->isReady()) {
                chosen = &each;
            }
        }
        if (chosen == nullptr) {
            return;
        }
        stopInstance(*chosen, context);
    }
}

}  // namespace sim
