// What a window wants to know of topics and of the messages to and from them.
#include <algorithm>
#include <numeric>

#include "sim/observation.h"

namespace sim {

namespace {

std::optional<Instant> endOfKill(const std::vector<ActiveFault>& faults, const std::string& topic) {
    std::optional<Instant> end;
    for (const ActiveFault& active : faults) {
        const bool strikes = std::ranges::any_of(
            active.fault.targets, [&](const auto& target) { return target.service == topic; });
        if (!strikes) {
            continue;
        }
        if (!active.until) {
            return std::nullopt;  // it stays down until somebody restarts it
        }
        end = std::max(end.value_or(*active.until), *active.until);
    }
    return end;
}

}  // namespace

void Observation::markTopics(Mark& mark) const {
    for (const auto& topic : m_run.topics) {
        mark.topics.push_back(topic->counts());
    }
    // The graph's nodes are in the order of the processes: journeys, services, topics.
    const auto firstTopic = static_cast<int>(m_run.program->firstTopic);
    for (const models::MessageEdge& edge : m_graph->messages) {
        const bool isDelivery = edge.from >= firstTopic;
        const int topic = (isDelivery ? edge.from : edge.to) - firstTopic;
        const TopicProcess& process = *m_run.topics[static_cast<std::size_t>(topic)];
        mark.messages.push_back(isDelivery
                                    ? process.deliveredTo(static_cast<ProcessId>(edge.to))
                                    : process.publishedBy(static_cast<ProcessId>(edge.from)));
    }
}

void Observation::addTopicPoints(ChartTick& tick, const Mark& current, const Mark& before) const {
    for (std::size_t i = 0; i < m_run.topics.size(); ++i) {
        const TopicSnapshot seen = m_run.topics[i]->snapshot(current.at);
        TopicPoint point;
        point.published = current.topics[i].published - before.topics[i].published;
        point.ended = current.topics[i].ended - before.topics[i].ended;
        point.waiting = std::accumulate(seen.waiting.begin(), seen.waiting.end(), std::int64_t{0});
        point.backlog = seen.backlog;
        point.oldestWaits = seen.oldestWaits;
        tick.topics.push_back(point);
    }
}

void Observation::addTopics(Snapshot& snapshot, const Mark& current, const Mark& before) const {
    const Duration span = current.at - before.at;
    for (std::size_t i = 0; i < m_run.topics.size(); ++i) {
        TopicSnapshot topic = m_run.topics[i]->snapshot(current.at);
        topic.recentSpan = span;
        topic.recentPublished = current.topics[i].published - before.topics[i].published;
        topic.recentRefused = current.topics[i].refused - before.topics[i].refused;
        topic.recentEnded = current.topics[i].ended - before.topics[i].ended;
        if (topic.downSince) {
            topic.readyAt = endOfKill(snapshot.faults, m_run.topics[i]->name());
        }
        snapshot.topics.push_back(std::move(topic));
    }
    for (std::size_t i = 0; i < current.messages.size(); ++i) {
        const MessageCounts& now = current.messages[i];
        const MessageCounts& then = before.messages[i];
        snapshot.messages.push_back({now, {now.sent - then.sent, now.failed - then.failed}, span});
    }
    addMessageSamples(snapshot);
}

void Observation::addMessageSamples(Snapshot& snapshot) const {
    for (const auto& topic : m_run.topics) {
        const auto here = static_cast<int>(topic->id());
        for (const TopicProcess::Sampled& sampled : topic->takeSamples()) {
            const auto other = static_cast<int>(sampled.other);
            const int from = sampled.isDelivery ? here : other;
            const int to = sampled.isDelivery ? other : here;
            const auto edge = std::ranges::find_if(m_graph->messages, [&](const auto& each) {
                return each.from == from && each.to == to;
            });
            if (edge != m_graph->messages.end()) {
                snapshot.messageSamples.push_back(
                    {static_cast<int>(edge - m_graph->messages.begin()), sampled.at, sampled.way,
                     sampled.fate});
            }
        }
    }
}

}  // namespace sim
