#include "models/io/scenario_tags.h"

#include <algorithm>

#include "models/io/key_walk.h"

namespace models {

namespace {

struct TagRow {
    std::string_view tag;
    Section section;
    std::string_view key;
};

// Several keys may tell of one thing.
constexpr TagRow tagRows[] = {
    {"saga", Section::Step, "saga"},
    {"outbox", Section::PublishOptions, "outbox"},
    {"hedging", Section::CallOptions, "hedge"},
    {"bulkheads", Section::CallOptions, "bulkhead"},
    {"rate limits", Section::CallOptions, "rate-limit"},
    {"rate limits", Section::Service, "rate-limit"},
    {"health checks", Section::Service, "health-check"},
    {"outlier detection", Section::Service, "outlier-detection"},
    {"autoscaling", Section::Service, "autoscale"},
    {"zones", Section::Network, "zones"},
    {"deployment", Section::Rollout, "deploy"},
    {"broken stores", Section::Fault, "break-store"},
    {"network faults", Section::Fault, "delay"},
    {"network faults", Section::Fault, "lose"},
    {"network faults", Section::Fault, "partition"},
    {"crashes", Section::Fault, "crash-loop"},
    {"crashes", Section::Fault, "leak"},
    {"surges", Section::Fault, "surge"},
    {"slow services", Section::Fault, "slow"},
    {"kills", Section::Fault, "kill"},
    {"kills", Section::Fault, "kill-random"},
    {"kills", Section::Fault, "kill-zone"},
    {"caches", Section::Service, "caches"},
    {"messages", Section::Top, "topics"},
    {"transactions", Section::Step, "transaction"},
    {"retries", Section::CallOptions, "retry"},
    {"circuit breakers", Section::CallOptions, "circuit-breaker"},
    {"fallbacks", Section::CallOptions, "fallback"},
    {"invariants", Section::Top, "invariants"},
};

}  // namespace

std::vector<std::string_view> tagsOf(const yaml::Node& root) {
    const std::vector<KeyUse> uses = keyUses(root);
    std::vector<std::string_view> tags;
    for (const TagRow& row : tagRows) {
        const bool isUsed = std::ranges::any_of(uses, [&](const KeyUse& use) {
            return use.section == row.section && use.key->name == row.key;
        });
        if (isUsed && std::ranges::find(tags, row.tag) == tags.end()) {
            tags.push_back(row.tag);
        }
    }
    return tags;
}

}  // namespace models
