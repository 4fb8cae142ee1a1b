// Something that happens at an instant to one process. Events have a total order (time, class,
// sender's name, sender's count): no two are equal, so no scheduler can order them otherwise.
// Source: language.md, "Order of things at one instant".
#pragma once

#include <compare>
#include <cstdint>

#include "models/units.h"
#include "sim/engine/outcome.h"
#include "sim/random/draw.h"

namespace sim {

using models::Duration;
using models::Instant;

using ProcessId = std::uint32_t;  // append-only: journeys first, then services, then topics
inline constexpr ProcessId noProcess = 0xffffffff;

enum class EventClass : std::uint8_t { Completion, Timer, Fault, Arrival };

// The order within one instant, packed: class, then the rank of the sender's name, then the count
// of what that sender has sent. 2^22 processes and 2^40 events of one process are out of reach.
struct EventKey {
    Instant time{};
    std::uint64_t order = 0;

    static constexpr std::uint64_t orderOf(EventClass eventClass, std::uint32_t senderRank,
                                           std::uint64_t senderCount) {
        return (static_cast<std::uint64_t>(eventClass) << 62) |
               (static_cast<std::uint64_t>(senderRank) << 40) | senderCount;
    }
    constexpr std::uint32_t senderRank() const {
        return static_cast<std::uint32_t>(order >> 40) & ((std::uint32_t(1) << 22) - 1);
    }
    bool operator==(const EventKey&) const = default;
    // As one number: no branch to foresee, and a simulated instant is never negative.
    __extension__ typedef unsigned __int128 Number;
    constexpr Number number() const {
        return (static_cast<Number>(time.time_since_epoch().count()) << 64) | order;
    }
    bool operator<(const EventKey& other) const { return number() < other.number(); }
    std::strong_ordering operator<=>(const EventKey& other) const {
        return number() <=> other.number();
    }
};

enum class EventKind : std::uint8_t {
    // To oneself, of a strand.
    StepEnds,        // a compute, sleep or store step of a strand
    AttemptExpires,  // the timeout or the deadline of a call's attempt
    BackoffEnds,
    // To oneself.
    InstanceReady,
    JourneyBegins,
    // From one process to another.
    Request,
    Reply,
    // From the script of faults.
    FaultBegins,
    FaultEnds,
    RestartOrdered,
    // Later kinds stand behind the earlier ones, whose numbers are in every fingerprint.
    TokenComes,      // for a call that waits at its rate limit
    PermitGranted,   // to a call that waits at its bulkhead
    PermitWaitEnds,  // without a permit
    HedgeDue,        // the next copy of an attempt
    SharedWorkEnds,  // the first of the computes that share an instance's cores
    Cancel,          // from one process to another: the caller of a request no longer waits
    TimeoutsDue,     // to oneself: a step's timeouts are to be looked at; is never executed itself
    // Topics.
    Publish,          // from one process to a topic
    Confirm,          // back: the topic has the message, or refused it
    ConfirmExpires,   // to oneself: the timeout of a confirmation
    Deliver,          // a message from a topic to an instance of a service
    Acknowledge,      // back: what became of it
    ConsumerChanged,  // to a topic: an instance of a consumer has died, or is ready
    RedeliveryDue,    // of a topic to itself
    FlightEnds,       // to oneself: the fetching of a cache's entry that a strand waits for
    RelayDue,         // to oneself: what the outbox sent is not confirmed yet
    // To oneself, of an instance.
    CrashingDue,     // a leak kills it, or a crash loop lets it begin again
    ProbeDue,        // a health check is sent, or has waited for as long as it may
    EjectionEnds,    // of outlier detection
    RequestCrosses,  // to oneself: a request has come to its instance in another zone
    // Rollouts.
    RolloutBegins,    // from the script
    RollBackOrdered,  // from the script
    DrainEnds,        // to oneself: a stopping instance has had its time
    CanaryJudged,     // to oneself: a step of a canary is over
    AutoscaleDue,     // to oneself
    RolloutDue,       // to oneself: an instance is gone
    ParameterSet,     // from the script
};

// Whether StrandEvent is all that events of this kind say beside their key.
constexpr bool saysStrandOnly(EventKind kind) {
    return kind <= EventKind::BackoffEnds ||
           (kind >= EventKind::TokenComes && kind <= EventKind::HedgeDue);
}

// Who a request is, from its journey to the last callee: the same in every message of it.
struct RequestRef {
    Identity identity = 0;    // of the journey's name and the request's number
    std::int64_t number = 0;  // `:request`, unique in the run
    std::uint64_t drawn = 0;  // members that a `repeat` drew anew (members.h)
};

// What an event says beside its key. `strand` and `serial` name a point of a strand's life: when
// the serial is no longer the strand's, the event is stale.
struct StrandEvent {
    std::uint32_t strand;
    std::uint32_t serial;
};

struct RequestMessage {
    ProcessId caller;
    std::uint32_t endpoint;  // of the callee
    StrandEvent replyTo;
    Identity identity;  // of this attempt
    Instant deadline;   // never: none
    RequestRef request;
    std::int32_t priority;
    bool sampled;       // the calls of its request are shown
    std::uint8_t zone;  // of the instance that calls; 0: none
};

// Names the request by what its caller sent with it.
struct CancelMessage {
    ProcessId caller;
    StrandEvent replyTo;
    Outcome outcome;
};

struct ReplyMessage {
    StrandEvent replyTo;
    Outcome outcome;
};

struct FlightMessage {
    StrandEvent waiting;
    Outcome outcome;  // of the fetching
    bool isLost;      // it ended without one
};

struct PublishMessage {
    ProcessId publisher;
    StrandEvent replyTo;  // where it confirms
    Identity identity;    // of this message
    RequestRef request;
    Instant sent;
    bool sampled;
    bool confirms;
};

struct DeliveryMessage {
    ProcessId topic;
    std::uint32_t endpoint;  // of the service
    std::uint32_t instance;  // index
    StrandEvent delivery;    // the topic's own: which message, which delivery of it
    Identity identity;       // of this delivery
    RequestRef request;
    bool sampled;
};

struct AcknowledgeMessage {
    StrandEvent delivery;
    Outcome outcome;
    std::uint32_t deaths;  // of the instance, if it is dead; else 0
};

struct ConsumerMessage {
    std::uint32_t consumer;  // the service's place among the topic's consumers
    std::uint32_t instance;  // index
    std::uint32_t deaths;    // of the instance so far
    bool isReady;
};

struct InstanceEvent {
    std::uint32_t instance;  // index
    std::uint32_t serial;
};

struct JourneyEvent {
    std::int64_t number;  // the n-th arrival, or the n-th action of the user; from 0
    std::uint32_t user;   // closed workloads; from 0
};

struct TimeoutsEvent {
    std::uint32_t policy;  // of the step that the attempts are of
};

struct FaultEvent {
    FaultId fault;
    std::uint32_t target;  // place among the fault's targets
};

struct RolloutEvent {
    std::uint32_t rollout;  // its place in the log, from 0
};

union EventPayload {
    StrandEvent strand;
    RequestMessage request;
    ReplyMessage reply;
    CancelMessage cancel;
    PublishMessage publish;
    DeliveryMessage delivery;
    AcknowledgeMessage acknowledge;
    ConsumerMessage consumer;
    InstanceEvent instance;
    JourneyEvent journey;
    FaultEvent fault;
    TimeoutsEvent timeouts;
    FlightMessage flight;
    RolloutEvent rollout;

    constexpr EventPayload() : strand{} {}
    constexpr EventPayload(StrandEvent value) : strand(value) {}
    constexpr EventPayload(const RequestMessage& value) : request(value) {}
    constexpr EventPayload(const ReplyMessage& value) : reply(value) {}
    constexpr EventPayload(const CancelMessage& value) : cancel(value) {}
    constexpr EventPayload(const PublishMessage& value) : publish(value) {}
    constexpr EventPayload(const DeliveryMessage& value) : delivery(value) {}
    constexpr EventPayload(const AcknowledgeMessage& value) : acknowledge(value) {}
    constexpr EventPayload(const ConsumerMessage& value) : consumer(value) {}
    constexpr EventPayload(InstanceEvent value) : instance(value) {}
    constexpr EventPayload(JourneyEvent value) : journey(value) {}
    constexpr EventPayload(FaultEvent value) : fault(value) {}
    constexpr EventPayload(TimeoutsEvent value) : timeouts(value) {}
    constexpr EventPayload(const FlightMessage& value) : flight(value) {}
    constexpr EventPayload(RolloutEvent value) : rollout(value) {}
};

struct Event {
    EventKey key;
    ProcessId to = noProcess;
    EventKind kind = EventKind::StepEnds;
    EventPayload payload;

    Instant time() const { return key.time; }
};

// What is known of an event before its turn.
struct ComingEvent {
    ProcessId to = noProcess;  // noProcess: there is none
    EventKind kind = EventKind::StepEnds;
    std::uint32_t strand = 0;  // of a StepEnds or a Reply; of others: anything
    Instant at{};
};

}  // namespace sim
