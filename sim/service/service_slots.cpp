// Slots and the lines for them.
#include "sim/service/service_process.h"

namespace sim {

// A request that has just been accepted: under way at once, in line, or held by a hang.
void ServiceProcess::startRequest(Instance& instance, std::uint32_t root, Context& context) {
    const Instant now = context.now();
    if (isEventLoop()) {
        if (instance.isHung()) {
            m_strands[root].awaits = Awaits::Start;
            noteHeld(root, TimeKind::Hangs, context.now());
            instance.frozen.push_back({root, renewSerial(root)});
            return;
        }
        run(root, context);
        return;
    }
    if (!hasFreeSlot(instance) || !instance.queue.isEmpty()) {
        queueForSlot(instance, root, now);
        return;
    }
    isDropped(instance, root, Duration{}, now);  // it never is, but codel sees it
    takeSlot(instance, m_activations[m_strands[root].activation], now);
    if (instance.isHung()) {
        m_strands[root].awaits = Awaits::Start;
        noteHeld(root, TimeKind::Hangs, context.now());
        instance.frozen.push_back({root, renewSerial(root)});
        return;
    }
    run(root, context);
}

void ServiceProcess::takeSlot(Instance& instance, Activation& activation, Instant now) {
    ++instance.slotsHeld;
    if (!instance.cores) {
        raise(&Levels::busy, now);
    }
    activation.hadSlot = true;
    activation.holdsSlot = !isEventLoop();
}

void ServiceProcess::releaseSlot(Instance& instance, Instant now) {
    --instance.slotsHeld;
    if (!instance.cores) {
        lower(&Levels::busy, now);
    }
}

void ServiceProcess::queueForSlot(Instance& instance, std::uint32_t index, Instant now) {
    m_strands[index].awaits = Awaits::Slot;
    Activation& activation = m_activations[m_strands[index].activation];
    if (!activation.hadSlot && activation.waiting == 0) {
        ++instance.inbox;
        raise(&Levels::inbox, now);
    }
    startActivity(activation, &Activation::waiting, now);
    instance.queue.push(m_strands, index, activation.priority);
}

void ServiceProcess::grantSlots(Instance& instance, Context& context) {
    if (instance.granting) {
        return;  // a request that ends at once frees its slot within the loop below
    }
    instance.granting = true;
    while (hasFreeSlot(instance) && !instance.queue.isEmpty() && !instance.isHung()) {
        const std::uint32_t index = instance.queue.pop(m_strands, m_program->keys.discipline);
        const Instant now = context.now();
        const Instant came = m_activations[m_strands[index].activation].started;
        if (isDropped(instance, index, now - came, now)) {
            dropFromInbox(instance, index, context);
            continue;
        }
        Strand& strand = m_strands[index];
        Activation& activation = m_activations[strand.activation];
        if (!activation.hadSlot) {
            --instance.inbox;
            lower(&Levels::inbox, now);
        }
        endActivity(activation, &Activation::waiting, now);
        takeSlot(instance, activation, now);
        strand.awaits = Awaits::Nothing;
        if (isEventLoop()) {
            beginWork(index, Awaits::Compute, strand.timed.work, context);
        } else {
            run(index, context);
        }
    }
    instance.granting = false;
}

void ServiceProcess::beginWork(std::uint32_t index, Awaits awaits, Duration work,
                               Context& context) {
    startActivity(m_activations[m_strands[index].activation], &Activation::working, context.now());
    Instance& instance = instanceOf(index);
    if (instance.cores && awaits == Awaits::Compute) {
        beginSharedWork(index, work, context);
        return;
    }
    if (instance.isHung()) {
        m_strands[index].awaits = awaits;
        m_strands[index].timed.work = work;
        instance.frozen.push_back({index, renewSerial(index)});
        return;
    }
    awaitEnd(index, awaits, work, context);
}

// ------------------------------------------------------------------------------------
// shared cores

void ServiceProcess::beginSharedWork(std::uint32_t index, Duration work, Context& context) {
    Instance& instance = instanceOf(index);
    m_strands[index].awaits = Awaits::Compute;
    renewSerial(index);
    const std::int64_t busy = instance.cores->busy();
    instance.cores->add(index, work, context.now());
    changeLevel(&Levels::busy, context.now(), instance.cores->busy() - busy);
    scheduleFirstEnd(instance, context);
}

void ServiceProcess::endSharedWork(Instance& instance, std::uint32_t index, Context& context) {
    const std::int64_t busy = instance.cores->busy();
    instance.cores->remove(index, context.now());
    changeLevel(&Levels::busy, context.now(), instance.cores->busy() - busy);
    scheduleFirstEnd(instance, context);
}

// The event of another first end, or of another instant of the same, is stale from now on.
void ServiceProcess::scheduleFirstEnd(Instance& instance, Context& context) {
    const std::optional<SharedCores::End> end = instance.cores->firstEnd();
    if (end == instance.cores->nextEnd) {
        return;
    }
    instance.cores->nextEnd = end;
    ++instance.cores->endsSerial;
    if (end) {
        const auto place = placeOf(instance);
        schedule(context, end->at, EventClass::Completion, EventKind::SharedWorkEnds,
                 InstanceEvent{place, instance.cores->endsSerial});
    }
}

void ServiceProcess::sharedWorkEnds(const Event& event, Context& context) {
    const InstanceEvent which = event.payload.instance;
    Instance& instance = m_instances[which.instance];
    if (instance.cores->endsSerial != which.serial) {
        return;
    }
    executed(event);
    const std::uint32_t index = instance.cores->nextEnd->strand;
    instance.cores->nextEnd.reset();
    endSharedWork(instance, index, context);
    m_strands[index].awaits = Awaits::Nothing;
    computeEnded(index, context);
    run(index, context);
}

// ------------------------------------------------------------------------------------

void ServiceProcess::compute(const Pool<Strand>::Taken& strand, Activation& activation,
                             Duration drawn, Context& context) {
    Instance& instance = m_instances[activation.instance];
    const Instant now = context.now();
    const Duration work = m_burdens.empty() ? drawn : withoutCores(instance, drawn);
    if (isEventLoop()) {
        if (!hasFreeSlot(instance) || !instance.queue.isEmpty()) {
            strand.item.timed.work = work;
            queueForSlot(instance, strand.place, now);
            return;
        }
        isDropped(instance, strand.place, Duration{}, now);
        takeSlot(instance, activation, now);
    }
    if (instance.cores || instance.isHung()) {
        beginWork(strand.place, Awaits::Compute, work, context);
        return;
    }
    startActivity(activation, &Activation::working, now);
    awaitEnd(strand, Awaits::Compute, work, context);
}

// The same end as stepEnds has for it, without asking what else it could be of.
bool ServiceProcess::computeEnds(const Event& event, Context& context) {
    const StrandEvent which = event.payload.strand;
    Strand& strand = m_strands[which.strand];
    if (strand.serial != which.serial || strand.awaits != Awaits::Compute) {
        return false;
    }
    executed(event);
    strand.awaits = Awaits::Nothing;
    Activation& activation = m_activations[strand.activation];
    endActivity(activation, &Activation::working, context.now());
    if (isEventLoop()) {
        Instance& instance = m_instances[activation.instance];
        releaseSlot(instance, context.now());
        if (!instance.queue.isEmpty()) {
            grantSlots(instance, context);
        }
    }
    run(which.strand, context);
    return true;
}

void ServiceProcess::computeEnded(std::uint32_t index, Context& context) {
    endActivity(m_activations[m_strands[index].activation], &Activation::working, context.now());
    if (isEventLoop()) {
        Instance& instance = instanceOf(index);
        releaseSlot(instance, context.now());
        grantSlots(instance, context);
    }
}

}  // namespace sim
