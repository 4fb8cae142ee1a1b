// The parts of a scenario, each from its node. Readers report what is wrong and give what could be
// read, so that later checks find the names.
#pragma once

#include <vector>

#include "models/io/fields.h"
#include "models/scenario.h"

namespace models {

// Whose steps: a journey has fewer kinds.
enum class StepOwner { Endpoint, Journey };

inline constexpr int stepsMax = 10'000;  // of one endpoint or journey
inline constexpr std::size_t variantsMax = 100;
inline constexpr std::size_t zonesMax = 200;
inline constexpr std::int64_t instancesMax = 1'000'000;  // of all services

Steps readSteps(ReadingContext& context, const yaml::Node& node, StepOwner owner);

// The policies of a call or a door, from their own nodes.
Retry readRetry(ReadingContext& context, const yaml::Node& node);
CircuitBreaker readCircuitBreaker(ReadingContext& context, const yaml::Node& node);
RateLimit readCallRateLimit(ReadingContext& context, const yaml::Node& node);
RateLimit readServiceRateLimit(ReadingContext& context, const yaml::Node& node);
HealthCheck readHealthCheck(ReadingContext& context, const yaml::Node& node);
OutlierDetection readOutlierDetection(ReadingContext& context, const yaml::Node& node);
Autoscale readAutoscale(ReadingContext& context, const yaml::Node& node);
Bulkhead readBulkhead(ReadingContext& context, const yaml::Node& node);
Hedge readHedge(ReadingContext& context, const yaml::Node& node);

Network readNetwork(ReadingContext& context, const yaml::Node& node);
// The value of `delay` or `lose`: an edge, or a list of them.
std::vector<Link> readLinks(ReadingContext& context, const yaml::Node& node);
// Of a fault with a `partition`.
Partition readPartition(const Fields& fields);
std::optional<HaltIf> readHaltIf(ReadingContext& context, const yaml::Node& node);
std::vector<Population> readPopulations(ReadingContext& context, const yaml::Node& node);
// Key columns are `populations`, or `request`.
std::vector<Service> readServices(ReadingContext& context, const yaml::Node& node,
                                  const std::vector<Population>& populations);
std::vector<Topic> readTopics(ReadingContext& context, const yaml::Node& node);
// `consumes` of a service.
std::vector<Consumer> readConsumers(ReadingContext& context, const yaml::Node& node,
                                    const std::string& service);
// A step; the node is the step's.
Publish readPublish(const Fields& fields);
std::vector<Journey> readJourneys(ReadingContext& context, const yaml::Node& node);

// `scenario` has its services already: `any` stands for all of them.
std::vector<Fault> readFaults(ReadingContext& context, const yaml::Node& node,
                              const Scenario& scenario);
// `scenario` has its services already.
std::vector<Rollout> readRollouts(ReadingContext& context, const yaml::Node& node,
                                  const Scenario& scenario);
// `scenario` has its services, topics, journeys, faults and rollouts already.
std::vector<Expectation> readExpectations(ReadingContext& context, const yaml::Node& node,
                                          const Scenario& scenario);
std::vector<Invariant> readInvariants(ReadingContext& context, const yaml::Node& node);
// In what a measure of an expectation is counted; what is none is counted as events are.
Quantity quantityOf(std::string_view measure);
// `scenario` has its expectations and invariants already.
std::vector<Variant> readVariants(ReadingContext& context, const yaml::Node& node,
                                  const Scenario& scenario);
// The value of a lesson's `until`: one claim, as an expectation makes it.
std::optional<Claim> readClaim(ReadingContext& context, const yaml::Node& node,
                               const Scenario& scenario);
std::vector<LessonStep> readLesson(ReadingContext& context, const yaml::Node& node,
                                   const Scenario& scenario);
std::vector<CanvasPosition> readLayout(ReadingContext& context, const yaml::Node& node,
                                       const Scenario& scenario);

}  // namespace models
