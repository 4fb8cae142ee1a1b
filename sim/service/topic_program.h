// A topic compiled: who takes its messages, and by which rules.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "sim/engine/event.h"
#include "sim/random/draw.h"
#include "sim/service/pool.h"

namespace sim {

// A service that takes messages from a topic; each of its instances is a consumer.
struct ConsumerProgram {
    ProcessId service = noProcess;
    Identity name = 0;           // of the service
    std::uint32_t endpoint = 0;  // of the service
    std::uint32_t instances = 1;
    std::uint32_t prefetch = 1;             // messages that one instance holds at most
    std::optional<std::uint32_t> attempts;  // deliveries of a message; absent: unlimited
    Duration redeliverAfter{};
    bool keepsDeadLetters = true;
};

struct TopicProgram {
    std::uint32_t partitions = 0;  // 0: messages are handed out without regard to order
    std::uint32_t key = nowhere;   // the population whose member decides the partition
    std::int64_t capacity = std::numeric_limits<std::int64_t>::max();  // messages held at most
    std::vector<ConsumerProgram> consumers;
    // Of a queue one group of all consumers, else one of each. Places in `consumers`.
    std::vector<std::vector<std::uint32_t>> groups;
};

// Of a service: a topic that it consumes.
struct ConsumedTopic {
    ProcessId topic = noProcess;
    std::uint32_t consumer = 0;  // the service's place in TopicProgram::consumers
};

struct PublishProgram {
    ProcessId topic = noProcess;
    bool confirms = false;  // waits for the topic's answer
    std::optional<Duration> timeout;
    bool outbox = false;  // goes with the commit of its transaction
};

}  // namespace sim
