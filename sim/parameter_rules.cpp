#include "sim/parameter_rules.h"

#include <algorithm>
#include <set>

#include "models/io/plain_text.h"
#include "models/step_rules.h"
#include "models/step_walk.h"

namespace sim {

namespace {

using models::Journey;
using models::Scenario;
using models::Service;
using models::Steps;

struct SectionRule {
    std::string_view section;
    const char* why;
};

constexpr SectionRule sectionRules[] = {
    {"run", "the run has begun with it; begin again with another"},
    {"network",
     "every process has drawn by it; the faults `delay`, `lose` and `partition` are upon links"},
    {"populations", "requests are members of them from the start"},
    {"topics", "a topic has handed over messages by it; the steps that publish can be set"},
    {"faults", "the plan is edited on the time axis, and a fault begins at once by its command"},
    {"rollouts", "the plan is edited on the time axis; `scale` and `deploy` do so at once"},
    {"halt-if", "the bound at which faults are lifted has a command of its own"},
    {"expectations", "what must hold is judged over the whole run; edit the file"},
    {"invariants", "what must hold is judged over the whole run; edit the file"},
    {"variants", "the run is one of them; open another"},
};

template <typename Owner>
struct Rule {
    bool (*isSame)(const Owner&, const Owner&);
    const char* why;
};

bool isByHash(const Service& service) {
    return service.balancing == models::Balancing::Hash;
}

bool hasSameStore(const Service& one, const Service& other) {
    return one.store.has_value() == other.store.has_value() &&
           (!one.store || one.store->tables == other.store->tables);
}

bool hasSameConnections(const Service& one, const Service& other) {
    return !one.store || one.store->connections == other.store->connections;
}

bool hasSameEndpoints(const Service& one, const Service& other) {
    return std::ranges::equal(
        one.endpoints, other.endpoints, [](const models::Endpoint& a, const models::Endpoint& b) {
            return a.name == b.name && a.version == b.version && a.idempotent == b.idempotent;
        });
}

template <auto Member, typename Owner>
bool isEqual(const Owner& one, const Owner& other) {
    return one.*Member == other.*Member;
}

constexpr Rule<Service> serviceRules[] = {
    {isEqual<&Service::about, Service>, "it is of the file, and changes nothing in the run"},
    {isEqual<&Service::group, Service>, "it is of the file, and changes nothing in the run"},
    {isEqual<&Service::instances, Service>, "how many instances there are is scaled: `scale`"},
    {isEqual<&Service::version, Service>, "another version is deployed: `deploy`"},
    {isEqual<&Service::versions, Service>, "another version is deployed: `deploy`"},
    {isEqual<&Service::serving, Service>,
     "its instances serve so from their start; `concurrency` and `inbox` can be set"},
    {isEqual<&Service::discipline, Service>,
     "its requests stand in line by it; `concurrency` and `inbox` can be set"},
    {isEqual<&Service::codel, Service>,
     "its requests stand in line by it; `concurrency` and `inbox` can be set"},
    {[](const Service& a, const Service& b) {
         return (a.balancing == b.balancing && a.balancedBy == b.balancedBy) ||
                (!isByHash(a) && !isByHash(b));
     },
     "the ring that hashes go by is made at the start; the other balancers can be set"},
    {isEqual<&Service::cores, Service>,
     "its instances have their cores from their start; a fault can steal some, and `concurrency` "
     "can be set"},
    {isEqual<&Service::cancellation, Service>,
     "what callers keep of their calls depends on it; the `timeout` of a call can be set"},
    {isEqual<&Service::autoscale, Service>,
     "its decisions build upon each other; `scale` sets the number that it goes on from"},
    {isEqual<&Service::healthCheck, Service>,
     "what the door believes was learned by it; the `circuit-breaker` of a call can be set"},
    {isEqual<&Service::outlierDetection, Service>,
     "what the door believes was learned by it; the `circuit-breaker` of a call can be set"},
    {hasSameStore, "its store holds rows; what `read` and `write` cost can be set"},
    {hasSameConnections,
     "the connections are held by requests; what `read` and `write` cost can be set"},
    {isEqual<&Service::caches, Service>,
     "its instances have made their caches; the steps that look into them can be set"},
    {isEqual<&Service::consumes, Service>,
     "the topic goes by it; the steps of the endpoint that it calls can be set"},
    {hasSameEndpoints, "its callers know its endpoints; their steps can be set"},
};

constexpr Rule<Journey> journeyRules[] = {
    {isEqual<&Journey::about, Journey>, "it is of the file, and changes nothing in the run"},
    {isEqual<&Journey::workload, Journey>,
     "its next arrivals are drawn by it; a `surge` multiplies them"},
    {isEqual<&Journey::as, Journey>, "its users are members of it from the start"},
};

// What the steps of a service or journey reach.
struct Reach {
    std::set<std::string> services, topics;
    bool hasCondition = false;

    void add(const Steps& steps) {
        models::forEachStep(steps, [this](const models::Step& step) {
            hasCondition |= step.when.has_value();
            if (const auto* call = std::get_if<models::Call>(&step.action)) {
                services.insert(call->callee.service);
            } else if (const auto* publish = std::get_if<models::Publish>(&step.action)) {
                topics.insert(publish->topic);
            }
        });
    }
};

Reach reachOf(const Service& service) {
    Reach reach;
    for (const models::Endpoint& each : service.endpoints) {
        reach.add(each.steps);
    }
    return reach;
}

Reach reachOf(const Journey& journey) {
    Reach reach;
    reach.add(journey.steps);
    return reach;
}

std::string whyNotReached(const std::set<std::string>& before, const std::set<std::string>& after,
                          const std::string& how) {
    for (const std::string& each : after) {
        if (!before.contains(each)) {
            return models::quote(each) + " is not " + how +
                   " from here yet, and the graph of the run stays; what is " + how + " can be set";
        }
    }
    return {};
}

std::string whyReachStays(const Reach& before, const Reach& after, bool hasStore) {
    if (after.hasCondition && !before.hasCondition && !hasStore) {
        return "the first `when` must be there from the start; a `choose` needs none";
    }
    const std::string why = whyNotReached(before.services, after.services, "called");
    return why.empty() ? whyNotReached(before.topics, after.topics, "published to") : why;
}

template <typename Owner, std::size_t Count>
std::string broken(const Rule<Owner> (&rules)[Count], const Owner& before, const Owner& after) {
    const auto found = std::ranges::find_if(
        rules, [&](const Rule<Owner>& rule) { return !rule.isSame(before, after); });
    return found == std::end(rules) ? std::string() : found->why;
}

std::string whyStays(const Service& before, const Service& after) {
    std::string why = broken(serviceRules, before, after);
    if (why.empty() && ((models::hasSaga(after) && !models::hasSaga(before)) ||
                        (models::hasOutbox(after) && !models::hasOutbox(before)))) {
        why = "its store has no table for it; other steps can be set";
    }
    return why.empty() ? whyReachStays(reachOf(before), reachOf(after), before.store.has_value())
                       : why;
}

std::string whyStays(const Journey& before, const Journey& after) {
    const std::string why = broken(journeyRules, before, after);
    return why.empty() ? whyReachStays(reachOf(before), reachOf(after), false) : why;
}

// Adds to `found` what differs; false: they are not the same ones any more.
template <typename Owner>
bool compare(const std::vector<Owner>& before, const std::vector<Owner>& after,
             std::vector<std::pair<Part, std::string>>& found) {
    if (!std::ranges::equal(before, after, {}, &Owner::name, &Owner::name)) {
        return false;
    }
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i] != after[i]) {
            found.push_back({after[i], whyStays(before[i], after[i])});
        }
    }
    return true;
}

}  // namespace

PartReading partThatDiffers(const Scenario& before, const Scenario& after) {
    std::vector<std::pair<Part, std::string>> found;
    if (!compare(before.services, after.services, found) ||
        !compare(before.journeys, after.journeys, found)) {
        return {{}, "the services and journeys of a run stay what they are"};
    }
    if (found.empty()) {
        return {{}, "it is so already"};
    }
    if (found.size() > 1) {
        return {{}, "it would change several services or journeys; set it in one at a time"};
    }
    if (!found.front().second.empty()) {
        return {{}, found.front().second};
    }
    return {std::move(found.front().first), {}};
}

std::string whySectionStays(const std::string& path) {
    const std::string_view section = std::string_view(path).substr(0, path.find('.'));
    const auto found = std::ranges::find(sectionRules, section, &SectionRule::section);
    return found == std::end(sectionRules) ? std::string() : found->why;
}

}  // namespace sim
