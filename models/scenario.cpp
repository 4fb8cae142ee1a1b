#include "models/scenario.h"

#include <algorithm>
#include <string_view>

namespace models {

// Defaulted here, where Step and Distribution are complete.
bool Mix::operator==(const Mix&) const = default;
bool Sum::operator==(const Sum&) const = default;
bool Fallback::operator==(const Fallback&) const = default;
bool Parallel::operator==(const Parallel&) const = default;
bool Choose::operator==(const Choose&) const = default;

bool Repeat::operator==(const Repeat& other) const {
    return timesMin == other.timesMin && timesMax == other.timesMax && draw == other.draw &&
           steps == other.steps;
}

bool StoreStep::operator==(const StoreStep& other) const {
    return action == other.action && table == other.table && all == other.all && at == other.at &&
           set == other.set && where == other.where && orElse == other.orElse;
}

bool Service::operator==(const Service& other) const {
    return name == other.name && about == other.about && group == other.group &&
           version == other.version && instances == other.instances &&
           concurrency == other.concurrency && serving == other.serving && inbox == other.inbox &&
           discipline == other.discipline && balancing == other.balancing &&
           balancedBy == other.balancedBy && cores == other.cores && rateLimit == other.rateLimit &&
           cancellation == other.cancellation && startUp == other.startUp && store == other.store &&
           consumes == other.consumes && endpoints == other.endpoints;
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

const Fault* Scenario::fault(std::string_view wanted) const {
    return wanted.empty() ? nullptr : findByName(faults, wanted);
}

namespace {

struct HighestRate {
    double operator()(const PoissonArrivals& law) const { return law.rate.perSecond(); }
    double operator()(const ConstantArrivals& law) const { return law.rate.perSecond(); }
    double operator()(const RenewalArrivals& law) const {
        const double between = meanSeconds(law.between);
        return between > 0 ? 1 / between : 0;
    }
    double operator()(const RampArrivals& law) const {
        return std::max(law.from.perSecond(), law.to.perSecond());
    }
    // On average: a trace's peaks are as short as one likes.
    double operator()(const TraceArrivals& law) const {
        const bool isLong = !law.times.empty() && law.times.back() > Duration{};
        return isLong ? static_cast<double>(law.times.size()) / inSeconds(law.times.back()) : 0;
    }
};

}  // namespace

double highestRate(const Arrivals& arrivals) {
    return std::visit(HighestRate(), arrivals);
}

bool Bound::holds(double found) const {
    switch (comparison) {
        case Comparison::AtLeast:
            return found >= low;
        case Comparison::AtMost:
            return found <= low;
        case Comparison::Above:
            return found > low;
        case Comparison::Below:
            return found < low;
        case Comparison::Exactly:
            return found == low;
        case Comparison::Between:
            return found >= low && found <= high;
    }
    return false;
}

}  // namespace models
