// What a scenario says must hold: of what is measured, of what happens, of the data; and the
// variants in which some of it does not. Source: language.md, "Expectations, invariants, variants".
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/diagnostic.h"
#include "models/expression.h"
#include "models/units.h"

namespace models {

enum class Comparison { AtLeast, AtMost, Above, Below, Exactly, Between };

enum class Quantity { Ratio, Time, Rate, Count };

// `at least 99.9 %`, `below 300 ms`. Times are in seconds, rates per second, ratios from 0 to 1.
struct Bound {
    Comparison comparison = Comparison::AtLeast;
    Quantity quantity = Quantity::Count;
    double low = 0;
    double high = 0;      // of Between
    std::string written;  // as in the file
    bool operator==(const Bound&) const = default;
    bool holds(double found) const;
};

enum class Measure {
    Availability,
    Degraded,
    Errors,
    Throughput,
    Mean,
    P50,
    P90,
    P95,
    P99,
    P999,
    Max,
    Utilization,
    Inbox,
    AttemptsPerCall,
    Recovery,
    Backlog,
    Dead,
};

struct MeasureBound {
    Measure measure = Measure::Availability;
    Bound bound;
    Place place;
    bool operator==(const MeasureBound& other) const {
        return measure == other.measure && bound == other.bound;
    }
};

enum class SubjectKind { Journey, Service, Endpoint, Topic };

struct Subject {
    SubjectKind kind = SubjectKind::Journey;
    std::string name;      // of the journey, the service or the topic
    std::string endpoint;  // of an endpoint
    bool operator==(const Subject&) const = default;
};

// The fault or rollout of this name, or [from, to). With neither: after the warm-up.
struct During {
    std::string fault;
    std::optional<Instant> from, to;
    bool operator==(const During&) const = default;
};

struct MeasureExpectation {
    Subject subject;
    During during;
    std::vector<MeasureBound> bounds;
    bool operator==(const MeasureExpectation&) const = default;
};

// `{ event: killed, where: payment, count: at least 1 }`: rows of the timeline.
struct EventExpectation {
    std::string event;
    std::string where;  // empty: anywhere
    During during;
    Bound count;
    bool operator==(const EventExpectation&) const = default;
};

using Claim = std::variant<MeasureExpectation, EventExpectation>;

struct Expectation {
    std::string name;  // a sentence
    Place place;
    Claim claim;
    bool operator==(const Expectation& other) const {
        return name == other.name && claim == other.claim;
    }
};

// What must be true of the rows of all services together.
struct Invariant {
    std::string name;  // a sentence
    Place place;
    Expression sql;         // a SELECT; each service's store is a schema of its name
    Bound wanted;           // of the first column of its first row
    bool isAlways = false;  // judged each simulated second, not only at the end
    bool operator==(const Invariant& other) const {
        return name == other.name && sql == other.sql && wanted == other.wanted &&
               isAlways == other.isAlways;
    }
};

struct VariantChange {
    std::string path;   // services.user.instances
    std::string value;  // YAML, on one line
    Place place;
    bool operator==(const VariantChange& other) const {
        return path == other.path && value == other.value;
    }
};

// The same scenario with some values changed.
struct Variant {
    std::string name;
    Place place;
    std::string about;
    std::vector<VariantChange> changes;
    std::vector<std::string> breaks;  // the expectations and invariants that must fail; no others
    bool operator==(const Variant& other) const {
        return name == other.name && about == other.about && changes == other.changes &&
               breaks == other.breaks;
    }
};

}  // namespace models
