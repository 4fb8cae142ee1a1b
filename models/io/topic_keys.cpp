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
     .help = "each message to every subscribing service, or to one consumer"},
    {.name = "partitions",
     .type = Integer,
     .min = 1,
     .max = 10000,
     .help = "each handled in order, one message at a time, by one instance"},
    {.name = "key", .type = Name, .help = "population whose member decides the partition"},
    {.name = "capacity",
     .type = Integer,
     .standard = "unlimited",
     .words = "unlimited",
     .min = 1,
     .max = 1e9,
     .help = "messages held at most; a full topic refuses"},
};

constexpr Key consumerKeys[] = {
    {.name = "endpoint", .type = Name, .isRequired = true, .help = "what handles a message"},
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
     .help = "deliveries until it is a dead letter"},
    {.name = "redeliver-after",
     .type = Time,
     .standard = "0",
     .help = "from a failure to the next delivery"},
    {.name = "dead-letter",
     .type = Boolean,
     .standard = "true",
     .help = "keeps what could not be handled; else it is dropped"},
};

constexpr Key publishOptionKeys[] = {
    {.name = "confirm", .type = Boolean, .standard = "false", .help = "waits for the topic"},
    {.name = "timeout",
     .type = Time,
     .standard = "none",
     .words = "none",
     .min = 1e-9,
     .help = "of the confirmation"},
    {.name = "outbox",
     .type = Boolean,
     .standard = "false",
     .help = "stored with the commit, sent until it is confirmed"},
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
