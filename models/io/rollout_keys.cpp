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
     .help = "what is held at target"},
    {.name = "target",
     .type = Ratio,
     .standard = "60 %",
     .min = 0.01,
     .help = "the utilization aimed at"},
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
     .help = "between two decisions"},
    {.name = "tolerance",
     .type = Ratio,
     .standard = "10 %",
     .help = "distance from the target that changes nothing"},
    {.name = "stabilization",
     .type = Time,
     .standard = "5 min",
     .max = 3.2e9,
     .help = "scales down to the largest wish in it"},
};

constexpr Key versionKeys[] = {
    {.name = "endpoints",
     .type = EndpointMap,
     .child = Section::Endpoint,
     .help = "only what differs; null removes one"},
};

constexpr Key rolloutKeys[] = {
    {.name = "name", .help = "by which `during` refers to it"},
    {.name = "at", .type = Time, .isRequired = true, .help = "when it begins"},
    {.name = "deploy", .type = Name, .help = "a service"},
    {.name = "version", .type = Name, .help = "the new one"},
    {.name = "strategy",
     .type = Choice,
     .standard = "rolling",
     .words = "rolling recreate blue-green canary",
     .help = "how the new version replaces the old"},
    {.name = "weights",
     .type = Open,
     .help = "of a canary: the share of requests that the new version gets, step by step"},
    {.name = "every",
     .type = Time,
     .standard = "1 min",
     .min = 1e-3,
     .max = 3.2e9,
     .help = "of a canary: one step"},
    {.name = "abort-if", .type = Mapping, .child = Section::AbortIf, .help = "bounds that end it"},
    {.name = "max-surge",
     .type = Open,
     .help = "instances too many, at most: a count, or a share rounded up; absent: 25 %"},
    {.name = "max-unavailable",
     .type = Open,
     .help = "instances too few, at most: a count, or a share rounded down; absent: 25 %"},
    {.name = "scale", .type = Name, .help = "a service"},
    {.name = "to", .type = Integer, .max = 100000, .help = "of `scale`: instances"},
};

constexpr Key abortIfKeys[] = {
    {.name = "errors", .type = Bound, .help = "share of failed requests"},
    {.name = "p99", .type = Bound, .help = "of the response time"},
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
