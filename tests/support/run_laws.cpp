#include "tests/support/run_laws.h"

#include <algorithm>
#include <sstream>

#include "models/call_graph.h"
#include "models/step_rules.h"
#include "sim/metrics/request_stats.h"
#include "tests/support/scenario_text.h"

namespace tests {

namespace {

using namespace std::chrono_literals;

// Collects the first law that is broken.
class Laws {
  public:
    template <typename... Parts>
    void check(bool holds, const Parts&... parts) {
        if (!holds && m_broken.empty()) {
            std::ostringstream text;
            (text << ... << parts);
            m_broken = text.str();
        }
    }
    std::string broken() const { return m_broken; }

  private:
    std::string m_broken;
};

std::int64_t sumOf(const sim::CauseCounts& counts) {
    std::int64_t sum = 0;
    for (const std::int64_t count : counts) {
        sum += count;
    }
    return sum;
}

void checkCounts(Laws& laws, const std::string& who, const sim::Counts& now,
                 const sim::Counts& earlier) {
    laws.check(now.inFlight() >= 0, who, ": more ended than started");
    laws.check(sumOf(now.byCause) == now.failed + now.rejected, who,
               ": causes do not add up to the failures");
    laws.check(now.started >= earlier.started && now.ok >= earlier.ok &&
                   now.degraded >= earlier.degraded && now.failed >= earlier.failed &&
                   now.rejected >= earlier.rejected,
               who, ": a count went down");
}

void checkService(Laws& laws, const models::Service& model, const sim::ServiceSnapshot& now,
                  const sim::ServiceSnapshot& earlier) {
    checkCounts(laws, model.name, now.counts, earlier.counts);
    laws.check(now.counts.inFlight() == now.present, model.name, ": received ", now.counts.started,
               ", ended ", now.counts.ended(), ", present ", now.present);
    int held = 0, inbox = 0;
    int messages = 0;  // that an instance takes besides what callers send, at most
    for (const models::Consumer& consumer : model.consumes) {
        messages += consumer.prefetch;
    }
    for (const sim::InstanceSnapshot& instance : now.instances) {
        held += instance.slotsHeld;
        inbox += instance.inbox;
        laws.check(instance.slotsHeld >= 0 && instance.inbox >= 0, model.name, "#", instance.number,
                   ": less than nothing");
        laws.check(!model.concurrency || instance.slotsHeld <= *model.concurrency, model.name, "#",
                   instance.number, ": more slots held than there are");
        // What an event loop has begun is never refused, so its line has no bound.
        laws.check(!model.inbox || model.serving == models::Serving::EventLoop ||
                       instance.inbox <= *model.inbox + messages,
                   model.name, "#", instance.number, ": more in the inbox than it holds");
    }
    laws.check(held == now.slotsHeld && inbox == now.inbox, model.name,
               ": its instances do not add up");
    laws.check(inbox <= now.present, model.name, ": more in the inbox than present");
}

std::string latencyText(const sim::LatencySummary& latency) {
    std::ostringstream text;
    text.precision(17);
    text << latency.count;
    for (const auto& each : {latency.mean, latency.p50, latency.p90, latency.p95, latency.p99,
                             latency.p999, latency.max}) {
        text << ' ' << each.value_or(-1);
    }
    return text.str();
}

std::string countsText(const sim::Counts& counts) {
    std::ostringstream text;
    text << counts.started << ' ' << counts.ok << ' ' << counts.degraded << ' ' << counts.failed
         << ' ' << counts.rejected;
    for (const std::int64_t cause : counts.byCause) {
        text << ' ' << cause;
    }
    return text.str();
}

// Everything in a report that the way of running it may not change.
std::string textOf(const sim::Report& report) {
    std::ostringstream text;
    text.precision(17);
    text << report.events << ' ' << report.fingerprint << '\n';
    for (const sim::JourneyReport& each : report.journeys) {
        text << each.name << ": " << countsText(each.counts) << ' ' << latencyText(each.latency)
             << ' ' << latencyText(each.failedLatency) << '\n';
    }
    for (const sim::ServiceReport& each : report.services) {
        text << each.name << ": " << countsText(each.counts) << ' ' << each.utilization.value_or(-1)
             << ' ' << each.presentMean << ' ' << each.inboxMean << ' ' << each.inboxMax << ' '
             << each.busy.busyIntegral << ' ' << latencyText(each.wait) << ' '
             << latencyText(each.service) << ' ' << latencyText(each.blocked) << ' '
             << latencyText(each.response) << '\n';
    }
    for (const sim::TopicReport& each : report.topics) {
        text << each.name << ": " << each.published << ' ' << each.delivered << ' '
             << each.redelivered << ' ' << each.dead << ' ' << each.dropped << ' ' << each.refused
             << ' ' << each.backlog << ' ' << each.backlogMean << ' ' << each.backlogMax << '\n';
    }
    for (const sim::CallReport& each : report.calls) {
        text << each.from << " -> " << each.to << ": " << each.calls << ' ' << each.attempts << ' '
             << each.failed << ' ' << latencyText(each.latency) << '\n';
    }
    return text.str() + printTimeline(report.timeline);
}

std::string firstDifference(const std::string& one, const std::string& other) {
    std::istringstream a(one), b(other);
    std::string lineA, lineB;
    while (std::getline(a, lineA) && std::getline(b, lineB)) {
        if (lineA != lineB) {
            return "\n  " + lineA + "\n  " + lineB;
        }
    }
    return "one is longer";
}

std::int64_t attemptsTo(const sim::Report& report, const std::string& service) {
    std::int64_t attempts = 0;
    for (const sim::CallReport& call : report.calls) {
        attempts += call.to.starts_with(service + ".") ? call.attempts : 0;
    }
    return attempts;
}

// Messages come besides what callers send; at most so many.
std::int64_t deliveriesTo(const sim::Report& report, const models::Service& service) {
    std::int64_t deliveries = 0;
    for (const models::Consumer& consumer : service.consumes) {
        const auto topic =
            std::ranges::find(report.topics, consumer.topic, &sim::TopicReport::name);
        deliveries += topic->delivered + topic->redelivered;
    }
    return deliveries;
}

bool holdsSlotsThroughout(const models::Service& service) {
    return service.serving == models::Serving::ThreadPerRequest && !service.cores;
}

// Of a run that has drained: nothing is left, and every group was handed every message.
void checkTopics(Laws& laws, const models::Scenario& scenario, const sim::Report& report,
                 bool isOpen) {
    for (std::size_t i = 0; i < report.topics.size(); ++i) {
        const sim::TopicReport& topic = report.topics[i];
        const auto services =
            std::ranges::count_if(scenario.services, [&](const models::Service& service) {
                return std::ranges::find(service.consumes, topic.name, &models::Consumer::topic) !=
                       service.consumes.end();
            });
        const bool isQueue = scenario.topics[i].kind == models::TopicKind::Queue;
        const std::int64_t groups = isQueue ? std::min<std::int64_t>(services, 1) : services;
        laws.check(!isOpen || services == 0 || topic.backlog == 0, topic.name, ": ", topic.backlog,
                   " messages never end");
        laws.check(!isOpen || topic.delivered == topic.published * groups, topic.name, ": ",
                   topic.published, " published, ", topic.delivered, " handed over, to ", groups,
                   " groups");
        laws.check(topic.delivered >= topic.dead + topic.dropped, topic.name,
                   ": given up more than was handed over");
    }
}

}  // namespace

std::string brokenConservation(const models::Scenario& scenario, const sim::Snapshot& snapshot,
                               const sim::Snapshot& earlier) {
    Laws laws;
    const models::CallGraph graph = models::callGraph(scenario);
    for (std::size_t i = 0; i < scenario.services.size(); ++i) {
        const models::Service& model = scenario.services[i];
        checkService(laws, model, snapshot.services[i], earlier.services[i]);
        std::int64_t sent = 0;
        for (std::size_t e = 0; e < graph.edges.size(); ++e) {
            const auto callee = static_cast<std::size_t>(graph.edges[e].callee);
            sent += graph.nodes[callee].name == model.name ? snapshot.edges[e].attempts : 0;
        }
        const bool hearsCallersOnly = model.consumes.empty();
        laws.check(!hearsCallersOnly || snapshot.services[i].counts.started <= sent, model.name,
                   ": received ", snapshot.services[i].counts.started, " of ", sent, " attempts");
    }
    for (std::size_t i = 0; i < scenario.journeys.size(); ++i) {
        const models::Journey& model = scenario.journeys[i];
        checkCounts(laws, model.name, snapshot.journeys[i].counts, earlier.journeys[i].counts);
        const auto* closed = std::get_if<models::ClosedWorkload>(&model.workload);
        laws.check(closed == nullptr || snapshot.journeys[i].counts.inFlight() <= closed->users,
                   model.name, ": more under way than there are users");
    }
    for (std::size_t i = 0; i < snapshot.edges.size(); ++i) {
        const sim::EdgeSnapshot& edge = snapshot.edges[i];
        checkCounts(laws, "edge " + std::to_string(i), edge.counts, earlier.edges[i].counts);
        laws.check(edge.attempts >= earlier.edges[i].attempts, "edge ", i, ": attempts went down");
        laws.check(edge.fallbacks <= edge.counts.ended(), "edge ", i, ": too many fallbacks");
    }
    return laws.broken();
}

std::string brokenReport(const models::Scenario& scenario, const sim::Report& report,
                         const sim::Snapshot& last) {
    Laws laws;
    for (std::size_t i = 0; i < report.journeys.size(); ++i) {
        const sim::JourneyReport& journey = report.journeys[i];
        const sim::Counts& counts = journey.counts;
        laws.check(counts == last.journeys[i].counts, journey.name,
                   ": report and snapshot count differently");
        laws.check(journey.latency.count == counts.ok + counts.degraded &&
                       journey.failedLatency.count == counts.failed,
                   journey.name, ": not as many latencies as ends");
    }
    for (std::size_t i = 0; i < report.services.size(); ++i) {
        const sim::ServiceReport& service = report.services[i];
        const sim::Counts& counts = service.counts;
        laws.check(counts == last.services[i].counts, service.name,
                   ": report and snapshot count differently");
        laws.check(service.response.count == counts.ended() - counts.rejected, service.name,
                   ": not as many responses as ends");
        sim::Counts sum;
        for (const sim::EndpointReport& endpoint : service.endpoints) {
            sum.add(endpoint.counts);
        }
        laws.check(sum == counts, service.name, ": its endpoints do not add up");
        laws.check(service.utilization.value_or(0) >= 0, service.name, ": negative utilization");
        const sim::BusyTotals& busy = service.busy;
        laws.check(busy.waitSum + busy.serviceSum + busy.blockedSum == service.little.responseSum,
                   service.name, ": wait, service and blocked do not add up to the response");
        laws.check(service.little.presentIntegral >= service.little.responseSum, service.name,
                   ": the ended were there longer than all");
        laws.check(!holdsSlotsThroughout(scenario.services[i]) ||
                       busy.busyIntegral >= busy.serviceSum + busy.blockedSum,
                   service.name, ": the ended held slots longer than all");
        laws.check(attemptsTo(report, service.name) + deliveriesTo(report, scenario.services[i]) >=
                       counts.started,
                   service.name, ": received more than was sent");
    }
    return laws.broken();
}

std::string brokenBalance(const models::Scenario& scenario, const sim::Report& report) {
    Laws laws;
    const bool isOpen = !needsKillToDrain(scenario);
    for (const sim::JourneyReport& journey : report.journeys) {
        laws.check(!isOpen || journey.counts.inFlight() == 0, journey.name, ": ",
                   journey.counts.inFlight(), " journeys never end");
    }
    for (std::size_t i = 0; i < report.services.size(); ++i) {
        const sim::ServiceReport& service = report.services[i];
        const sim::Counts& counts = service.counts;
        laws.check(counts.started == counts.ok + counts.degraded + counts.failed + counts.rejected,
                   service.name, ": received ", counts.started, ", ended ", counts.ended());
        laws.check(service.little.presentIntegral == service.little.responseSum, service.name,
                   ": Little's law: ", service.little.presentIntegral, " ns present, responses of ",
                   service.little.responseSum, " ns");
        const std::int64_t working = service.busy.serviceSum + service.busy.blockedSum;
        laws.check(
            // Whoever undoes a saga cut in half holds a slot, and is no request.
            !holdsSlotsThroughout(scenario.services[i]) || models::hasSaga(scenario.services[i]) ||
                service.busy.busyIntegral == working,
            service.name, ": utilization law: slots held ", service.busy.busyIntegral,
            " ns, requests served ", working, " ns");
        const std::int64_t sent = attemptsTo(report, service.name);
        const bool hearsCallersOnly = scenario.services[i].consumes.empty();
        laws.check(!isOpen || !hearsCallersOnly || sent == counts.started, service.name, ": ", sent,
                   " attempts were sent, ", counts.started, " received");
    }
    checkTopics(laws, scenario, report, isOpen);
    return laws.broken();
}

// A call whose message is lost ends by a timeout, or never.
static bool losesMessages(const models::Scenario& scenario) {
    return scenario.network.loss.value > 0 ||
           std::ranges::any_of(scenario.faults, [](const models::Fault& fault) {
               return std::holds_alternative<models::Lose>(fault.kind) ||
                      std::holds_alternative<models::Partition>(fault.kind);
           });
}

bool needsKillToDrain(const models::Scenario& scenario) {
    return std::ranges::any_of(
               scenario.journeys,
               [](const models::Journey& journey) {
                   return std::holds_alternative<models::ClosedWorkload>(journey.workload);
               }) ||
           losesMessages(scenario) ||
           std::ranges::any_of(scenario.faults, [](const models::Fault& fault) {
               return !fault.duration && !std::holds_alternative<models::Restart>(fault.kind);
           });
}

models::Scenario drained(models::Scenario scenario) {
    const models::Duration end = scenario.run.duration;
    for (models::Journey& journey : scenario.journeys) {
        if (auto* open = std::get_if<models::OpenWorkload>(&journey.workload)) {
            models::Duration begun{};
            for (models::ArrivalPhase& phase : open->phases) {
                if (!phase.duration || begun + *phase.duration > end) {
                    phase.duration = std::max(models::Duration(1), end - begun);
                }
                begun += *phase.duration;
            }
            open->phases.push_back({{}, models::ConstantArrivals{models::Rate{0}}});
        }
    }
    scenario.run.warmUp = {};
    scenario.run.findsWarmUp = false;
    scenario.run.duration = end + 600s;  // partitions handle their messages one at a time
    if (needsKillToDrain(scenario)) {
        models::Fault all;
        all.kind = models::Kill{};
        scenario.haltIf.reset();  // it would lift this kill
        all.at = models::runStart + end + 1s;
        for (const models::Service& service : scenario.services) {
            all.targets.push_back({service.name, {}, {}});
        }
        scenario.faults.push_back(all);
        scenario.run.duration = end + 1100ms;
    }
    return scenario;
}

std::string brokenLaw(const models::Scenario& scenario, const std::vector<int>& threadNumbers) {
    sim::RunOptions options;
    options.scheduler = sim::SchedulerKind::Sequential;
    sim::Simulation reference(scenario, options);
    sim::Snapshot earlier = reference.snapshot();
    constexpr int looks = 25;
    for (int i = 1; i <= looks; ++i) {
        reference.advanceTo(models::runStart + models::sinceStart(reference.end()) * i / looks);
        sim::Snapshot snapshot = reference.snapshot();
        const std::string broken = brokenConservation(scenario, snapshot, earlier);
        if (!broken.empty()) {
            return "at " + std::to_string(models::inSeconds(models::sinceStart(snapshot.now))) +
                   " s: " + broken;
        }
        earlier = std::move(snapshot);
    }
    const sim::Report report = reference.report();
    if (const std::string broken = brokenReport(scenario, report, earlier); !broken.empty()) {
        return "in the report: " + broken;
    }
    options.scheduler = sim::SchedulerKind::Windowed;
    for (const int threads : threadNumbers) {
        options.threads = threads;
        const std::string expected = textOf(report);
        const std::string found = textOf(runOf(scenario, options).report());
        if (found != expected) {
            return "on " + std::to_string(threads) +
                   " threads it is another run: " + firstDifference(expected, found);
        }
    }
    return {};
}

}  // namespace tests
