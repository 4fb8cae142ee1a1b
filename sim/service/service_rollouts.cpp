// Rollouts of a service, carried out at its door: what there is is compared with what there should
// be, whenever one of the two has changed, and brought a step nearer. Source: language.md,
// "Rollouts and scaling"; ARCHITECTURE.md, "Rollouts".
#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/service/service_process.h"

namespace sim {

namespace {

std::string fromTo(const std::string& from, const std::string& to) {
    return from + " -> " + to;
}

std::string percentText(double share) {
    const std::int64_t tenths = std::llround(share * 1000);
    const std::string text = std::to_string(tenths / 10);
    return (tenths % 10 == 0 ? text : text + "." + std::to_string(tenths % 10)) + " %";
}

}  // namespace

bool ServiceProcess::handleRolloutEvent(const Event& event, Context& context) {
    switch (event.kind) {
        case EventKind::RolloutBegins:
            rolloutBegins(event, context);
            return true;
        case EventKind::RollBackOrdered:
            rollBackOrdered(event, context);
            return true;
        case EventKind::DrainEnds:
            drainEnds(event, context);
            return true;
        case EventKind::CanaryJudged:
            canaryJudged(event, context);
            return true;
        case EventKind::AutoscaleDue:
            autoscaleDue(event, context);
            return true;
        case EventKind::ParameterSet:
            parameterSet(event, context);
            return true;
        case EventKind::RolloutDue:
            executed(event);
            reconcile(context);
            return true;
        default:
            return false;
    }
}

std::uint32_t ServiceProcess::versionNamed(const std::string& wanted) const {
    const auto found = std::ranges::find(m_process->versions, wanted, &VersionProgram::name);
    return found == m_process->versions.end()
               ? 0
               : static_cast<std::uint32_t>(found - m_process->versions.begin()) + 1;
}

const std::string& ServiceProcess::nameOfVersion(std::uint32_t version) const {
    return version == 0 ? m_model->version : m_process->versions[version - 1].name;
}

// Ready is, with health checks, who is known to be: others may only stop when the door sends
// requests to the newcomers.
Replicas ServiceProcess::replicas(std::uint32_t version) const {
    const auto isReady = [&](const Instance& each) {
        return each.isReady() && (!m_model->healthCheck || each.health.isHealthy());
    };
    Replicas there;
    there.wanted = m_wanted;
    for (const Instance& each : m_instances) {
        if (each.isLeaving()) {
            continue;
        }
        const bool isFresh = each.version == version;
        (isFresh ? there.fresh : there.old) += 1;
        (isFresh ? there.freshReady : there.oldReady) += isReady(each) ? 1 : 0;
    }
    return there;
}

void ServiceProcess::rolloutBegins(const Event& event, Context& context) {
    executed(event);
    const std::uint32_t place = event.payload.rollout.rollout;
    const models::Rollout& rollout = m_faults->rollout(place);
    if (const auto* scale = std::get_if<models::ScaleTo>(&rollout.action)) {
        if (!m_origins) {
            m_origins.emplace();
        }
        if (scale->instances != m_wanted) {
            m_origins->last = originOfRollout(place);
        }
        endOfDeployment(originOfRollout(place), false, context.now());
        scaleTo(scale->instances, {}, context);
    } else {
        deploy(rollout, originOfRollout(place), context);
    }
}

void ServiceProcess::scaleTo(int instances, const std::string& why, Context& context) {
    if (instances != m_wanted) {
        const std::string change = fromTo(std::to_string(m_wanted), std::to_string(instances));
        note(context.now(), "scaled", name(), why.empty() ? change : change + ": " + why);
    }
    m_wanted = instances;
    reconcile(context);
}

// One that is under way is over with it: its new version is one of the old ones from here on.
void ServiceProcess::deploy(const models::Rollout& rollout, FaultId origin, Context& context) {
    RolloutUnderWay begun;
    begun.origin = origin;
    begun.deploy = std::get<models::Deploy>(rollout.action);
    begun.name = rollout.name;
    begun.from = m_version;
    begun.to = versionNamed(begun.deploy.version);
    begun.strategy = begun.deploy.strategy;
    if (begun.to == m_version) {
        // It is there already; others may be left of a rollout that this one ends.
        begun.strategy = models::Strategy::Rolling;
    }
    begun.since = context.now();
    deploymentOrdered(origin, begun.from, begun.to, context.now());
    m_rollout = std::move(begun);
    reconcile(context);
}

void ServiceProcess::rollBackOrdered(const Event& event, Context& context) {
    executed(event);
    if (m_rollout) {
        giveUp("ordered", context);
    } else if (m_versionBefore != m_version) {
        note(context.now(), "rolled-back", name(),
             fromTo(nameOfVersion(m_version), nameOfVersion(m_versionBefore)));
        const auto brought = m_origins->versions.find(m_version);
        if (brought != m_origins->versions.end()) {
            endOfDeployment(brought->second.by, true, context.now());
        }
        std::swap(m_version, m_versionBefore);
        reconcile(context);
    }
}

// Back to where it began: who is of the new version is replaced as by a rolling update. Not where
// the old ones are all there still: then nobody is asked any more who is of the new one.
void ServiceProcess::giveUp(const std::string& why, Context& context) {
    note(context.now(), "rolled-back", name(),
         fromTo(nameOfVersion(m_rollout->to), nameOfVersion(m_version)) +
             (why.empty() ? std::string() : ": " + why));
    endOfDeployment(m_rollout->origin, true, context.now());
    const std::uint32_t to = m_rollout->to;
    const bool isBeside = m_rollout->strategy == models::Strategy::Canary ||
                          m_rollout->strategy == models::Strategy::BlueGreen;
    const int fresh = replicas(to).fresh;
    m_rollout.reset();
    if (isBeside && to != m_version) {
        stopSome(fresh, true, to, context);
    }
    reconcile(context);
}

void ServiceProcess::finishRollout(Context& context) {
    note(context.now(), "deployed", name(),
         fromTo(nameOfVersion(m_rollout->from), nameOfVersion(m_rollout->to)));
    endOfDeployment(m_rollout->origin, false, context.now());
    m_versionBefore = m_version;
    m_version = m_rollout->to;
    m_rollout.reset();
}

// A loop, since a step may bring about the next one at the same instant.
void ServiceProcess::reconcile(Context& context) {
    if (m_isReconciling || m_crash) {
        return;
    }
    m_isReconciling = true;
    while (reconcileOnce(context)) {
    }
    m_isReconciling = false;
}

// Whether something was done.
bool ServiceProcess::reconcileOnce(Context& context) {
    if (!m_rollout) {
        return rollOn(m_version, models::Deploy{}, context);
    }
    switch (m_rollout->strategy) {
        case models::Strategy::Rolling:
            return rollOn(m_rollout->to, m_rollout->deploy, context);
        case models::Strategy::Recreate:
            return recreateOn(context);
        case models::Strategy::BlueGreen:
            return blueGreenOn(context);
        case models::Strategy::Canary:
            return canaryOn(context);
    }
    return false;
}

bool ServiceProcess::rollOn(std::uint32_t to, const models::Deploy& deploy, Context& context) {
    const Replicas there = replicas(to);
    const RollingStep step = nextRollingStep(there, deploy.maxSurge.roundedUp(m_wanted),
                                             deploy.maxUnavailable.roundedDown(m_wanted));
    for (int i = 0; i < step.startFresh; ++i) {
        startInstance(to, context);
    }
    stopSome(step.stopFresh, true, to, context);
    stopSome(step.stopOld, false, to, context);
    if (!step.isNothing()) {
        return true;
    }
    if (m_rollout && there.old == 0 && there.fresh == m_wanted && there.freshReady == m_wanted) {
        finishRollout(context);
        return true;
    }
    return false;
}

// Of the new version, or of the others: as many as wanted. Whether something was to be done.
bool ServiceProcess::keep(bool fresh, int wanted, Context& context) {
    const Replicas there = replicas(m_rollout->to);
    const int difference = wanted - (fresh ? there.fresh : there.old);
    for (int i = 0; i < difference; ++i) {
        startInstance(fresh ? m_rollout->to : m_rollout->from, context);
    }
    stopSome(-difference, fresh, m_rollout->to, context);
    return difference != 0;
}

// The new ones start when the last old one is gone.
bool ServiceProcess::recreateOn(Context& context) {
    if (keep(false, 0, context)) {
        return true;
    }
    const bool isOldThere = std::ranges::any_of(m_instances, [&](const Instance& each) {
        return !each.isGone && each.version != m_rollout->to;
    });
    if (isOldThere) {
        return false;
    }
    if (keep(true, m_wanted, context)) {
        return true;
    }
    if (replicas(m_rollout->to).freshReady == m_wanted) {
        finishRollout(context);
        return true;
    }
    return false;
}

// A full second set; when all of it is ready all requests go to it, and the old ones stop.
bool ServiceProcess::blueGreenOn(Context& context) {
    if (keep(true, m_wanted, context)) {
        return true;
    }
    if (replicas(m_rollout->to).freshReady < m_wanted) {
        return false;
    }
    keep(false, 0, context);
    finishRollout(context);
    return true;
}

// The old ones stay as many as they are to be; the new ones are as many as the step's weight asks.
bool ServiceProcess::canaryOn(Context& context) {
    const double weight = m_rollout->deploy.weights[m_rollout->step].value;
    const models::Portion share{std::nullopt, {weight}};
    const int canaries = std::max(1, share.roundedUp(m_wanted));
    if (keep(false, m_wanted, context) || keep(true, canaries, context)) {
        return true;
    }
    if (!m_rollout->isStepOn && replicas(m_rollout->to).freshReady >= canaries) {
        beginCanaryStep(context);
    }
    return false;
}

// Nobody is sent to an instance that is still starting: a step's weight counts from when all of its
// instances are ready, and so does its time.
void ServiceProcess::beginCanaryStep(Context& context) {
    RolloutUnderWay& rollout = *m_rollout;
    rollout.isStepOn = true;
    rollout.weight = rollout.deploy.weights[rollout.step].value;
    rollout.answered = rollout.failed = 0;
    rollout.latency = Histogram(128);
    rollout.judgedAt = context.now() + rollout.deploy.every;
    rollout.serial = ++m_rolloutSerial;
    const Replicas there = replicas(rollout.to);
    note(context.now(), "canary-step", name(),
         nameOfVersion(rollout.to) + " gets " + percentText(rollout.weight) + " on " +
             std::to_string(there.fresh) + " of " + std::to_string(there.fresh + there.old) +
             " instances");
    schedule(context, rollout.judgedAt, EventClass::Timer, EventKind::CanaryJudged,
             InstanceEvent{0, rollout.serial});
}

void ServiceProcess::countOfVersion(const Activation& activation) {
    EndOfVersion& ended = m_ofVersions[activation.version];
    const bool failed = activation.outcome.failed();
    ended.counts.end(activation.outcome);
    if (m_program->observe && !failed) {
        ended.latency.add(activation.spent().response());
    }
    countForCanary(m_instances[activation.instance], failed, activation.spent().response());
}

void ServiceProcess::countForCanary(const Instance& instance, bool failed, Duration response) {
    if (!m_rollout || !m_rollout->isStepOn || instance.version != m_rollout->to) {
        return;
    }
    ++m_rollout->answered;
    m_rollout->failed += failed ? 1 : 0;
    if (!failed) {
        m_rollout->latency.add(response);
    }
}

bool ServiceProcess::isBroken(std::string& why) const {
    const RolloutUnderWay& rollout = *m_rollout;
    const double errors =
        static_cast<double>(rollout.failed) / static_cast<double>(rollout.answered);
    if (rollout.deploy.errors && rollout.deploy.errors->holds(errors)) {
        why = percentText(errors) + " of its answers failed";
        return true;
    }
    const std::optional<Duration> p99 = rollout.latency.quantile(0.99);
    if (rollout.deploy.p99 && p99 && rollout.deploy.p99->holds(models::inSeconds(*p99))) {
        why = "the p99 of its answers was " + std::to_string(p99->count() / 1'000'000) + " ms";
        return true;
    }
    return false;
}

void ServiceProcess::canaryJudged(const Event& event, Context& context) {
    if (!m_rollout || event.payload.instance.serial != m_rollout->serial) {
        return;
    }
    executed(event);
    RolloutUnderWay& rollout = *m_rollout;
    std::string why;
    if (rollout.answered == 0) {
        beginCanaryStep(context);  // nobody asked it: nothing is known of it yet
    } else if (isBroken(why)) {
        giveUp(why, context);
    } else if (rollout.step + 1 < rollout.deploy.weights.size()) {
        ++rollout.step;
        rollout.isStepOn = false;
        reconcile(context);
    } else {
        note(context.now(), "promoted", name(), nameOfVersion(rollout.to));
        // Whoever was careful so far stays so: nobody may lack.
        rollout.strategy = models::Strategy::Rolling;
        rollout.deploy.maxUnavailable = {0, {}};
        rollout.isStepOn = false;
        rollout.weight = 0;
        reconcile(context);
    }
}

// Of a canary a share of the requests goes to the new version, each by its own draw; of blue-green
// none before the switch. Where the version that is chosen has nobody, the other serves.
void ServiceProcess::chooseVersion(const RequestMessage& message) {
    m_choice = AnyVersion;
    if (!m_rollout) {
        return;
    }
    if (m_rollout->strategy == models::Strategy::BlueGreen) {
        m_choice = OldVersions;
    } else if (m_rollout->strategy == models::Strategy::Canary) {
        const bool isNew =
            drawUnit(m_program->keys.canary, mixed(message.identity, id())) < m_rollout->weight;
        m_choice = isNew ? NewVersion : OldVersions;
    }
    const auto chosen = [&](const Instance& each) { return isChoice(each); };
    if (std::ranges::none_of(m_instances, chosen)) {
        m_choice = AnyVersion;
    }
}

// ---------------------------------------------------------------------------------------------
// autoscaling

void ServiceProcess::beginAutoscaling(Context& context) {
    if (m_autoscaler) {
        schedule(context, context.now() + m_autoscaler->settings().every, EventClass::Timer,
                 EventKind::AutoscaleDue, InstanceEvent{0, 0});
    }
}

// By what was used since the last time, of what was ready then.
void ServiceProcess::autoscaleDue(const Event& event, Context& context) {
    executed(event);
    const Instant now = context.now();
    const WideInteger busy = m_used->levels.busy.integral(now, models::runStart, models::never);
    const WideInteger capacity =
        m_used->levels.capacity.integral(now, models::runStart, models::never);
    const WideInteger spent = busy - std::exchange(m_used->busyBefore, busy);
    const WideInteger there = capacity - std::exchange(m_used->capacityBefore, capacity);
    Usage usage;
    const Replicas replicasNow = replicas(m_version);
    usage.instances = m_wanted;
    usage.ready = std::min(m_wanted, replicasNow.freshReady + replicasNow.oldReady);
    usage.percent = there > 0 ? static_cast<int>(spent * 100 / there) : 0;
    // At 0 nobody scales it but a command: as in Kubernetes that turns the autoscaler off.
    if (m_wanted > 0) {
        scaleTo(m_autoscaler->decide(usage, now), std::to_string(usage.percent) + " % used",
                context);
    }
    beginAutoscaling(context);
}

}  // namespace sim
