#include "models/network.h"

#include <algorithm>
#include <map>

#include "models/scenario.h"

namespace models {

namespace {

void add(std::vector<Target>& targets, const Target& target) {
    if (std::ranges::find(targets, target) == targets.end()) {
        targets.push_back(target);
    }
}

void addNamed(std::vector<Target>& targets, const std::string& name, Place place,
              const Scenario& scenario) {
    if (name != "any") {
        add(targets, {name, std::nullopt, place});
        return;
    }
    for (const Service& each : scenario.services) {
        add(targets, {each.name, std::nullopt, place});
    }
}

}  // namespace

std::vector<Target> farSideOf(const FaultKind& kind, const Scenario& scenario) {
    std::vector<Target> targets;
    const auto addLinks = [&](const std::vector<Link>& links) {
        for (const Link& each : links) {
            addNamed(targets, each.to, each.place, scenario);
        }
    };
    if (const auto* delay = std::get_if<Delay>(&kind)) {
        addLinks(delay->links);
    } else if (const auto* lose = std::get_if<Lose>(&kind)) {
        addLinks(lose->links);
    } else if (const auto* partition = std::get_if<Partition>(&kind)) {
        for (const Target& each : partition->other) {
            addNamed(targets, each.service, each.place, scenario);
        }
    }
    return targets;
}

std::vector<std::vector<std::uint8_t>> zonePlaces(const Scenario& scenario) {
    std::map<std::string_view, std::size_t> services;
    std::vector<std::vector<std::uint8_t>> places;
    for (const Service& service : scenario.services) {
        services.emplace(service.name, places.size());
        places.emplace_back(static_cast<std::size_t>(service.instances), std::uint8_t(0));
    }
    std::vector<std::vector<std::uint8_t>> spread(places.size());
    std::uint8_t zone = 0;
    for (const Zone& each : scenario.network.zones) {
        ++zone;
        for (const Target& member : each.members) {
            const auto service = services.find(member.service);
            if (service == services.end()) {
                continue;
            }
            std::vector<std::uint8_t>& instances = places[service->second];
            if (!member.instance) {
                spread[service->second].push_back(zone);
            } else if (*member.instance <= static_cast<int>(instances.size())) {
                instances[static_cast<std::size_t>(*member.instance - 1)] = zone;
            }
        }
    }
    for (std::size_t service = 0; service < places.size(); ++service) {
        const std::vector<std::uint8_t>& zones = spread[service];
        for (std::size_t i = 0; i < places[service].size() && !zones.empty(); ++i) {
            std::uint8_t& place = places[service][i];
            place = place == 0 ? zones[i % zones.size()] : place;
        }
    }
    return places;
}

std::vector<Target> instancesIn(const std::vector<std::string>& zones, Place place,
                                const Scenario& scenario) {
    std::vector<Target> targets;
    const std::vector<std::vector<std::uint8_t>> places = zonePlaces(scenario);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Service& service = scenario.services[i];
        std::vector<Target> struck;
        int number = 0;
        for (const std::uint8_t zone : places[i]) {
            ++number;
            if (zone != 0 &&
                std::ranges::find(zones, scenario.network.zones[zone - 1U].name) != zones.end()) {
                struck.push_back({service.name, number, place});
            }
        }
        if (!struck.empty() && struck.size() == places[i].size()) {
            struck = {{service.name, std::nullopt, place}};
        }
        targets.insert(targets.end(), struck.begin(), struck.end());
    }
    return targets;
}

}  // namespace models
