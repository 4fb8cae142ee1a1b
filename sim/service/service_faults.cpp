// What faults do to a service: kill, hang, slow, fail, and how each ends.
#include <algorithm>
#include <utility>
#include <variant>

#include "models/io/value_text.h"
#include "sim/service/service_process.h"

namespace sim {

std::string ServiceProcess::nameOf(const models::Target& target) const {
    return target.instance ? name() + "#" + std::to_string(*target.instance) : name();
}

std::string ServiceProcess::detailOf(const models::BreakStore& broken) const {
    switch (broken.as) {
        case models::StoreFault::ReadOnly:
            return "its store is read-only";
        case models::StoreFault::Down:
            return "its store is down";
        case models::StoreFault::Corrupt:
            return "its store is corrupt: " + *m_damage;
        case models::StoreFault::Slow:
            return "its store is slow";
    }
    return {};
}

// A fault on an instance that is gone, or never was, does nothing.
std::vector<Instance*> ServiceProcess::struckBy(const models::Target& target) {
    std::vector<Instance*> struck;
    for (Instance& instance : m_instances) {
        if (!instance.isGone && (!target.instance || *target.instance == instance.number)) {
            struck.push_back(&instance);
        }
    }
    return struck;
}

void ServiceProcess::faultBegins(const FaultEvent& event, Context& context) {
    const models::Fault& fault = (*m_faults)[event.fault];
    const models::Target& target = fault.targets[event.target];
    const std::string where = nameOf(target);
    const Instant now = context.now();
    if (models::kills(fault.kind)) {
        note(now, "killed", where, {}, event.fault);
        for (Instance* instance : struckBy(target)) {
            if (instance->kills.empty()) {
                kill(*instance, event.fault, context);
            }
            if (!instance->isGone) {
                instance->kills.push_back(event.fault);
            }
        }
        if (!target.instance) {
            m_wholeKills.push_back(event.fault);
        }
        afterDeaths(context);
        reconcile(context);
    } else if (std::holds_alternative<models::Hang>(fault.kind)) {
        note(now, "hung", where, {}, event.fault);
        for (Instance* instance : struckBy(target)) {
            if (instance->hangs.empty() && instance->isUp()) {
                hang(*instance, context);
            }
            instance->hangs.push_back(event.fault);
            ++m_hangs;
        }
        if (!target.instance) {
            m_wholeHangs.push_back(event.fault);
        }
    } else if (const auto* broken = std::get_if<models::BreakStore>(&fault.kind)) {
        breakStore(event.fault, *broken, context);
        note(now, "fault", where, detailOf(*broken), event.fault);
    } else if (std::holds_alternative<models::Leak>(fault.kind) ||
               std::holds_alternative<models::CrashLoop>(fault.kind)) {
        beginCrashing(event, context);
    } else {
        Burden burden{event.fault, target.instance};
        std::string detail;
        if (const auto* slow = std::get_if<models::Slow>(&fault.kind)) {
            burden.slowness = slow->by.value;
            detail = "slow by " + models::toText(slow->by);
        } else if (const auto* fail = std::get_if<models::FailRequests>(&fault.kind)) {
            burden.failing = fail->probability.value;
            detail = "fails " + models::toText(fail->probability) + " of what it accepts";
        } else if (const auto* stolen = std::get_if<models::StealCores>(&fault.kind)) {
            burden.stolen = stolen->by.value;
            detail = models::toText(stolen->by) + " of its cores are stolen";
        }
        m_burdens.push_back(burden);
        lookAtStolenCores(context);
        note(now, "fault", where, detail, event.fault);
    }
}

// When instances have died and those to begin again have begun to.
void ServiceProcess::afterDeaths(Context& context) {
    takeOverSagas(context);
    chooseRelay(context);
    if (!m_downSince && std::ranges::none_of(m_instances, &Instance::isReady)) {
        m_downSince = context.now();
    }
}

// A fault that a command has ended early is over when its own end comes.
bool ServiceProcess::isUpon(FaultId fault) const {
    const auto has = [&](const std::vector<FaultId>& faults) {
        return std::ranges::find(faults, fault) != faults.end();
    };
    return std::ranges::any_of(m_instances,
                               [&](const Instance& instance) {
                                   return has(instance.kills) || has(instance.hangs);
                               }) ||
           std::ranges::find(m_wholeKills, fault) != m_wholeKills.end() ||
           std::ranges::find(m_wholeHangs, fault) != m_wholeHangs.end() ||
           std::ranges::any_of(m_burdens,
                               [&](const Burden& burden) { return burden.fault == fault; }) ||
           std::ranges::any_of(m_crashing,
                               [&](const Crashing& each) { return each.fault == fault; });
}

void ServiceProcess::faultEnds(const FaultEvent& event, Context& context) {
    const models::Fault& fault = (*m_faults)[event.fault];
    const models::Target& target = fault.targets[event.target];
    const std::string where = nameOf(target);
    const Instant now = context.now();
    if (m_burdens.eraseIf([&](const Burden& each) { return each.fault == event.fault; }) > 0) {
        lookAtStoreFaults(context);
        lookAtStolenCores(context);
        note(now, "fault-ended", where, {}, event.fault);
        m_recovered[event.fault] = now;
    }
    const bool crashed = endCrashing(event);
    m_wholeKills.erase(event.fault);
    m_wholeHangs.erase(event.fault);
    std::vector<Instance*> started;
    bool lifted = false;
    for (Instance* instance : struckBy(target)) {
        if (instance->kills.erase(event.fault) > 0 && instance->kills.empty()) {
            started.push_back(instance);
        }
        if (const std::size_t ended = instance->hangs.erase(event.fault); ended > 0) {
            m_hangs -= ended;
            lifted = true;
            if (instance->hangs.empty()) {
                lift(*instance, context);
            }
        }
    }
    if (lifted || (crashed && started.empty())) {
        note(now, "fault-ended", where, {}, event.fault);
        if (!isStartingAfter(event.fault)) {
            m_recovered[event.fault] = now;
        }
    }
    if (!started.empty()) {
        startInstances(started, where, event.fault, context);
    }
}

void ServiceProcess::restartOrdered(const FaultEvent& event, Context& context) {
    const models::Target& target = (*m_faults)[event.fault].targets[event.target];
    std::vector<Instance*> started;
    FaultId ended = noFault;
    if (!target.instance && !m_crash) {
        m_wholeKills.clear();
        m_wholeHangs.clear();
    }
    for (Instance* instance : struckBy(target)) {
        if (!instance->kills.empty() && !m_crash) {
            ended = instance->kills.front();
            instance->kills.clear();
            disarm(*instance);
            started.push_back(instance);
        }
        if (!instance->hangs.empty()) {
            ended = instance->hangs.front();
            m_hangs -= instance->hangs.size();
            instance->hangs.clear();
            lift(*instance, context);
            note(context.now(), "fault-ended", nameOf(target), {}, ended);
            m_recovered[ended] = context.now();
        }
    }
    if (!started.empty()) {
        startInstances(started, nameOf(target), ended, context);
    }
}

void ServiceProcess::startInstances(const std::vector<Instance*>& instances,
                                    const std::string& where, FaultId fault, Context& context) {
    const Instant now = context.now();
    note(now, "restarted", where, {}, fault);
    m_lastStartedBy = fault;
    ++m_startSerial;
    for (Instance* instance : instances) {
        instance->starting = m_startSerial;
        instance->readyAt = now + m_model->startUp;
    }
    m_starts[m_startSerial] = {where, fault};
    schedule(context, now + m_model->startUp, EventClass::Timer, EventKind::InstanceReady,
             InstanceEvent{0, m_startSerial});
}

void ServiceProcess::instancesReady(const Event& event, Context& context) {
    const std::uint32_t serial = event.payload.instance.serial;
    const Start start = std::exchange(m_starts[serial], {});
    m_starts.erase(serial);
    const Instant now = context.now();
    bool any = false;
    bool anyStarted = false;
    for (Instance& instance : m_instances) {
        if (instance.starting == serial) {
            anyStarted = true;
            instance.starting = 0;
            if (crashesOnStart(instance, context)) {
                continue;
            }
            any = true;
            changeLevel(&Levels::capacity, now, m_capacity);
            tellTopics(instance, true, context);
            armLeaks(instance, context);
            if (instance.isHung()) {
                hang(instance, context);
            }
        }
    }
    if (!anyStarted) {
        return;  // killed again while starting
    }
    executed(event);
    if (!any) {
        return;
    }
    m_downSince.reset();
    if (start.fault != noFault) {
        m_recovered[start.fault] = now;
    }
    note(now, "ready", start.where, {}, start.fault);
    takeOverSagas(context);
    chooseRelay(context);
    reconcile(context);
}

void ServiceProcess::kill(Instance& instance, FaultId fault, Context& context) {
    const Instant now = context.now();
    if (instance.isReady()) {
        changeLevel(&Levels::capacity, now, -m_capacity);
    }
    instance.starting = 0;
    disarm(instance);
    ++instance.deaths;
    tellTopics(instance, false, context);
    if (instance.cores) {
        changeLevel(&Levels::busy, now, -instance.cores->busy());
        instance.cores->clear();
        scheduleFirstEnd(instance, context);
    }
    for (InstanceCache& cache : instance.caches) {
        cache.clear();
    }
    if (instance.codel) {
        instance.codel->reset();
    }
    // Who waits for a connection leaves the line; who holds one gives it back when all is over.
    std::int64_t connectionsHeld = 0;
    const Outcome lost = Outcome::failure(Cause::Unavailable, service(), fault);
    for (std::uint32_t index = instance.firstActivation; index != nowhere;) {
        Activation& activation = m_activations[index];
        const std::uint32_t next = activation.next;
        connectionsHeld += leaveLines(instance, index, now).connections;
        activation.settle(now);
        activation.outcome = lost;
        if (!activation.replied) {
            closeRequest(activation);
            doorSees(instance, activation.caller, lost, context);
            drop(activation, lost, instance.deaths, context);
        }
        if (!isForNobody(activation)) {
            countEnded(activation);
        }
        abandon(index, context);
        index = next;
    }
    changeLevel(&Levels::present, now, -instance.present);
    if (!instance.cores) {
        changeLevel(&Levels::busy, now, -instance.slotsHeld);
    }
    changeLevel(&Levels::inbox, now, -instance.inbox);
    instance.served += instance.present;
    instance.firstActivation = instance.lastActivation = nowhere;
    instance.present = instance.slotsHeld = instance.inbox = 0;
    instance.queue.clear();
    instance.frozen.clear();
    instance.deferred.clear();
    for (; connectionsHeld > 0; --connectionsHeld) {
        releaseConnection(context);
    }
    if (instance.isProbed) {
        probeEnded(instance, false, context);
    }
    if (instance.isStopping) {
        retire(instance, context);  // nothing starts it again
    }
}

// --------------------------------------------------------------------------------------------
// hangs

void ServiceProcess::hang(Instance& instance, Context& context) {
    const Instant now = context.now();
    if (instance.cores) {
        instance.cores->pause(now);
        scheduleFirstEnd(instance, context);
    }
    for (std::uint32_t index = instance.firstActivation; index != nowhere;
         index = m_activations[index].next) {
        for (std::uint32_t each = m_activations[index].firstStrand; each != nowhere;
             each = m_strands[each].next) {
            Strand& strand = m_strands[each];
            const bool computes = strand.awaits == Awaits::Compute && !instance.cores;
            if (computes || strand.awaits == Awaits::Storing) {
                strand.timed.work = strand.timed.endsAt - now;
                instance.frozen.push_back({each, renewSerial(each)});
            }
        }
    }
}

// While its instance hangs, what reaches a strand is kept until the hang is over.
bool ServiceProcess::isDeferred(const Event& event) {
    if (isOfRelay(event)) {
        const bool isHeard = m_relay == nowhere || !m_instances[m_relay].isHung();
        if (!isHeard) {
            m_instances[m_relay].deferred.push_back(event);
        }
        return !isHeard;
    }
    StrandEvent which{};
    bool isAwaited = false;
    switch (event.kind) {
        case EventKind::Reply:
            which = event.payload.reply.replyTo;
            isAwaited = isAnswer(which);
            break;
        case EventKind::FlightEnds:
            which = event.payload.flight.waiting;
            isAwaited = isCurrent(which, Awaits::Flight);
            break;
        case EventKind::Confirm:
            which = event.payload.reply.replyTo;
            isAwaited = isCurrent(which, Awaits::Confirmation);
            break;
        case EventKind::HedgeDue:
            which = event.payload.strand;
            isAwaited = isNextCopy(which);
            break;
        case EventKind::StepEnds:
        case EventKind::AttemptExpires:
        case EventKind::BackoffEnds:
        case EventKind::TokenComes:
        case EventKind::PermitGranted:
        case EventKind::PermitWaitEnds:
        case EventKind::ConfirmExpires:
            which = event.payload.strand;
            isAwaited = m_strands[which.strand].serial == which.serial;
            break;
        default:
            break;
    }
    if (!isAwaited) {
        return false;
    }
    Instance& instance = instanceOf(which.strand);
    if (!instance.isHung()) {
        return false;
    }
    instance.deferred.push_back(event);
    return true;
}

void ServiceProcess::lift(Instance& instance, Context& context) {
    const auto place = static_cast<std::size_t>(&instance - m_instances.data());
    const auto frozen = std::exchange(instance.frozen, {});
    const auto deferred = std::exchange(instance.deferred, {});
    if (instance.cores) {
        instance.cores->resume(context.now());
        scheduleFirstEnd(instance, context);
    }
    for (const StrandEvent& each : frozen) {
        Strand& strand = m_strands[each.strand];
        if (strand.serial != each.serial) {
            continue;
        }
        if (strand.awaits == Awaits::Start) {
            strand.awaits = Awaits::Nothing;
            noteReleased(each.strand, context.now());
            run(each.strand, context);
        } else {
            awaitEnd(each.strand, strand.awaits, strand.timed.work, context);
        }
    }
    for (const Event& event : deferred) {
        handle(event, context);
    }
    if (m_relay == place) {
        goOnRelaying(context);
    }
    if (m_instances[place].isProbed) {
        probeEnded(m_instances[place], true, context);
    }
    grantSlots(m_instances[place], context);
}

}  // namespace sim
