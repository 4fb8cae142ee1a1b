#include "models/io/key_table.h"

#include <algorithm>

#include "models/io/key_rows.h"

namespace models {

namespace {

using enum ValueType;

constexpr Key topKeys[] = {
    {.name = "watertight",
     .type = Choice,
     .words = "1",
     .isRequired = true,
     .help = "language version"},
    {.name = "name", .help = "what it is called; the file's name where absent"},
    {.name = "about", .help = "two sentences a newcomer reads first"},
    {.name = "run", .type = Mapping, .child = Section::Run, .help = "how it is run"},
    {.name = "network",
     .type = Mapping,
     .child = Section::Network,
     .help = "what every message pays"},
    {.name = "populations",
     .type = SectionMap,
     .child = Section::Population,
     .help = "who and what requests are about"},
    {.name = "services",
     .type = SectionMap,
     .child = Section::Service,
     .isRequired = true,
     .help = "the architecture"},
    {.name = "topics",
     .type = SectionMap,
     .child = Section::Topic,
     .help = "messages between services"},
    {.name = "journeys",
     .type = SectionMap,
     .child = Section::Journey,
     .help = "what users do, and how often"},
    {.name = "faults",
     .type = SectionList,
     .child = Section::Fault,
     .help = "what goes wrong, and when"},
    {.name = "rollouts",
     .type = SectionList,
     .child = Section::Rollout,
     .help = "what is deployed or scaled, and when"},
    {.name = "expect",
     .type = SectionMap,
     .child = Section::Expectation,
     .help = "what must hold: the verdict"},
    {.name = "invariants",
     .type = SectionMap,
     .child = Section::Invariant,
     .help = "what must be true of the data"},
    {.name = "variants",
     .type = SectionMap,
     .child = Section::Variant,
     .help = "the same with some values changed"},
    {.name = "halt-if",
     .type = Mapping,
     .child = Section::HaltIf,
     .help = "a bound at which all faults are lifted"},
    {.name = "lint",
     .type = Mapping,
     .child = Section::Lint,
     .help = "warnings silenced, with the reason"},
    {.name = "lesson",
     .type = SectionList,
     .child = Section::Lesson,
     .help = "what a student does with it"},
    {.name = "layout",
     .type = SectionMap,
     .child = Section::Position,
     .help = "positions on the canvas, written by the editor"},
};

constexpr Key runKeys[] = {
    {.name = "seed",
     .type = Integer,
     .standard = "42",
     .max = 1.85e19,
     .help = "the number from which all chance comes"},
    {.name = "duration",
     .type = Time,
     .standard = "1 min",
     .min = 1e-9,
     .max = 3.2e9,
     .help = "simulated time from start to end"},
    {.name = "warm-up",
     .type = Time,
     .standard = "0",
     .words = "auto",
     .help = "left out of all measures; `auto` finds it in a run without faults"},
    {.name = "in-flight-at-most",
     .type = Integer,
     .standard = "5000000",
     .min = 1,
     .max = 1e9,
     .help = "requests alive at once; beyond it the run ends and says where they piled up"},
};

constexpr Key networkKeys[] = {
    {.name = "latency",
     .type = Distribution,
     .standard = "0.25 ms",
     .help = "one way, paid by every message"},
    {.name = "loss", .type = Ratio, .standard = "0 %", .help = "share of messages dropped"},
    {.name = "zones", .type = NameMap, .help = "which services stand where"},
    {.name = "between-zones",
     .type = Distribution,
     .help = "paid on top between instances of different zones"},
};

constexpr Key populationKeys[] = {
    {.name = "size", .type = Integer, .min = 1, .max = 1e9, .help = "how many members"},
    {.name = "popularity",
     .type = Popularity,
     .standard = "uniform",
     .help = "`zipf(s)`: member k has weight k^-s"},
    {.name = "of", .type = Name, .help = "a second role of this population's members"},
};

constexpr Key serviceKeys[] = {
    {.name = "about", .help = "what it does, for people"},
    {.name = "group", .help = "team or tier: groups cards on the canvas"},
    {.name = "version", .type = Name, .standard = "v1", .help = "what runs at the start"},
    {.name = "instances",
     .type = Integer,
     .standard = "1",
     .min = 1,
     .max = 100000,
     .help = "running copies"},
    {.name = "concurrency",
     .type = Integer,
     .standard = "64",
     .words = "unlimited",
     .min = 1,
     .max = 1e9,
     .help = "slots of one instance"},
    {.name = "serving",
     .type = Choice,
     .standard = "thread-per-request",
     .words = "thread-per-request event-loop",
     .help = "when a request holds a slot"},
    {.name = "cores",
     .type = Integer,
     .min = 1,
     .max = 1e6,
     .help = "k running computes progress at min(1, cores/k) each"},
    {.name = "inbox",
     .type = Integer,
     .standard = "1000",
     .words = "unlimited",
     .max = 1e9,
     .help = "requests of one instance waiting for their first slot; 0: served at once or refused"},
    {.name = "discipline",
     .type = Choice,
     .standard = "fifo",
     .words = "fifo lifo random priority codel",
     .help =
         "who of the inbox is next; `codel(target 5 ms interval 100 ms)` drops who waited long"},
    {.name = "balancing",
     .type = Choice,
     .standard = "round-robin",
     .words = "round-robin random least-requests power-of-two hash",
     .help = "which ready instance the door picks"},
    {.name = "rate-limit",
     .type = Mapping,
     .child = Section::ServiceRateLimit,
     .help = "token bucket of the whole service; refuses what exceeds it"},
    {.name = "cancellation",
     .type = Choice,
     .standard = "none",
     .words = "none queued running",
     .help = "what a caller's timeout stops here"},
    {.name = "start-up", .type = Time, .standard = "0", .help = "from (re)start to ready"},
    {.name = "drain",
     .type = Time,
     .standard = "30 s",
     .max = 3.2e9,
     .help = "how long a stopping instance may finish its work"},
    {.name = "health-check",
     .type = Mapping,
     .child = Section::HealthCheck,
     .help = "absent: death is known at once"},
    {.name = "outlier-detection",
     .type = Mapping,
     .child = Section::OutlierDetection,
     .help = "leaves failing instances out for a while"},
    {.name = "autoscale",
     .type = Mapping,
     .child = Section::Autoscale,
     .help = "the Kubernetes formula"},
    {.name = "store",
     .type = Mapping,
     .child = Section::Store,
     .help = "the one database that only this service reads and writes"},
    {.name = "caches",
     .type = SectionMap,
     .child = Section::Cache,
     .help = "belong to an instance, cold after a restart"},
    {.name = "consumes",
     .type = SectionMap,
     .child = Section::Consumer,
     .help = "topics it handles"},
    {.name = "versions",
     .type = SectionMap,
     .child = Section::Version,
     .help = "what differs in other versions"},
    {.name = "endpoints",
     .type = EndpointMap,
     .child = Section::Endpoint,
     .help = "the operations it offers"},
};

constexpr Key serviceRateLimitKeys[] = {
    {.name = "rate", .type = Rate, .max = 1e9, .isRequired = true, .help = "tokens added"},
    {.name = "burst",
     .type = Integer,
     .standard = "10",
     .min = 1,
     .max = 1e9,
     .help = "tokens at most"},
};

constexpr Key healthCheckKeys[] = {
    {.name = "every",
     .type = Time,
     .standard = "10 s",
     .min = 1e-9,
     .max = 3.2e9,
     .help = "between two checks of one instance"},
    {.name = "timeout",
     .type = Time,
     .standard = "1 s",
     .min = 1e-9,
     .max = 3.2e9,
     .help = "a check unanswered for so long has failed"},
    {.name = "unhealthy-after",
     .type = Integer,
     .standard = "3",
     .min = 1,
     .max = 1e6,
     .help = "failed checks in a row"},
    {.name = "healthy-after",
     .type = Integer,
     .standard = "1",
     .min = 1,
     .max = 1e6,
     .help = "answered checks in a row"},
};

constexpr Key outlierDetectionKeys[] = {
    {.name = "consecutive-errors",
     .type = Integer,
     .standard = "5",
     .min = 1,
     .max = 1e6,
     .help = "failed answers in a row, until it is left out"},
    {.name = "eject-for",
     .type = Time,
     .standard = "30 s",
     .min = 1e-9,
     .max = 3.2e9,
     .help = "how long it is left out"},
    {.name = "max-ejected",
     .type = Ratio,
     .standard = "10 %",
     .help = "share of the instances left out at once; one in any case, but of 0 none"},
};

constexpr Key storeKeys[] = {
    {.name = "read",
     .type = Distribution,
     .standard = "0",
     .help = "what a read costs while it holds a connection"},
    {.name = "write",
     .type = Distribution,
     .standard = "0",
     .help = "what a change costs while it holds a connection"},
    {.name = "connections",
     .type = Integer,
     .standard = "unlimited",
     .words = "unlimited",
     .min = 1,
     .max = 1e9,
     .help = "held during a step; first come, first served"},
    {.name = "tables", .type = SectionMap, .child = Section::Table, .help = "what it keeps"},
};

constexpr Key tableKeys[] = {
    {.name = "key",
     .type = Names,
     .isRequired = true,
     .help = "the primary key: a population or `request`, or several"},
    {.name = "rows",
     .type = Integer,
     .standard = "0",
     .max = 1e8,
     .help = "members 1 to n have a row of defaults from the start"},
    {.name = "columns", .type = TextMap, .help = "written as in CREATE TABLE"},
};

constexpr Key endpointKeys[] = {
    {.name = "idempotent",
     .type = Boolean,
     .standard = "false",
     .help = "doing it twice is doing it once; changes nothing in the run"},
    {.name = "steps", .type = StepList, .isRequired = true, .help = "what it does, in order"},
};

constexpr Key lessonKeys[] = {
    {.name = "text", .isRequired = true, .help = "what the student reads"},
    {.name = "ask", .help = "a question"},
    {.name = "answers", .type = Open, .help = "to choose from; the first is right"},
    {.name = "until",
     .type = Mapping,
     .child = Section::Expectation,
     .help = "a bound or an event that ends it"},
    {.name = "explain", .help = "what is said afterwards"},
};

constexpr Key positionKeys[] = {
    {.name = "x", .type = Number, .min = -1e9, .max = 1e9, .isRequired = true, .help = "left edge"},
    {.name = "y", .type = Number, .min = -1e9, .max = 1e9, .isRequired = true, .help = "top edge"},
};

constexpr Key lintKeys[] = {
    {.name = "ignore", .type = TextMap, .help = "rule: the reason"},
};

}  // namespace

std::span<const Key> keysOf(Section section) {
    switch (section) {
        case Section::None:
            return {};
        case Section::Top:
            return topKeys;
        case Section::Run:
            return runKeys;
        case Section::Network:
            return networkKeys;
        case Section::Population:
            return populationKeys;
        case Section::Service:
            return serviceKeys;
        case Section::ServiceRateLimit:
            return serviceRateLimitKeys;
        case Section::HealthCheck:
            return healthCheckKeys;
        case Section::OutlierDetection:
            return outlierDetectionKeys;
        case Section::Store:
            return storeKeys;
        case Section::Table:
            return tableKeys;
        case Section::Endpoint:
            return endpointKeys;
        case Section::Lesson:
            return lessonKeys;
        case Section::Position:
            return positionKeys;
        case Section::Lint:
            return lintKeys;
        default:
            return behaviourKeysOf(section);
    }
}

std::string_view nameOf(Section section) {
    switch (section) {
        case Section::Top:
            return "a scenario";
        case Section::Run:
            return "`run`";
        case Section::Network:
            return "`network`";
        case Section::Population:
            return "a population";
        case Section::Service:
            return "a service";
        case Section::HealthCheck:
            return "`health-check`";
        case Section::OutlierDetection:
            return "`outlier-detection`";
        case Section::Store:
            return "`store`";
        case Section::Table:
            return "a table";
        case Section::ServiceRateLimit:
        case Section::CallRateLimit:
            return "`rate-limit`";
        case Section::Bulkhead:
            return "`bulkhead`";
        case Section::Hedge:
            return "`hedge`";
        case Section::Endpoint:
            return "an endpoint";
        case Section::Topic:
            return "a topic";
        case Section::Consumer:
            return "a topic of `consumes`";
        case Section::Step:
            return "a step";
        case Section::ChooseBranch:
            return "a branch of `choose`";
        case Section::RepeatBody:
            return "`repeat`";
        case Section::Retry:
            return "`retry`";
        case Section::CircuitBreaker:
            return "`circuit-breaker`";
        case Section::Journey:
            return "a journey";
        case Section::Phase:
            return "a phase of `arrivals`";
        case Section::Fault:
            return "a fault";
        case Section::Expectation:
            return "an expectation";
        case Section::Lint:
            return "`lint`";
        case Section::Position:
            return "a position";
        default:
            return "this mapping";
    }
}

const Key* findKey(Section section, std::string_view name) {
    const std::span<const Key> keys = keysOf(section);
    const auto found = std::ranges::find(keys, name, &Key::name);
    return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string_view> keyNames(Section section) {
    std::vector<std::string_view> names;
    for (const Key& each : keysOf(section)) {
        names.push_back(each.name);
    }
    return names;
}

bool isAction(const Key& stepKey) {
    return stepKey.name != "when";
}

}  // namespace models
