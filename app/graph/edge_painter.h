// Paints one line of the graph, and its words: width is rate, colour is the share of failures.
#pragma once

#include <QPainter>

#include "app/graph/card_values.h"
#include "app/graph/graph_scene.h"
#include "app/graph/health.h"
#include "app/graph/label_room.h"

namespace app {

enum class EdgeLabel { Rate, P50, P95, P99, Errors, None };

struct EdgeValues {
    Health health = Health::NotJudged;
    double perSecond = 0;
    double failedShare = 0;  // alone decides the colour: a degraded answer is no failure
    bool traffic = false;
    QString label;
    std::optional<sim::BreakerState> breaker;  // absent: closed, or there is none
    bool fallsBack = false;
    QString sentence;                       // the tooltip
    std::optional<ComparedValue> compared;  // absent: the graph shows one road alone
};

EdgeValues edgeValues(const GraphScene& scene, int edge, const sim::Snapshot* snapshot,
                      EdgeLabel what, bool fallsBack);

double edgeWidth(double perSecond);
QColor edgeColor(const EdgeValues& values);

void paintEdge(QPainter& painter, const SceneEdge& edge, const EdgeValues& values);
// The ring around the line that is selected, painted before the line itself.
void paintEdgeRing(QPainter& painter, const SceneEdge& edge, const EdgeValues& values);
// Label, breaker and fallback sign: painted after all lines so that no line crosses a word.
void paintEdgeWords(QPainter& painter, const GraphScene& scene, int index, const EdgeValues& values,
                    LabelRoom& room);

}  // namespace app
