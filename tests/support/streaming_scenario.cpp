#include "tests/support/streaming_scenario.h"

namespace support {
namespace {

using namespace std::chrono_literals;

models::Endpoint anEndpoint(const std::string& name, models::Steps steps) {
    models::Endpoint endpoint;
    endpoint.name = name;
    endpoint.steps = std::move(steps);
    return endpoint;
}

models::Service aService(const std::string& name, int instances,
                         std::vector<models::Endpoint> endpoints) {
    models::Service service;
    service.name = name;
    service.instances = instances;
    service.endpoints = std::move(endpoints);
    return service;
}

models::Journey aJourney(const std::string& name, double perSecond, models::Steps steps) {
    models::Journey journey;
    journey.name = name;
    journey.workload = models::OpenWorkload{{{std::nullopt, models::PoissonArrivals{{perSecond}}}}};
    journey.steps = std::move(steps);
    return journey;
}

models::Expectation anExpectation(const std::string& name, const std::string& journey,
                                  models::MeasureBound bound, const std::string& during) {
    models::MeasureExpectation claim;
    claim.subject = {models::SubjectKind::Journey, journey, ""};
    claim.during.fault = during;
    claim.bounds = {std::move(bound)};
    models::Expectation expectation;
    expectation.name = name;
    expectation.claim = std::move(claim);
    return expectation;
}

models::Fault aFault(const std::string& name, models::Duration at, models::FaultKind kind,
                     const std::string& service, models::Duration duration) {
    models::Fault fault;
    fault.name = name;
    fault.at = models::runStart + at;
    fault.kind = kind;
    fault.targets = {models::Target{service, std::nullopt, {}}};
    fault.duration = duration;
    return fault;
}

}  // namespace

models::Step aCall(const std::string& service, const std::string& endpoint, bool fallback) {
    models::Call call;
    call.callee = {service, endpoint, {}};
    if (fallback)
        call.fallback = models::Fallback{};
    return {call, std::nullopt, {}};
}

models::Scenario streamingScenario() {
    using models::MeasureBound;
    models::Scenario scenario;
    scenario.name = "Online streaming platform";
    scenario.run.duration = 5min;
    scenario.run.warmUp = 30s;
    models::Step charge = aCall("payment", "charge");
    std::get<models::Call>(charge.action).circuitBreaker = models::CircuitBreaker{};
    scenario.services = {
        aService(
            "gateway", 2,
            {anEndpoint("play", {aCall("streaming", "start")}),
             anEndpoint("home", {aCall("recommendation", "for-viewer"), aCall("user", "profile")}),
             anEndpoint("subscribe", {aCall("user", "check"), charge})}),
        aService("streaming", 3, {anEndpoint("start", {aCall("user", "check")})}),
        aService("recommendation", 2, {anEndpoint("for-viewer", {})}),
        aService(
            "user", 2,
            {anEndpoint("profile", {aCall("payment", "standing", true)}), anEndpoint("check", {})}),
        aService("payment", 2, {anEndpoint("charge", {}), anEndpoint("standing", {})}),
    };
    scenario.populations.push_back({.name = "payer", .place = {}, .size = 10'000});
    models::Store store;
    store.tables = {models::Table{
        .name = "charges", .place = {}, .key = {"payer"}, .rows = 3100, .columns = {}}};
    scenario.services.back().store = store;
    store.tables.front().name = "profiles";
    scenario.services[3].store = store;
    scenario.journeys = {aJourney("watch-video", 200, {aCall("gateway", "play")}),
                         aJourney("browse", 120, {aCall("gateway", "home")}),
                         aJourney("subscribe", 20, {aCall("gateway", "subscribe")})};
    scenario.faults = {aFault("payment outage", 90s, models::Kill{}, "payment", 30s),
                       aFault("slow user", 2min, models::Slow{{10}}, "user", 20s)};
    const models::Bound available{models::Comparison::AtLeast, models::Quantity::Ratio, 0.999, 0,
                                  "at least 99.9 %"};
    const models::Bound fast{models::Comparison::Below, models::Quantity::Time, 0.3, 0,
                             "below 300 ms"};
    scenario.expectations = {
        anExpectation("Videos play while payment is down", "watch-video",
                      MeasureBound{models::Measure::Availability, available, {}}, "payment outage"),
        anExpectation("Browsing survives a slow user service", "browse",
                      MeasureBound{models::Measure::P99, fast, {}}, "slow user")};
    return scenario;
}

}  // namespace support
