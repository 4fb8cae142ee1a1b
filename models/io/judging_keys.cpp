// What journeys and faults, and all that is judged by them, can say.
#include "models/io/key_rows.h"

namespace models {

namespace {

using enum ValueType;

constexpr Key journeyKeys[] = {
    {.name = "about", .help = "what the user wants, for people"},
    {.name = "arrivals",
     .type = ArrivalLaw,
     .child = Section::Phase,
     .help = "open: when it begins, whatever happens to the others"},
    {.name = "users",
     .type = Integer,
     .min = 1,
     .max = 1e7,
     .help = "closed: so many users; each begins again after it ended",
     .more = "Also after a failure. A journey has `arrivals` or `users`, not both."},
    {.name = "think",
     .type = Distribution,
     .standard = "0",
     .help = "of a user: the pause before each journey"},
    {.name = "as",
     .type = Name,
     .help = "of users: the n-th is always member n of this population"},
    {.name = "steps",
     .type = StepList,
     .isRequired = true,
     .help = "what the user does, in order: call, parallel, choose, repeat, sleep, publish, fail",
     .more = "It ends at its first step that fails."},
};

constexpr Key phaseKeys[] = {
    {.name = "for", .type = Time, .min = 1e-9, .help = "how long it lasts; the last phase goes on"},
    {.name = "arrivals", .type = ArrivalLaw, .isRequired = true, .help = "the law while it lasts"},
};

constexpr Key faultKeys[] = {
    {.name = "name", .help = "by which `during` of an expectation refers to it"},
    {.name = "at", .type = Time, .isRequired = true, .help = "when it begins"},
    {.name = "for", .type = Time, .min = 1e-9, .help = "how long it lasts; absent: it stays"},
    {.name = "kill",
     .type = References,
     .help = "a service or instance dies: what it had is lost, its store keeps what was committed",
     .more = "Callers see the connection drop one latency later. When the fault ends it starts "
             "again, and is ready after `start-up`."},
    {.name = "restart", .type = References, .help = "ends a kill or a hang early"},
    {.name = "hang",
     .type = References,
     .help = "accepts requests and does nothing; goes on afterwards"},
    {.name = "slow",
     .type = References,
     .help = "times that are drawn while it lasts are multiplied by `by`"},
    {.name = "fail", .type = References, .help = "requests fail on acceptance, before any work"},
    {.name = "by",
     .type = Factor,
     .standard = "10x",
     .help = "how strong: a factor; of `steal-cores` a share such as `50 %`",
     .more = "Of `slow`, `surge`, `steal-cores` and a store that is `slow`."},
    {.name = "probability",
     .type = Ratio,
     .standard = "100 %",
     .help = "of `fail` and `lose`: how many"},
    {.name = "crash-loop",
     .type = References,
     .help = "dies whenever it has started, and starts again after waits that double"},
    {.name = "first",
     .type = Time,
     .standard = "10 s",
     .min = 1e-9,
     .max = 3.2e9,
     .help = "of `crash-loop`: the first wait"},
    {.name = "cap",
     .type = Time,
     .standard = "5 min",
     .min = 1e-9,
     .max = 3.2e9,
     .help = "of `crash-loop`: the longest wait"},
    {.name = "steal-cores", .type = References, .help = "a share of the cores, `by`, is gone"},
    {.name = "leak",
     .type = References,
     .help = "an instance dies each time that it has been ready for `dies-after`"},
    {.name = "dies-after",
     .type = Time,
     .min = 1e-9,
     .max = 3.2e9,
     .help = "of `leak`: how long it lives"},
    {.name = "delay",
     .type = Links,
     .help = "messages of an edge take longer, by `add`: calls and their replies"},
    {.name = "add", .type = Distribution, .help = "of `delay`: how much longer, one way"},
    {.name = "lose", .type = Links, .help = "messages of an edge are lost, with `probability`"},
    {.name = "partition",
     .type = Sides,
     .help = "two sides that do not hear each other: `[ [user, gateway], [payment] ]`"},
    {.name = "one-way",
     .type = Boolean,
     .standard = "false",
     .help = "of `partition`: only the second does not hear the first; the first still hears the "
             "second"},
    {.name = "kill-zone", .type = Names, .help = "every instance in a zone, or in several"},
    {.name = "kill-random",
     .type = Ratio,
     .help = "a share of the instances, drawn when it strikes"},
    {.name = "of",
     .type = References,
     .help = "of `kill-random`: the services it draws from; absent: all"},
    {.name = "break-store",
     .type = References,
     .help = "the store of a service is broken, in the way of `as`"},
    {.name = "as",
     .type = Choice,
     .words = "read-only down corrupt slow",
     .help = "of `break-store`: what is wrong with the store",
     .more = "`read-only`: changes fail. `down`: everything fails. `corrupt`: the database is "
             "damaged, so everything fails. `slow`: steps take longer, by `by`."},
    {.name = "surge",
     .type = Names,
     .help = "a journey begins more often, by `by`; closed users think less"},
};

constexpr std::string_view eventWords =
    "killed restarted ready hung fault fault-ended breaker-open breaker-half-open breaker-closed "
    "dead-letter crashed invariant-broken halted ejected returned scaled deployed canary-step "
    "rolled-back promoted";

constexpr Key expectationKeys[] = {
    {.name = "journey", .type = Name, .help = "what is measured: a journey"},
    {.name = "service", .type = Name, .help = "what is measured: a service"},
    {.name = "endpoint",
     .type = Reference,
     .help = "what is measured: an endpoint, such as `user.sign-in`"},
    {.name = "topic", .type = Name, .help = "what is measured: a topic"},
    {.name = "during",
     .type = During,
     .help = "a fault's or rollout's name, or `[60 s, 90 s]`; absent: all after the warm-up",
     .more = "Journeys and calls belong to the window in which they started; levels are averaged "
             "over it."},
    {.name = "event",
     .type = Choice,
     .words = eventWords,
     .help = "what is counted: rows of the timeline"},
    {.name = "where",
     .type = Text,
     .help = "of `event`: at which service, instance, topic or edge; absent: anywhere"},
    {.name = "count", .type = Bound, .standard = "at least 1", .help = "of `event`: how many"},
    {.name = "availability",
     .type = Bound,
     .help = "share of the ended requests that ended ok or degraded"},
    {.name = "degraded",
     .type = Bound,
     .help = "share of the ended requests whose answer was a lesser one: a fallback or a stale "
             "entry took part"},
    {.name = "errors", .type = Bound, .help = "share of the ended requests that failed"},
    {.name = "throughput", .type = Bound, .help = "requests ended per second"},
    {.name = "mean", .type = Bound, .help = "average latency of what ended ok or degraded"},
    {.name = "p50",
     .type = Bound,
     .help = "half of the requests took at most so long, of those that ended ok or degraded"},
    {.name = "p90",
     .type = Bound,
     .help = "90 of 100 requests took at most so long, of those that ended ok or degraded"},
    {.name = "p95",
     .type = Bound,
     .help = "95 of 100 requests took at most so long, of those that ended ok or degraded"},
    {.name = "p99",
     .type = Bound,
     .help = "99 of 100 requests took at most so long, of those that ended ok or degraded"},
    {.name = "p99.9",
     .type = Bound,
     .help = "999 of 1,000 requests took at most so long, of those that ended ok or degraded"},
    {.name = "max", .type = Bound, .help = "the longest latency of what ended ok or degraded"},
    {.name = "utilization",
     .type = Bound,
     .help = "share of the slots that were held, on average over the ready instances; of their "
             "cores, where given"},
    {.name = "inbox",
     .type = Bound,
     .help = "requests that were waiting for their first slot, on average"},
    {.name = "attempts-per-call",
     .type = Bound,
     .help = "transmissions per call, retries and hedges included"},
    {.name = "recovery",
     .type = Bound,
     .help = "from a fault's end until all is as it was before",
     .more = "To the first of five seconds in a row in which availability and p99 are within 10 % "
             "of their values between warm-up and fault. `during` names the fault."},
    {.name = "backlog",
     .type = Bound,
     .help = "messages of a topic that are not done yet, on average"},
    {.name = "dead",
     .type = Bound,
     .help = "dead letters of a topic: messages that were given up after their last attempt"},
};

constexpr Key invariantKeys[] = {
    {.name = "sql",
     .type = Expression,
     .isRequired = true,
     .help = "a SELECT over the stores; each service's is a schema of its name",
     .more =
         "Read only, under a time limit, over ten stores at most. In SQL a `-` of a name is `_`."},
    {.name = "exactly",
     .type = Number,
     .min = -1e15,
     .max = 1e15,
     .help = "what the SELECT must give"},
    {.name = "at least",
     .type = Number,
     .min = -1e15,
     .max = 1e15,
     .help = "what the SELECT must give, or more"},
    {.name = "at most",
     .type = Number,
     .min = -1e15,
     .max = 1e15,
     .help = "what the SELECT must give, or less"},
    {.name = "at-least",
     .type = Number,
     .min = -1e15,
     .max = 1e15,
     .help = "the same as `at least`"},
    {.name = "at-most", .type = Number, .min = -1e15, .max = 1e15, .help = "the same as `at most`"},
    {.name = "above",
     .type = Number,
     .min = -1e15,
     .max = 1e15,
     .help = "what the SELECT must exceed"},
    {.name = "below",
     .type = Number,
     .min = -1e15,
     .max = 1e15,
     .help = "what the SELECT must stay under"},
    {.name = "between", .help = "what the SELECT must lie between, as `1 and 5`"},
    {.name = "judged",
     .type = Choice,
     .standard = "at-end",
     .words = "at-end always",
     .help = "when",
     .more = "`at-end`: once. `always`: each second; the first break enters the timeline."},
};

constexpr Key variantKeys[] = {
    {.name = "about", .help = "what differs, for people"},
    {.name = "set",
     .type = Changes,
     .help = "which values differ: path and value",
     .more = "A path is written as for `--set`: names, and list items by number from 0. "
             "`services.user.instances: 4`."},
    {.name = "breaks",
     .type = Texts,
     .help = "the expectations and invariants that must fail in it, and no others"},
};

constexpr Key haltIfKeys[] = {
    {.name = "journey",
     .type = Name,
     .isRequired = true,
     .help = "what is measured, over the last 5 s"},
    {.name = "availability",
     .type = Bound,
     .isRequired = true,
     .help = "while this holds all faults are lifted, and none begins"},
};

}  // namespace

std::span<const Key> judgingKeysOf(Section section) {
    switch (section) {
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
