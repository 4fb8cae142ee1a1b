#include "models/terms.h"

#include <algorithm>
#include <cctype>

#include "models/io/plain_text.h"

namespace models {

namespace {

constexpr Section measured = Section::Expectation;
constexpr Section ofCall = Section::CallOptions;
constexpr Section ofService = Section::Service;

constexpr Term termRows[] = {
    // How requests end.
    {.name = "availability", .also = "available", .section = measured, .key = "availability"},
    {.name = "ok", .line = "It ended well, and no fallback took part.", .standsAlone = true},
    {.name = "degraded", .section = measured, .key = "degraded"},
    {.name = "failed",
     .line = "It ended in an error, a timeout, a refusal, or with nobody there to answer.",
     .standsAlone = true},
    {.name = "errors", .section = measured, .key = "errors"},
    {.name = "error",
     .line = "A cause: a step failed by itself, such as a `fail` step or a broken store.",
     .standsAlone = true},
    {.name = "unavailable",
     .line = "A cause: the connection dropped, or no instance was ready.",
     .standsAlone = false},
    {.name = "rejected",
     .line = "A cause: refused by a full inbox, a rate limit, a bulkhead, codel or a full topic."},
    {.name = "refused",
     .line = "Told no at once: by an open breaker, a rate limit, a bulkhead or a full queue."},
    {.name = "causes",
     .also = "cause|by cause|all causes",
     .line = "Why something failed. It travels up the replies unchanged, together with where it "
             "began."},
    {.name = "under way", .line = "Begun and not ended."},
    // Times and rates.
    {.name = "latency",
     .line = "From the sending of a request to its answer as the caller saw it: network, waiting "
             "and every attempt included."},
    {.name = "mean", .section = measured, .key = "mean", .standsAlone = true},
    {.name = "p50", .also = "median", .section = measured, .key = "p50"},
    {.name = "p90", .section = measured, .key = "p90"},
    {.name = "p95", .section = measured, .key = "p95"},
    {.name = "p99", .section = measured, .key = "p99"},
    {.name = "p99.9", .section = measured, .key = "p99.9"},
    {.name = "throughput", .section = measured, .key = "throughput"},
    {.name = "offered", .line = "What arrives, whether it is served or not."},
    {.name = "completed", .line = "What ended ok or degraded."},
    {.name = "rate", .line = "How many per second, now.", .standsAlone = true},
    {.name = "waiting for a slot",
     .also = "waits for a slot",
     .line = "Accepted, and every slot of the instance is taken."},
    {.name = "blocked on others", .line = "Waiting for the answer of a call, not working."},
    {.name = "critical path",
     .line = "The parts of a request that its end waited for, one after the other: making "
             "anything else faster gains nothing."},
    {.name = "spans", .also = "span", .line = "The attempts of a request's calls."},
    {.name = "log scale",
     .line = "Each step of the axis is a factor, so that small and large values are both legible."},
    {.name = "warm-up", .section = Section::Run, .key = "warm-up"},
    // Serving.
    {.name = "slots",
     .also = "slot|slots held|concurrency",
     .section = ofService,
     .key = "concurrency"},
    {.name = "inbox",
     .line = "Requests that an instance accepted and that wait for their first "
             "slot. When it is full, what comes is rejected."},
    {.name = "utilization", .section = measured, .key = "utilization"},
    {.name = "connections", .section = Section::Store, .key = "connections"},
    {.name = "start-up", .section = ofService, .key = "start-up"},
    {.name = "serving", .section = ofService, .key = "serving", .standsAlone = true},
    {.name = "thread-per-request",
     .line = "A request holds a slot from its first step to its last, waiting for others "
             "included."},
    {.name = "event-loop", .line = "A request holds a slot only while it computes."},
    {.name = "ejected",
     .line = "Not picked by the door for a while, since its answers or its "
             "health checks failed."},
    {.name = "instances",
     .also = "instance",
     .line = "Running copies of a service, numbered from 1.",
     .standsAlone = true},
    {.name = "not listed", .line = "The door does not believe it ready, and picks others."},
    // Policies.
    {.name = "attempts",
     .also = "attempt",
     .line = "Tries at a call: the first, its retries and its hedges."},
    {.name = "timeout", .also = "timeouts", .section = ofCall, .key = "timeout"},
    {.name = "deadline", .section = ofCall, .key = "deadline"},
    {.name = "retry", .also = "retries|retried", .section = ofCall, .key = "retry"},
    {.name = "budget", .section = Section::Retry, .key = "budget"},
    {.name = "fallback", .also = "fallbacks", .section = ofCall, .key = "fallback"},
    {.name = "hedge", .also = "hedges|hedged", .section = ofCall, .key = "hedge"},
    {.name = "circuit breaker",
     .also = "breaker|breakers|circuit breakers|circuit-breaker",
     .section = ofCall,
     .key = "circuit-breaker"},
    {.name = "closed",
     .line = "Of a breaker: calls pass, and their results are judged.",
     .standsAlone = true},
    {.name = "breaker-open",
     .also = "breaker open",
     .line = "A cause: the caller's circuit breaker was open, so the call was refused at once."},
    {.name = "open",
     .line = "Of a breaker: too many calls failed, so all are refused at once, until it probes.",
     .standsAlone = true},
    {.name = "half-open",
     .line = "Of a breaker: a few calls pass as probes, and decide whether it closes or opens "
             "again."},
    {.name = "probes", .also = "probe", .section = Section::CircuitBreaker, .key = "probes"},
    {.name = "bulkhead", .also = "bulkheads", .section = ofCall, .key = "bulkhead"},
    {.name = "rate limit", .also = "rate limits", .section = ofCall, .key = "rate-limit"},
    {.name = "tokens",
     .also = "token",
     .line = "What a rate limit gives out, at a rate; a call without one waits or is refused."},
    {.name = "idempotent", .section = Section::Endpoint, .key = "idempotent"},
    // Messages.
    {.name = "backlog", .section = measured, .key = "backlog"},
    {.name = "dead letters", .also = "dead letter|dead-letter", .section = measured, .key = "dead"},
    {.name = "published", .line = "Messages that the topic has taken.", .standsAlone = true},
    {.name = "delivered",
     .line = "Messages handed to a consumer, again ones included.",
     .standsAlone = true},
    {.name = "redelivered",
     .line = "Messages handed over again, since their handling failed or their instance died."},
    {.name = "consumers",
     .also = "consumer",
     .line = "The services that handle a topic's messages; an instance each."},
    {.name = "partitions", .section = Section::Topic, .key = "partitions"},
    {.name = "prefetch", .section = Section::Consumer, .key = "prefetch"},
    {.name = "outbox", .section = Section::PublishOptions, .key = "outbox"},
    // Stores and caches.
    {.name = "saga", .also = "sagas", .section = Section::Step, .key = "saga"},
    {.name = "transaction", .section = Section::Step, .key = "transaction"},
    {.name = "ttl", .section = Section::Cache, .key = "ttl"},
    {.name = "single-flight", .section = Section::Cache, .key = "single-flight"},
    {.name = "stale",
     .line = "Older than its `ttl`: it answers only where fetching it anew failed, and then the "
             "answer is degraded."},
    // Faults and who is hurt.
    {.name = "did not notice",
     .line = "None of its requests failed or was degraded because of this fault."},
    {.name = "did not fail", .line = "No request of it was lost. It may have been late."},
    {.name = "unclear",
     .line = "It failed or was late, and no failure names this fault: the run cannot say whether "
             "the fault is why."},
    {.name = "recovery", .section = measured, .key = "recovery"},
    {.name = "normal again", .section = measured, .key = "recovery"},
    {.name = "what held it",
     .line = "What stopped failures on their way up: breakers, fallbacks, spare instances."},
    {.name = "steady state", .line = "What is measured while no fault is on."},
    {.name = "what must hold", .line = "The scenario's own expectations: its verdict."},
    {.name = "what must be true of the data",
     .line = "The scenario's invariants: a SELECT over the rows of all stores, and what it must "
             "give."},
    {.name = "journeys hurt",
     .line = "Journeys of which requests failed or were degraded because of the kill."},
    {.name = "other road",
     .line = "The same run with other commands since they parted, request by request."},
    {.name = "twin", .line = "The same run without the fault: what would have happened."},
    {.name = "invariant", .also = "invariants", .section = Section::Invariant, .key = "sql"},
    // Deploying.
    {.name = "canary",
     .line = "A new version that gets a growing share of the requests, judged step by step."},
    {.name = "rolling",
     .also = "rolling update",
     .line = "A few instances at a time are replaced by the new version."},
    {.name = "recreate", .line = "All old instances stop, then the new ones start."},
    {.name = "blue-green",
     .line = "A full second set of instances; when it is ready, all requests go to it."},
    {.name = "rolled back", .also = "rolled-back", .line = "It runs what it ran before again."},
    {.name = "promoted", .line = "The canary held, and all instances run the new version now."},
    {.name = "drain", .section = ofService, .key = "drain"},
    // The run.
    {.name = "seed", .also = "seeds", .section = Section::Run, .key = "seed"},
    {.name = "fingerprint",
     .line = "64 bits of everything that happened: equal fingerprints are equal runs."},
    {.name = "blast radius", .line = "Whom each service's death hurts, measured run by run."},
};

bool isPartOfName(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '#';
}

char lowered(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool isSame(std::string_view one, std::string_view other) {
    return std::ranges::equal(one, other, {}, lowered, lowered);
}

// Calls `use` with its name, and with each of its other words.
template <typename Use>
void forEachWord(const Term& term, const Use& use) {
    use(term.name);
    for (const std::string_view each : split(term.also, '|')) {
        use(each);
    }
}

// A point belongs to a word where a letter follows it: `p99.9`, `payment.charge`.
bool endsAt(std::string_view text, std::size_t at) {
    return at >= text.size() ||
           (!isPartOfName(text[at]) &&
            (text[at] != '.' || at + 1 >= text.size() || !isPartOfName(text[at + 1])));
}

FoundTerm longestAt(std::string_view text, std::size_t from) {
    FoundTerm longest;
    for (const Term& term : termRows) {
        forEachWord(term, [&](std::string_view word) {
            const bool isAlone = trimmed(text).size() == word.size();
            if (word.size() > longest.size && isSame(text.substr(from, word.size()), word) &&
                endsAt(text, from + word.size()) && (isAlone || !term.standsAlone)) {
                longest = {&term, from, word.size()};
            }
        });
    }
    return longest;
}

}  // namespace

std::span<const Term> allTerms() {
    return termRows;
}

const Term* findTerm(std::string_view word) {
    const Term* found = nullptr;
    for (const Term& term : termRows) {
        forEachWord(term, [&](std::string_view each) {
            found = found == nullptr && isSame(each, word) ? &term : found;
        });
    }
    return found;
}

std::string meaningOf(const Term& term) {
    const Key* key = term.line.empty() ? findKey(term.section, term.key) : nullptr;
    // What holds where the key is not written is of no use to whoever reads a report.
    return key == nullptr ? std::string(term.line)
                          : sentence(key->help.substr(0, key->help.find("; absent")));
}

std::vector<FoundTerm> termsIn(std::string_view text) {
    std::vector<FoundTerm> all;
    for (std::size_t at = 0; at < text.size();) {
        const bool begins =
            at == 0 || (!isPartOfName(text[at - 1]) &&
                        (text[at - 1] != '.' || at == 1 || !isPartOfName(text[at - 2])));
        const FoundTerm found = begins ? longestAt(text, at) : FoundTerm{};
        if (found.term != nullptr) {
            all.push_back(found);
        }
        at += std::max<std::size_t>(found.size, 1);
    }
    return all;
}

}  // namespace models
