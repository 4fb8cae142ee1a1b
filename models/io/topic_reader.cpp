// Topics, `consumes` of services, and the step that publishes.
#include "models/io/plain_text.h"
#include "models/io/section_readers.h"

namespace models {

namespace {

Topic readTopic(ReadingContext& context, const yaml::Entry& entry) {
    Topic topic;
    topic.name = entry.key.text();
    topic.place = entry.key.place();
    if (entry.value.isEmpty() && !entry.value.isMapping()) {
        return topic;  // all defaults
    }
    const Fields fields(context, entry.value, {Section::Topic}, "topic " + quote(topic.name));
    topic.kind = static_cast<TopicKind>(fields.choice("kind"));
    if (fields.has("partitions")) {
        topic.partitions = fields.count("partitions");
    }
    topic.key = fields.nameText("key");
    topic.keyPlace = fields.has("key") ? fields.value("key").place() : topic.place;
    topic.capacity = fields.countOrUnlimited("capacity");
    return topic;
}

Consumer readConsumer(ReadingContext& context, const yaml::Entry& entry,
                      const std::string& service) {
    Consumer consumer;
    consumer.topic = entry.key.text();
    consumer.place = entry.key.place();
    const Fields fields(context, entry.value, {Section::Consumer},
                        "topic " + quote(consumer.topic) + " of `consumes` of " + quote(service));
    consumer.endpoint = fields.nameText("endpoint");
    consumer.endpointPlace =
        fields.has("endpoint") ? fields.value("endpoint").place() : consumer.place;
    consumer.prefetch = fields.count("prefetch");
    consumer.attempts = fields.countOrUnlimited("attempts");
    consumer.redeliverAfter = fields.duration("redeliver-after");
    consumer.deadLetter = fields.boolean("dead-letter");
    return consumer;
}

}  // namespace

std::vector<Topic> readTopics(ReadingContext& context, const yaml::Node& node) {
    std::vector<Topic> all;
    for (const yaml::Entry& each : namedEntries(context, node, "a topic")) {
        all.push_back(readTopic(context, each));
    }
    return all;
}

std::vector<Consumer> readConsumers(ReadingContext& context, const yaml::Node& node,
                                    const std::string& service) {
    std::vector<Consumer> all;
    for (const yaml::Entry& each : namedEntries(context, node, "a topic")) {
        all.push_back(readConsumer(context, each, service));
    }
    return all;
}

Publish readPublish(const Fields& fields) {
    Publish publish;
    publish.topic = fields.nameText("publish");
    publish.place = fields.value("publish").place();
    publish.confirm = fields.boolean("confirm");
    publish.timeout = fields.durationOrNone("timeout");
    if (fields.has("timeout") && !publish.confirm) {
        fields.context().error(DiagnosticKind::Conflict, fields.key("timeout"),
                               "`timeout` is of the confirmation: it wants `confirm: true`");
    }
    publish.outbox = fields.boolean("outbox");
    if (publish.outbox && publish.confirm) {
        fields.context().error(DiagnosticKind::Conflict, fields.key("confirm"),
                               "what goes by the `outbox` is confirmed to its relay; nobody waits");
    }
    return publish;
}

}  // namespace models
