// An architecture, who uses it, what goes wrong and what must still hold: plain values, in the
// order in which the file has them. Names are kept as written; compiling to indexes is the engine's
// affair. The words are those of the scenario language (GLOSSARY.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/arrivals.h"
#include "models/diagnostic.h"
#include "models/distribution.h"
#include "models/expectation.h"
#include "models/expression.h"
#include "models/lesson.h"
#include "models/network.h"
#include "models/policy.h"
#include "models/rollout.h"
#include "models/seldom.h"
#include "models/target.h"
#include "models/topic.h"
#include "models/units.h"

namespace models {

struct EndpointName {
    std::string service;
    std::string endpoint;
    Place place;
    bool operator==(const EndpointName& other) const {
        return service == other.service && endpoint == other.endpoint;
    }
};

// ------------------------------------------------------------------------------------------- steps

struct Step;
using Steps = std::vector<Step>;

struct Compute {
    Distribution time;
    bool operator==(const Compute&) const = default;
};

struct Sleep {
    Distribution time;
    bool operator==(const Sleep&) const = default;
};

struct Fallback {
    Steps steps;  // empty: skip
    bool operator==(const Fallback&) const;
};

struct Call {
    EndpointName callee;
    std::optional<Duration> timeout;
    std::optional<Duration> deadline;
    Seldom<Retry> retry;
    Seldom<CircuitBreaker> circuitBreaker;
    std::optional<Fallback> fallback;
    Ratio probability{1.0};
    Seldom<RateLimit> rateLimit;
    Seldom<Bulkhead> bulkhead;
    Seldom<Hedge> hedge;
    int priority = 0;  // larger first, where the callee's discipline asks for it
    bool operator==(const Call&) const = default;
};

struct Parallel {
    std::vector<Steps> branches;
    std::optional<int> need;  // go on at this many successes; absent: all
    bool operator==(const Parallel&) const;
};

struct Choose {
    std::vector<double> weights;
    std::vector<Steps> branches;  // as many as weights
    bool operator==(const Choose&) const;
};

// As often as an even draw from [timesMin, timesMax].
struct Repeat {
    int timesMin = 1;
    int timesMax = 1;
    Steps steps;
    std::string draw;  // the population of which each round draws a member anew; empty: none
    Place place;
    bool operator==(const Repeat&) const;
};

struct ColumnValue {
    std::string column;
    Expression value;
    bool operator==(const ColumnValue&) const = default;
};

enum class StoreAction { Read, Insert, Update, Delete };

struct StoreStep {
    StoreAction action = StoreAction::Read;
    std::string table;
    Place place;
    bool all = false;             // read every row of the first key column
    std::vector<ColumnValue> at;  // another row than that of the request's members
    std::vector<ColumnValue> set;
    std::optional<Expression> where;
    std::optional<Steps> orElse;  // run when no row was found or changed
    bool operator==(const StoreStep&) const;
};

// A fresh entry of one of the service's caches skips `miss`, which fetches what is not there.
struct CacheLookup {
    std::string cache;
    Place place;
    Steps miss;
    bool operator==(const CacheLookup&) const;
};

// Drops the entry of the request's members from the cache of the instance that serves it.
struct Invalidate {
    std::string cache;
    Place place;
    bool operator==(const Invalidate& other) const { return cache == other.cache; }
};

// Holds one connection of the store; what its steps change, they change together at its end or not
// at all. Holds store steps, compute and sleep only.
struct Transaction {
    Steps steps;
    bool operator==(const Transaction&) const;
};

// Answers the caller now and goes on.
struct Reply {
    bool operator==(const Reply&) const = default;
};

// Ends the endpoint here, ok.
struct Stop {
    bool operator==(const Stop&) const = default;
};

struct Fail {
    Ratio probability{1.0};
    bool operator==(const Fail&) const = default;
};

struct SagaPart {
    Steps forward;  // `do`
    Steps undo;     // may be empty
    bool operator==(const SagaPart&) const;
};

// When a part fails, all that began are undone, backwards.
struct Saga {
    std::vector<SagaPart> parts;
    bool operator==(const Saga&) const = default;
};

struct Step {
    std::variant<Compute, Sleep, Call, Parallel, Choose, Repeat, StoreStep, CacheLookup, Invalidate,
                 Reply, Stop, Fail, Transaction, Saga, Publish>
        action;
    Seldom<Expression> when;
    Place place;
    bool operator==(const Step& other) const {
        return action == other.action && when == other.when;
    }
};

// ------------------------------------------------------------------------------------ architecture

struct Endpoint {
    std::string name;
    Place place;
    bool idempotent = false;
    Steps steps;
    std::string version{};  // that has it so; empty: all that say nothing else of it
    bool operator==(const Endpoint& other) const {
        return name == other.name && idempotent == other.idempotent && steps == other.steps &&
               version == other.version;
    }
};

// Another version of a service: what differs. Its own endpoints stand among the service's.
struct Version {
    std::string name;
    Place place;
    std::vector<std::string> removed;  // endpoints that it does not have
    bool operator==(const Version& other) const {
        return name == other.name && removed == other.removed;
    }
};

struct Column {
    std::string name;
    std::string declaration;  // as in CREATE TABLE, after the name
    bool operator==(const Column&) const = default;
};

struct Table {
    std::string name;
    Place place;
    std::vector<std::string> key;  // populations, or "request"
    std::int64_t rows = 0;         // members 1 to rows have a row of defaults from the start
    std::vector<Column> columns;
    bool operator==(const Table& other) const {
        return name == other.name && key == other.key && rows == other.rows &&
               columns == other.columns;
    }
};

struct Store {
    Distribution read;
    Distribution write;
    std::optional<int> connections;  // absent: unlimited
    std::vector<Table> tables;
    bool operator==(const Store&) const = default;
};

enum class Eviction {
    Lru,
    Lfu,
    Fifo
};  // which entry makes room: least recently or least often
    // asked for, or oldest

// Each instance has one of its own, empty at its start.
struct Cache {
    std::string name;
    Place place;
    std::vector<std::string> key;  // populations, or "request"
    std::optional<int> capacity;   // entries; absent: unlimited
    std::optional<Duration> ttl;   // of an entry, from when it was made; absent: for ever
    Eviction eviction = Eviction::Lru;
    Duration staleIfError{};    // an expired entry of this age at most answers for a failed `miss`
    bool singleFlight = false;  // others wait for the one that fetches the same entry
    bool operator==(const Cache& other) const {
        return name == other.name && key == other.key && capacity == other.capacity &&
               ttl == other.ttl && eviction == other.eviction &&
               staleIfError == other.staleIfError && singleFlight == other.singleFlight;
    }
};

// A request that has waited more than twice the target is dropped while the inbox is overloaded:
// while nobody of the interval before waited less than the target.
struct CodelSettings {
    Duration target{};
    Duration interval{};
    bool operator==(const CodelSettings&) const = default;
};

enum class Serving { ThreadPerRequest, EventLoop };
enum class Discipline { Fifo, Lifo, Random, Priority, Codel };
enum class Balancing { RoundRobin, Random, LeastRequests, PowerOfTwo, Hash };
enum class Cancellation { None, Queued, Running };  // what a caller's timeout stops

struct Service {
    std::string name;
    Place place;
    std::string about;
    std::string group;
    std::string version = "v1";
    int instances = 1;
    std::optional<int> concurrency = 64;  // slots of one instance; absent: unlimited
    Serving serving = Serving::ThreadPerRequest;
    std::optional<int> inbox = 1000;  // absent: unlimited
    Discipline discipline = Discipline::Fifo;
    CodelSettings codel;  // of Discipline::Codel
    Balancing balancing = Balancing::RoundRobin;
    std::string balancedBy;       // the population whose members Balancing::Hash goes by
    std::optional<int> cores;     // shared by the computes that run; absent: as many as there are
    Seldom<RateLimit> rateLimit;  // of the whole service
    Cancellation cancellation = Cancellation::None;
    Duration startUp{};
    Duration drain = std::chrono::seconds(30);  // a stopping instance may finish its work
    Seldom<Autoscale> autoscale;
    Seldom<HealthCheck> healthCheck;  // absent: what is ready is known at once
    Seldom<OutlierDetection> outlierDetection;
    Seldom<Store> store;
    std::vector<Cache> caches;
    std::vector<Consumer> consumes;
    std::vector<Endpoint> endpoints;  // first those of its own version, then what others change
    std::vector<Version> versions;    // beside its own
    bool operator==(const Service&) const;
};

struct Population {
    std::string name;
    Place place;
    std::int64_t size = 1;
    double zipfExponent = 0;  // member k has weight k^-exponent; 0 is uniform
    std::string of;           // a second role of that population's members; then size is its size
    bool operator==(const Population& other) const {
        return name == other.name && size == other.size && zipfExponent == other.zipfExponent &&
               of == other.of;
    }
};

// ---------------------------------------------------------------------------------------- journeys

struct ArrivalPhase {
    std::optional<Duration> duration;  // absent: to the end
    Arrivals arrivals;
    bool operator==(const ArrivalPhase&) const = default;
};

// One phase where the file has a single law.
struct OpenWorkload {
    std::vector<ArrivalPhase> phases;
    bool operator==(const OpenWorkload&) const = default;
};

// Each user thinks first, then acts, again and again, also after a failure.
struct ClosedWorkload {
    int users = 1;
    Distribution think;
    bool operator==(const ClosedWorkload&) const = default;
};

struct Journey {
    std::string name;
    Place place;
    std::string about;
    std::variant<OpenWorkload, ClosedWorkload> workload;
    std::string as;  // the population whose member n the n-th user is; empty: drawn
    Steps steps;
    bool operator==(const Journey& other) const {
        return name == other.name && about == other.about && workload == other.workload &&
               as == other.as && steps == other.steps;
    }
};

// ------------------------------------------------------------------------------------------ faults

struct Kill {
    bool operator==(const Kill&) const = default;
};
// Ends kill and hang early.
struct Restart {
    bool operator==(const Restart&) const = default;
};
struct Hang {
    bool operator==(const Hang&) const = default;
};
struct Slow {
    Factor by{10};
    bool operator==(const Slow&) const = default;
};
struct FailRequests {
    Ratio probability{1.0};
    bool operator==(const FailRequests&) const = default;
};

// Takes a share of the cores.
struct StealCores {
    Ratio by{0.5};
    bool operator==(const StealCores&) const = default;
};
// Dies each time it has been ready for so long.
struct Leak {
    Duration diesAfter = std::chrono::seconds(40);
    bool operator==(const Leak&) const = default;
};
// Dies whenever it has started; begins again after `first`, then after twice as long each time.
struct CrashLoop {
    Duration first = std::chrono::seconds(10);
    Duration cap = std::chrono::minutes(5);
    bool operator==(const CrashLoop&) const = default;
};

enum class StoreFault { ReadOnly, Down, Corrupt, Slow };

// What is wrong with a whole service's store.
struct BreakStore {
    StoreFault as = StoreFault::ReadOnly;
    Factor by{10};  // of Slow
    bool operator==(const BreakStore&) const = default;
};

// A share of the instances that the targets name, drawn when it strikes.
struct KillRandom {
    Ratio share{1.0};
    bool operator==(const KillRandom&) const = default;
};

// All instances in these zones, which are the fault's targets.
struct KillZone {
    std::vector<std::string> zones;
    bool operator==(const KillZone&) const = default;
};

// Of its targets, which are journeys: more of them come.
struct Surge {
    Factor by{10};
    bool operator==(const Surge&) const = default;
};

using FaultKind =
    std::variant<Kill, Restart, Hang, Slow, FailRequests, BreakStore, KillRandom, KillZone, Surge,
                 Delay, Lose, Partition, StealCores, Leak, CrashLoop>;

// Whether it lets its targets answer, and late.
bool makesLate(const FaultKind& kind);
// Whether instances die of it.
bool kills(const FaultKind& kind);
// Whether it is upon messages, and so upon whoever sends them.
bool isUponLinks(const FaultKind& kind);

struct Fault {
    std::string name;  // empty where the file gives none
    Place place;
    Instant at{};
    FaultKind kind;
    std::vector<Target> targets;
    std::optional<Duration> duration;  // absent: it stays
    bool operator==(const Fault& other) const {
        return name == other.name && at == other.at && kind == other.kind &&
               targets == other.targets && duration == other.duration;
    }
};

// Lifts all faults where a journey's availability over the last 5 s breaks the bound.
struct HaltIf {
    std::string journey;
    Place place;
    Bound availability;
    bool operator==(const HaltIf& other) const {
        return journey == other.journey && availability == other.availability;
    }
};

// ---------------------------------------------------------------------------------------- scenario

struct RunSettings {
    std::uint64_t seed = 42;
    Duration duration = std::chrono::minutes(1);
    Duration warmUp{};
    bool findsWarmUp = false;  // `auto`: a run without faults says how long it is
    std::int64_t inFlightAtMost = 5'000'000;
    bool operator==(const RunSettings&) const = default;
};

// Where the editor put a card; its top left corner, in canvas units (1 px at 100 %).
struct CanvasPosition {
    std::string name;
    double x = 0, y = 0;
    bool operator==(const CanvasPosition&) const = default;
};

struct Scenario {
    std::string name;
    std::string about;
    RunSettings run;
    Network network;
    std::vector<Population> populations;
    std::vector<Service> services;
    std::vector<Topic> topics;
    std::vector<Journey> journeys;
    std::vector<Fault> faults;
    std::vector<Rollout> rollouts;
    std::optional<HaltIf> haltIf;
    std::vector<Expectation> expectations;
    std::vector<Invariant> invariants;
    std::vector<Variant> variants;
    std::vector<LessonStep> lesson;
    std::vector<CanvasPosition> layout;

    // Defined in one file: every other that holds one would compile them again.
    Scenario();
    Scenario(const Scenario& other);
    Scenario(Scenario&& other) noexcept;
    Scenario& operator=(const Scenario& other);
    Scenario& operator=(Scenario&& other) noexcept;
    ~Scenario();
    bool operator==(const Scenario& other) const;

    // Null where there is none of that name.
    const Service* service(std::string_view wanted) const;
    const Topic* topic(std::string_view wanted) const;
    const Journey* journey(std::string_view wanted) const;
    const Fault* fault(std::string_view wanted) const;
    const Rollout* rollout(std::string_view wanted) const;
    const Variant* variant(std::string_view wanted) const;
};

// Of a fault upon links: the services (and others) that are reached over them, each once.
std::vector<Target> farSideOf(const FaultKind& kind, const Scenario& scenario);
// Of each service the zone of each instance, from 1 in the order of the file; 0: it stands in none.
std::vector<std::vector<std::uint8_t>> zonePlaces(const Scenario& scenario);
// Those that stand in one of the zones; a service all of whose instances do by its name.
std::vector<Target> instancesIn(const std::vector<std::string>& zones, Place place,
                                const Scenario& scenario);

}  // namespace models
