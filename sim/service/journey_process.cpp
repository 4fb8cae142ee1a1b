#include "sim/service/journey_process.h"

#include <algorithm>
#include <cmath>
#include <variant>

#include "sim/random/portable_math.h"
#include "sim/random/sampler.h"

namespace sim {

JourneyProcess::JourneyProcess(std::shared_ptr<const Program> program, ProcessId id,
                               std::shared_ptr<const FaultLog> faults, StoreMaker* stores)
    : StepRunner(std::move(program), id, std::move(faults), stores),
      m_windows(process().windows.size(), LatencyStats(journeyBuckets)),
      m_identity(identityOf(process().name)) {
    if (const auto* closed = std::get_if<models::ClosedWorkload>(&journey().workload)) {
        m_think = Sampler(closed->think);
        return;
    }
    for (const models::ArrivalPhase& phase : open()->phases) {
        const auto* renewal = std::get_if<models::RenewalArrivals>(&phase.arrivals);
        m_between.push_back(renewal != nullptr ? Sampler(renewal->between) : Sampler());
    }
}

const models::Journey& JourneyProcess::journey() const {
    return m_program->scenario.journeys[static_cast<std::size_t>(m_process.index)];
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
    if (event.kind == EventKind::JourneyBegins) {
        journeyBegins(event, context);
    } else {
        handleStrandEvent(event, context);
    }
}

void JourneyProcess::crash(const std::string& what, Context& context) {
    m_hasCrashed = true;  // its users are gone
    note(context.now(), "crashed", name(), what);
}

namespace {

// How many arrivals a ramp is expected to have had at a time since it began (in nanoseconds), and
// when it is expected to have had so many: a Poisson process with a rate that changes is one of
// rate 1 on that scale.
class Ramp {
  public:
    explicit Ramp(const models::RampArrivals& arrivals)
        : m_from(perNanosecond(arrivals.from)),
          m_to(perNanosecond(arrivals.to)),
          m_length(static_cast<double>(arrivals.length.count())),
          m_whole((m_from + m_to) / 2 * m_length) {}

    double expectedUntil(double time) const {
        return time < m_length ? (m_from + slope() / 2 * time) * time
                               : m_whole + m_to * (time - m_length);
    }
    // Infinite where it never has so many.
    double timeOf(double expected) const {
        if (expected >= m_whole) {
            return m_length + (expected - m_whole) / m_to;
        }
        // The root of expectedUntil, in the form that loses no digits.
        const double root = std::sqrt(std::max(m_from * m_from + 2 * slope() * expected, 0.0));
        return 2 * expected / (m_from + root);
    }

  private:
    static double perNanosecond(const models::Rate& rate) {
        return rate.count / static_cast<double>(rate.period.count());
    }
    double slope() const { return (m_to - m_from) / m_length; }

    double m_from, m_to, m_length, m_whole;
};

// The time from one arrival to the next, in the phase that is given; from 0 for a constant rate,
// whose k-th arrival is at k / rate exactly.
struct NextArrival {
    Instant phaseBegan;
    Instant after;
    std::int64_t arrivalsInPhase;
    const Sampler& between;  // of a renewal
    DrawKey key;
    Identity identity;

    Instant operator()(const models::PoissonArrivals& arrivals) const {
        if (arrivals.rate.count <= 0) {
            return models::never;
        }
        const double mean = static_cast<double>(arrivals.rate.period.count()) / arrivals.rate.count;
        const double wait = -portableLog(drawUnit(key, identity)) * mean;
        return after + Duration(static_cast<std::int64_t>(std::floor(wait + 0.5)));
    }
    Instant operator()(const models::ConstantArrivals& arrivals) const {
        if (arrivals.rate.count <= 0) {
            return models::never;
        }
        const double spacing =
            static_cast<double>(arrivals.rate.period.count()) / arrivals.rate.count;
        return phaseBegan + Duration(static_cast<std::int64_t>(
                                std::floor(static_cast<double>(arrivalsInPhase) * spacing + 0.5)));
    }
    Instant operator()(const models::RenewalArrivals&) const {
        return after + between.draw(key, identity);
    }
    Instant operator()(const models::RampArrivals& arrivals) const {
        const double since = static_cast<double>((after - phaseBegan).count());
        const double next = Ramp(arrivals).timeOf(Ramp(arrivals).expectedUntil(since) -
                                                  portableLog(drawUnit(key, identity)));
        return next < static_cast<double>(durationMax.count())
                   ? std::max(after, phaseBegan + roundedDuration(next))
                   : models::never;
    }
    Instant operator()(const models::TraceArrivals& arrivals) const {
        const auto index = static_cast<std::size_t>(arrivalsInPhase);
        return index < arrivals.times.size() ? phaseBegan + arrivals.times[index] : models::never;
    }
};

}  // namespace

Instant JourneyProcess::nextArrival(std::int64_t number, Instant after) const {
    // The phase is part of the identity: a draw that fell beyond its end is not used again.
    const Identity identity = mixed(mixed(m_identity, static_cast<std::uint64_t>(number)),
                                    static_cast<std::uint64_t>(m_phase));
    return std::visit(NextArrival{m_phaseBegan, after, m_phaseArrivals, m_between[m_phase],
                                  m_program->keys.arrival, identity},
                      open()->phases[m_phase].arrivals);
}

void JourneyProcess::scheduleArrival(std::int64_t number, Instant after, Context& context) {
    const std::vector<models::ArrivalPhase>& phases = open()->phases;
    Instant from = after;
    while (true) {
        const models::ArrivalPhase& phase = phases[m_phase];
        const Instant at = nextArrival(number, from);
        const bool isLast = m_phase + 1 == phases.size();
        const Instant phaseEnd =
            phase.duration && !isLast ? m_phaseBegan + *phase.duration : models::never;
        if (at < phaseEnd) {
            ++m_phaseArrivals;
            schedule(context, at, EventClass::Arrival, EventKind::JourneyBegins,
                     JourneyEvent{number, 0});
            return;
        }
        if (phaseEnd == models::never) {
            return;  // a rate of zero to the end
        }
        ++m_phase;
        m_phaseBegan = phaseEnd;
        m_phaseArrivals = 0;
        from = phaseEnd;
    }
}

void JourneyProcess::scheduleAction(std::uint32_t user, std::int64_t number, Context& context) {
    const Identity identity = mixed(mixed(m_identity, user), static_cast<std::uint64_t>(number));
    schedule(context, context.now() + m_think.draw(m_program->keys.think, identity),
             EventClass::Arrival, EventKind::JourneyBegins, JourneyEvent{number, user});
}

void JourneyProcess::journeyBegins(const Event& event, Context& context) {
    executed(event);
    const JourneyEvent begun = event.payload.journey;
    const Instant now = context.now();
    std::int64_t number = begun.number;
    if (open() != nullptr) {
        scheduleArrival(begun.number + 1, now, context);
    } else {
        number = number * std::get<models::ClosedWorkload>(journey().workload).users + begun.user;
    }
    const std::uint32_t index = newActivation(now);
    Activation& activation = m_activations[index];
    activation.user = begun.user;
    activation.journeyNumber = begun.number;
    activation.request.identity =
        mixed(mixed(m_identity, static_cast<std::uint64_t>(begun.number)), begun.user);
    // Unique in the run without asking the other journeys.
    activation.request.number =
        number * static_cast<std::int64_t>(m_program->journeyCount) + m_process.index + 1;
    activation.sampled =
        m_program->observe && activation.request.identity % m_program->sampleOneIn == 0;
    activation.identity = activation.request.identity;
    ++m_counts.started;
    if (m_process.keepsSeconds) {
        ++secondOf(now).counts.started;
    }
    for (std::size_t w = 0; w < m_windows.size(); ++w) {
        if (m_process.windows[w].contains(now)) {
            ++m_windows[w].counts.started;
        }
    }
    run(newRoot(index), context);
}

void JourneyProcess::answer(std::uint32_t index, const Outcome& outcome, Context& context) {
    const Activation& activation = m_activations[index];
    count(activation, outcome, context.now());
    if (open() == nullptr) {
        scheduleAction(activation.user, activation.journeyNumber + 1, context);
    }
}

void JourneyProcess::count(const Activation& activation, const Outcome& outcome, Instant now) {
    const Duration took = now - activation.started;
    countEnd(m_counts, outcome);
    countByFault(outcome);
    if (m_program->observe && !outcome.failed()) {
        m_latency.add(took);
    }
    for (std::size_t w = 0; w < m_windows.size(); ++w) {
        if (m_process.windows[w].contains(activation.started)) {
            m_windows[w].end(outcome, took);
            if (w == 0) {
                m_batches.add(!outcome.failed(), took, now);
            }
        }
    }
    if (m_process.keepsSeconds) {
        secondOf(activation.started).end(outcome, took);
    }
}

LatencyStats& JourneyProcess::secondOf(Instant started) {
    const auto second = static_cast<std::size_t>(sinceStart(started) / std::chrono::seconds(1));
    if (second >= m_seconds.size()) {
        m_seconds.resize(second + 1, LatencyStats(serviceBuckets));
    }
    return m_seconds[second];
}

void JourneyProcess::ended(std::uint32_t, Context&) {}

// The reader refuses these steps in journeys.
void JourneyProcess::compute(std::uint32_t, Duration, Context&) {}
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
