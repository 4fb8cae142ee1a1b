#include "app/graph/road_difference.h"

#include <algorithm>
#include <cmath>

#include "app/look/number_text.h"
#include "app/look/utf8_text.h"

namespace app {
namespace {

// Below, both are taken for the same: a share by points of a hundred, all else by its own size.
constexpr double sameShare = 0.01, sameRatio = 0.1;

const QString none = QStringLiteral("–");

Direction directionOf(double difference) {
    return difference > 0 ? Direction::More : difference < 0 ? Direction::Less : Direction::Same;
}

bool differs(double other, double here) {
    const double larger = std::max(std::abs(other), std::abs(here));
    return larger > 0 && std::abs(here - other) >= sameRatio * larger;
}

QString pointsText(double share) {
    return QString::number(std::abs(share) * 100, 'f', 1) + QStringLiteral("\u00a0points");
}

RoadMeasure ofShares(const QString& measure, double other, double here) {
    RoadMeasure row{{}, measure, percentText(other), percentText(here), {}, Direction::Same};
    if (std::abs(here - other) >= sameShare) {
        row.direction = directionOf(here - other);
        row.difference = signedText(row.direction, pointsText(here - other));
    }
    return row;
}

RoadMeasure ofTimes(const QString& measure, const std::optional<sim::Duration>& other,
                    const std::optional<sim::Duration>& here) {
    RoadMeasure row{
        {}, measure,        other ? latencyText(*other) : none, here ? latencyText(*here) : none,
        {}, Direction::Same};
    if (other && here && differs(models::inSeconds(*other), models::inSeconds(*here))) {
        row.direction = directionOf(models::inSeconds(*here - *other));
        row.difference = signedText(row.direction, latencyText(std::chrono::abs(*here - *other)));
    }
    return row;
}

RoadMeasure ofRates(const sim::Recent& other, const sim::Recent& here) {
    const double before = other.startedPerSecond(), now = here.startedPerSecond();
    RoadMeasure row{{}, QStringLiteral("rate"), rateText(before), rateText(now),
                    {}, Direction::Same};
    if (differs(before, now)) {
        row.direction = directionOf(now - before);
        row.difference = signedText(row.direction, rateText(std::abs(now - before)));
    }
    return row;
}

std::vector<RoadMeasure> measuresOf(const sim::Recent& other, const sim::Recent& here) {
    return {ofShares(QStringLiteral("fails"), other.failedShare(), here.failedShare()),
            ofShares(QStringLiteral("degraded"), other.degradedShare(), here.degradedShare()),
            ofTimes(QStringLiteral("p99"), other.p99, here.p99), ofRates(other, here),
            ofTimes(QStringLiteral("p50"), other.p50, here.p50)};
}

// The first four, of which one may stand out.
const RoadMeasure* standingOut(const std::vector<RoadMeasure>& measures) {
    for (std::size_t i = 0; i < 4; ++i) {
        if (measures[i].direction != Direction::Same)
            return &measures[i];
    }
    return nullptr;
}

}  // namespace

ComparedValue comparedValue(const sim::Recent& other, const sim::Recent& here) {
    const std::vector<RoadMeasure> measures = measuresOf(other, here);
    const RoadMeasure* found = standingOut(measures);
    if (!found)
        return {};
    ComparedValue value;
    value.direction = found->direction;
    value.text = found->difference;
    if (found->measure == QLatin1String("p99"))
        value.text += QStringLiteral(" p99");
    value.spoken = QStringLiteral("%1 %2 here, %3 on the other road")
                       .arg(found->measure, found->here, found->other);
    return value;
}

ComparedGraph comparedGraph(const models::CallGraph& graph, const sim::PairSeen& roads) {
    ComparedGraph compared;
    const sim::Snapshot &other = *roads.first, &here = *roads.second;
    for (const models::CallGraphNode& node : graph.nodes) {
        const auto place = static_cast<std::size_t>(node.index);
        if (node.kind == models::NodeKind::Service)
            compared.nodes.push_back(
                comparedValue(other.services.at(place).recent, here.services.at(place).recent));
        else if (node.kind == models::NodeKind::Journey)
            compared.nodes.push_back(
                comparedValue(other.journeys.at(place).recent, here.journeys.at(place).recent));
        else
            compared.nodes.emplace_back();
    }
    for (std::size_t i = 0; i < graph.edges.size(); ++i)
        compared.edges.push_back(comparedValue(other.edges.at(i).recent, here.edges.at(i).recent));
    return compared;
}

std::vector<RoadMeasure> roadMeasures(const models::Scenario& scenario,
                                      const sim::PairSeen& roads) {
    std::vector<RoadMeasure> rows;
    const auto add = [&rows](const std::string& subject, RoadMeasure row) {
        row.subject = text(subject);
        rows.push_back(std::move(row));
    };
    for (std::size_t i = 0; i < scenario.journeys.size(); ++i) {
        for (RoadMeasure& each :
             measuresOf(roads.first->journeys.at(i).recent, roads.second->journeys.at(i).recent)) {
            if (each.direction != Direction::Same)
                add(scenario.journeys[i].name, std::move(each));
        }
    }
    for (std::size_t i = 0; i < scenario.services.size(); ++i) {
        const std::vector<RoadMeasure> measures =
            measuresOf(roads.first->services.at(i).recent, roads.second->services.at(i).recent);
        if (const RoadMeasure* found = standingOut(measures))
            add(scenario.services[i].name, *found);
    }
    return rows;
}

}  // namespace app
