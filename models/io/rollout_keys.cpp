// What versions, rollouts and autoscaling can say.
#include "models/io/key_rows.h"

namespace models {

namespace {

using enum ValueType;

constexpr Key autoscaleKeys[] = {
    {.name = "metric",
     .type = Choice,
     .standard = "utilization",
     .words = "utilization",
     .help = "what is held at `target`"},
    {.name = "target",
     .type = Ratio,
     .standard = "60 %",
     .min = 0.01,
     .help = "the utilization that is aimed at"},
    {.name = "min",
     .type = Integer,
     .standard = "1",
     .min = 1,
     .max = 100000,
     .help = "instances at least"},
    {.name = "max",
     .type = Integer,
     .standard = "10",
     .min = 1,
     .max = 100000,
     .help = "instances at most"},
    {.name = "every",
     .type = Time,
     .standard = "15 s",
     .min = 1e-3,
     .max = 3.2e9,
     .help = "time between two decisions"},
    {.name = "tolerance",
     .type = Ratio,
     .standard = "10 %",
     .help = "how far from the target nothing is changed yet"},
    {.name = "stabilization",
     .type = Time,
     .standard = "5 min",
     .max = 3.2e9,
     .help = "scales down to the largest wish of so long, and not at once"},
};

constexpr Key versionKeys[] = {
    {.name = "endpoints",
     .type = EndpointMap,
     .child = Section::Endpoint,
     .help = "only those that differ",
     .more = "`null` removes an endpoint."},
};

constexpr Key rolloutKeys[] = {
    {.name = "name", .help = "by which `during` of an expectation refers to it"},
    {.name = "at", .type = Time, .isRequired = true, .help = "when it begins"},
    {.name = "deploy", .type = Name, .help = "the service that gets another version"},
    {.name = "version", .type = Name, .help = "of `deploy`: the new version"},
    {.name = "strategy",
     .type = Choice,
     .standard = "rolling",
     .words = "rolling recreate blue-green canary",
     .help = "of `deploy`: how the new version replaces the old",
     .more = "`rolling`: a few instances at a time. `recreate`: all old ones stop, then the new "
             "ones start. `blue-green`: a full second set, and then all requests go to it. "
             "`canary`: a growing share of the requests. Requests under way finish on the version "
             "they began with."},
    {.name = "weights",
     .type = Ratios,
     .help = "of a canary: the share of requests for the new version, step by step",
     .more = "On as many new instances as the share of all, rounded up."},
    {.name = "every",
     .type = Time,
     .standard = "1 min",
     .min = 1e-3,
     .max = 3.2e9,
     .help = "of a canary: how long one step lasts"},
    {.name = "abort-if",
     .type = Mapping,
     .child = Section::AbortIf,
     .help = "of a canary: bounds that send it back to nothing when a step is over"},
    {.name = "max-surge",
     .type = CountOrRatio,
     .help = "of a rolling update: instances too many, at most; absent: 25 %",
     .more = "A share is rounded up."},
    {.name = "max-unavailable",
     .type = CountOrRatio,
     .help = "of a rolling update: instances too few, at most; absent: 25 %",
     .more = "A share is rounded down."},
    {.name = "scale", .type = Name, .help = "the service that gets another number of instances"},
    {.name = "to", .type = Integer, .max = 100000, .help = "of `scale`: how many instances"},
};

constexpr Key abortIfKeys[] = {
    {.name = "errors",
     .type = Bound,
     .help = "share of the requests to the new version that failed"},
    {.name = "p99",
     .type = Bound,
     .help = "99 of 100 answers of the new version took at most so long"},
};

}  // namespace

std::span<const Key> rolloutKeysOf(Section section) {
    switch (section) {
        case Section::Autoscale:
            return autoscaleKeys;
        case Section::Version:
            return versionKeys;
        case Section::Rollout:
            return rolloutKeys;
        case Section::AbortIf:
            return abortIfKeys;
        default:
            return {};
    }
}

}  // namespace models
