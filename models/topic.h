// Messages between services: the topics that keep them, the steps that publish them, and who
// handles them. Source: language.md, "Topics".
#pragma once

#include <optional>
#include <string>

#include "models/diagnostic.h"
#include "models/units.h"

namespace models {

// Topic: every subscribing service gets every message. Queue: each message goes to one of them.
enum class TopicKind { Topic, Queue };

struct Topic {
    std::string name;
    Place place;
    TopicKind kind = TopicKind::Topic;
    std::optional<int> partitions;  // absent: messages are handed out without regard to order
    std::string key;                // the population whose member decides the partition; or empty
    Place keyPlace;
    std::optional<int> capacity;  // messages held at most; absent: unlimited
    bool operator==(const Topic& other) const {
        return name == other.name && kind == other.kind && partitions == other.partitions &&
               key == other.key && capacity == other.capacity;
    }
};

// A step: one message to a topic.
struct Publish {
    std::string topic;
    Place place;
    bool confirm = false;             // waits until the topic has it, fails if it is refused
    std::optional<Duration> timeout;  // of the confirmation
    bool outbox = false;              // stored with the transaction's commit, sent by the relay
    bool operator==(const Publish& other) const {
        return topic == other.topic && confirm == other.confirm && timeout == other.timeout &&
               outbox == other.outbox;
    }
};

// What a service does with the messages of one topic.
struct Consumer {
    std::string topic;
    Place place;
    std::string endpoint;  // of the service itself
    Place endpointPlace;
    int prefetch = 10;            // messages that one instance holds at most
    std::optional<int> attempts;  // deliveries until it is given up; absent: unlimited
    Duration redeliverAfter{};    // from a failure to the next delivery
    bool deadLetter = true;       // what is given up is kept among the dead letters
    bool operator==(const Consumer& other) const {
        return topic == other.topic && endpoint == other.endpoint && prefetch == other.prefetch &&
               attempts == other.attempts && redeliverAfter == other.redeliverAfter &&
               deadLetter == other.deadLetter;
    }
};

}  // namespace models
