#include "sim/observation.h"

#include <algorithm>
#include <utility>

#include "sim/chart_memory.h"
#include "sim/interval.h"
#include "sim/recovery.h"

namespace sim {

namespace {

constexpr Duration recentSpan = std::chrono::seconds(10);
// Percentiles of a chart point look back over so many ticks: one alone has too few requests.
constexpr std::size_t ticksOfPercentiles = 4;
// How many impacts are kept of faults that are over.
constexpr std::size_t finishedImpactsAtMost = 8;
constexpr std::size_t rolloutImpactsAtMost = 8;

Unexplained difference(Unexplained now, const Unexplained& before) {
    for (std::size_t i = 0; i < now.failed.size(); ++i) {
        now.failed[i] -= before.failed[i];
    }
    now.degraded -= before.degraded;
    return now;
}

Counts difference(Counts counts, const Counts& before) {
    subtractCounts(counts, before);
    return counts;
}

std::optional<Duration> supportedQuantile(const Histogram& latency, double q) {
    return requestsNeededFor(q, latency.count()) > 0 ? std::nullopt : latency.quantile(q);
}

LatencyBands bandsOf(const Histogram& latency, const Histogram& before) {
    LatencyBands bands;
    latency.forEachBucketSince(before, [&bands](Duration lowest, std::int64_t count) {
        const int band = LatencyBands::bandOf(lowest);
        if (bands.counts.empty()) {
            bands.first = band;
        }
        bands.counts.resize(static_cast<std::size_t>(band - bands.first) + 1);
        bands.counts.back() += static_cast<std::uint32_t>(count);
    });
    return bands;
}

}  // namespace

Observation::Observation(const Run& run)
    : m_run(run),
      m_graph(std::make_shared<models::CallGraph>(models::callGraph(run.program->scenario))),
      m_keepsBands(m_graph->edges.size() + run.services.size() <= latencyBandsAtMost) {
    m_marks.push_back(markNow(models::runStart));
}

Observation::Observation(const Observation& other, const Run& run)
    : m_run(run),
      m_graph(other.m_graph),
      m_marks(other.m_marks),
      m_recentFrom(other.m_recentFrom),
      m_faultMarks(other.m_faultMarks),
      m_rolloutMarks(other.m_rolloutMarks),
      m_rolloutsBegun(other.m_rolloutsBegun),
      m_chartTicks(other.m_chartTicks),
      m_keepsBands(other.m_keepsBands) {}

Observation::Mark Observation::markNow(Instant now) const {
    Mark mark;
    mark.at = now;
    for (const auto& journey : m_run.journeys) {
        mark.journeys.push_back({journey->counts(), journey->latency()});
    }
    for (const auto& service : m_run.services) {
        mark.services.push_back({service->counts(), service->latency()});
        std::vector<std::int64_t>& served = mark.served.emplace_back();
        for (const Instance& instance : service->instances()) {
            served.push_back(instance.served);
        }
        std::vector<Seen>& versions = mark.versions.emplace_back();
        for (const ServiceProcess::EndOfVersion& each : service->ofVersions()) {
            versions.push_back({each.counts, each.latency});
        }
        mark.caches.push_back(service->cacheCounts());
    }
    markTopics(mark);
    mark.unheard = m_run.unheard();
    mark.attempts.resize(m_graph->edges.size());
    mark.edges.resize(m_graph->edges.size(), Seen{{}, Histogram(m_run.program->serviceBuckets)});
    for (const StepRunner* process : m_run.processes()) {
        for (std::size_t i = 0; i < process->edges().size(); ++i) {
            Seen& edge = mark.edges[process->process().edges[i].canvasEdge];
            edge.counts.add(process->edges()[i].counts);
            mark.attempts[process->process().edges[i].canvasEdge] += process->edges()[i].attempts;
            process->edges()[i].addLatencyTo(edge.latency);
        }
    }
    return mark;
}

void Observation::tick(Instant now) {
    Mark current = markNow(now);
    const Mark& before = m_marks.back();
    const Mark& wider = m_marks[m_marks.size() - std::min(m_marks.size(), ticksOfPercentiles)];
    ChartTick tick;
    tick.at = now;
    Seen all{{}, Histogram(m_run.program->journeyBuckets)}, allBefore = all, allWider = all;
    const auto addTo = [](Seen& sum, const Seen& part) {
        sum.counts.add(part.counts);
        sum.latency.merge(part.latency);
    };
    for (std::size_t i = 0; i < current.journeys.size(); ++i) {
        tick.journeys.push_back(
            chartPoint(current.journeys[i], before.journeys[i], wider.journeys[i]));
        addTo(all, current.journeys[i]);
        addTo(allBefore, before.journeys[i]);
        addTo(allWider, wider.journeys[i]);
    }
    tick.allJourneys = chartPoint(all, allBefore, allWider);
    for (std::size_t i = 0; i < current.services.size(); ++i) {
        ChartPoint point = chartPoint(current.services[i], before.services[i], wider.services[i]);
        const ServiceSnapshot service = m_run.services[i]->snapshot();
        point.inbox = service.inbox;
        point.slotsHeld = service.slotsHeld;
        point.slots = service.slots.value_or(0);
        tick.services.push_back(point);
    }
    addEdgePoints(tick, current, before, wider);
    addTopicPoints(tick, current, before);
    addVersionPoints(tick, current, before, wider);
    m_chartTicks.push_back(std::move(tick));
    forgetOldServices(m_chartTicks);  // nobody takes them while a long step is under way
    m_marks.push_back(std::move(current));
    while (m_marks.size() > 2 && m_marks[1].at <= now - recentSpan) {
        m_marks.pop_front();
    }
}

void Observation::addEdgePoints(ChartTick& tick, const Mark& current, const Mark& before,
                                const Mark& wider) const {
    if (current.edges.size() > edgesInChartsAtMost) {
        return;
    }
    for (std::size_t i = 0; i < current.edges.size(); ++i) {
        tick.edges.push_back(chartPoint(current.edges[i], before.edges[i], wider.edges[i]));
        tick.edges.back().attempts = current.attempts[i] - before.attempts[i];
    }
}

void Observation::addVersionPoints(ChartTick& tick, const Mark& current, const Mark& before,
                                   const Mark& wider) const {
    for (std::size_t i = 0; i < current.versions.size(); ++i) {
        std::vector<ChartPoint>& points = tick.versions.emplace_back();
        for (std::size_t k = 0; current.versions[i].size() > 1 && k < current.versions[i].size();
             ++k) {
            points.push_back(
                chartPoint(current.versions[i][k], before.versions[i][k], wider.versions[i][k]));
        }
    }
}

ChartPoint Observation::chartPoint(const Seen& current, const Seen& before,
                                   const Seen& wider) const {
    const Counts counts = difference(current.counts, before.counts);
    ChartPoint point;
    point.started = counts.started;
    point.completed = counts.ok + counts.degraded;
    point.byCause = counts.byCause;
    Histogram latency = current.latency;
    latency.subtract(wider.latency);
    point.answered = latency.count();
    point.p50 = supportedQuantile(latency, 0.5);
    point.p95 = supportedQuantile(latency, 0.95);
    point.p99 = supportedQuantile(latency, 0.99);
    if (m_keepsBands) {
        point.latency = bandsOf(current.latency, before.latency);
    }
    return point;
}

void Observation::faultChanged(Instant now) {
    m_recentFrom = now;
    if (m_marks.back().at != now) {
        m_marks.push_back(markNow(now));
    }
}

void Observation::faultBegan(FaultId fault, Instant now) {
    faultChanged(now);
    m_faultMarks[fault] = faultMark(m_marks.back());
}

Observation::FaultMark Observation::faultMark(Mark counts) const {
    FaultMark mark{std::move(counts), {}};
    for (const StepRunner* process : m_run.processes()) {
        mark.unexplained.push_back(process->unexplained());
    }
    return mark;
}

void Observation::rolloutsBegan(std::size_t rollouts, Instant now) {
    for (; m_rolloutsBegun < rollouts; ++m_rolloutsBegun) {
        const FaultId rollout = originOfRollout(static_cast<std::uint32_t>(m_rolloutsBegun));
        m_rolloutMarks[rollout] = faultMark(markNow(now));
        if (m_rolloutMarks.size() > rolloutImpactsAtMost) {
            m_rolloutMarks.erase(std::prev(m_rolloutMarks.end()));  // the oldest is the largest
        }
    }
}

const Observation::Mark* Observation::recentMark(Instant now) const {
    const Instant from = std::max(m_recentFrom, now - recentSpan);
    const auto found =
        std::ranges::find_if(m_marks, [&](const Mark& mark) { return mark.at >= from; });
    return found == m_marks.end() ? &m_marks.back() : &*found;
}

Recent Observation::recentOf(const Seen& current, const Seen* before, Duration span) const {
    Recent recent;
    recent.span = span;
    recent.counts = difference(current.counts, before->counts);
    Histogram latency = current.latency;
    latency.subtract(before->latency);
    recent.p50 = supportedQuantile(latency, 0.5);
    recent.p95 = supportedQuantile(latency, 0.95);
    recent.p99 = supportedQuantile(latency, 0.99);
    return recent;
}

Snapshot Observation::snapshot(Instant now, const Script& script) {
    const Mark current = markNow(now);
    const Mark& mark = *recentMark(now);
    const Duration span = now - mark.at;
    Snapshot snapshot;
    snapshot.now = now;
    snapshot.end = m_run.program->end;
    snapshot.warmUpEnd = models::runStart + m_run.program->scenario.run.warmUp;
    snapshot.seed = m_run.program->seed;
    snapshot.events = m_run.events();
    snapshot.sampleOneIn = static_cast<int>(m_run.program->sampleOneIn);
    snapshot.faults = script.active(now);
    for (std::size_t i = 0; i < current.journeys.size(); ++i) {
        snapshot.journeys.push_back(
            {current.journeys[i].counts, recentOf(current.journeys[i], &mark.journeys[i], span)});
    }
    for (std::size_t i = 0; i < current.services.size(); ++i) {
        ServiceSnapshot service = m_run.services[i]->snapshot();
        service.recent = recentOf(current.services[i], &mark.services[i], span);
        service.unheard = current.unheard[i];
        service.recentUnheard = current.unheard[i] - mark.unheard[i];
        for (InstanceSnapshot& each : service.instances) {
            const auto place = static_cast<std::size_t>(each.number - 1);
            const bool wasThere = place < mark.served[i].size();
            each.servedRecently = each.served - (wasThere ? mark.served[i][place] : 0);
        }
        for (std::size_t k = 0; k < service.versions.size(); ++k) {
            service.versions[k].recent =
                recentOf(current.versions[i][k], &mark.versions[i][k], span);
        }
        for (std::size_t k = 0; k < service.caches.size(); ++k) {
            CacheSnapshot& cache = service.caches[k];
            cache.recentHits = cache.counts.hits - mark.caches[i][k].hits;
            cache.recentLooks = cache.counts.looks() - mark.caches[i][k].looks();
        }
        snapshot.services.push_back(std::move(service));
    }
    snapshot.edges.resize(current.edges.size());
    for (std::size_t i = 0; i < current.edges.size(); ++i) {
        snapshot.edges[i].counts = current.edges[i].counts;
        snapshot.edges[i].attempts = current.attempts[i];
        snapshot.edges[i].recentAttempts = current.attempts[i] - mark.attempts[i];
        snapshot.edges[i].recent = recentOf(current.edges[i], &mark.edges[i], span);
    }
    for (StepRunner* process : m_run.processes()) {
        for (std::size_t i = 0; i < process->edges().size(); ++i) {
            EdgeSnapshot& edge = snapshot.edges[process->process().edges[i].canvasEdge];
            edge.fallbacks += process->edges()[i].fallbacks;
        }
        for (const CallSample& sample : process->takeSamples()) {
            snapshot.samples.push_back(sample);
        }
    }
    addTopics(snapshot, current, mark);
    addBreakers(snapshot);
    addLimits(snapshot);
    addFaultTimes(snapshot);
    addImpacts(snapshot, current, script);
    snapshot.timeline = m_run.timeline();
    return snapshot;
}

// What only the script knows: when each dead instance is expected back.
void Observation::addFaultTimes(Snapshot& snapshot) const {
    for (const ActiveFault& fault : snapshot.faults) {
        for (const models::Target& target : fault.fault.targets) {
            for (std::size_t i = 0; i < m_run.services.size(); ++i) {
                if (m_run.services[i]->name() != target.service) {
                    continue;
                }
                for (InstanceSnapshot& instance : snapshot.services[i].instances) {
                    const bool struck = !target.instance || *target.instance == instance.number;
                    if (struck && instance.state != InstanceState::Ready) {
                        instance.changesAt = fault.until;
                    }
                }
            }
        }
    }
    for (std::size_t i = 0; i < m_run.services.size(); ++i) {
        ServiceSnapshot& service = snapshot.services[i];
        if (!service.downSince) {
            continue;
        }
        const Duration startUp = m_run.services[i]->model().startUp;
        for (const InstanceSnapshot& instance : service.instances) {
            if (instance.changesAt) {
                const bool down = instance.state == InstanceState::Down;
                const Instant ready = *instance.changesAt + (down ? startUp : Duration{});
                service.readyAt = std::min(service.readyAt.value_or(ready), ready);
            }
        }
    }
}

// A fault that is over still fails requests: answers are on their way, breakers stay open. So its
// impact counts on, and what it says does not depend on when somebody looked.
void Observation::addImpacts(Snapshot& snapshot, const Mark& current, const Script& script) {
    std::vector<FaultId> finished;
    for (const auto& [fault, mark] : m_faultMarks) {
        snapshot.impacts.push_back(impactOf(fault, mark, current, script));
        if (snapshot.impacts.back().endedAt && snapshot.impacts.back().recoveredAt) {
            finished.push_back(fault);
        }
    }
    for (std::size_t i = 0; i + finishedImpactsAtMost < finished.size(); ++i) {
        m_faultMarks.erase(finished[i]);
    }
    for (const auto& [rollout, mark] : m_rolloutMarks) {
        snapshot.rollouts.push_back(impactOfRollout(rollout, mark, current, script));
    }
}

FaultImpact Observation::impactOf(FaultId fault, const FaultMark& mark, const Mark& current,
                                  const Script& script) const {
    FaultImpact impact;
    impact.fault = fault;
    impact.what = script.log()[fault];
    impact.own = script.isOwn(fault);
    const Instant end = script.endOf(fault);
    if (end <= current.at) {
        impact.endedAt = end;
    }
    addOrigins(impact, mark, current);
    std::optional<Instant> recovered;
    for (const auto& service : m_run.services) {
        if (const std::optional<Instant> at = service->recoveredAt(fault)) {
            recovered = std::max(recovered.value_or(*at), *at);
        }
    }
    for (const auto& topic : m_run.topics) {
        if (const std::optional<Instant> at = topic->recoveredAt(fault)) {
            recovered = std::max(recovered.value_or(*at), *at);
        }
    }
    const models::FaultKind& kind = script.log()[fault].kind;
    if (models::isUponLinks(kind) || std::holds_alternative<models::Surge>(kind)) {
        recovered = impact.endedAt;  // nothing has to start again
    }
    impact.recoveredAt = recovered;
    addSpared(impact);
    addRecoveries(impact, current.at);
    return impact;
}

FaultImpact Observation::impactOfRollout(FaultId rollout, const FaultMark& mark,
                                         const Mark& current, const Script& script) const {
    const models::Rollout& what = script.log().rollout(static_cast<std::uint32_t>(-1 - rollout));
    FaultImpact impact;
    impact.fault = rollout;
    impact.what.targets = {{what.service, {}, what.place}};
    impact.what.name = what.name;
    const auto& services = m_run.program->scenario.services;
    const auto place = std::ranges::find(services, what.service, &models::Service::name);
    impact.rollout.emplace();
    if (place != services.end()) {
        const auto index = static_cast<std::size_t>(place - services.begin());
        impact.rollout = m_run.services[index]->rolloutSeen(rollout);
    }
    impact.rollout->what = what;
    if (const auto* deploy = std::get_if<models::Deploy>(&what.action)) {
        impact.rollout->to = deploy->version;
    }
    impact.endedAt = impact.rollout->backAt;
    addOrigins(impact, mark, current);
    impact.spared.resize(m_run.services.size());
    addRecoveries(impact, current.at);
    return impact;
}

void Observation::addOrigins(FaultImpact& impact, const FaultMark& mark,
                             const Mark& current) const {
    const Mark& before = mark.counts;
    const FaultId fault = impact.fault;
    impact.since = before.at;
    const auto subject = [&](const StepRunner& process, const Counts& then, const Counts& now) {
        FaultImpact::OnSubject seen;
        const auto found = process.byFault().find(fault);
        if (found != process.byFault().end()) {
            seen = found->second;
        }
        seen.started = now.started - then.started;
        seen.ended = now.ended() - then.ended();
        seen.unexplained = difference(process.unexplained(), mark.unexplained[process.id()]);
        return seen;
    };
    for (std::size_t i = 0; i < m_run.journeys.size(); ++i) {
        impact.journeys.push_back(
            subject(*m_run.journeys[i], before.journeys[i].counts, current.journeys[i].counts));
    }
    for (std::size_t i = 0; i < m_run.services.size(); ++i) {
        impact.services.push_back(
            subject(*m_run.services[i], before.services[i].counts, current.services[i].counts));
    }
    impact.edges.resize(m_graph->edges.size());
    for (const StepRunner* process : m_run.processes()) {
        for (std::size_t i = 0; i < process->edges().size(); ++i) {
            FaultImpact::OnEdge& edge = impact.edges[process->process().edges[i].canvasEdge];
            const auto found = process->edges()[i].byFault.find(fault);
            if (found != process->edges()[i].byFault.end()) {
                edge.failed += found->second.failed;
                edge.refused += found->second.refused;
                edge.fallbacks += found->second.fallbacks;
            }
        }
    }
    for (std::size_t i = 0; i < impact.edges.size(); ++i) {
        impact.edges[i].calls = current.edges[i].counts.started - before.edges[i].counts.started;
    }
}

void Observation::addSpared(FaultImpact& impact) const {
    impact.spared.resize(m_run.services.size());
    for (std::size_t i = 0; i < m_run.services.size(); ++i) {
        const auto found = m_run.services[i]->spared().find(impact.fault);
        if (found == m_run.services[i]->spared().end()) {
            continue;
        }
        impact.spared[i] = found->second.count;
        for (const auto& [subject, count] : found->second.bySubject) {
            const int service = m_run.program->serviceOf(subject);
            (service < 0 ? impact.journeys[subject]
                         : impact.services[static_cast<std::size_t>(service)])
                .spared += count;
        }
    }
}

void Observation::addRecoveries(FaultImpact& impact, Instant now) const {
    if (!impact.endedAt) {
        return;
    }
    const Instant warmUpEnd = models::runStart + m_run.program->scenario.run.warmUp;
    for (std::size_t i = 0; i < m_run.journeys.size(); ++i) {
        FaultImpact::OnSubject& journey = impact.journeys[i];
        const Unexplained& unexplained = journey.unexplained;
        const bool mayBeHurt =
            unexplained.degraded > 0 ||
            std::ranges::any_of(unexplained.failed, [](std::int64_t count) { return count > 0; });
        if (journey.failed + journey.degraded > 0 || mayBeHurt) {
            journey.recovery = recoveryOf(m_run.journeys[i]->seconds(), warmUpEnd,
                                          {impact.since, *impact.endedAt}, now);
        }
    }
}

}  // namespace sim
