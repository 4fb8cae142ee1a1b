#include "sim/service/journey_process.h"

#include <algorithm>
#include <variant>

#include "sim/random/sampler.h"
#include "sim/service/next_arrival.h"

namespace sim {

JourneyProcess::JourneyProcess(std::shared_ptr<const Program> program, ProcessId id,
                               std::shared_ptr<const FaultLog> faults, StoreMaker* stores)
    : StepRunner(std::move(program), id, std::move(faults), stores),
      m_windows(process(), LatencyStats(m_program->journeyBuckets)),
      m_batches(m_program->journeyBatches),
      m_keepsDetail(process().keepsSeconds),
      m_identity(identityOf(process().name)) {
    if (m_program->observe) {
        m_latency.emplace(m_program->journeyBuckets);
    }
    if (const auto* closed = std::get_if<models::ClosedWorkload>(&journey().workload)) {
        m_think = Sampler(closed->think);
        m_turns.resize(static_cast<std::size_t>(closed->users));
        return;
    }
    for (const models::ArrivalPhase& phase : open()->phases) {
        const auto* renewal = std::get_if<models::RenewalArrivals>(&phase.arrivals);
        m_between.push_back(renewal != nullptr ? Sampler(renewal->between) : Sampler());
    }
}

const models::Journey& JourneyProcess::journey() const {
    return m_program->scenario.journeys[static_cast<std::size_t>(m_process->index)];
}

const models::OpenWorkload* JourneyProcess::open() const {
    return std::get_if<models::OpenWorkload>(&journey().workload);
}

void JourneyProcess::begin(Context& context) {
    StepRunner::begin(context);
    if (open() != nullptr) {
        scheduleArrival(0, models::runStart, context);
        return;
    }
    const int users = std::get<models::ClosedWorkload>(journey().workload).users;
    for (int user = 0; user < users; ++user) {
        scheduleAction(static_cast<std::uint32_t>(user), 0, context);
    }
}

void JourneyProcess::handle(const Event& event, Context& context) {
    if (m_hasCrashed) {
        return;
    }
    switch (event.kind) {
        case EventKind::JourneyBegins:
            journeyBegins(event, context);
            break;
        case EventKind::FaultBegins:
            faultBegins(event, context);
            break;
        case EventKind::FaultEnds:
            faultEnds(event, context);
            break;
        case EventKind::ParameterSet:
            executed(event);
            take(m_faults->set(event.payload.rollout.rollout), context);
            note(context.now(), "set", name(), m_set->what);
            break;
        default:
            handleStrandEvent(event, context);
            break;
    }
}

void JourneyProcess::crash(const std::string& what, Context& context) {
    m_hasCrashed = true;  // its users are gone
    note(context.now(), "crashed", name(), what);
}

// -------------------------------------------------------------------------------------------------
// arrivals

Instant JourneyProcess::nextArrival(std::int64_t number, Instant after) const {
    // The phase is part of the identity: a draw that fell beyond its end is not used again.
    const Identity identity = mixed(mixed(m_identity, static_cast<std::uint64_t>(number)),
                                    static_cast<std::uint64_t>(m_place.phase));
    return std::visit(NextArrival{m_place.began, after, m_place.arrivals, m_between[m_place.phase],
                                  m_surgeClock, m_program->keys.arrival, identity},
                      open()->phases[m_place.phase].arrivals);
}

void JourneyProcess::scheduleArrival(std::int64_t number, Instant after, Context& context) {
    m_drawn = {number, after, m_place, placeArrival(number, after)};
    if (m_drawn.at != models::never) {
        schedule(context, m_drawn.at, EventClass::Arrival, EventKind::JourneyBegins,
                 JourneyEvent{number, 0});
    }
}

// Goes to the phase that it falls into; `never`: nobody comes any more.
Instant JourneyProcess::placeArrival(std::int64_t number, Instant after) {
    const std::vector<models::ArrivalPhase>& phases = open()->phases;
    Instant from = after;
    while (true) {
        const models::ArrivalPhase& phase = phases[m_place.phase];
        const Instant at = nextArrival(number, from);
        const bool isLast = m_place.phase + 1 == phases.size();
        const Instant phaseEnd =
            phase.duration && !isLast ? m_place.began + *phase.duration : models::never;
        if (at < phaseEnd) {
            ++m_place.arrivals;
            return at;
        }
        if (phaseEnd == models::never) {
            return models::never;  // a rate of zero to the end
        }
        m_place = {m_place.phase + 1, phaseEnd, 0};
        from = phaseEnd;
    }
}

void JourneyProcess::scheduleAction(std::uint32_t user, std::int64_t number, Context& context) {
    const Identity identity = mixed(mixed(m_identity, user), static_cast<std::uint64_t>(number));
    Duration think = m_think.draw(m_program->keys.think, identity);
    if (!m_surges.empty()) {
        think = roundedDuration(static_cast<double>(think.count()) / surgeFactor());
    }
    schedule(context, context.now() + think, EventClass::Arrival, EventKind::JourneyBegins,
             JourneyEvent{number, user});
}

void JourneyProcess::journeyBegins(const Event& event, Context& context) {
    const JourneyEvent begun = event.payload.journey;
    const bool isDrawnAnew =
        open() != nullptr && (begun.number != m_drawn.number || event.time() != m_drawn.at);
    if (isDrawnAnew) {
        return;
    }
    executed(event);
    const Instant now = context.now();
    int users = 1;
    if (open() != nullptr) {
        scheduleArrival(begun.number + 1, now, context);
    } else {
        users = std::get<models::ClosedWorkload>(journey().workload).users;
        m_turns[begun.user] = static_cast<std::uint32_t>(begun.number + 1);
    }
    const Pool<Activation>::Taken made = newActivation(now);
    Activation& activation = made.item;
    activation.user = begun.user;
    activation.journeyNumber = begun.number;
    activation.requestIdentity =
        mixed(mixed(m_identity, static_cast<std::uint64_t>(begun.number)), begun.user);
    activation.requestNumber =
        requestNumber(begun.number, begun.user, users, static_cast<std::size_t>(m_process->index),
                      m_program->journeyCount);
    activation.sampled = isSampled(activation.request(0));
    activation.identity = activation.requestIdentity;
    if (activation.sampled) {
        traceBegun(activation, now);
    }
    m_counts.start();
    if (m_process->keepsSeconds) {
        secondOf(now).counts.start();
    }
    m_windows.forEachWith(*m_program, *m_process, now,
                          [](LatencyStats& stats) { stats.counts.start(); });
    run(newRoot(made, 0), context);
}

// Numbers of the whole run are handed to the journeys in turn, and by a closed one to its users.
bool JourneyProcess::hasBegun(std::int64_t request) const {
    const std::int64_t number = (request - 1) / static_cast<std::int64_t>(m_program->journeyCount);
    if (open() != nullptr) {
        return number < m_counts.started();
    }
    const auto users = static_cast<std::int64_t>(m_turns.size());
    return number / users < m_turns[static_cast<std::size_t>(number % users)];
}

bool JourneyProcess::isSampled(const RequestRef& request) const {
    return m_program->observe && (request.identity % m_program->sampleOneIn == 0 ||
                                  std::ranges::find(m_watched, request.number) != m_watched.end());
}

void JourneyProcess::answer(Activation& activation, const Outcome& outcome, Context& context) {
    count(activation, outcome, context.now());
    if (open() == nullptr) {
        scheduleAction(activation.user, activation.journeyNumber + 1, context);
    }
}

void JourneyProcess::count(const Activation& activation, const Outcome& outcome, Instant now) {
    const Duration took = now - activation.started;
    m_counts.end(outcome);
    countByFault(outcome);
    if (m_latency && !outcome.failed()) {
        m_latency->add(took);
    }
    m_windows.forEachWith(*m_program, *m_process, activation.started,
                          [&](LatencyStats& stats) { stats.end(outcome, took); });
    if (m_program->measured.contains(activation.started)) {
        m_batches.add(!outcome.failed(), took, now);
    }
    if (m_keepsDetail) {
        keepDetail(activation, outcome, took);
    }
}

void JourneyProcess::keepEnds() {
    m_keepsEnds = true;
    m_keepsDetail = true;
}

void JourneyProcess::keepDetail(const Activation& activation, const Outcome& outcome,
                                Duration took) {
    if (m_process->keepsSeconds) {
        secondOf(activation.started).end(outcome, took);
    }
    if (m_keepsEnds) {
        m_ends.push_back({activation.journeyNumber, activation.user, outcome.cause,
                          outcome.degraded, activation.started, took});
    }
}

LatencyStats& JourneyProcess::secondOf(Instant started) {
    const auto second = static_cast<std::size_t>(sinceStart(started) / std::chrono::seconds(1));
    if (second >= m_seconds.size()) {
        m_seconds.resize(second + 1, LatencyStats(serviceBuckets));
    }
    return m_seconds[second];
}

void JourneyProcess::ended(Activation&, Context&) {}

// The reader refuses these steps in journeys.
void JourneyProcess::compute(const Pool<Strand>::Taken&, Activation&, Duration, Context&) {}
void JourneyProcess::storeStep(std::uint32_t, Duration, Context&) {}
void JourneyProcess::computeEnded(std::uint32_t, Context&) {}
StoreResult JourneyProcess::storeStepEnded(std::uint32_t, Context&) {
    return {};
}
StoreResult JourneyProcess::storeRefused(std::uint32_t, Context&) {
    return {};
}
StoreResult JourneyProcess::noteSaga(const SagaProgress&) {
    return {};
}
bool JourneyProcess::beginTransaction(std::uint32_t, Context&) {
    return true;
}
TransactionResult JourneyProcess::endTransaction(std::uint32_t, Context&) {
    return {};
}

}  // namespace sim
