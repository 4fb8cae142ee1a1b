// Instances that die again and again: by a leak, each time they have been ready for so long; in a
// crash loop, whenever they have started. A supervisor starts them again: after a leak at once, in
// a loop after a wait that doubles.
#include <algorithm>

#include "sim/service/service_process.h"

namespace sim {

void ServiceProcess::beginCrashing(const FaultEvent& event, Context& context) {
    const models::Fault& fault = (*m_faults)[event.fault];
    const models::Target& target = fault.targets[event.target];
    const auto* loop = std::get_if<models::CrashLoop>(&fault.kind);
    if (loop == nullptr) {
        note(context.now(), "fault", nameOf(target), "it leaks memory", event.fault);
    }
    for (Instance* instance : struckBy(target)) {
        Crashing crashing{event.fault, placeOf(*instance)};
        if (loop != nullptr) {
            crashing.isLoop = true;
            crashing.wait = std::min(loop->first, loop->cap);
            crashing.cap = loop->cap;
        } else {
            crashing.wait = std::get<models::Leak>(fault.kind).diesAfter;
        }
        m_crashing.push_back(crashing);
        if (loop == nullptr && instance->isReady()) {
            arm(m_crashing.back(), context);
        } else if (loop != nullptr && !instance->isDown()) {
            kill(*instance, event.fault, context);
            if (!instance->isGone) {
                crashOf(m_crashing.back(), context);
            }
        }
    }
    afterDeaths(context);
}

// As the fault calls it, where that is the one that there is.
std::string ServiceProcess::nameOf(const Crashing& crashing) const {
    const std::vector<models::Target>& targets = (*m_faults)[crashing.fault].targets;
    const bool isWhole =
        m_instances.size() == 1 && std::ranges::any_of(targets, [&](const models::Target& each) {
            return each.service == name() && !each.instance;
        });
    return isWhole ? name() : nameOf(m_instances[crashing.instance]);
}

// True where the fault was one of these: its instances die of it no more.
bool ServiceProcess::endCrashing(const FaultEvent& event) {
    const std::optional<int> number = (*m_faults)[event.fault].targets[event.target].instance;
    const auto ended = m_crashing.eraseIf([&](const Crashing& each) {
        return each.fault == event.fault &&
               (!number || *number == m_instances[each.instance].number);
    });
    if (ended > 0) {
        m_recovered.erase(event.fault);  // it was ready between two deaths
    }
    return ended > 0;
}

bool ServiceProcess::isStartingAfter(FaultId fault) const {
    return std::ranges::any_of(m_instances, [&](const Instance& instance) {
        return instance.starting != 0 && m_starts.at(instance.starting).fault == fault;
    });
}

void ServiceProcess::arm(Crashing& crashing, Context& context) {
    crashing.serial = ++m_crashingSerial;
    schedule(context, context.now() + crashing.wait, EventClass::Timer, EventKind::CrashingDue,
             InstanceEvent{crashing.instance, crashing.serial});
}

// It has died, or was told to begin now: what was due is not.
void ServiceProcess::disarm(const Instance& instance) {
    for (Crashing& each : m_crashing) {
        if (&m_instances[each.instance] == &instance) {
            each.serial = 0;
        }
    }
}

// In a loop: it is down, until it may begin again.
void ServiceProcess::crashOf(Crashing& crashing, Context& context) {
    Instance& instance = m_instances[crashing.instance];
    note(context.now(), "crashed", nameOf(crashing), "in a crash loop", crashing.fault);
    instance.kills.push_back(crashing.fault);
    arm(crashing, context);
    crashing.wait = crashing.wait > crashing.cap / 2 ? crashing.cap : crashing.wait * 2;
}

void ServiceProcess::crashingDue(const Event& event, Context& context) {
    const std::uint32_t serial = event.payload.instance.serial;
    const auto due = std::ranges::find(m_crashing, serial, &Crashing::serial);
    if (due == m_crashing.end()) {
        return;
    }
    executed(event);
    due->serial = 0;
    Instance& instance = m_instances[due->instance];
    const FaultId fault = due->fault;
    if (due->isLoop) {
        instance.kills.erase(fault);
        if (instance.kills.empty()) {
            startInstances({&instance}, nameOf(*due), fault, context);
        }
        return;
    }
    const std::string where = nameOf(*due);
    note(context.now(), "crashed", where, "of its leak", fault);
    kill(instance, fault, context);
    if (!instance.isGone) {
        startInstances({&instance}, where, fault, context);
    }
    afterDeaths(context);
}

// Whether a loop kills it before it is ready; it has nothing to lose yet.
bool ServiceProcess::crashesOnStart(Instance& instance, Context& context) {
    bool crashes = false;
    for (Crashing& each : m_crashing) {
        if (each.isLoop && &m_instances[each.instance] == &instance) {
            crashOf(each, context);
            crashes = true;
        }
    }
    return crashes;
}

void ServiceProcess::armLeaks(const Instance& instance, Context& context) {
    for (Crashing& each : m_crashing) {
        if (!each.isLoop && &m_instances[each.instance] == &instance) {
            arm(each, context);
        }
    }
}

}  // namespace sim
