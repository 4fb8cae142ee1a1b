#include "models/scenario.h"

#include <algorithm>
#include <string_view>

namespace models {

Scenario::Scenario() = default;
Scenario::Scenario(const Scenario& other) = default;
Scenario::Scenario(Scenario&& other) noexcept = default;
Scenario& Scenario::operator=(const Scenario& other) = default;
Scenario& Scenario::operator=(Scenario&& other) noexcept = default;
Scenario::~Scenario() = default;
bool Scenario::operator==(const Scenario& other) const = default;

// Defaulted here, where Step and Distribution are complete.
bool Mix::operator==(const Mix&) const = default;
bool Sum::operator==(const Sum&) const = default;
bool Fallback::operator==(const Fallback&) const = default;
bool Parallel::operator==(const Parallel&) const = default;
bool Choose::operator==(const Choose&) const = default;
bool SagaPart::operator==(const SagaPart&) const = default;
bool Transaction::operator==(const Transaction&) const = default;

bool Repeat::operator==(const Repeat& other) const {
    return timesMin == other.timesMin && timesMax == other.timesMax && draw == other.draw &&
           steps == other.steps;
}

bool StoreStep::operator==(const StoreStep& other) const {
    return action == other.action && table == other.table && all == other.all && at == other.at &&
           set == other.set && where == other.where && orElse == other.orElse;
}

bool CacheLookup::operator==(const CacheLookup& other) const {
    return cache == other.cache && miss == other.miss;
}

bool Service::operator==(const Service& other) const {
    return name == other.name && about == other.about && group == other.group &&
           version == other.version && instances == other.instances &&
           concurrency == other.concurrency && serving == other.serving && inbox == other.inbox &&
           discipline == other.discipline && codel == other.codel && balancing == other.balancing &&
           balancedBy == other.balancedBy && cores == other.cores && rateLimit == other.rateLimit &&
           cancellation == other.cancellation && startUp == other.startUp && drain == other.drain &&
           autoscale == other.autoscale && versions == other.versions &&
           healthCheck == other.healthCheck && outlierDetection == other.outlierDetection &&
           store == other.store && caches == other.caches && consumes == other.consumes &&
           endpoints == other.endpoints;
}

namespace {

template <typename Named>
const Named* findByName(const std::vector<Named>& all, std::string_view wanted) {
    const auto found = std::ranges::find(all, wanted, &Named::name);
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

const Service* Scenario::service(std::string_view wanted) const {
    return findByName(services, wanted);
}

const Topic* Scenario::topic(std::string_view wanted) const {
    return findByName(topics, wanted);
}

const Journey* Scenario::journey(std::string_view wanted) const {
    return findByName(journeys, wanted);
}

const Variant* Scenario::variant(std::string_view wanted) const {
    return findByName(variants, wanted);
}

const Fault* Scenario::fault(std::string_view wanted) const {
    return wanted.empty() ? nullptr : findByName(faults, wanted);
}

const Rollout* Scenario::rollout(std::string_view wanted) const {
    return wanted.empty() ? nullptr : findByName(rollouts, wanted);
}

bool makesLate(const FaultKind& kind) {
    const auto* broken = std::get_if<BreakStore>(&kind);
    return std::holds_alternative<Slow>(kind) || std::holds_alternative<Hang>(kind) ||
           std::holds_alternative<StealCores>(kind) || std::holds_alternative<Delay>(kind) ||
           std::holds_alternative<Lose>(kind) || std::holds_alternative<Surge>(kind) ||
           (broken != nullptr && broken->as == StoreFault::Slow);
}

bool kills(const FaultKind& kind) {
    return std::holds_alternative<Kill>(kind) || std::holds_alternative<KillRandom>(kind) ||
           std::holds_alternative<KillZone>(kind);
}

bool isUponLinks(const FaultKind& kind) {
    return std::holds_alternative<Delay>(kind) || std::holds_alternative<Lose>(kind) ||
           std::holds_alternative<Partition>(kind);
}

}  // namespace models
