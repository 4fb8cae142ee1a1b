// What steps, their options and the policies of a call can say.
#include "models/io/key_rows.h"

namespace models {

namespace {

using enum ValueType;

constexpr Key stepKeys[] = {
    {.name = "compute",
     .type = Distribution,
     .help = "work: takes a slot, and a core where `cores` is given"},
    {.name = "sleep",
     .type = Distribution,
     .isOfJourneys = true,
     .help = "time passes without work"},
    {.name = "call",
     .type = Reference,
     .child = Section::CallOptions,
     .isOfJourneys = true,
     .help = "asks another service, and waits for its answer",
     .more = "The options stand beside it. From the outermost in: probability, fallback, deadline, "
             "retry, circuit breaker, rate limit, bulkhead, timeout, hedge. Each sees the outcome "
             "of what stands inside it, its own refusals included."},
    {.name = "parallel",
     .type = BranchList,
     .child = Section::ParallelOptions,
     .isOfJourneys = true,
     .help = "all branches at once; ends when all have ended",
     .more = "Then it fails with the cause of the first that failed."},
    {.name = "choose",
     .type = SectionList,
     .child = Section::ChooseBranch,
     .isOfJourneys = true,
     .help = "one of the branches, drawn by weight"},
    {.name = "repeat",
     .type = Mapping,
     .child = Section::RepeatBody,
     .isOfJourneys = true,
     .help = "the same steps several times, one after the other"},
    {.name = "read",
     .type = Name,
     .child = Section::StoreOptions,
     .help = "finds a row of the service's store"},
    {.name = "insert",
     .type = Name,
     .child = Section::StoreOptions,
     .help = "adds a row; where its key is already there, `else` runs"},
    {.name = "update", .type = Name, .child = Section::StoreOptions, .help = "changes a row"},
    {.name = "delete", .type = Name, .child = Section::StoreOptions, .help = "removes a row"},
    {.name = "transaction",
     .type = StepList,
     .help = "store steps that take effect together or not at all, on one connection",
     .more = "Its statements run at its end. It may hold store steps, `compute`, `sleep` and "
             "`publish`; a `call` inside is refused. A kill before its end leaves nothing."},
    {.name = "cache",
     .type = Name,
     .child = Section::CacheOptions,
     .help = "looks into a cache: a hit skips `miss`"},
    {.name = "invalidate", .type = Name, .help = "drops the entry of a cache"},
    {.name = "publish",
     .type = Name,
     .child = Section::PublishOptions,
     .isOfJourneys = true,
     .help = "sends a message to a topic; nobody waits",
     .more = "So a loss or a partition loses it, unless it goes by `confirm` or `outbox`."},
    {.name = "saga",
     .type = SectionList,
     .child = Section::SagaPart,
     .help = "parts in order, each with what undoes it",
     .more = "When a part fails, `undo` of every part that began runs, backwards, each again every "
             "second until it succeeds; then the saga fails. Its progress is kept in the store: "
             "when the instance dies, another goes on undoing."},
    {.name = "reply",
     .type = Flag,
     .help = "answers the caller now and goes on",
     .more = "What fails later is not the caller's."},
    {.name = "stop", .type = Flag, .help = "ends the endpoint here, ok"},
    {.name = "fail",
     .type = Ratio,
     .words = "always",
     .isOfJourneys = true,
     .help = "fails with that probability"},
    {.name = "when",
     .type = Expression,
     .isOfJourneys = true,
     .help = "the step is skipped where this is false",
     .more = "An SQL expression over binds: `:viewer`, `:request`, `:now`, `:round`."},
};

constexpr Key callOptionKeys[] = {
    {.name = "timeout",
     .type = Time,
     .standard = "none",
     .words = "none",
     .min = 1e-9,
     .help = "how long one attempt is waited for",
     .more = "An answer that comes later is discarded; one that comes in the very instant counts."},
    {.name = "deadline",
     .type = Time,
     .standard = "none",
     .words = "none",
     .min = 1e-9,
     .help = "how long all attempts together may take",
     .more = "It travels with the call: calls that the callee makes for it fail unsent when none "
             "is left."},
    {.name = "retry",
     .type = Mapping,
     .words = "none",
     .child = Section::Retry,
     .help = "a new attempt after a failed one; absent: none"},
    {.name = "circuit-breaker",
     .type = Mapping,
     .words = "none",
     .child = Section::CircuitBreaker,
     .help = "refuses calls while too many fail; absent: none",
     .more =
         "One for each call step and service, shared by all instances. closed: calls pass and are "
         "judged. open: calls are refused at once. half-open: some probes pass, and decide."},
    {.name = "bulkhead",
     .type = Mapping,
     .words = "none",
     .child = Section::Bulkhead,
     .help = "a cap on attempts under way; absent: none"},
    {.name = "rate-limit",
     .type = Mapping,
     .words = "none",
     .child = Section::CallRateLimit,
     .help = "a cap on calls begun; absent: none"},
    {.name = "hedge",
     .type = Mapping,
     .words = "none",
     .child = Section::Hedge,
     .help = "a second copy of a call that takes long: the first good answer wins; absent: none"},
    {.name = "probability",
     .type = Ratio,
     .standard = "100 %",
     .help = "share of the calls that are made at all"},
    {.name = "priority",
     .type = Integer,
     .standard = "0",
     .min = -1e9,
     .max = 1e9,
     .help = "for a callee whose discipline is `priority`: larger first, never preempting"},
    {.name = "fallback",
     .type = StepList,
     .words = "skip",
     .help = "what answers instead of failing: other steps, or nothing",
     .more = "The answer is then degraded, and every answer above it."},
};

constexpr Key retryKeys[] = {
    {.name = "attempts",
     .type = Integer,
     .standard = "3",
     .min = 1,
     .max = 1e6,
     .help = "attempts in all, the first included"},
    {.name = "backoff",
     .type = Time,
     .standard = "0",
     .help = "wait before the first retry",
     .more = "Before retry n it is min(max-backoff, backoff * multiplier^(n-1)). A wait that would "
             "end after the deadline is not begun."},
    {.name = "multiplier",
     .type = Number,
     .standard = "2",
     .min = 1,
     .max = 1000,
     .help = "each wait is so many times the one before"},
    {.name = "max-backoff",
     .type = Time,
     .standard = "none",
     .words = "none",
     .help = "no wait is longer"},
    {.name = "jitter",
     .type = Choice,
     .standard = "none",
     .words = "none full equal",
     .help = "chance in the wait, so that not all come back at once",
     .more = "`none`: exactly the wait. `full`: anything from 0 to it. `equal`: anything from half "
             "of it to all."},
    {.name = "budget",
     .type = Ratio,
     .standard = "none",
     .words = "none",
     .help = "retries under way, as a share of this step's calls under way",
     .more = "At least 3 are allowed. It is what keeps retries from feeding an overload."},
};

constexpr Key circuitBreakerKeys[] = {
    {.name = "window",
     .type = Window,
     .standard = "100",
     .max = 1e6,
     .help = "the last results that are judged: so many, or those of a duration"},
    {.name = "failures",
     .type = Ratio,
     .standard = "50 %",
     .min = 1e-9,
     .max = 1,
     .help = "share of failures that opens it"},
    {.name = "minimum",
     .type = Integer,
     .standard = "100",
     .min = 1,
     .max = 1e6,
     .help = "results in the window before it judges at all"},
    {.name = "slow-after",
     .type = Time,
     .standard = "60 s",
     .help = "a call that takes longer counts as slow"},
    {.name = "slow-calls",
     .type = Ratio,
     .standard = "100 %",
     .min = 1e-9,
     .max = 1,
     .help = "share of slow calls that opens it"},
    {.name = "open-for",
     .type = Time,
     .standard = "60 s",
     .help = "how long it refuses all; the first call after that makes it half-open",
     .more = "It has no timer: without a call it stays open."},
    {.name = "probes",
     .type = Integer,
     .standard = "10",
     .min = 1,
     .max = 1e6,
     .help = "calls that pass while it is half-open, and decide",
     .more = "After the last result it opens again, or closes with an empty window."},
};

constexpr Key bulkheadKeys[] = {
    {.name = "max-concurrent",
     .type = Integer,
     .standard = "25",
     .min = 1,
     .max = 1e9,
     .help = "attempts under way, at most"},
    {.name = "max-wait",
     .type = Time,
     .standard = "0",
     .help = "how long an attempt may wait for another to end"},
};

constexpr Key callRateLimitKeys[] = {
    {.name = "rate",
     .type = Rate,
     .standard = "100/s",
     .max = 1e9,
     .help = "tokens that are added, up to `burst`"},
    {.name = "burst",
     .type = Integer,
     .standard = "10",
     .min = 1,
     .max = 1e9,
     .help = "tokens at most: so many calls may begin at once"},
    {.name = "max-wait",
     .type = Time,
     .standard = "0",
     .help = "how long a call may wait for a token"},
};

constexpr Key hedgeKeys[] = {
    {.name = "after",
     .type = Time,
     .standard = "20 ms",
     .help = "how long an attempt is waited for before each copy is sent"},
    {.name = "copies",
     .type = Integer,
     .standard = "1",
     .min = 1,
     .max = 31,
     .help = "copies at most",
     .more = "A copy that fails sends the next at once; the attempt fails when all have."},
};

constexpr Key parallelOptionKeys[] = {
    {.name = "need",
     .type = Integer,
     .min = 1,
     .max = 1e6,
     .help = "goes on at so many successes; absent: all",
     .more = "It fails as soon as that is impossible. The other branches run on, unheeded."},
};

constexpr Key storeOptionKeys[] = {
    {.name = "set",
     .type = ExpressionMap,
     .help = "what the columns become: SQL over the row and binds",
     .more =
         "Of `insert` and `update`. Text is written `\"'paid'\"`: the outer quotes are YAML's."},
    {.name = "where", .type = Expression, .help = "the row counts only where this is true"},
    {.name = "else",
     .type = StepList,
     .help = "the steps when no row was found or changed; absent: goes on",
     .more = "Within a transaction they run after the roll-back; there, without it, the "
             "transaction fails."},
    {.name = "at",
     .type = ExpressionMap,
     .help = "another row than that of the request's own members: `{ viewer: \":round\" }`"},
    {.name = "all",
     .type = Boolean,
     .standard = "false",
     .help = "of `read`: every row of the first key column"},
};

constexpr Key cacheOptionKeys[] = {
    {.name = "miss",
     .type = StepList,
     .help = "the steps that fetch what is not there",
     .more = "An entry is made when they succeed."},
};

constexpr Key chooseBranchKeys[] = {
    {.name = "weight",
     .type = Number,
     .max = 1e9,
     .isRequired = true,
     .help = "how often, relative to the other branches"},
    {.name = "steps", .type = StepList, .isRequired = true, .help = "what the branch does"},
};

constexpr Key repeatBodyKeys[] = {
    {.name = "times",
     .type = Times,
     .max = 1e6,
     .isRequired = true,
     .help = "how often; `[10, 30]` draws evenly between them"},
    {.name = "draw",
     .type = Name,
     .help = "a population of which a member is drawn anew for each round"},
    {.name = "steps",
     .type = StepList,
     .isRequired = true,
     .help = "what a round does; `:round` counts from 1"},
};

constexpr Key sagaPartKeys[] = {
    {.name = "do", .type = StepList, .isRequired = true, .help = "what the part does"},
    {.name = "undo", .type = StepList, .help = "what takes it back"},
};

}  // namespace

std::span<const Key> stepKeysOf(Section section) {
    switch (section) {
        case Section::Step:
            return stepKeys;
        case Section::CallOptions:
            return callOptionKeys;
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
        case Section::ParallelOptions:
            return parallelOptionKeys;
        case Section::StoreOptions:
            return storeOptionKeys;
        case Section::CacheOptions:
            return cacheOptionKeys;
        case Section::ChooseBranch:
            return chooseBranchKeys;
        case Section::RepeatBody:
            return repeatBodyKeys;
        case Section::SagaPart:
            return sagaPartKeys;
        default:
            return judgingKeysOf(section);
    }
}

}  // namespace models
