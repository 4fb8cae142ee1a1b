// What a service has under way beside its requests: faults upon it, a rollout, messages in its
// outbox, requests on their way between zones. Plain values; service_process.h says what is done
// with them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "models/scenario.h"
#include "sim/command.h"
#include "sim/engine/event.h"
#include "sim/metrics/histogram.h"
#include "sim/service/instance.h"

namespace sim {

// A request on its way to an instance in another zone.
struct Crossing {
    RequestMessage message{};
    std::uint32_t instance = 0;  // index
    std::uint32_t deaths = 0;    // of it, when it was chosen
    bool isCancelled = false;    // its caller no longer waits
    CancelMessage cancel{};
};

// A message that a transaction has stored, and no topic has confirmed yet.
struct OutboxMessage {
    ProcessId topic = noProcess;
    Identity identity = 0;
    RequestRef request;
    bool sampled = false;
    std::uint32_t tries = 0;
    std::uint32_t serial = 0;  // of the last; 0: never sent
};

// A deployment that is not over.
struct RolloutUnderWay {
    FaultId origin = noFault;  // its number as one
    models::Deploy deploy;
    std::string name;
    std::uint32_t from = 0, to = 0;  // versions
    models::Strategy strategy = models::Strategy::Rolling;
    Instant since{};
    // Of a canary.
    std::size_t step = 0;
    bool isStepOn = false;  // its instances are ready, its weight is in force
    double weight = 0;      // share of the requests
    std::uint32_t serial = 0;
    Instant judgedAt{};
    std::int64_t answered = 0, failed = 0;  // by the new version in this step
    Histogram latency{128};
};

// What is known of rollouts as the origin of failures (rollout_origins.cpp).
struct RolloutOrigins {
    struct Brought {
        FaultId by = noFault;
        std::uint32_t from = 0;  // the version whose place it took
    };
    struct End {
        Instant at{};
        bool isBack = false;
    };
    std::map<std::uint32_t, Brought> versions;
    FaultId last = noFault;  // the last that changed anything by order
    std::map<FaultId, End> ends;
    std::map<FaultId, std::set<std::uint32_t>> failed;  // endpoints
};

// An instance that dies again and again, or will.
struct Crashing {
    FaultId fault = noFault;
    std::uint32_t instance = 0;  // index
    bool isLoop = false;         // else a leak
    Duration wait{};             // until it begins again, the next time; leak: until it dies
    Duration cap{};              // of the former
    std::uint32_t serial = 0;    // of the event that is due; 0: none is
};

// A fault that is upon the whole service or one instance of it, without killing or hanging.
struct Burden {
    FaultId fault = noFault;
    std::optional<int> instance;  // number; absent: all
    double slowness = 1;
    double failing = 0;
    double stolen = 0;  // share of the cores
    std::optional<models::BreakStore> store{};
    bool isUpon(const Instance& each) const { return !instance || *instance == each.number; }
};

// What the faults upon the store come to.
struct StoreState {
    FaultId silentBy = noFault;  // down or corrupt: every step fails
    FaultId readOnlyBy = noFault;
    bool isCorrupt = false;
    double slowness = 1;
};

}  // namespace sim
