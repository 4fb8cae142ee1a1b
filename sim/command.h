// What a user does to a running system. The scenario's own faults become the same commands, so that
// a recorded run written out as a scenario has the same fingerprint.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "models/scenario.h"
#include "models/units.h"

namespace sim {

using models::Duration;
using models::Instant;

// The place of a fault in the run's command log, from 1; 0 is "no fault".
using FaultId = int;
inline constexpr FaultId noFault = 0;

// A rollout can be the origin of failures like a fault. It then is a number below 0, by its place
// in the run's log of rollouts, so that no fault's number depends on rollouts.
constexpr FaultId originOfRollout(std::uint32_t place) {
    return -1 - static_cast<FaultId>(place);
}
constexpr bool isRollout(FaultId origin) {
    return origin < noFault;
}

// Begins a fault. `Restart` as its kind ends kill and hang of its targets early.
struct BeginFault {
    models::Fault fault;  // its `at` is ignored: the command's time counts
    bool operator==(const BeginFault&) const = default;
};

// Ends one fault as if its duration were over: a kill restarts, any other is lifted.
struct EndFault {
    FaultId fault = noFault;
    bool operator==(const EndFault&) const = default;
};

struct EndAllFaults {
    bool operator==(const EndAllFaults&) const = default;
};

// Scales or deploys a service.
struct BeginRollout {
    models::Rollout rollout;  // its `at` is ignored: the command's time counts
    bool operator==(const BeginRollout&) const = default;
};

// Takes a service back to the version before: that of a rollout under way, or the last one's.
struct RollBack {
    std::string service;
    bool operator==(const RollBack&) const = default;
};

// Puts the scenario's own faults and rollouts that are still to come on the plan, for a run that
// was begun without them.
struct PlayFaults {
    bool operator==(const PlayFaults&) const = default;
};

// From now on this is the bound at which all faults are lifted, instead of the scenario's own;
// without a journey none is.
struct SetHaltIf {
    models::HaltIf wanted;
    bool isNone() const { return wanted.journey.empty(); }
    bool operator==(const SetHaltIf&) const = default;
};

// From now on a parameter of a service, or of a step of a journey, is this (sim/parameters.h makes
// it). The services and journeys of a run stay as many and of the same names.
struct SetParameter {
    std::string path;               // `services.user.concurrency`, as `--set` has it
    std::optional<std::string> to;  // absent: no longer written
    std::optional<std::string> was;
    std::variant<models::Service, models::Journey> part;  // all of it, as it is then
    const std::string& partName() const {
        return std::visit([](const auto& each) -> const std::string& { return each.name; }, part);
    }
    bool operator==(const SetParameter&) const = default;
};

using Command = std::variant<BeginFault, EndFault, EndAllFaults, BeginRollout, RollBack, PlayFaults,
                             SetHaltIf, SetParameter>;

// A command and when it was given: an entry of a run's command log.
struct LoggedCommand {
    Instant at{};
    Command command;
    bool operator==(const LoggedCommand&) const = default;
};

}  // namespace sim
