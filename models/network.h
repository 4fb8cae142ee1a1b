// What every message pays, where instances stand, and what may go wrong between services.
// Source: language.md, "Top level" and "Faults".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/distribution.h"
#include "models/target.h"
#include "models/units.h"

namespace models {

// Services spread their instances over the zones that they are in; an instance stands in one.
struct Zone {
    std::string name;
    Place place;
    std::vector<Target> members;
    bool operator==(const Zone& other) const {
        return name == other.name && members == other.members;
    }
};

struct Network {
    Distribution latency = Distribution::constant(std::chrono::microseconds(250));
    Ratio loss{0};  // of all messages
    std::vector<Zone> zones;
    std::optional<Distribution> betweenZones;  // paid on top, one way
    bool operator==(const Network&) const = default;
};

// Calls from one to the other, with their replies. `any` is every service.
struct Link {
    std::string from, to;
    Place place;
    bool operator==(const Link& other) const { return from == other.from && to == other.to; }
};

// Messages take longer, each way.
struct Delay {
    Distribution add;
    std::vector<Link> links;
    bool operator==(const Delay&) const = default;
};

// Messages are lost, each with this probability.
struct Lose {
    Ratio probability{1.0};
    std::vector<Link> links;
    bool operator==(const Lose&) const = default;
};

// Messages from one side to the other are lost, whatever they are about.
struct Partition {
    std::vector<Target> one, other;  // services, journeys, topics; `any` is every service
    bool oneWay = false;             // only those from the first to the second
    bool operator==(const Partition&) const = default;
};

}  // namespace models
