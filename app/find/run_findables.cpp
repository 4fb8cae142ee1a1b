#include "app/find/run_findables.h"

#include <ranges>

#include "app/graph/card_values.h"
#include "app/graph/folding.h"
#include "app/graph/group_values.h"
#include "app/graph/topic_values.h"
#include "app/look/number_text.h"
#include "app/look/utf8_text.h"
#include "app/session/edge_words.h"
#include "models/outcome.h"
#include "sim/traced_run.h"

namespace app {
namespace {

QString healthWord(Health health) {
    return severity(health) > 0 ? spokenHealth(health) : QString();
}

// What one asks for without a name.
QString stateWords(Health health, bool hasTraffic, bool hasFault) {
    QStringList words;
    if (severity(health) > 0)
        words << QStringLiteral("unhealthy");
    if (health == Health::Ok)
        words << QStringLiteral("healthy");
    if (!hasTraffic)
        words << QStringLiteral("no traffic");
    if (hasFault)
        words << QStringLiteral("fault");
    return words.join(QLatin1Char(' '));
}

QString breakerWord(const sim::Snapshot& snapshot, std::size_t edge) {
    const auto told = breakerTold(snapshot, {static_cast<int>(edge)});
    if (!told)
        return {};
    return *told == sim::BreakerState::Open ? QStringLiteral("breaker open")
                                            : QStringLiteral("breaker half-open");
}

QString joined(QStringList words) {
    words.removeAll(QString());
    words.removeDuplicates();
    return words.join(QStringLiteral(", "));
}

Findable nodeFindable(const Session& session, const models::CallGraphNode& node) {
    const sim::Snapshot* snapshot = session.snapshot().get();
    Findable each;
    each.name = text(node.name);
    if (node.kind == models::NodeKind::Topic) {
        const CardValues values = topicValues(session.scenario(), node.index, snapshot);
        each.kind = FindableKind::Topic;
        each.health = values.health;
        each.about = joined({healthWord(values.health), values.topic.backlog});
        each.also = stateWords(
            values.health,
            snapshot->topics[static_cast<std::size_t>(node.index)].publishedPerSecond() > 0, false);
        return each;
    }
    const bool isJourney = node.kind == models::NodeKind::Journey;
    const CardValues values = isJourney
                                  ? journeyValues(session.scenario(), node.index, snapshot, false)
                                  : serviceValues(session.scenario(), node.index, snapshot, false);
    each.kind = isJourney ? FindableKind::Journey : FindableKind::Service;
    each.health = values.health;
    each.about = joined({healthWord(values.health), values.rate, values.latency});
    const auto index = static_cast<std::size_t>(node.index);
    const sim::Recent& recent =
        isJourney ? snapshot->journeys[index].recent : snapshot->services[index].recent;
    each.also = stateWords(values.health, recent.counts.started > 0, values.badge == Badge::Fault);
    return each;
}

Findable groupFindable(const Session& session, const QString& group) {
    const std::vector<models::Service>& services = session.scenario().services;
    SceneNode card;
    card.shape = Shape::Group;
    card.name = nameOfCard(group);
    for (std::size_t i = 0; i < services.size(); ++i)
        if (text(services[i].group) == group)
            card.members.push_back(static_cast<int>(i));
    const CardValues values =
        groupCardValues(session.scenario(), card, session.snapshot().get(), {});
    Findable each;
    each.kind = FindableKind::Group;
    each.name = group;
    each.health = values.health;
    each.about = joined({QStringLiteral("group"), faresText(values.group)});
    return each;
}

QString outcomeWord(const sim::Trace& trace) {
    if (trace.cause != models::Cause::None)
        return QString::fromUtf8(models::nameOf(trace.cause).data());
    return trace.degraded ? QStringLiteral("degraded") : QStringLiteral("ok");
}

Health healthOfOne(const sim::Trace& trace) {
    if (trace.cause != models::Cause::None)
        return Health::Failing;
    return trace.degraded ? Health::Degraded : Health::Ok;
}

}  // namespace

std::vector<Findable> partsOf(const Session& session, const FoundPlaces& places) {
    std::vector<Findable> parts;
    const models::CallGraph& graph = session.graph();
    using models::NodeKind;
    for (const NodeKind kind : {NodeKind::Service, NodeKind::Journey, NodeKind::Topic}) {
        for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
            if (graph.nodes[i].kind != kind)
                continue;
            parts.push_back(nodeFindable(session, graph.nodes[i]));
            parts.back().go = [go = places.goToNode, i] { go(static_cast<int>(i)); };
        }
    }
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        QStringList endpoints;
        for (const std::string& endpoint : graph.edges[i].endpoints)
            endpoints << text(endpoint);
        const sim::EdgeSnapshot& seen = session.snapshot()->edges[i];
        const Health health = healthOf(seen);
        parts.push_back({FindableKind::Call,
                         edgeName(graph, i),
                         joined({healthWord(health), breakerWord(*session.snapshot(), i),
                                 endpoints.join(QStringLiteral(", "))}),
                         {},
                         health,
                         [go = places.goToEdge, i] { go(static_cast<int>(i)); },
                         stateWords(health, seen.recent.counts.started > 0, false)});
    }
    for (const QString& group : foldableGroups(session.scenario())) {
        parts.push_back(groupFindable(session, group));
        parts.back().go = [go = places.goToGroup, group] { go(group); };
    }
    for (const sim::Bookmark& each : session.bookmarks())
        parts.push_back({FindableKind::Moment, text(each.note), QStringLiteral("bookmark"),
                         clockText(each.at), Health::NotJudged,
                         [go = places.goToMoment, at = each.at] { go(at); }});
    return parts;
}

std::vector<Findable> requestsOf(const Session& session, const FoundPlaces& places) {
    std::vector<Findable> requests;
    std::vector<std::shared_ptr<const sim::Trace>> traces = session.traces();
    traces.insert(traces.end(), session.tracedAgain().begin(), session.tracedAgain().end());
    for (const auto& trace : traces | std::views::reverse) {
        const QString number = QString::number(trace->request);
        requests.push_back(
            {FindableKind::Request, QStringLiteral("#") + number,
             joined({text(trace->journey), outcomeWord(*trace), latencyText(trace->took())}),
             clockText(trace->begun), healthOfOne(*trace),
             [go = places.goToRequest, request = trace->request] { go(request); }});
    }
    return requests;
}

std::optional<Findable> untracedRequest(const Session& session, const FindQuery& query,
                                        const FoundPlaces& places) {
    if (query.words.size() != 1)
        return std::nullopt;
    const QString& word = query.words.front();
    bool isNumber = false;
    const qlonglong request =
        (word.startsWith(QLatin1Char('#')) ? word.mid(1) : word).toLongLong(&isNumber);
    if (!isNumber || request < 1 || session.trace(request) || session.scenario().journeys.empty())
        return std::nullopt;
    const models::Journey& journey =
        session.scenario()
            .journeys[sim::journeyOfRequest(request, session.scenario().journeys.size())];
    return Findable{FindableKind::Request,
                    QStringLiteral("#%1").arg(request),
                    text(journey.name) + QStringLiteral(", not sampled: trace it"),
                    {},
                    Health::NotJudged,
                    [trace = places.traceRequest, request] { trace(request); }};
}

}  // namespace app
