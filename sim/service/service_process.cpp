#include "sim/service/service_process.h"

#include <algorithm>
#include <utility>

namespace sim {

ServiceProcess::ServiceProcess(std::shared_ptr<const Program> program, ProcessId id,
                               std::shared_ptr<const FaultLog> faults, StoreMaker* stores)
    : StepRunner(std::move(program), id, std::move(faults), stores),
      m_isEventLoop(m_program->serviceAt(id).serving == models::Serving::EventLoop),
      m_takesTurns(m_program->serviceAt(id).balancing == models::Balancing::RoundRobin),
      m_slots(countOr(m_program->serviceAt(id).concurrency, unlimited)),
      m_inboxSize(countOr(m_program->serviceAt(id).inbox, unlimited)),
      m_windows(*m_process, windowStats()),
      m_model(&m_program->serviceAt(id)),
      m_storeMaker(stores),
      m_capacity(countOr(m_model->cores, m_slots)),
      m_connectionsFree(unlimited) {
    if (!m_model->caches.empty()) {
        m_cacheCounts.made().resize(m_model->caches.size());
    }
    if (m_program->observe) {
        m_latency.emplace(m_program->serviceBuckets);
    }
    if (m_model->store && m_model->store->connections) {
        m_connectionsFree = *m_model->store->connections;
    }
    if (m_model->rateLimit) {
        m_bucket.emplace(*m_model->rateLimit);
    }
    if (m_model->balancing == models::Balancing::Hash) {
        m_ring.emplace();
        m_ringPopulation = m_program->members.placeOf(m_model->balancedBy);
    }
    if (m_program->betweenZones) {
        m_crossings.emplace();
    }
    m_wanted = m_model->instances;
    if (m_model->autoscale) {
        m_autoscaler.emplace(*m_model->autoscale);
        m_used.emplace();
        m_autoscaler->begin(m_wanted, models::runStart);
    }
    for (int i = 0; i < m_wanted; ++i) {
        addInstance(0);
    }
    if (m_model->outlierDetection) {
        m_outliers.emplace(*m_model->outlierDetection, m_instances.size());
    }
    if (!m_process->versions.empty()) {
        m_ofVersions.made().resize(m_process->versions.size() + 1,
                                   EndOfVersion{{}, Histogram(m_program->serviceBuckets)});
    }
}

ServiceProcess::WindowStats ServiceProcess::windowStats() const {
    WindowStats stats;
    stats.endpoints.resize(m_process->endpoints.size(), EndpointStats(m_program->serviceBuckets));
    if (const std::size_t caches = m_program->serviceAt(id()).caches.size(); caches > 0) {
        stats.caches.made().resize(caches);
    }
    return stats;
}

void ServiceProcess::begin(Context& context) {
    StepRunner::begin(context);
    changeLevel(&Levels::capacity, models::runStart,
                m_capacity * static_cast<std::int64_t>(m_instances.size()));
    chooseRelay(context);
    beginHealthChecks(context);
    beginAutoscaling(context);
    if (m_model->store && m_storeMaker != nullptr) {
        StoreMaker::Opened opened = m_storeMaker->open(*m_model, m_process->storeStatements);
        m_store = std::move(opened.store);
        if (!opened.machineFault.empty()) {
            context.machineFault = name() + ": " + opened.machineFault;
        }
    }
    m_isPlain = findPlain();
}

std::string ServiceProcess::goOn(std::shared_ptr<const FaultLog> faults, StoreMaker* stores) {
    m_storeMaker = stores;
    return StepRunner::goOn(std::move(faults), stores);
}

std::string ServiceProcess::copyStoreOf(const ServiceProcess& original) {
    if (!original.m_store) {
        return {};
    }
    StoreMaker::Opened opened =
        m_storeMaker->copy(*m_model, m_process->storeStatements, *original.m_store);
    m_store = std::move(opened.store);
    return opened.machineFault.empty() ? std::string() : name() + ": " + opened.machineFault;
}

void ServiceProcess::end() {
    m_store.reset();
    StepRunner::end();
}

void ServiceProcess::handle(const Event& event, Context& context) {
    if (m_hangs > 0 && isDeferred(event)) {
        return;
    }
    switch (event.kind) {
        case EventKind::Request:
            requestArrives(event, context);
            return;
        case EventKind::StepEnds:
            if (!computeEnds(event, context)) {
                stepEnds(event, context);
            }
            return;
        case EventKind::Reply:
            replyArrives(event, context);
            return;
        case EventKind::Deliver:
            deliveryArrives(event, context);
            return;
        case EventKind::SharedWorkEnds:
            sharedWorkEnds(event, context);
            return;
        case EventKind::AttemptExpires:
        case EventKind::BackoffEnds:
        case EventKind::TimeoutsDue:
            handleStrandEvent(event, context);
            return;
        default:
            handleRarer(event, context);
            m_isPlain = findPlain();  // which looks at every instance
            return;
    }
}

void ServiceProcess::handleRarer(const Event& event, Context& context) {
    switch (event.kind) {
        case EventKind::Cancel:
            cancelArrives(event, context);
            break;
        case EventKind::InstanceReady:
            instancesReady(event, context);
            break;
        case EventKind::CrashingDue:
            crashingDue(event, context);
            break;
        case EventKind::ProbeDue:
            probeDue(event, context);
            break;
        case EventKind::EjectionEnds:
            ejectionEnds(event, context);
            break;
        case EventKind::FlightEnds:
            flightEnds(event, context);
            break;
        case EventKind::RelayDue:
            relayDue(event, context);
            break;
        case EventKind::RequestCrosses:
            requestCrosses(event, context);
            break;
        case EventKind::Confirm:
            if (isOfRelay(event)) {
                outboxConfirmed(event);
            } else {
                handleStrandEvent(event, context);
            }
            break;
        case EventKind::FaultBegins:
            if (!handleLinkFault(event, context)) {
                executed(event);
                faultBegins(event.payload.fault, context);
            }
            break;
        case EventKind::FaultEnds:
            if (!handleLinkFault(event, context) && isUpon(event.payload.fault.fault)) {
                executed(event);
                faultEnds(event.payload.fault, context);
            }
            break;
        case EventKind::RestartOrdered:
            executed(event);
            restartOrdered(event.payload.fault, context);
            break;
        default:
            if (!handleRolloutEvent(event, context)) {
                handleStrandEvent(event, context);
            }
            break;
    }
}

void ServiceProcess::fetchFor(const ComingEvent& coming, FetchStage stage) const {
    if (stage == FetchStage::Members) {
        fetchBytes(m_instances.data(), cacheLine);
        fetchBytes(m_windows.front().endpoints.data(), coming.kind == EventKind::Request
                                                           ? sizeof(LatencyStats)
                                                           : sizeof(EndpointStats));
    }
    StepRunner::fetchFor(coming, stage);
}

void ServiceProcess::crash(const std::string& what, Context& context) {
    m_crash = what;
    note(context.now(), "crashed", name(), what);
    for (Instance& instance : m_instances) {
        if (instance.isUp() || instance.starting != 0) {
            kill(instance, noFault, context);
        }
        instance.kills.push_back(noFault);  // no fault's end brings it back
    }
    m_isPlain = findPlain();
}

// ---------------------------------------------------------------------------------------------
// ends

void ServiceProcess::answer(Activation& activation, const Outcome& outcome, Context& context) {
    if (m_isPlain && isNetworkPlain() && !m_program->isTopic(activation.caller)) {
        ReplyMessage& message = postReply(context, activation.caller);
        message.replyTo = activation.replyTo;
        message.outcome = outcome;
        return;
    }
    closeRequest(activation);
    doorSees(m_instances[activation.instance], activation.caller, outcome, context);
    reply(activation.caller, activation.replyTo, activation.identity, outcome, context,
          wayBack(activation));
}

void ServiceProcess::reply(ProcessId caller, StrandEvent replyTo, Identity attempt,
                           const Outcome& outcome, Context& context, Duration extra) {
    if (m_program->isTopic(caller)) {
        acknowledge(caller, replyTo, attempt, outcome, 0, context);
        return;
    }
    post(context, caller, attempt, Direction::Back, EventKind::Reply,
         ReplyMessage{replyTo, outcome}, extra);
}

void ServiceProcess::ended(Activation& activation, Context& context) {
    const Instant now = context.now();
    activation.settle(now);
    Instance& instance = m_instances[activation.instance];
    unlink(instance, activation);
    if (!isForNobody(activation)) {
        countEnded(activation);
        leave(instance, now);
    }
    if (activation.holdsSlot) {
        releaseSlot(instance, now);
        grantSlots(instance, context);
    }
    if (instance.isStopping) {
        leaveIfDone(instance, context);
    }
}

void ServiceProcess::leave(Instance& instance, Instant now) {
    --instance.present;
    ++instance.served;
    lower(&Levels::present, now);
}

void ServiceProcess::countEnded(const Activation& activation) {
    m_counts.end(activation.outcome);
    countByFault(activation.outcome);
    if (activation.outcome.origin.fault != noFault) {
        countForRollout(activation.outcome, activation.endpoint);
    }
    if (!m_ofVersions.empty()) {
        countOfVersion(activation);
    }
    if (m_latency && !activation.outcome.failed()) {
        m_latency->add(activation.spent().response());
    }
    forEachWindowWith(activation.started, [&](WindowStats& stats) {
        stats.endpoints[activation.endpoint].end(activation.outcome, activation.spent());
    });
}

void ServiceProcess::link(Instance& instance, const Pool<Activation>::Taken& made) {
    made.item.instance = placeOf(instance);
    made.item.previous = instance.lastActivation;
    (instance.lastActivation == nowhere ? instance.firstActivation
                                        : m_activations[instance.lastActivation].next) = made.place;
    instance.lastActivation = made.place;
}

void ServiceProcess::unlink(Instance& instance, const Activation& activation) {
    (activation.previous == nowhere ? instance.firstActivation
                                    : m_activations[activation.previous].next) = activation.next;
    (activation.next == nowhere ? instance.lastActivation
                                : m_activations[activation.next].previous) = activation.previous;
}

double ServiceProcess::burdenedSlowness(const Activation& activation) const {
    double factor = 1;
    for (const Burden& burden : m_burdens) {
        if (burden.isUpon(m_instances[activation.instance])) {
            factor *= burden.slowness;
        }
    }
    return factor;
}

// -----------------------------------------------------------------------------------------
// snapshot

TableRows ServiceProcess::storeRows(const RowsWanted& wanted) const {
    TableRows rows;
    if (!m_store) {
        rows.problem = name() + " has no store";
    } else if (wanted.select.empty()) {
        rows = m_store->rows(wanted.table, wanted.limit);
    } else {
        rows = m_store->answer(wanted.select, wanted.limit);
    }
    rows.wanted = wanted;
    return rows;
}

ServiceSnapshot ServiceProcess::snapshot() const {
    ServiceSnapshot seen;
    seen.counts = m_counts;
    seen.crashed = m_crash.has_value();
    seen.crash = m_crash.value_or({});
    seen.downSince = m_downSince;
    std::int64_t ready = 0;
    for (const Instance& instance : m_instances) {
        if (instance.isGone) {
            continue;
        }
        InstanceSnapshot& each = seen.instances.emplace_back();
        each.number = instance.number;
        each.version = instance.version;
        each.state = instance.isDown()        ? InstanceState::Down
                     : instance.starting != 0 ? InstanceState::Starting
                     : instance.isHung()      ? InstanceState::Hung
                     : instance.isStopping    ? InstanceState::Stopping
                                              : InstanceState::Ready;
        if (instance.starting != 0) {
            each.changesAt = instance.readyAt;
        }
        each.isListed = isListed(instance);
        each.slotsHeld = static_cast<int>(instance.slotsHeld);
        each.inbox = static_cast<int>(instance.inbox);
        each.served = instance.served;
        ready += instance.isReady() ? 1 : 0;
        seen.present += static_cast<int>(instance.present);
        seen.slotsHeld += each.slotsHeld;
        seen.inbox += each.inbox;
    }
    if (m_model->concurrency) {
        seen.slots = static_cast<int>(ready * m_slots);
    }
    if (m_model->inbox) {
        seen.inboxCapacity = static_cast<int>(ready * m_inboxSize);
    }
    for (std::size_t i = 0; i < m_cacheCounts.size(); ++i) {
        CacheSnapshot& cache = seen.caches.emplace_back();
        cache.name = m_model->caches[i].name;
        cache.counts = m_cacheCounts[i];
        for (const Instance& instance : m_instances) {
            cache.entries +=
                instance.isGone ? 0 : static_cast<std::int64_t>(instance.caches[i].entries.size());
        }
    }
    seen.wanted = m_wanted;
    seen.version = m_version;
    for (std::size_t i = 0; i < m_ofVersions.size(); ++i) {
        seen.versions.push_back(
            {nameOfVersion(static_cast<std::uint32_t>(i)), m_ofVersions[i].counts, {}});
    }
    if (m_rollout) {
        seen.rollout = {m_rollout->from,
                        m_rollout->to,
                        m_rollout->strategy,
                        m_rollout->weight,
                        m_rollout->step,
                        m_rollout->deploy.weights.size(),
                        m_rollout->since,
                        m_rollout->isStepOn ? std::optional(m_rollout->judgedAt) : std::nullopt};
    }
    if (m_store) {
        seen.tables = m_store->tables();
    }
    return seen;
}

std::optional<Instant> ServiceProcess::recoveredAt(FaultId fault) const {
    const auto found = m_recovered.find(fault);
    return found == m_recovered.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace sim
