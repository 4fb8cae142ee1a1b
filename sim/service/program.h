// A scenario compiled: names are indexes, endpoints are flat programs of instructions,
// distributions are samplers. Immutable once made and shared by every copy of a run; what changes
// is elsewhere.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/scenario.h"
#include "models/seldom.h"
#include "sim/engine/event.h"
#include "sim/metrics/batches.h"
#include "sim/metrics/request_stats.h"
#include "sim/random/draw.h"
#include "sim/random/sampler.h"
#include "sim/service/members.h"
#include "sim/service/pool.h"
#include "sim/service/seldom.h"
#include "sim/service/topic_program.h"

namespace sim {

// The key of every purpose that the engine draws for.
struct DrawKeys {
    explicit DrawKeys(std::uint64_t seed);

    DrawKey arrival, think, network, compute, sleep, store, probability, choose, repeat, fail,
        jitter, balancing, fault, member, discipline, probe, killRandom, loss, delay, betweenZones,
        canary;
};

enum class Op : std::uint8_t {
    End,        // of this list of steps
    Compute,    // index: samplers
    Sleep,      // index: samplers
    Call,       // index: calls
    Parallel,   // index: parallels
    Choose,     // index: chooses
    Repeat,     // index: repeats
    StoreStep,  // index: storeSteps
    Reply,
    Stop,
    Fail,        // index: probabilities
    Jump,        // to target
    SkipUnless,  // index: conditions; to target where it is false
    LookUp,      // index: lookUps
    Invalidate,  // index: lookUps
    BeginTransaction,
    EndTransaction,
    Saga,      // index: sagas
    UndoSaga,  // index: sagas; of one that was cut in half
    Publish,   // index: publishes
};

struct Instruction {
    Op op = Op::End;
    std::uint32_t index = 0;
    std::uint32_t target = 0;
    Identity place = 0;  // where the step stands in its program: by names and positions, so that a
                         // step added elsewhere disturbs no draw of this one
};

struct alignas(64) CallProgram {
    // What every call looks at.
    ProcessId callee = noProcess;
    std::uint32_t calleeEndpoint = 0;
    std::uint32_t edge = 0;    // into ProcessProgram::edges
    std::uint32_t policy = 0;  // place of this step's own state (breaker, budget) in its process
    std::uint32_t timeoutLine = 0;  // likewise of the line that its timeouts stand in
    std::int32_t priority = 0;
    double probability = 1;
    std::optional<Duration> timeout;
    bool hasFallback = false;
    bool isGuarded = false;      // has a rate limit or a bulkhead
    bool isPlain = false;        // nothing stands between the call and its one message
    bool cancels = false;        // the callee wants to know when its caller no longer waits
    std::uint32_t fallback = 0;  // first instruction; hasFallback with fallback = next one: skip

    std::optional<Duration> deadline;
    models::Seldom<models::Retry> retry;
    models::Seldom<models::CircuitBreaker> breaker;
    models::Seldom<models::RateLimit> rateLimit;
    models::Seldom<models::Bulkhead> bulkhead;
    models::Seldom<models::Hedge> hedge;
};

struct ParallelProgram {
    std::vector<std::uint32_t> branches;  // first instructions
    std::uint32_t need = 0;               // successes to go on; as many as branches: all must end
    bool waitsForAll = true;
};

struct ChooseProgram {
    std::vector<double> cumulative;  // weights, summed, the last is 1
    std::vector<std::uint32_t> branches;
};

struct RepeatProgram {
    std::uint32_t body = 0;
    std::int64_t timesMin = 1;
    std::int64_t timesMax = 1;
    std::uint32_t draws = nowhere;  // the population of which each round draws a member anew
};

struct SagaProgram {
    struct Part {
        std::uint32_t forward = 0;  // first instructions
        std::uint32_t undo = 0;
    };
    std::vector<Part> parts;
    std::uint32_t undoing = 0;  // where whoever takes it over begins
};

struct StoreProgram {
    bool writes = false;
    bool hasElse = false;
    std::uint32_t orElse = 0;  // first instruction
};

// A step on a cache.
struct LookUpProgram {
    std::uint32_t cache = 0;  // of the service's
    std::uint32_t miss = 0;   // first instruction
};

struct EndpointProgram {
    std::string name;
    std::uint32_t first = 0;         // nowhere: this version does not have it
    bool beginsWithCompute = false;  // needs a slot at once: event loops refuse it when full
    std::uint32_t end = 0;           // its code is [first, end)
};

// A version of a service beside the one that it begins with.
struct VersionProgram {
    std::string name;
    std::vector<EndpointProgram> endpoints;  // as ProcessProgram's
};

// Calls from one process to one endpoint: a row of the report's `calls`.
struct EdgeProgram {
    ProcessId callee = noProcess;
    std::uint32_t calleeEndpoint = 0;
    std::uint32_t canvasEdge = 0;  // into models::CallGraph::edges
};

// A span of the run that something is measured over; requests belong to it by their start.
struct Window {
    Instant from{};
    Instant to{};
    bool contains(Instant instant) const { return from <= instant && instant < to; }
    bool operator==(const Window&) const = default;
};

// All that one process carries out: its endpoints, or a journey's steps as endpoint 0. A topic's
// has neither.
struct ProcessProgram {
    // What nearly every event looks at.
    std::vector<EndpointProgram> endpoints;  // of all versions; as the first has them
    std::vector<Sampler> samplers;
    std::vector<CallProgram> calls;
    std::vector<Instruction> code;

    std::string name;
    ProcessId id = noProcess;
    int index = 0;                          // into the scenario's journeys, services or topics
    SeldomVector<VersionProgram> versions;  // beside the first
    // Of each place for the state of a call step, the call that has it now; nowhere: none. As many
    // as calls.
    std::vector<std::uint32_t> callOfPolicy;
    SeldomVector<ParallelProgram> parallels;
    SeldomVector<ChooseProgram> chooses;
    SeldomVector<RepeatProgram> repeats;
    SeldomVector<SagaProgram> sagas;
    SeldomVector<StoreProgram> storeSteps;
    SeldomVector<LookUpProgram> lookUps;
    // A cache: the populations of its key; nowhere: the request's number.
    SeldomVector<std::vector<std::uint32_t>> cacheKeys;
    SeldomVector<double> probabilities;
    SeldomVector<const models::Expression*> conditions;      // of the scenario that Program holds
    SeldomVector<const models::StoreStep*> storeStatements;  // as many as storeSteps
    SeldomVector<PublishProgram> publishes;
    SeldomVector<ConsumedTopic> consumed;
    std::vector<EdgeProgram> edges;
    SeldomVector<Window> otherWindows;      // that it measures over, beside Program::measured
    bool keepsSeconds = false;              // of a journey: somebody asks for its recovery
    Seldom<Sampler> storeRead, storeWrite;  // where it has a store

    // `version`: 0 is the first.
    const EndpointProgram& endpoint(std::uint32_t place, std::uint32_t version) const {
        return version == 0 ? endpoints[place] : versions[version - 1].endpoints[place];
    }
    const std::vector<EndpointProgram>& endpointsOf(std::uint32_t version) const {
        return version == 0 ? endpoints : versions[version - 1].endpoints;
    }
};

struct Program {
    Program(models::Scenario source, std::uint64_t seedOfRun, Instant endOfRun)
        : scenario(std::move(source)),
          seed(seedOfRun),
          end(endOfRun),
          keys(seedOfRun),
          members(scenario),
          firstTopic(static_cast<ProcessId>(scenario.journeys.size() + scenario.services.size())),
          serviceBuckets(scenario.services.size() > many ? serviceBucketsOfMany
                                                         : sim::serviceBuckets),
          journeyBuckets(scenario.journeys.size() > many ? journeyBucketsOfMany
                                                         : sim::journeyBuckets),
          journeyBatches(scenario.journeys.size() > many ? batchesOfMany : batchesAtMost) {}

    models::Scenario scenario;
    std::uint64_t seed = 0;
    Instant end{};
    DrawKeys keys;
    Members members;
    ProcessId firstTopic;        // all processes from this one on are topics
    int serviceBuckets;          // an octave, of what is counted for services and calls
    int journeyBuckets;          // the same for journeys
    std::size_t journeyBatches;  // of the requests of each, for intervals
    Sampler latency;
    // Of each service the zones of its instances, from 1; 0: none. Empty where the scenario has
    // none. What is paid between them.
    std::vector<std::vector<std::uint8_t>> zones;
    std::optional<Sampler> betweenZones;  // absent: zones cost nothing
    Duration floor{};
    std::vector<ProcessProgram> processes;  // journeys, then services, then topics
    std::vector<TopicProgram> topics;       // as the scenario's
    std::vector<ProcessId> byName;          // all processes, in the order of their names
    std::size_t journeyCount = 0;
    Window measured;  // [warm-up, end): what reports are about
    bool observe = false;
    bool takesShortcuts = true;
    std::uint32_t sampleOneIn = 1;

    ProcessId processOfService(int service) const {
        return static_cast<ProcessId>(journeyCount + static_cast<std::size_t>(service));
    }
    bool isTopic(ProcessId process) const { return process >= firstTopic; }
    ProcessId processOfTopic(const models::Topic& topic) const {
        return firstTopic + static_cast<ProcessId>(&topic - scenario.topics.data());
    }
    // Where the n-th instance of a service stands, from 1; newcomers where the first ones do, in
    // turn. 0: in no zone.
    std::uint8_t zoneOf(int service, int number) const;
    // noProcess where there is none of that name.
    ProcessId processNamed(std::string_view name) const;
    const models::Service& serviceAt(ProcessId process) const {
        return scenario.services[static_cast<std::size_t>(serviceOf(process))];
    }
    // Of a journey: negative.
    int serviceOf(ProcessId process) const {
        return static_cast<int>(process) - static_cast<int>(journeyCount);
    }
};

}  // namespace sim
