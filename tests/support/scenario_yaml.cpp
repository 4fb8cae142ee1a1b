#include "tests/support/scenario_yaml.h"

#include <utility>
#include <vector>

#include "models/io/fault_writer.h"
#include "models/io/flow_text.h"
#include "models/io/rollout_writer.h"
#include "models/io/scenario_reader.h"
#include "models/io/value_text.h"

namespace tests {

namespace {

using models::Flow;
using models::listText;
using models::toText;

std::string quoted(const std::string& text) {
    return '"' + text + '"';
}

std::string stepsText(const models::Steps& steps);

std::string valuesText(const std::vector<models::ColumnValue>& values) {
    Flow flow;
    for (const models::ColumnValue& each : values) {
        flow.add(each.column, quoted(each.value.sql));
    }
    return flow.text();
}

std::string rateLimitText(const models::RateLimit& limit) {
    return Flow()
        .add("rate", toText(limit.rate))
        .add("burst", limit.burst)
        .addIf(limit.maxWait.count() > 0, "max-wait", toText(limit.maxWait))
        .text();
}

std::string retryText(const models::Retry& retry) {
    constexpr const char* jitters[] = {"none", "full", "equal"};
    Flow flow;
    flow.add("attempts", retry.attempts).add("backoff", toText(retry.backoff));
    flow.add("multiplier", toText(retry.multiplier));
    flow.add("jitter", std::string(jitters[static_cast<int>(retry.jitter)]));
    if (retry.maxBackoff) {
        flow.add("max-backoff", toText(*retry.maxBackoff));
    }
    if (retry.budget) {
        flow.add("budget", toText(*retry.budget));
    }
    return flow.text();
}

std::string breakerText(const models::CircuitBreaker& breaker) {
    return Flow()
        .add("window", breaker.window.span ? toText(*breaker.window.span)
                                           : std::to_string(*breaker.window.count))
        .add("failures", toText(breaker.failures))
        .add("minimum", breaker.minimum)
        .add("slow-after", toText(breaker.slowAfter))
        .add("slow-calls", toText(breaker.slowCalls))
        .add("open-for", toText(breaker.openFor))
        .add("probes", breaker.probes)
        .text();
}

void addCall(Flow& flow, const models::Call& call) {
    flow.add("call", call.callee.service + "." + call.callee.endpoint);
    if (call.timeout) {
        flow.add("timeout", toText(*call.timeout));
    }
    if (call.deadline) {
        flow.add("deadline", toText(*call.deadline));
    }
    if (call.retry) {
        flow.add("retry", retryText(*call.retry));
    }
    if (call.circuitBreaker) {
        flow.add("circuit-breaker", breakerText(*call.circuitBreaker));
    }
    if (call.rateLimit) {
        flow.add("rate-limit", rateLimitText(*call.rateLimit));
    }
    if (call.bulkhead) {
        flow.add("bulkhead", Flow()
                                 .add("max-concurrent", call.bulkhead->maxConcurrent)
                                 .add("max-wait", toText(call.bulkhead->maxWait))
                                 .text());
    }
    if (call.hedge) {
        flow.add("hedge", Flow()
                              .add("after", toText(call.hedge->after))
                              .add("copies", call.hedge->copies)
                              .text());
    }
    flow.addIf(call.probability.value < 1, "probability", toText(call.probability));
    flow.addIf(call.priority != 0, "priority", call.priority);
    if (call.fallback) {
        flow.add("fallback",
                 call.fallback->steps.empty() ? "skip" : stepsText(call.fallback->steps));
    }
}

void addStore(Flow& flow, const models::StoreStep& step) {
    constexpr const char* actions[] = {"read", "insert", "update", "delete"};
    flow.add(actions[static_cast<int>(step.action)], step.table);
    flow.addIf(step.all, "all", std::string("true"));
    flow.addIf(!step.at.empty(), "at", valuesText(step.at));
    flow.addIf(!step.set.empty(), "set", valuesText(step.set));
    if (step.where) {
        flow.add("where", quoted(step.where->sql));
    }
    if (step.orElse) {
        flow.add("else", stepsText(*step.orElse));
    }
}

struct ActionText {
    Flow& flow;

    void operator()(const models::Compute& step) const { flow.add("compute", toText(step.time)); }
    void operator()(const models::Sleep& step) const { flow.add("sleep", toText(step.time)); }
    void operator()(const models::Call& step) const { addCall(flow, step); }
    void operator()(const models::StoreStep& step) const { addStore(flow, step); }
    void operator()(const models::CacheLookup& step) const {
        flow.add("cache", step.cache).add("miss", stepsText(step.miss));
    }
    void operator()(const models::Invalidate& step) const { flow.add("invalidate", step.cache); }
    void operator()(const models::Fail& step) const { flow.add("fail", toText(step.probability)); }
    void operator()(const models::Publish& step) const {
        flow.add("publish", step.topic).addIf(step.confirm, "confirm", std::string("true"));
        flow.addIf(step.outbox, "outbox", std::string("true"));
        if (step.timeout) {
            flow.add("timeout", toText(*step.timeout));
        }
    }
    void operator()(const models::Reply&) const { flow.add("reply", std::string()); }
    void operator()(const models::Stop&) const { flow.add("stop", std::string()); }
    void operator()(const models::Saga& step) const {
        std::vector<std::string> parts;
        for (const models::SagaPart& part : step.parts) {
            parts.push_back(
                Flow().add("do", stepsText(part.forward)).add("undo", stepsText(part.undo)).text());
        }
        flow.add("saga", listText(parts));
    }
    void operator()(const models::Transaction& step) const {
        flow.add("transaction", stepsText(step.steps));
    }
    void operator()(const models::Parallel& step) const {
        std::vector<std::string> branches;
        for (const models::Steps& branch : step.branches) {
            branches.push_back(stepsText(branch));
        }
        flow.add("parallel", listText(branches));
        if (step.need) {
            flow.add("need", *step.need);
        }
    }
    void operator()(const models::Choose& step) const {
        std::vector<std::string> branches;
        for (std::size_t i = 0; i < step.branches.size(); ++i) {
            branches.push_back(Flow()
                                   .add("weight", toText(step.weights[i]))
                                   .add("steps", stepsText(step.branches[i]))
                                   .text());
        }
        flow.add("choose", listText(branches));
    }
    void operator()(const models::Repeat& step) const {
        Flow body;
        body.add("times",
                 "[" + std::to_string(step.timesMin) + ", " + std::to_string(step.timesMax) + "]");
        body.addIf(!step.draw.empty(), "draw", step.draw);
        body.add("steps", stepsText(step.steps));
        flow.add("repeat", body.text());
    }
};

std::string stepsText(const models::Steps& steps) {
    std::vector<std::string> items;
    for (const models::Step& step : steps) {
        Flow flow;
        std::visit(ActionText{flow}, step.action);
        if (step.when) {
            flow.add("when", quoted(step.when->sql));
        }
        const bool isFlag = std::holds_alternative<models::Reply>(step.action) ||
                            std::holds_alternative<models::Stop>(step.action);
        if (isFlag && !step.when) {
            items.push_back(std::holds_alternative<models::Reply>(step.action) ? "reply" : "stop");
        } else {
            items.push_back(flow.text());
        }
    }
    return listText(items);
}

std::string storeText(const models::Store& store) {
    Flow tables;
    for (const models::Table& table : store.tables) {
        Flow columns;
        for (const models::Column& column : table.columns) {
            columns.add(column.name, quoted(column.declaration));
        }
        tables.add(table.name, Flow()
                                   .add("key", listText(table.key))
                                   .addIf(table.rows > 0, "rows", std::to_string(table.rows))
                                   .addIf(!table.columns.empty(), "columns", columns.text())
                                   .text());
    }
    Flow flow;
    flow.add("read", toText(store.read)).add("write", toText(store.write));
    if (store.connections) {
        flow.add("connections", *store.connections);
    }
    return flow.add("tables", tables.text()).text();
}

std::string cacheText(const models::Cache& cache) {
    constexpr const char* evictions[] = {"lru", "lfu", "fifo"};
    Flow flow;
    flow.add("key", listText(cache.key));
    flow.add("capacity", cache.capacity ? std::to_string(*cache.capacity) : "unlimited");
    flow.add("ttl", cache.ttl ? toText(*cache.ttl) : "none");
    flow.add("eviction", std::string(evictions[static_cast<int>(cache.eviction)]));
    flow.add("stale-if-error", toText(cache.staleIfError));
    flow.add("single-flight", std::string(cache.singleFlight ? "true" : "false"));
    return flow.text();
}

// Whom the door believes ready.
std::string doorText(const models::Service& service) {
    std::string text;
    if (const auto& check = service.healthCheck) {
        text += "    health-check: " +
                Flow()
                    .add("every", toText(check->every))
                    .add("timeout", toText(check->timeout))
                    .add("unhealthy-after", check->unhealthyAfter)
                    .add("healthy-after", check->healthyAfter)
                    .text() +
                "\n";
    }
    if (const auto& outliers = service.outlierDetection) {
        text += "    outlier-detection: " +
                Flow()
                    .add("consecutive-errors", outliers->consecutiveErrors)
                    .add("eject-for", toText(outliers->ejectFor))
                    .add("max-ejected", toText(outliers->maxEjected))
                    .text() +
                "\n";
    }
    return text;
}

std::string autoscaleText(const models::Autoscale& settings) {
    return Flow()
        .add("target", toText(settings.target))
        .add("min", settings.min)
        .add("max", settings.max)
        .add("every", toText(settings.every))
        .add("tolerance", toText(settings.tolerance))
        .add("stabilization", toText(settings.stabilization))
        .text();
}

std::string endpointsText(const models::Service& service, const std::string& version,
                          const std::string& indent = {}) {
    std::string text;
    for (const models::Endpoint& endpoint : service.endpoints) {
        if (endpoint.version == version) {
            text += indent + "      " + endpoint.name + ": " +
                    Flow()
                        .add("idempotent", std::string(endpoint.idempotent ? "true" : "false"))
                        .add("steps", stepsText(endpoint.steps))
                        .text() +
                    "\n";
        }
    }
    return text;
}

std::string serviceText(const models::Service& service) {
    constexpr const char* servings[] = {"thread-per-request", "event-loop"};
    constexpr const char* disciplines[] = {"fifo", "lifo", "random", "priority", ""};
    constexpr const char* balancings[] = {"round-robin", "random", "least-requests", "power-of-two",
                                          ""};
    constexpr const char* cancellations[] = {"none", "queued", "running"};
    const auto countText = [](std::optional<int> count) {
        return count ? std::to_string(*count) : std::string("unlimited");
    };
    std::string text = "  " + service.name + ":\n";
    const auto line = [&](const std::string& key, const std::string& value) {
        text += "    " + key + ": " + value + "\n";
    };
    line("instances", std::to_string(service.instances));
    line("concurrency", countText(service.concurrency));
    line("inbox", countText(service.inbox));
    line("serving", servings[static_cast<int>(service.serving)]);
    line("discipline", service.discipline == models::Discipline::Codel
                           ? "codel(target " + toText(service.codel.target) + " interval " +
                                 toText(service.codel.interval) + ")"
                           : disciplines[static_cast<int>(service.discipline)]);
    line("balancing", service.balancing == models::Balancing::Hash
                          ? "hash(" + service.balancedBy + ")"
                          : balancings[static_cast<int>(service.balancing)]);
    line("cancellation", cancellations[static_cast<int>(service.cancellation)]);
    line("start-up", toText(service.startUp));
    if (service.cores) {
        line("cores", std::to_string(*service.cores));
    }
    if (service.rateLimit) {
        line("rate-limit", rateLimitText(*service.rateLimit));
    }
    text += doorText(service);
    if (service.store) {
        line("store", storeText(*service.store));
    }
    Flow caches;
    for (const models::Cache& cache : service.caches) {
        caches.add(cache.name, cacheText(cache));
    }
    if (!service.caches.empty()) {
        line("caches", caches.text());
    }
    Flow consumes;
    for (const models::Consumer& each : service.consumes) {
        consumes.add(each.topic,
                     Flow()
                         .add("endpoint", each.endpoint)
                         .add("prefetch", each.prefetch)
                         .add("attempts", countText(each.attempts))
                         .add("redeliver-after", toText(each.redeliverAfter))
                         .add("dead-letter", std::string(each.deadLetter ? "true" : "false"))
                         .text());
    }
    line("consumes", consumes.text());
    line("drain", toText(service.drain));
    if (service.autoscale) {
        line("autoscale", autoscaleText(*service.autoscale));
    }
    text += "    endpoints:\n" + endpointsText(service, {});
    text += service.versions.empty() ? "" : "    versions:\n";
    for (const models::Version& version : service.versions) {
        text += "      " + version.name + ":\n        endpoints:\n";
        text += endpointsText(service, version.name, "    ");
        for (const std::string& removed : version.removed) {
            text += "          " + removed + ": null\n";
        }
    }
    return text;
}

std::string topicText(const models::Topic& topic) {
    Flow flow;
    flow.add("kind", std::string(topic.kind == models::TopicKind::Queue ? "queue" : "topic"));
    if (topic.partitions) {
        flow.add("partitions", *topic.partitions);
    }
    if (topic.capacity) {
        flow.add("capacity", *topic.capacity);
    }
    flow.addIf(!topic.key.empty(), "key", topic.key);
    return "  " + topic.name + ": " + flow.text() + "\n";
}

std::string journeyText(const models::Journey& journey) {
    std::string text = "  " + journey.name + ":\n";
    if (const auto* closed = std::get_if<models::ClosedWorkload>(&journey.workload)) {
        text += "    users: " + std::to_string(closed->users) +
                "\n    think: " + toText(closed->think) + "\n";
    } else {
        const auto& phases = std::get<models::OpenWorkload>(journey.workload).phases;
        std::vector<std::string> items;
        for (const models::ArrivalPhase& phase : phases) {
            Flow flow;
            if (phase.duration) {
                flow.add("for", toText(*phase.duration));
            }
            items.push_back(flow.add("arrivals", toText(phase.arrivals)).text());
            if (const auto* trace = std::get_if<models::TraceArrivals>(&phase.arrivals)) {
                text += "    # " + trace->file + ":";
                for (const models::Duration time : trace->times) {
                    text += " " + toText(models::inSeconds(time));
                }
                text += "\n";
            }
        }
        text += "    arrivals: " + listText(items) + "\n";
    }
    if (!journey.as.empty()) {
        text += "    as: " + journey.as + "\n";
    }
    return text + "    steps: " + stepsText(journey.steps) + "\n";
}

std::string networkText(const models::Network& network) {
    Flow flow;
    flow.add("latency", toText(network.latency));
    flow.addIf(network.loss.value > 0, "loss", toText(network.loss));
    Flow zones;
    for (const models::Zone& each : network.zones) {
        zones.add(each.name, listText(models::namesOf(each.members)));
    }
    flow.addIf(!network.zones.empty(), "zones", zones.text());
    if (network.betweenZones) {
        flow.add("between-zones", toText(*network.betweenZones));
    }
    return flow.text();
}

}  // namespace

std::string yamlOf(const models::Scenario& scenario) {
    std::string text = "watertight: 1\nname: " + scenario.name +
                       "\nrun: { seed: " + std::to_string(scenario.run.seed) +
                       ", duration: " + toText(scenario.run.duration) +
                       ", warm-up: " + toText(scenario.run.warmUp) +
                       " }\nnetwork: " + networkText(scenario.network) + "\npopulations:\n";
    for (const models::Population& each : scenario.populations) {
        text += "  " + each.name + ": ";
        text += each.of.empty() ? Flow()
                                      .add("size", std::to_string(each.size))
                                      .addIf(each.zipfExponent > 0, "popularity",
                                             "zipf(" + toText(each.zipfExponent) + ")")
                                      .text()
                                : Flow().add("of", each.of).text();
        text += "\n";
    }
    text += "services:\n";
    for (const models::Service& service : scenario.services) {
        text += serviceText(service);
    }
    text += scenario.topics.empty() ? "" : "topics:\n";
    for (const models::Topic& topic : scenario.topics) {
        text += topicText(topic);
    }
    text += "journeys:\n";
    for (const models::Journey& journey : scenario.journeys) {
        text += journeyText(journey);
    }
    if (const auto& halt = scenario.haltIf) {
        text += "halt-if: " +
                Flow()
                    .add("journey", halt->journey)
                    .add("availability", halt->availability.written)
                    .text() +
                "\n";
    }
    text += scenario.faults.empty() ? "" : "faults:\n";
    for (const models::Fault& fault : scenario.faults) {
        text += "  - " + models::faultText(fault) + "\n";
    }
    text += scenario.rollouts.empty() ? "" : "rollouts:\n";
    for (const models::Rollout& rollout : scenario.rollouts) {
        text += "  - " + models::rolloutText(rollout) + "\n";
    }
    return text;
}

bool isReadable(const models::Scenario& scenario, const std::string& folder) {
    return models::readScenario(yamlOf(scenario), "random.yaml", folder).scenario.has_value();
}

}  // namespace tests
