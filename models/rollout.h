// What is deployed or scaled, when and how. Source: language.md, "Rollouts and scaling"; Kubernetes
// deployments for `rolling`.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/diagnostic.h"
#include "models/expectation.h"
#include "models/units.h"

namespace models {

// Instances: so many, or a share of those that a service is to have.
struct Portion {
    std::optional<int> count;
    Ratio share{0.25};  // where no count is given
    int roundedUp(int instances) const;
    int roundedDown(int instances) const;
    bool operator==(const Portion&) const = default;
};

struct ScaleTo {
    int instances = 1;
    bool operator==(const ScaleTo&) const = default;
};

enum class Strategy { Rolling, Recreate, BlueGreen, Canary };

struct Deploy {
    std::string version;
    Strategy strategy = Strategy::Rolling;
    Portion maxSurge, maxUnavailable;
    // Of a canary: the share of requests that the new version gets in each step, how long a step
    // is, and what the new version's answers may not do in it.
    std::vector<Ratio> weights;
    Duration every{};
    std::optional<Bound> errors;
    std::optional<Bound> p99;
    bool operator==(const Deploy&) const = default;
};

struct Rollout {
    std::string name;  // empty where the file gives none
    Place place;
    Instant at{};
    std::string service;
    std::variant<ScaleTo, Deploy> action;
    bool operator==(const Rollout& other) const {
        return name == other.name && at == other.at && service == other.service &&
               action == other.action;
    }
};

}  // namespace models
