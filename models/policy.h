// What a caller, or a door, does about failing calls. Defaults are the contract's (language.md,
// "Options of call"); a policy that is not written does not exist, hence the optionals in Call.
#pragma once

#include <optional>

#include "models/units.h"

namespace models {

enum class Jitter { None, Full, Equal };

struct Retry {
    int attempts = 3;  // the first one included
    Duration backoff{};
    double multiplier = 2;
    std::optional<Duration> maxBackoff;
    Jitter jitter = Jitter::None;
    std::optional<Ratio> budget;  // retries under way as a share of this step's calls under way
    bool operator==(const Retry&) const = default;
};

// The last `count` results, or those of the last `span`: exactly one of them is set.
struct BreakerWindow {
    std::optional<int> count = 100;
    std::optional<Duration> span;
    bool operator==(const BreakerWindow&) const = default;
};

struct CircuitBreaker {
    BreakerWindow window;
    Ratio failures{0.5};
    int minimum = 100;
    Duration slowAfter = std::chrono::seconds(60);
    Ratio slowCalls{1.0};
    Duration openFor = std::chrono::seconds(60);
    int probes = 10;
    bool operator==(const CircuitBreaker&) const = default;
};

// A token bucket, full at first: `rate` tokens come, at most `burst` are kept.
struct RateLimit {
    Rate rate{100};
    int burst = 10;
    Duration maxWait{};  // for a token; of calls only, a service's door never waits
    bool operator==(const RateLimit&) const = default;
};

struct Bulkhead {
    int maxConcurrent = 25;
    Duration maxWait{};
    bool operator==(const Bulkhead&) const = default;
};

// A copy of the attempt `after` the one before it, and at once when one fails.
struct Hedge {
    Duration after{};
    int copies = 1;  // beside the first transmission
    bool operator==(const Hedge&) const = default;
};

// How a door learns that an instance is dead, hung or well again: by asking each. Standards are
// those of Kubernetes' readiness probe.
struct HealthCheck {
    Duration every = std::chrono::seconds(10);
    Duration timeout = std::chrono::seconds(1);
    int unhealthyAfter = 3;  // failed in a row
    int healthyAfter = 1;    // answered in a row
    bool operator==(const HealthCheck&) const = default;
};

// Which instances a door leaves out for a while because of what they answer. Standards are Envoy's.
struct OutlierDetection {
    int consecutiveErrors = 5;
    Duration ejectFor = std::chrono::seconds(30);
    Ratio maxEjected{0.1};  // of the instances; at least one, unless it is 0
    bool operator==(const OutlierDetection&) const = default;
};

// How many instances a service has, by what they are used. Standards are those of Kubernetes'
// horizontal pod autoscaler.
struct Autoscale {
    Ratio target{0.6};  // utilization aimed at
    int min = 1;        // instances
    int max = 10;
    Duration every = std::chrono::seconds(15);
    Ratio tolerance{0.1};                              // so near to the target nothing changes
    Duration stabilization = std::chrono::minutes(5);  // down to the largest wish of this span
    bool operator==(const Autoscale&) const = default;
};

}  // namespace models
