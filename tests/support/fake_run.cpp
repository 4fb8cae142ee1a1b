#include "tests/support/fake_run.h"

#include <cmath>

namespace support {
namespace {

using namespace std::chrono_literals;
using sim::Duration;

constexpr double ratePerSecond[] = {200, 120, 20};

// Between -1 and 1, always the same for the same number.
double noise(std::int64_t n) {
    const double x = std::sin(static_cast<double>(n) * 12.9898) * 43758.5453;
    return 2 * (x - std::floor(x)) - 1;
}

Duration ms(double value) {
    return Duration(static_cast<std::int64_t>(value * 1e6));
}

std::int64_t whole(double value) {
    return static_cast<std::int64_t>(std::llround(value));
}

double rateOf(std::size_t journey) {
    return ratePerSecond[std::min<std::size_t>(journey, 2)];
}

}  // namespace

FakeRun::FakeRun(models::Scenario scenario, const sim::RunOptions& options,
                 std::shared_ptr<FakeRunLog> log)
    : m_scenario(std::move(scenario)),
      m_graph(models::callGraph(m_scenario)),
      m_log(std::move(log)),
      m_seed(options.seed.value_or(m_scenario.run.seed)) {
    m_log->seeds.push_back(m_seed);
    step(m_scenario.run.warmUp);
}

void FakeRun::run() {
    m_state.running = m_log->running = true;
    m_state.speedAchieved = 1;
    publish();
}

void FakeRun::pause() {
    m_state.running = m_log->running = false;
    publish();
}

void FakeRun::step(Duration by) {
    const sim::Instant until = m_now + by;
    while (true) {
        const sim::Instant next =
            models::runStart + sim::chartTick * (static_cast<std::int64_t>(m_ticks.size()) + 1);
        if (next > until)
            break;
        addTick(next);
    }
    m_now = until;
    for (std::size_t i = m_faults.size(); i-- > 0;) {
        if (!m_faults[i].until || *m_faults[i].until > m_now)
            continue;
        m_lastEnded = m_faults[i];
        m_lastEndedAt = *m_faults[i].until;
        m_faults.erase(m_faults.begin() + static_cast<std::ptrdiff_t>(i));
    }
    m_state.finished = m_now >= models::runStart + m_scenario.run.duration;
    if (m_state.finished)
        m_state.running = m_log->running = false;
    publish();
}

void FakeRun::setSpeed(double simulatedPerWall) {
    m_log->speed = simulatedPerWall;
}

void FakeRun::act(sim::Command command) {
    goOnFromHere();
    ++m_state.commandsHeard;
    m_log->commands.push_back(command);
    if (const auto* begin = std::get_if<sim::BeginFault>(&command)) {
        sim::ActiveFault active{m_nextFault++, begin->fault, m_now, std::nullopt, false};
        if (begin->fault.duration)
            active.until = m_now + *begin->fault.duration;
        m_faults.push_back(active);
    }
    const auto* end = std::get_if<sim::EndFault>(&command);
    for (std::size_t i = m_faults.size(); i-- > 0;) {
        if ((end && m_faults[i].id == end->fault) ||
            std::holds_alternative<sim::EndAllFaults>(command)) {
            m_lastEnded = m_faults[i];
            m_lastEndedAt = m_now;
            m_faults.erase(m_faults.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
    publish();
}

void FakeRun::playFaults() {
    ++m_log->playFaults;
}

void FakeRun::goOnBeyondEnd() {
    m_state.finished = false;
}

// The picture stays that of now: only where it stands is told.
void FakeRun::review(sim::Instant at) {
    m_state.running = m_log->running = false;
    m_state.liveAt.reset();
    if (at < m_now)
        m_state.liveAt = m_now;
    m_reviewed = at;
    publish();
}

void FakeRun::backToLive() {
    m_state.liveAt.reset();
    publish();
}

void FakeRun::goOnFromHere() {
    if (!m_state.liveAt)
        return;
    m_now = m_reviewed;
    m_state.otherRoad = m_now;
    m_state.liveAt.reset();
    ++m_state.road;
    std::erase_if(m_ticks, [this](const sim::ChartTick& tick) { return tick.at > m_now; });
    publish();
}

void FakeRun::takeOtherRoad() {
    ++m_state.road;
    publish();
}

// It has no events.
void FakeRun::stepEvent(std::string) {}
void FakeRun::runUntil(sim::Awaited) {}
void FakeRun::runUntil(sim::Instant) {}

void FakeRun::retrace(sim::CommandLog, sim::Instant) {}

// The cost of a fault is nothing that it could know.
void FakeRun::watchCost(sim::FaultId, sim::Instant) {}

void FakeRun::requestRows(sim::RowsWanted wanted) {
    m_log->rowsWanted.push_back(wanted);
    auto rows = std::make_shared<sim::TableRows>();
    rows->wanted = wanted;
    rows->at = m_now;
    rows->columns = {"viewer", "visits"};
    for (int i = 0; i < std::min(wanted.limit, 12); ++i)
        rows->rows.push_back({std::to_string(8214 + i), std::to_string(i)});
    m_state.rows.resize(std::max(m_state.rows.size(), wanted.asker + 1));
    m_state.rows[wanted.asker] = rows;
    ++m_state.sequence;
}

sim::LiveState FakeRun::state() const {
    sim::LiveState state = m_state;
    if (m_log->hearsLate)
        state.commandsHeard = 0;
    return state;
}

std::vector<sim::ChartTick> FakeRun::chartTicks(std::size_t from) const {
    if (from >= m_ticks.size())
        return {};
    return {m_ticks.begin() + static_cast<std::ptrdiff_t>(from), m_ticks.end()};
}

void FakeRun::breakEngine(std::string failure) {
    m_state.failure = std::move(failure);
    m_state.running = false;
}

bool FakeRun::isDown(const std::string& service) const {
    return std::any_of(m_faults.begin(), m_faults.end(), [&](const sim::ActiveFault& active) {
        return std::holds_alternative<models::Kill>(active.fault.kind) &&
               active.fault.targets.front().service == service;
    });
}

void FakeRun::addTick(sim::Instant at) {
    const auto n = static_cast<std::int64_t>(m_ticks.size());
    const bool down = isDown("payment");
    sim::ChartTick tick;
    tick.at = at;
    tick.services.resize(m_scenario.services.size());
    for (std::size_t i = 0; i < m_scenario.journeys.size(); ++i) {
        sim::ChartPoint point;
        const double seconds = models::inSeconds(sim::chartTick);
        point.started =
            whole(rateOf(i) * seconds * (1 + 0.04 * noise(n * 7 + std::ssize(m_ticks))));
        point.completed = n == 0 ? point.started / 2 : point.started;
        if (down && i == 2) {
            const auto opened = !m_faults.empty() && at > m_faults.front().since + 1100ms;
            const auto cause = opened ? models::Cause::BreakerOpen : models::Cause::Unavailable;
            point.byCause[static_cast<std::size_t>(cause)] = point.started;
            point.completed = 0;
        }
        tick.allJourneys.started += point.started;
        tick.allJourneys.completed += point.completed;
        for (std::size_t c = 0; c < point.byCause.size(); ++c)
            tick.allJourneys.byCause[c] += point.byCause[c];
        tick.journeys.push_back(point);
    }
    const double warm = 1 + 0.8 * std::exp(-static_cast<double>(n) / 12);
    const double scale = down ? 0.27 : 1;
    tick.allJourneys.p99 = ms(172 * scale * warm * (1 + 0.08 * noise(n)));
    tick.allJourneys.p95 = ms(95 * scale * warm * (1 + 0.08 * noise(n + 99)));
    tick.allJourneys.p50 = ms(17 * warm * (1 + 0.05 * noise(n + 999)));
    tick.edges.resize(m_graph.edges.size());
    for (std::size_t e = 0; e < tick.edges.size(); ++e)
        tick.edges[e].started = tick.edges[e].completed = 10 * (static_cast<std::int64_t>(e) + 1);
    m_ticks.push_back(std::move(tick));
}

void FakeRun::fillServices(sim::Snapshot& snapshot) const {
    for (const models::Service& service : m_scenario.services) {
        sim::ServiceSnapshot seen;
        seen.recent.span = 10s;
        seen.recent.counts.started = seen.recent.counts.ok = 3200;
        seen.recent.p99 = ms(31);
        seen.slots = 64 * service.instances;
        seen.slotsHeld = 40;
        seen.inboxCapacity = 1000 * service.instances;
        const bool down = isDown(service.name);
        for (int i = 1; i <= service.instances; ++i)
            seen.instances.push_back({i,
                                      down ? sim::InstanceState::Down : sim::InstanceState::Ready,
                                      !down, std::nullopt, 4, 0, 1600});
        if (down) {
            seen.downSince = m_faults.front().since;
            seen.readyAt = m_faults.front().until;
            seen.recent.counts = {};
            seen.recent.counts.started = seen.recent.counts.failed = 320;
        }
        if (isDown("payment") && service.name == "gateway")
            seen.recent.counts = {3400, 3203, 0, 197, 0, {}};
        if (isDown("payment") && service.name == "user")
            seen.recent.counts = {3200, 3080, 120, 0, 0, {}};
        if (service.store) {
            for (const models::Table& table : service.store->tables)
                seen.tables.push_back({table.name, table.rows});
        }
        snapshot.services.push_back(std::move(seen));
    }
}

sim::FaultImpact FakeRun::impactOf(const sim::ActiveFault& fault, sim::Instant now) const {
    sim::FaultImpact impact;
    impact.fault = fault.id;
    impact.what = fault.fault;
    impact.since = fault.since;
    const double seconds = models::inSeconds(now - fault.since);
    const auto at = [](models::Cause cause) { return static_cast<std::size_t>(cause); };
    for (std::size_t i = 0; i < m_scenario.journeys.size(); ++i) {
        sim::FaultImpact::OnSubject on;
        on.started = on.ended = whole(rateOf(i) * seconds);
        if (i == 2) {
            on.failed = on.ended;
            on.failedByCause[at(models::Cause::Unavailable)] = std::min<std::int64_t>(21, on.ended);
            on.failedByCause[at(models::Cause::BreakerOpen)] =
                std::max<std::int64_t>(0, on.ended - 21);
        }
        if (i == 1)
            on.degraded = on.ended / 10;
        impact.journeys.push_back(on);
    }
    for (const models::Service& service : m_scenario.services) {
        sim::FaultImpact::OnSubject on;
        on.started = on.ended = whole(340 * seconds);
        if (service.name == "gateway")
            on.failed = whole(20 * seconds);
        if (service.name == "user")
            on.degraded = whole(12 * seconds);
        impact.services.push_back(on);
    }
    for (const models::CallGraphEdge& edge : m_graph.edges) {
        sim::FaultImpact::OnEdge on;
        const auto& caller = m_graph.nodes[static_cast<std::size_t>(edge.caller)].name;
        if (m_graph.nodes[static_cast<std::size_t>(edge.callee)].name == "payment") {
            on.failed = whole(20 * seconds);
            on.refused = caller == "gateway" ? std::max<std::int64_t>(0, on.failed - 21) : 0;
            on.fallbacks = caller == "user" ? whole(12 * seconds) : 0;
        }
        impact.edges.push_back(on);
    }
    impact.spared.resize(m_scenario.services.size());
    return impact;
}

// A hundred messages a second go to each topic, and as many are done.
void FakeRun::fillTopics(sim::Snapshot& snapshot) const {
    for (const models::Topic& topic : m_scenario.topics) {
        sim::TopicSnapshot seen;
        seen.recentSpan = 10s;
        seen.published = seen.recentPublished = 1000;
        seen.delivered = seen.ended = seen.recentEnded = 988;
        seen.backlog = 12;
        if (isDown(topic.name))
            seen.downSince = m_faults.front().since;
        snapshot.topics.push_back(seen);
    }
    snapshot.messages.resize(m_graph.messages.size(), {{1000, 0}, {1000, 0}, 10s});
}

void FakeRun::publish() {
    auto snapshot = std::make_shared<sim::Snapshot>();
    snapshot->now = m_state.liveAt ? m_reviewed : m_now;
    snapshot->end = models::runStart + m_scenario.run.duration;
    snapshot->warmUpEnd = models::runStart + m_scenario.run.warmUp;
    snapshot->seed = m_seed;
    fillServices(*snapshot);
    fillTopics(*snapshot);
    for (std::size_t i = 0; i < m_scenario.journeys.size(); ++i) {
        sim::JourneySnapshot seen;
        seen.recent.span = 10s;
        auto& counts = seen.recent.counts;
        counts.started = counts.ok = whole(rateOf(i) * 10);
        if (isDown("payment") && i == 2)
            std::swap(counts.ok, counts.failed);
        if (isDown("payment") && i == 1) {
            counts.degraded = counts.ok / 10;
            counts.ok -= counts.degraded;
        }
        seen.recent.p99 = i == 2 ? ms(214) : ms(46 - 8 * static_cast<double>(i));
        snapshot->journeys.push_back(seen);
    }
    for (std::size_t i = 0; i < m_graph.edges.size(); ++i) {
        const models::CallGraphEdge& edge = m_graph.edges[i];
        const auto& callee = m_graph.nodes[static_cast<std::size_t>(edge.callee)].name;
        const auto& caller = m_graph.nodes[static_cast<std::size_t>(edge.caller)].name;
        sim::EdgeSnapshot seen;
        seen.recent.span = 10s;
        seen.recent.counts.started = seen.recent.counts.ok = callee == "payment" ? 200 : 2000;
        if (isDown(callee))
            std::swap(seen.recent.counts.ok, seen.recent.counts.failed);
        snapshot->edges.push_back(seen);
        if (callee == "payment" && caller == "gateway") {
            sim::BreakerSnapshot breaker;
            breaker.edge = static_cast<int>(i);
            breaker.endpoint = "charge";
            if (isDown(callee)) {
                breaker.state = sim::BreakerState::Open;
                breaker.since = m_faults.front().since + 1100ms;
            }
            snapshot->breakers.push_back(breaker);
        }
    }
    snapshot->faults = m_faults;
    for (const sim::ActiveFault& fault : m_faults)
        snapshot->impacts.push_back(impactOf(fault, m_now));
    if (m_lastEnded) {
        snapshot->impacts.push_back(impactOf(*m_lastEnded, m_lastEndedAt));
        snapshot->impacts.back().endedAt = m_lastEndedAt;
        snapshot->impacts.back().recoveredAt = m_lastEndedAt;
        snapshot->timeline.push_back({m_lastEnded->since, "killed",
                                      m_lastEnded->fault.targets.front().service, "",
                                      m_lastEnded->id});
    }
    m_state.snapshot = snapshot;
    ++m_state.sequence;
}

app::RunFactory fakeRuns(std::shared_ptr<FakeRunLog> log) {
    return [log](models::Scenario scenario, sim::RunOptions options, const std::stop_token&) {
        return std::make_unique<FakeRun>(std::move(scenario), options, log);
    };
}

}  // namespace support
