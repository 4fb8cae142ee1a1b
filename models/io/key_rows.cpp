#include "models/io/key_rows.h"

namespace models {

namespace {

using enum ValueType;

constexpr Key stepKeys[] = {
    {.name = "compute", .type = Distribution, .help = "work: takes a slot"},
    {.name = "sleep", .type = Distribution, .help = "time passes without work"},
    {.name = "call", .type = Reference, .child = Section::CallOptions, .help = "request and reply"},
    {.name = "parallel",
     .type = BranchList,
     .child = Section::ParallelOptions,
     .help = "all branches at once"},
    {.name = "choose",
     .type = SectionList,
     .child = Section::ChooseBranch,
     .help = "one of them, by weight"},
    {.name = "repeat", .type = Mapping, .child = Section::RepeatBody, .help = "in sequence"},
    {.name = "read", .type = Name, .child = Section::StoreOptions, .help = "finds a row"},
    {.name = "insert", .type = Name, .child = Section::StoreOptions, .help = "adds a row"},
    {.name = "update", .type = Name, .child = Section::StoreOptions, .help = "changes a row"},
    {.name = "delete", .type = Name, .child = Section::StoreOptions, .help = "removes a row"},
    {.name = "transaction", .type = StepList, .help = "all or nothing, on one connection"},
    {.name = "cache", .type = Name, .child = Section::CacheOptions, .help = "a hit skips `miss`"},
    {.name = "invalidate", .type = Name, .help = "drops the entry of a cache"},
    {.name = "publish",
     .type = Name,
     .child = Section::PublishOptions,
     .help = "one message to a topic"},
    {.name = "saga",
     .type = SectionList,
     .child = Section::SagaPart,
     .help = "undoes, backwards, what was begun"},
    {.name = "reply", .type = Flag, .help = "answers the caller now and goes on"},
    {.name = "stop", .type = Flag, .help = "ends the endpoint here, ok"},
    {.name = "fail", .type = Ratio, .words = "always", .help = "fails with that probability"},
    {.name = "when", .type = Expression, .help = "the step is skipped when this is false"},
};

constexpr Key callOptionKeys[] = {
    {.name = "timeout",
     .type = Time,
     .standard = "none",
     .words = "none",
     .min = 1e-9,
     .help = "of one attempt"},
    {.name = "deadline",
     .type = Time,
     .standard = "none",
     .words = "none",
     .min = 1e-9,
     .help = "of all attempts; travels with the call"},
    {.name = "retry",
     .type = Mapping,
     .child = Section::Retry,
     .help = "a new attempt after a failed one"},
    {.name = "circuit-breaker",
     .type = Mapping,
     .child = Section::CircuitBreaker,
     .help = "refuses calls while too many fail"},
    {.name = "bulkhead",
     .type = Mapping,
     .child = Section::Bulkhead,
     .help = "a cap on calls under way"},
    {.name = "rate-limit",
     .type = Mapping,
     .child = Section::CallRateLimit,
     .help = "a cap on calls begun"},
    {.name = "hedge",
     .type = Mapping,
     .child = Section::Hedge,
     .help = "copies; the first good answer wins"},
    {.name = "probability", .type = Ratio, .standard = "100 %", .help = "share of calls made"},
    {.name = "priority",
     .type = Integer,
     .standard = "0",
     .min = -1e9,
     .max = 1e9,
     .help = "larger first, never preempting"},
    {.name = "fallback", .type = StepList, .words = "skip", .help = "instead of failing"},
};

constexpr Key parallelOptionKeys[] = {
    {.name = "need",
     .type = Integer,
     .min = 1,
     .max = 1e6,
     .help = "goes on at this many successes; absent: all"},
};

constexpr Key storeOptionKeys[] = {
    {.name = "set", .type = ExpressionMap, .help = "column: SQL over the row and binds"},
    {.name = "where", .type = Expression, .help = "the row counts only when this is true"},
    {.name = "else", .type = StepList, .help = "run when no row was found or changed"},
    {.name = "at", .type = ExpressionMap, .help = "another row than that of the request's members"},
    {.name = "all",
     .type = Boolean,
     .standard = "false",
     .help = "every row of the first key column"},
};

constexpr Key cacheOptionKeys[] = {
    {.name = "miss", .type = StepList, .help = "fetches what is not there"},
};

constexpr Key cacheKeys[] = {
    {.name = "key",
     .type = Names,
     .isRequired = true,
     .help = "what tells entries apart: a population or `request`, or several"},
    {.name = "capacity",
     .type = Integer,
     .standard = "unlimited",
     .words = "unlimited",
     .min = 1,
     .max = 1e9,
     .help = "entries of one instance at most"},
    {.name = "ttl",
     .type = Time,
     .standard = "none",
     .words = "none",
     .min = 1e-9,
     .help = "how long an entry lives, from when it was made"},
    {.name = "eviction",
     .type = Choice,
     .standard = "lru",
     .words = "lru lfu fifo",
     .help = "which entry makes room"},
    {.name = "stale-if-error",
     .type = Time,
     .standard = "none",
     .words = "none",
     .help = "age up to which an expired one answers for a failed `miss`, degraded"},
    {.name = "single-flight",
     .type = Boolean,
     .standard = "false",
     .help = "others wait for the one that fetches the same entry"},
};

constexpr Key chooseBranchKeys[] = {
    {.name = "weight",
     .type = Number,
     .max = 1e9,
     .isRequired = true,
     .help = "relative to the other branches"},
    {.name = "steps", .type = StepList, .isRequired = true, .help = "what it does"},
};

constexpr Key repeatBodyKeys[] = {
    {.name = "times",
     .type = Times,
     .max = 1e6,
     .isRequired = true,
     .help = "how often; `[10, 30]` draws evenly"},
    {.name = "draw", .type = Name, .help = "a population drawn anew each round"},
    {.name = "steps", .type = StepList, .isRequired = true, .help = "what a round does"},
};

constexpr Key sagaPartKeys[] = {
    {.name = "do", .type = StepList, .isRequired = true, .help = "what it does"},
    {.name = "undo", .type = StepList, .help = "what takes it back"},
};

constexpr Key retryKeys[] = {
    {.name = "attempts",
     .type = Integer,
     .standard = "3",
     .min = 1,
     .max = 1e6,
     .help = "the first one included"},
    {.name = "backoff", .type = Time, .standard = "0", .help = "wait before the first retry"},
    {.name = "multiplier",
     .type = Number,
     .standard = "2",
     .min = 1,
     .max = 1000,
     .help = "each wait is this many times the one before"},
    {.name = "max-backoff",
     .type = Time,
     .standard = "none",
     .words = "none",
     .help = "the longest wait"},
    {.name = "jitter",
     .type = Choice,
     .standard = "none",
     .words = "none full equal",
     .help = "draws the wait: from 0, or from half of it"},
    {.name = "budget",
     .type = Ratio,
     .standard = "none",
     .words = "none",
     .help = "retries as a share of this step's calls under way, at least 3"},
};

constexpr Key circuitBreakerKeys[] = {
    {.name = "window",
     .type = Window,
     .standard = "100",
     .max = 1e6,
     .help = "the last results judged: a number or a duration"},
    {.name = "failures",
     .type = Ratio,
     .standard = "50 %",
     .min = 1e-9,
     .max = 1,
     .help = "share that opens it"},
    {.name = "minimum",
     .type = Integer,
     .standard = "100",
     .min = 1,
     .max = 1e6,
     .help = "results before it judges"},
    {.name = "slow-after", .type = Time, .standard = "60 s", .help = "slow is longer than this"},
    {.name = "slow-calls",
     .type = Ratio,
     .standard = "100 %",
     .min = 1e-9,
     .max = 1,
     .help = "share of slow calls that opens it"},
    {.name = "open-for",
     .type = Time,
     .standard = "60 s",
     .help = "the first call after it probes"},
    {.name = "probes",
     .type = Integer,
     .standard = "10",
     .min = 1,
     .max = 1e6,
     .help = "calls that pass while half-open"},
};

constexpr Key bulkheadKeys[] = {
    {.name = "max-concurrent",
     .type = Integer,
     .standard = "25",
     .min = 1,
     .max = 1e9,
     .help = "attempts under way"},
    {.name = "max-wait", .type = Time, .standard = "0", .help = "for one of them to end"},
};

constexpr Key callRateLimitKeys[] = {
    {.name = "rate", .type = Rate, .standard = "100/s", .max = 1e9, .help = "tokens added"},
    {.name = "burst",
     .type = Integer,
     .standard = "10",
     .min = 1,
     .max = 1e9,
     .help = "tokens at most"},
    {.name = "max-wait", .type = Time, .standard = "0", .help = "for a token"},
};

constexpr Key hedgeKeys[] = {
    {.name = "after", .type = Time, .standard = "20 ms", .help = "before each copy"},
    {.name = "copies", .type = Integer, .standard = "1", .min = 1, .max = 31, .help = "at most"},
};

constexpr Key journeyKeys[] = {
    {.name = "about", .help = "what the user wants, for people"},
    {.name = "arrivals",
     .type = ArrivalLaw,
     .child = Section::Phase,
     .help = "open: begins whatever happens to the others"},
    {.name = "users",
     .type = Integer,
     .min = 1,
     .max = 1e7,
     .help = "closed: so many, each begins again after it ended"},
    {.name = "think",
     .type = Distribution,
     .standard = "0",
     .help = "of a user, before each journey"},
    {.name = "as", .type = Name, .help = "the n-th user is always member n of this population"},
    {.name = "steps",
     .type = StepList,
     .isRequired = true,
     .help = "call, parallel, choose, repeat, sleep, publish, fail"},
};

constexpr Key phaseKeys[] = {
    {.name = "for", .type = Time, .min = 1e-9, .help = "how long; the last goes on"},
    {.name = "arrivals", .type = ArrivalLaw, .isRequired = true, .help = "the law while it lasts"},
};

constexpr Key faultKeys[] = {
    {.name = "name", .help = "by which `during` refers to it"},
    {.name = "at", .type = Time, .isRequired = true, .help = "when it begins"},
    {.name = "for", .type = Time, .min = 1e-9, .help = "how long; absent: it stays"},
    {.name = "kill", .type = References, .help = "loses its work; starts again when it ends"},
    {.name = "restart", .type = References, .help = "ends kill and hang early"},
    {.name = "hang", .type = References, .help = "accepts, does nothing, goes on afterwards"},
    {.name = "slow", .type = References, .help = "times drawn while it lasts, multiplied"},
    {.name = "fail", .type = References, .help = "on acceptance, before any work"},
    {.name = "by",
     .type = Factor,
     .standard = "10x",
     .help = "of `slow`, `surge` and a slow store; of `steal-cores` a share such as `50 %`"},
    {.name = "probability", .type = Ratio, .standard = "100 %", .help = "of `fail` and `lose`"},
    {.name = "crash-loop", .type = References, .help = "dies whenever it has started"},
    {.name = "first",
     .type = Time,
     .standard = "10 s",
     .min = 1e-9,
     .max = 3.2e9,
     .help = "of `crash-loop`: before it begins again, twice as long each time"},
    {.name = "cap",
     .type = Time,
     .standard = "5 min",
     .min = 1e-9,
     .max = 3.2e9,
     .help = "of `crash-loop`: the longest of these waits"},
    {.name = "steal-cores", .type = References, .help = "`by` this share of them"},
    {.name = "leak", .type = References, .help = "dies each time that it has been ready for long"},
    {.name = "dies-after",
     .type = Time,
     .min = 1e-9,
     .max = 3.2e9,
     .help = "of `leak`: for how long"},
    {.name = "delay", .type = Open, .help = "of messages: an edge, or a list of edges"},
    {.name = "add", .type = Distribution, .help = "of `delay`: one way, on top"},
    {.name = "lose", .type = Open, .help = "messages: an edge, or a list of edges"},
    {.name = "partition", .type = Open, .help = "two sides that do not hear each other"},
    {.name = "one-way",
     .type = Boolean,
     .standard = "false",
     .help = "of `partition`: the first still hears the second"},
    {.name = "kill-zone", .type = Names, .help = "every instance in it"},
    {.name = "kill-random", .type = Ratio, .help = "share of the instances, drawn then"},
    {.name = "of",
     .type = References,
     .help = "of `kill-random`: which instances are drawn from; absent: any"},
    {.name = "break-store", .type = References, .help = "a service's store"},
    {.name = "as",
     .type = Choice,
     .words = "read-only down corrupt slow",
     .help = "of `break-store`: what is wrong with it"},
    {.name = "surge", .type = Names, .help = "more of a journey: its rate, multiplied"},
};

constexpr std::string_view eventWords =
    "killed restarted ready hung fault fault-ended breaker-open breaker-half-open breaker-closed "
    "dead-letter crashed invariant-broken halted ejected returned scaled deployed canary-step "
    "rolled-back promoted";

constexpr Key expectationKeys[] = {
    {.name = "journey", .type = Name, .help = "what is measured"},
    {.name = "service", .type = Name, .help = "what is measured"},
    {.name = "endpoint", .type = Reference, .help = "what is measured"},
    {.name = "topic", .type = Name, .help = "what is measured"},
    {.name = "during", .type = During, .help = "a fault's name or [from, to]; else after warm-up"},
    {.name = "event", .type = Choice, .words = eventWords, .help = "rows of the timeline"},
    {.name = "where",
     .type = Text,
     .help = "of the event: a service, an instance, a topic or an edge"},
    {.name = "count", .type = Bound, .standard = "at least 1", .help = "of such events"},
    {.name = "availability", .type = Bound, .help = "(ok + degraded) / ended"},
    {.name = "degraded", .type = Bound, .help = "degraded / ended"},
    {.name = "errors", .type = Bound, .help = "failed / ended"},
    {.name = "throughput", .type = Bound, .help = "ended per second"},
    {.name = "mean", .type = Bound, .help = "of the latency"},
    {.name = "p50", .type = Bound, .help = "of the latency"},
    {.name = "p90", .type = Bound, .help = "of the latency"},
    {.name = "p95", .type = Bound, .help = "of the latency"},
    {.name = "p99", .type = Bound, .help = "of the latency"},
    {.name = "p99.9", .type = Bound, .help = "of the latency"},
    {.name = "max", .type = Bound, .help = "of the latency"},
    {.name = "utilization", .type = Bound, .help = "slots held / slots of ready instances"},
    {.name = "inbox", .type = Bound, .help = "requests waiting, on average"},
    {.name = "attempts-per-call", .type = Bound, .help = "transmissions per call"},
    {.name = "recovery", .type = Bound, .help = "from the fault's end until all is as before"},
    {.name = "backlog", .type = Bound, .help = "messages of a topic not done, on average"},
    {.name = "dead", .type = Bound, .help = "dead letters of a topic"},
};

constexpr Key invariantKeys[] = {
    {.name = "sql",
     .type = Expression,
     .isRequired = true,
     .help = "a SELECT; each service's store is a schema of its name"},
    {.name = "exactly", .type = Number, .min = -1e15, .max = 1e15, .help = "what it must give"},
    {.name = "at least", .type = Number, .min = -1e15, .max = 1e15, .help = "what it must give"},
    {.name = "at most", .type = Number, .min = -1e15, .max = 1e15, .help = "what it must give"},
    {.name = "at-least", .type = Number, .min = -1e15, .max = 1e15, .help = "same as `at least`"},
    {.name = "at-most", .type = Number, .min = -1e15, .max = 1e15, .help = "same as `at most`"},
    {.name = "above", .type = Number, .min = -1e15, .max = 1e15, .help = "what it must give"},
    {.name = "below", .type = Number, .min = -1e15, .max = 1e15, .help = "what it must give"},
    {.name = "between", .type = Open, .help = "what it must give: `1 and 5`"},
    {.name = "judged",
     .type = Choice,
     .standard = "at-end",
     .words = "at-end always",
     .help = "when"},
};

constexpr Key variantKeys[] = {
    {.name = "about", .help = "what differs, for people"},
    {.name = "set", .type = Open, .help = "path: value"},
    {.name = "breaks", .type = Names, .help = "expectations that must fail"},
};

constexpr Key haltIfKeys[] = {
    {.name = "journey",
     .type = Name,
     .isRequired = true,
     .help = "what is measured, over the last 5 s"},
    {.name = "availability",
     .type = Bound,
     .isRequired = true,
     .help = "(ok + degraded) / ended: all faults are lifted while this holds"},
};

}  // namespace

std::span<const Key> behaviourKeysOf(Section section) {
    switch (section) {
        case Section::Step:
            return stepKeys;
        case Section::CallOptions:
            return callOptionKeys;
        case Section::ParallelOptions:
            return parallelOptionKeys;
        case Section::StoreOptions:
            return storeOptionKeys;
        case Section::Cache:
            return cacheKeys;
        case Section::CacheOptions:
            return cacheOptionKeys;
        case Section::ChooseBranch:
            return chooseBranchKeys;
        case Section::RepeatBody:
            return repeatBodyKeys;
        case Section::SagaPart:
            return sagaPartKeys;
        case Section::Retry:
            return retryKeys;
        case Section::CircuitBreaker:
            return circuitBreakerKeys;
        case Section::Bulkhead:
            return bulkheadKeys;
        case Section::CallRateLimit:
            return callRateLimitKeys;
        case Section::Hedge:
            return hedgeKeys;
        case Section::Journey:
            return journeyKeys;
        case Section::Phase:
            return phaseKeys;
        case Section::Fault:
            return faultKeys;
        case Section::Expectation:
            return expectationKeys;
        case Section::Invariant:
            return invariantKeys;
        case Section::Variant:
            return variantKeys;
        case Section::HaltIf:
            return haltIfKeys;
        default:
            return topicKeysOf(section);
    }
}

}  // namespace models
