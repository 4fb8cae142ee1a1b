// What the sections are called, by messages and by the manual.
#include <algorithm>
#include <array>

#include "models/io/key_table.h"

namespace models {

namespace {

struct SectionRow {
    Section section;
    std::string_view name;   // in a message
    std::string_view title;  // in the manual
    std::string_view about;
};

// In the order of the manual.
constexpr SectionRow sectionRows[] = {
    {Section::Top, "a scenario", "The file",
     "One YAML file, so JSON works too: an architecture, who uses it, what goes wrong, and what "
     "must still hold. Keys that begin with `x-` hold anchors and are not read."},
    {Section::Run, "`run`", "Run",
     "How the scenario is run, where the command line says nothing else."},
    {Section::Network, "`network`", "Network", "What every message pays, one way."},
    {Section::Population, "a population", "Populations",
     "A journey draws one member of each population that its steps use when it begins, and a "
     "number `request` of its own. Calls, attempts, hedges and messages carry them unchanged, so "
     "every service sees the same `:viewer`."},
    {Section::Service, "a service", "Services",
     "Each service has one balancer, at its door, reached after the network: it picks from the "
     "instances that it believes ready. A request that is refused there, or finds nobody ready, "
     "is told so one latency later."},
    {Section::ServiceRateLimit, "`rate-limit`", "Rate limit of a service", ""},
    {Section::HealthCheck, "`health-check`", "Health checks",
     "Without them the door knows at once who is dead; with them it knows what its checks say."},
    {Section::OutlierDetection, "`outlier-detection`", "Outlier detection", ""},
    {Section::Autoscale, "`autoscale`", "Autoscaling",
     "Wanted are ceil(instances * utilization / target), as Kubernetes does it."},
    {Section::Store, "`store`", "Stores",
     "One SQLite database of the service's own, with real rows. A change takes effect at the end "
     "of its step; how long the step takes is said here, never measured."},
    {Section::Table, "a table", "Tables", ""},
    {Section::Cache, "a cache", "Caches",
     "A cache belongs to an instance. Steps look into it with `cache`, and drop an entry with "
     "`invalidate`."},
    {Section::Consumer, "a topic of `consumes`", "Consumers",
     "A message is done when its endpoint succeeded; it comes again when that failed or its "
     "instance died. A service that consumes a topic is one group: each message goes to one of its "
     "instances, into the inbox, and is served like a request."},
    {Section::Version, "a version", "Versions",
     "What a version does not say is as in `endpoints`."},
    {Section::Endpoint, "an endpoint", "Endpoints",
     "It ends ok after its last step, or at its first step that fails, with the cause of that. A "
     "cause travels up the replies unchanged: `error`, `timeout` (a caller's own), `deadline`, "
     "`unavailable` (dropped connection, nobody ready), `rejected` (inbox, rate limit, bulkhead, "
     "codel, full topic), `breaker-open`."},
    {Section::Step, "a step", "Steps",
     "In order, each after the one before. A step has one key that says what is done; its options "
     "stand beside that key, with `when`."},
    {Section::CallOptions, "the options of `call`", "Options of `call`",
     "What belongs to a call step (breaker, bucket, bulkhead, budget) is one for all instances of "
     "the service that makes it. Nothing is retried, hedged or guarded unless it is written."},
    {Section::Retry, "`retry`", "Retry", "Every failure is retried, a breaker's refusal too."},
    {Section::CircuitBreaker, "`circuit-breaker`", "Circuit breaker",
     "Judged after each result. Results of calls that began in an earlier state do not count."},
    {Section::Bulkhead, "`bulkhead`", "Bulkhead", ""},
    {Section::CallRateLimit, "`rate-limit`", "Rate limit of a call", ""},
    {Section::Hedge, "`hedge`", "Hedge", ""},
    {Section::ParallelOptions, "the options of `parallel`", "Options of `parallel`", ""},
    {Section::StoreOptions, "the options of a store step",
     "Options of `read`, `insert`, `update` and `delete`",
     "SQL here is of SQLite, over the row and the binds `:viewer` (any population), `:request`, "
     "`:now` (simulated seconds) and `:round` (of the innermost `repeat`, from 1); without "
     "subqueries, clock or chance. A `-` of a name is `_` in SQL."},
    {Section::CacheOptions, "the options of `cache`", "Options of `cache`", ""},
    {Section::PublishOptions, "the options of `publish`", "Options of `publish`", ""},
    {Section::ChooseBranch, "a branch of `choose`", "Branches of `choose`", ""},
    {Section::RepeatBody, "`repeat`", "Repeat", ""},
    {Section::SagaPart, "a part of `saga`", "Parts of `saga`", ""},
    {Section::Topic, "a topic", "Topics",
     "A topic keeps the messages that are published to it until they are done, at least once "
     "each. It outlives the services, and takes faults like them."},
    {Section::Journey, "a journey", "Journeys",
     "What users do. A journey ends ok, degraded (a fallback or a stale answer took part) or "
     "failed."},
    {Section::Phase, "a phase of `arrivals`", "Phases of arrivals", ""},
    {Section::Fault, "a fault", "Faults",
     "Each says when it begins, what goes wrong (one key), for how long, and how strongly. A "
     "target is a service or an instance, or a list of them. Faults that overlap multiply "
     "(`slow`), add (`delay`) or combine as independent chances; one that ends undoes itself "
     "alone. A fault upon an instance that is gone does nothing."},
    {Section::HaltIf, "`halt-if`", "Halt if",
     "A stop for all faults, so that nobody is hurt more than was meant."},
    {Section::Rollout, "a rollout", "Rollouts and scaling",
     "Each deploys a version of a service, or changes how many instances it has."},
    {Section::AbortIf, "`abort-if`", "Abort if",
     "Judged at the end of each step, by what the new version answered in it; broken: back to "
     "weight 0 at once."},
    {Section::Expectation, "an expectation", "Expectations",
     "The name is the sentence that must hold. One key says what is measured (`journey`, "
     "`service`, `endpoint`, `topic` or `event`), the others say within which bounds. Where there "
     "is nothing to measure, the verdict is `not-measured`, which fails in `check`."},
    {Section::Invariant, "an invariant", "Invariants",
     "What must be true of the rows of all services together."},
    {Section::Variant, "a variant", "Variants",
     "`check` runs each, and wants what it names in `breaks` to fail, and nothing else."},
    {Section::Lint, "`lint`", "Lint", ""},
    {Section::Lesson, "a step of a lesson", "Lessons",
     "Steps towards one goal, ticked by the run and not by the student."},
    {Section::Position, "a position", "Layout", ""},
};

constexpr auto sectionOrder = [] {
    std::array<Section, std::size(sectionRows)> order{};
    std::ranges::transform(sectionRows, order.begin(), &SectionRow::section);
    return order;
}();

constexpr SectionRow noSection{Section::None, "this mapping", "", ""};

const SectionRow& rowOf(Section section) {
    const auto found = std::ranges::find(sectionRows, section, &SectionRow::section);
    return found == std::end(sectionRows) ? noSection : *found;
}

}  // namespace

std::span<const Section> allSections() {
    return sectionOrder;
}

std::string_view nameOf(Section section) {
    return rowOf(section).name;
}

std::string_view titleOf(Section section) {
    return rowOf(section).title;
}

std::string_view aboutOf(Section section) {
    return rowOf(section).about;
}

}  // namespace models
