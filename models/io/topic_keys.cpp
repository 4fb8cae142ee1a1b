// What a topic, its consumers and the step that publishes can say.
#include "models/io/key_rows.h"

namespace models {

namespace {

using enum ValueType;

constexpr Key topicKeys[] = {
    {.name = "kind",
     .type = Choice,
     .standard = "topic",
     .words = "topic queue",
     .help = "who gets a message",
     .more = "`topic`: every service that consumes it. `queue`: one consumer."},
    {.name = "partitions",
     .type = Integer,
     .min = 1,
     .max = 10000,
     .help = "lines, each handled in order, one message at a time, by one instance",
     .more = "Absent: messages have no order."},
    {.name = "key", .type = Name, .help = "the population whose member decides the partition"},
    {.name = "capacity",
     .type = Integer,
     .standard = "unlimited",
     .words = "unlimited",
     .min = 1,
     .max = 1e9,
     .help = "messages that it holds at most; a full topic refuses"},
};

constexpr Key consumerKeys[] = {
    {.name = "endpoint",
     .type = Name,
     .isRequired = true,
     .help = "the endpoint that handles a message"},
    {.name = "prefetch",
     .type = Integer,
     .standard = "10",
     .min = 1,
     .max = 1e6,
     .help = "messages that one instance holds at most"},
    {.name = "attempts",
     .type = Integer,
     .standard = "unlimited",
     .words = "unlimited",
     .min = 1,
     .max = 1e6,
     .help = "deliveries of a message until it is given up"},
    {.name = "redeliver-after",
     .type = Time,
     .standard = "0",
     .help = "from a failure to the next delivery"},
    {.name = "dead-letter",
     .type = Boolean,
     .standard = "true",
     .help = "keeps what was given up; else it is dropped"},
};

constexpr Key publishOptionKeys[] = {
    {.name = "confirm",
     .type = Boolean,
     .standard = "false",
     .help = "waits for the topic's word, and fails where it refuses"},
    {.name = "timeout",
     .type = Time,
     .standard = "none",
     .words = "none",
     .min = 1e-9,
     .help = "of `confirm`: how long it is waited for"},
    {.name = "outbox",
     .type = Boolean,
     .standard = "false",
     .help = "stored with the commit of its transaction, then sent until it is confirmed",
     .more = "Also after a restart: duplicates, never loss."},
};

}  // namespace

std::span<const Key> topicKeysOf(Section section) {
    switch (section) {
        case Section::Topic:
            return topicKeys;
        case Section::Consumer:
            return consumerKeys;
        case Section::PublishOptions:
            return publishOptionKeys;
        default:
            return rolloutKeysOf(section);
    }
}

}  // namespace models
