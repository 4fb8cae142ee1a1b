#include "app/graph/edge_painter.h"

#include <algorithm>
#include <cmath>

#include "app/graph/group_values.h"
#include "app/graph/paint_tools.h"
#include "app/look/icons.h"
#include "app/look/number_text.h"
#include "app/session/edge_words.h"

namespace app {

namespace {

constexpr double signSize = 18;

QString figure(const sim::Recent& recent, EdgeLabel what) {
    const auto latency = [](const std::optional<models::Duration>& time) {
        return time ? latencyText(*time) : QString();
    };
    switch (what) {
        case EdgeLabel::Rate:
            return rateText(recent.startedPerSecond());
        case EdgeLabel::P50:
            return latency(recent.p50);
        case EdgeLabel::P95:
            return latency(recent.p95);
        case EdgeLabel::P99:
            return latency(recent.p99);
        case EdgeLabel::Errors:
            return percentText(recent.failedShare(), 1);
        case EdgeLabel::None:
            return {};
    }
    return {};
}

QString sentenceOf(const QString& name, const EdgeValues& values, const sim::Recent& recent) {
    if (!values.traffic)
        return name + QStringLiteral(": no calls now");
    const QString sentence = name + QStringLiteral(": ") + rateText(recent.startedPerSecond());
    if (values.breaker == sim::BreakerState::Open)
        return sentence + QStringLiteral("; the breaker is open and refuses them at once");
    if (values.breaker == sim::BreakerState::HalfOpen)
        return sentence + QStringLiteral("; the breaker is half-open and lets probes through");
    if (values.fallsBack)
        return sentence + QStringLiteral("; a fallback answers what fails");
    if (recent.failedShare() >= degradedFrom())
        return sentence + QStringLiteral(", ") + percentText(recent.failedShare(), 1) +
               QStringLiteral(" of them fail");
    return recent.p99 ? sentence + QStringLiteral(", p99 ") + latencyText(*recent.p99) : sentence;
}

void paintBreaker(QPainter& painter, QPointF centre, sim::BreakerState state) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().canvas);
    painter.drawEllipse(centre, signSize / 2, signSize / 2);
    paintGlyph(painter,
               QRectF(centre - QPointF(signSize / 2, signSize / 2), QSizeF(signSize, signSize)),
               breakerGlyph(state));
}

void paintFallback(QPainter& painter, const SceneEdge& edge) {
    const QPointF centre = edge.curve.pointAt(std::min(10.0, edge.curve.length() / 2));
    painter.setPen(QPen(theme().degraded, 1.5));
    painter.setBrush(theme().canvas);
    painter.drawEllipse(centre, signSize / 2, signSize / 2);
    paintIcon(painter, QRectF(centre - QPointF(6, 6), QSizeF(12, 12)), Icon::Fallback, theme().ink);
}

}  // namespace

EdgeValues edgeValues(const GraphScene& scene, int edge, const sim::Snapshot* snapshot,
                      EdgeLabel what, bool fallsBack) {
    EdgeValues values;
    const SceneEdge& line = scene.edges[edge];
    if (line.isBundle())
        return bundleValues(scene, edge, snapshot, what, fallsBack);
    const QString name =
        scene.nodes[line.caller].name + QStringLiteral(" \u2192 ") + scene.nodes[line.callee].name;
    values.sentence = name + QStringLiteral(": no calls yet");
    const int part = line.parts.front();
    if (!snapshot || part >= static_cast<int>(snapshot->edges.size()))
        return values;
    const sim::EdgeSnapshot& seen = snapshot->edges[part];
    values.health = healthOf(seen);
    values.failedShare = seen.recent.failedShare();
    values.perSecond = seen.recent.startedPerSecond();
    values.traffic = seen.recent.counts.started > 0;
    values.fallsBack = fallsBack;
    values.breaker = breakerTold(*snapshot, line.parts);
    if (values.traffic)
        values.label = figure(seen.recent, what);
    if (const double attempts = attemptsPerCall(seen);
        attempts > amplifiedFrom && what != EdgeLabel::None)
        values.label += QStringLiteral(", %1 attempts").arg(attemptsPerCallText(attempts));
    if (values.breaker && what != EdgeLabel::None) {
        const bool open = values.breaker == sim::BreakerState::Open;
        if (!values.label.isEmpty())
            values.label += QStringLiteral(", ");
        values.label += open ? QStringLiteral("breaker open") : QStringLiteral("breaker half-open");
    }
    values.sentence = sentenceOf(name, values, seen.recent);
    return values;
}

double edgeWidth(double perSecond) {
    return std::min(6.0, 1 + 1.1 * std::log10(1 + std::max(0.0, perSecond)));
}

QColor edgeColor(const EdgeValues& values) {
    if (values.compared && values.compared->direction != Direction::Same)
        return differenceColor(values.compared->direction);
    if (!values.traffic)
        return theme().edge;  // `line` cannot be seen on the canvas
    if (values.compared)
        return theme().wire;
    if (values.failedShare >= failingFrom())
        return theme().failing;
    return values.failedShare >= degradedFrom() ? theme().degraded : theme().wire;
}

void paintEdge(QPainter& painter, const SceneEdge& edge, const EdgeValues& values) {
    const double width = values.traffic ? edgeWidth(values.perSecond) : 1;
    const QColor color = edgeColor(values);
    painter.setBrush(Qt::NoBrush);
    QPen pen(color, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    QList<qreal> dashes = lineDashes(edge.isMessages, values.traffic ? values.failedShare : 0);
    for (qreal& each : dashes)
        each /= width;
    if (!dashes.isEmpty())
        pen.setDashPattern(dashes);
    // One pixel stays one pixel however small the graph is shown.
    pen.setCosmetic(!values.traffic);
    // Amber alone is too pale a line on a light ground.
    if (color == theme().degraded && contrastOf(color, theme().canvas) < leastContrast) {
        QPen around = pen;
        around.setColor(theme().degradedText);
        around.setWidthF(width + 2);
        if (!dashes.isEmpty()) {
            for (qreal& each : dashes)
                each *= width / (width + 2);
            around.setDashPattern(dashes);
        }
        painter.setPen(around);
        painter.drawPath(edge.body);
    }
    painter.setPen(pen);
    painter.drawPath(edge.body);
    const double half = 4 + 0.75 * width;
    const double behind = edge.leadsBack ? arrowLength : -arrowLength;
    const QPointF arrow[] = {edge.tip, edge.tip + QPointF(behind, -half),
                             edge.tip + QPointF(behind, half)};
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(arrow, 3);
}

void paintEdgeRing(QPainter& painter, const SceneEdge& edge, const EdgeValues& values) {
    // 3 px of ring, 2 px of air, the line, and the same beyond it.
    const double width = values.traffic ? edgeWidth(values.perSecond) : 1;
    const QPainterPath path = edge.curve.path();
    painter.setBrush(Qt::NoBrush);
    for (const auto& [colour, extra] : {std::pair(theme().you, 10.0), {theme().canvas, 4.0}}) {
        painter.setPen(QPen(colour, width + extra, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
        painter.drawPath(path);
    }
}

void paintEdgeWords(QPainter& painter, const GraphScene& scene, int index, const EdgeValues& values,
                    LabelRoom& room) {
    const SceneEdge& edge = scene.edges[index];
    if (values.fallsBack)
        paintFallback(painter, edge);
    if (values.breaker) {
        const double before = edge.flat ? textWidth(values.label, {}) / 2 + 14 : 0;
        paintBreaker(painter, edge.curve.pointAt(edge.labelAlong - before), *values.breaker);
    }
    if (!edge.labelled || values.label.isEmpty())
        return;
    const double width = textWidth(values.label, {12, 400, theme().ink2}) + 4;
    const QRectF box = room.boxFor(index, QSizeF(width, 16), edgeWidth(values.perSecond));
    QColor ground = theme().canvas;
    ground.setAlphaF(0.85F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(box, 2, 2);
    QColor color = theme().ink2;
    if (values.compared)
        color = differenceTextColor(values.compared->direction);
    else if (values.failedShare >= degradedFrom())
        color = values.failedShare >= failingFrom() ? theme().failingText : theme().degradedText;
    paintText(painter, box.topLeft() + QPointF(2, 12), values.label, {12, 400, color});
}

}  // namespace app
