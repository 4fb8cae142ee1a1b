// What a service, its store and its caches can say.
#include "models/io/key_rows.h"

namespace models {

namespace {

using enum ValueType;

constexpr Key serviceKeys[] = {
    {.name = "about", .help = "what it does, for people"},
    {.name = "group", .help = "its team or tier: groups cards on the canvas"},
    {.name = "version",
     .type = Name,
     .standard = "v1",
     .help = "the version that runs at the start",
     .more = "The steps of it are those of `endpoints`; others stand in `versions`."},
    {.name = "instances",
     .type = Integer,
     .standard = "1",
     .min = 1,
     .max = 100000,
     .help = "running copies at the start",
     .more = "Numbered from 1; a number is never used again."},
    {.name = "concurrency",
     .type = Integer,
     .standard = "64",
     .words = "unlimited",
     .min = 1,
     .max = 1e9,
     .help = "slots of one instance: requests that it serves at once"},
    {.name = "serving",
     .type = Choice,
     .standard = "thread-per-request",
     .words = "thread-per-request event-loop",
     .help = "how long a request holds its slot",
     .more = "`thread-per-request`: from its first step to its last, waiting for others included; "
             "parallel branches share it. `event-loop`: during `compute` only, one slot for each "
             "running compute; after a call a request queues for a slot again, and is never "
             "refused then."},
    {.name = "cores",
     .type = Integer,
     .min = 1,
     .max = 1e6,
     .help = "cores of one instance: k running computes progress at min(1, cores/k) each",
     .more = "Absent: each compute has a core of its own."},
    {.name = "inbox",
     .type = Integer,
     .standard = "1000",
     .words = "unlimited",
     .max = 1e9,
     .help = "requests of one instance that wait for their first slot, at most",
     .more = "What comes beyond it is rejected. 0: served at once or refused."},
    {.name = "discipline",
     .type = Choice,
     .standard = "fifo",
     .words = "fifo lifo random priority codel",
     .forms = "codel(target 5 ms interval 100 ms)",
     .help = "who of those that wait for a slot is next",
     .more = "`fifo`: who came first. `lifo`: who came last. `random`: anybody. `priority`: the "
             "largest `priority` of the call, among equals who came first. `codel`: who came "
             "first, but while everybody has waited longer than the target for a whole interval, "
             "who waited too long is dropped."},
    {.name = "balancing",
     .type = Choice,
     .standard = "round-robin",
     .words = "round-robin random least-requests power-of-two hash",
     .forms = "hash(viewer)",
     .help = "which ready instance the door picks",
     .more = "`round-robin`: in turn, the lowest number first. `random`: any. `least-requests`: "
             "the one with the fewest requests accepted and not ended. `power-of-two`: the better "
             "of two different ones drawn. `hash(viewer)`: always the same one for the same "
             "member, by a hash ring. Ties go to the lowest number."},
    {.name = "rate-limit",
     .type = Mapping,
     .child = Section::ServiceRateLimit,
     .help = "a token bucket before the door: refuses what exceeds it",
     .more = "One for the whole service, full at first."},
    {.name = "cancellation",
     .type = Choice,
     .standard = "none",
     .words = "none queued running",
     .help = "what a caller's timeout stops here",
     .more = "`none`: nothing, the work is done for nobody. `queued`: a request that still waits. "
             "`running`: one that is being served, too."},
    {.name = "start-up", .type = Time, .standard = "0", .help = "from start or restart to ready"},
    {.name = "drain",
     .type = Time,
     .standard = "30 s",
     .max = 3.2e9,
     .help = "how long a stopping instance may finish its work",
     .more = "Then it is stopped, and what it still had is lost."},
    {.name = "health-check",
     .type = Mapping,
     .child = Section::HealthCheck,
     .help = "how the door finds out who is ready; absent: death is known at once"},
    {.name = "outlier-detection",
     .type = Mapping,
     .child = Section::OutlierDetection,
     .help = "leaves an instance out for a while that fails again and again"},
    {.name = "autoscale",
     .type = Mapping,
     .child = Section::Autoscale,
     .help = "more or fewer instances, by how busy they are: the Kubernetes formula"},
    {.name = "store",
     .type = Mapping,
     .child = Section::Store,
     .help = "the one database that only this service reads and writes",
     .more = "A real SQLite database with real rows. A step that names another service's table is "
             "an error: call it instead."},
    {.name = "caches",
     .type = SectionMap,
     .child = Section::Cache,
     .help = "what each instance remembers for a while; cold after a restart"},
    {.name = "consumes",
     .type = SectionMap,
     .child = Section::Consumer,
     .help = "the topics whose messages it handles, and by which endpoint"},
    {.name = "versions",
     .type = SectionMap,
     .child = Section::Version,
     .help = "what other versions do differently, for `deploy`"},
    {.name = "endpoints",
     .type = EndpointMap,
     .child = Section::Endpoint,
     .help = "the operations that it offers",
     .more = "An endpoint may be just its list of steps."},
};

constexpr Key serviceRateLimitKeys[] = {
    {.name = "rate",
     .type = Rate,
     .max = 1e9,
     .isRequired = true,
     .help = "tokens that are added, up to `burst`"},
    {.name = "burst",
     .type = Integer,
     .standard = "10",
     .min = 1,
     .max = 1e9,
     .help = "tokens at most: so many requests may come at once"},
};

constexpr Key healthCheckKeys[] = {
    {.name = "every",
     .type = Time,
     .standard = "10 s",
     .min = 1e-9,
     .max = 3.2e9,
     .help = "time between two checks of one instance"},
    {.name = "timeout",
     .type = Time,
     .standard = "1 s",
     .min = 1e-9,
     .max = 3.2e9,
     .help = "a check that is unanswered for so long has failed"},
    {.name = "unhealthy-after",
     .type = Integer,
     .standard = "3",
     .min = 1,
     .max = 1e6,
     .help = "failed checks in a row, until it is no longer picked"},
    {.name = "healthy-after",
     .type = Integer,
     .standard = "1",
     .min = 1,
     .max = 1e6,
     .help = "answered checks in a row, until it is picked again"},
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
     .help = "share of the instances that may be left out at once",
     .more = "One may be in any case, but of `0 %` none."},
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
     .help = "steps that may use the database at once",
     .more = "A connection is held during a step, of a transaction to its end. First come, first "
             "served."},
    {.name = "tables",
     .type = SectionMap,
     .child = Section::Table,
     .help = "what it keeps, by name"},
};

constexpr Key tableKeys[] = {
    {.name = "key",
     .type = Names,
     .isRequired = true,
     .help = "the primary key: a population or `request`, or several of them",
     .more = "A step addresses the row of the request's own members."},
    {.name = "rows",
     .type = Integer,
     .standard = "0",
     .max = 1e8,
     .help = "members 1 to n have a row of defaults from the start"},
    {.name = "columns",
     .type = TextMap,
     .help = "the other columns, each written as in CREATE TABLE"},
};

constexpr Key cacheKeys[] = {
    {.name = "key",
     .type = Names,
     .isRequired = true,
     .help = "what tells entries apart: a population or `request`, or several of them"},
    {.name = "capacity",
     .type = Integer,
     .standard = "unlimited",
     .words = "unlimited",
     .min = 1,
     .max = 1e9,
     .help = "entries of one instance, at most"},
    {.name = "ttl",
     .type = Time,
     .standard = "none",
     .words = "none",
     .min = 1e-9,
     .help = "how long an entry is fresh, from when it was made"},
    {.name = "eviction",
     .type = Choice,
     .standard = "lru",
     .words = "lru lfu fifo",
     .help = "which entry makes room",
     .more = "`lru`: the one not used for longest. `lfu`: the one used least often. `fifo`: the "
             "oldest."},
    {.name = "stale-if-error",
     .type = Time,
     .standard = "none",
     .words = "none",
     .help = "how old an expired entry may be that answers where `miss` failed, degraded"},
    {.name = "single-flight",
     .type = Boolean,
     .standard = "false",
     .help = "while one fetches an entry, others wait for it and share its outcome"},
};

constexpr Key endpointKeys[] = {
    {.name = "idempotent",
     .type = Boolean,
     .standard = "false",
     .help = "doing it twice is doing it once",
     .more = "Changes nothing in the run: `validate` warns where an endpoint without it is retried "
             "or hedged."},
    {.name = "steps", .type = StepList, .isRequired = true, .help = "what it does, in order"},
};

}  // namespace

std::span<const Key> serviceKeysOf(Section section) {
    switch (section) {
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
        case Section::Cache:
            return cacheKeys;
        case Section::Endpoint:
            return endpointKeys;
        default:
            return stepKeysOf(section);
    }
}

}  // namespace models
