// Caches of instances: a hit skips the fetching; who misses fetches, or waits for who does already.
#include <utility>

#include "sim/service/service_process.h"

namespace sim {

namespace {

// What became of a look into a cache, for the fingerprint.
enum class Look : std::uint64_t { Hit = 1, Miss, Shared };

}  // namespace

InstanceCache& ServiceProcess::cacheOf(std::uint32_t strand) {
    return instanceOf(strand).caches[lookUpOf(strand).cache];
}

CacheKey ServiceProcess::keyInCache(std::uint32_t index, const LookUpProgram& lookUp) const {
    const Strand& strand = m_strands[index];
    const RequestRef request = m_activations[strand.activation].request(strand.drawn);
    CacheKey key;
    for (const std::uint32_t population : m_process->cacheKeys[lookUp.cache]) {
        key.push_back(population == nowhere ? request.number
                                            : m_program->members.memberOf(population, request,
                                                                          m_program->keys.member));
    }
    return key;
}

void ServiceProcess::countInCache(std::uint32_t cache, std::int64_t CacheCounts::*what,
                                  Instant now) {
    ++(m_cacheCounts[cache].*what);
    forEachWindowWith(now, [&](WindowStats& stats) { ++(stats.caches[cache].*what); });
}

bool ServiceProcess::lookUp(std::uint32_t index, Context& context) {
    const LookUpProgram& lookUp = lookUpOf(index);
    const models::Cache& settings = m_model->caches[lookUp.cache];
    InstanceCache& cache = cacheOf(index);
    const CacheKey key = keyInCache(index, lookUp);
    if (cache.entries.isFresh(key, context.now())) {
        foldResult(static_cast<std::uint64_t>(Look::Hit));
        countInCache(lookUp.cache, &CacheCounts::hits, context.now());
        return true;
    }
    if (settings.singleFlight) {
        const auto [flight, isFirst] = cache.flights.try_emplace(key);
        if (!isFirst) {
            foldResult(static_cast<std::uint64_t>(Look::Shared));
            countInCache(lookUp.cache, &CacheCounts::shared, context.now());
            m_strands[index].awaits = Awaits::Flight;
            noteHeld(index, TimeKind::Fetch, context.now());
            flight->second.waiting.push_back({index, renewSerial(index)});
            return false;
        }
        const Activation& owner = m_activations[m_strands[index].activation];
        flight->second.fetching = index;
        flight->second.wasDegraded = owner.outcome.degraded;
    }
    foldResult(static_cast<std::uint64_t>(Look::Miss));
    countInCache(lookUp.cache, &CacheCounts::misses, context.now());
    return runNested(index, lookUp.miss, context);
}

bool ServiceProcess::missEnded(std::uint32_t index, const Outcome& outcome, Context& context) {
    const LookUpProgram& lookUp = lookUpOf(index);
    InstanceCache& cache = cacheOf(index);
    const CacheKey key = keyInCache(index, lookUp);
    if (!outcome.failed() && cache.entries.add(key, context.now())) {
        countInCache(lookUp.cache, &CacheCounts::evicted, context.now());
    }
    if (const auto flight = cache.flights.find(key);
        flight != cache.flights.end() && flight->second.fetching == index) {
        const Activation& owner = m_activations[m_strands[index].activation];
        const bool becameDegraded = owner.outcome.degraded && !flight->second.wasDegraded;
        const Flight landed = std::move(flight->second);
        cache.flights.erase(flight);
        tellWaiting(landed, becameDegraded && !outcome.failed() ? owner.outcome : outcome, false,
                    context);
    }
    return goOnAfterMiss(index, outcome, context);
}

bool ServiceProcess::goOnAfterMiss(std::uint32_t index, const Outcome& outcome, Context& context) {
    Activation& owner = m_activations[m_strands[index].activation];
    if (outcome.failed()) {
        const LookUpProgram& lookUp = lookUpOf(index);
        const CacheKey key = keyInCache(index, lookUp);
        if (!cacheOf(index).entries.mayAnswerForError(key, context.now())) {
            endStrand(index, outcome, context);
            return false;
        }
        countInCache(lookUp.cache, &CacheCounts::stale, context.now());
    }
    if ((outcome.failed() || outcome.degraded) && !owner.outcome.degraded) {
        owner.outcome = Outcome::degradedBy(outcome.origin);
    }
    return true;
}

void ServiceProcess::tellWaiting(const Flight& flight, const Outcome& outcome, bool isLost,
                                 Context& context) {
    for (const StrandEvent& waiting : flight.waiting) {
        schedule(context, context.now(), EventClass::Completion, EventKind::FlightEnds,
                 FlightMessage{waiting, outcome, isLost});
    }
}

void ServiceProcess::flightEnds(const Event& event, Context& context) {
    const FlightMessage& message = event.payload.flight;
    const std::uint32_t index = message.waiting.strand;
    if (!isCurrent(message.waiting, Awaits::Flight)) {
        return;
    }
    executed(event);
    noteReleased(index, context.now());
    m_strands[index].awaits = Awaits::Nothing;
    const bool goesOn =
        message.isLost ? lookUp(index, context) : goOnAfterMiss(index, message.outcome, context);
    if (goesOn) {
        run(index, context);
    }
}

// Whoever waits for this strand's fetching looks again, and the first of them fetches.
void ServiceProcess::leaveFlight(std::uint32_t index, Context& context) {
    InstanceCache& cache = cacheOf(index);
    const auto flight = cache.flights.find(keyInCache(index, lookUpOf(index)));
    if (flight != cache.flights.end() && flight->second.fetching == index) {
        const Flight lost = std::move(flight->second);
        cache.flights.erase(flight);
        tellWaiting(lost, {}, true, context);
    }
}

void ServiceProcess::invalidate(std::uint32_t index) {
    cacheOf(index).entries.drop(keyInCache(index, lookUpOf(index)));
}

}  // namespace sim
