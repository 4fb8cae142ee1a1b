#include "app/graph/group_painter.h"

#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "app/graph/group_values.h"
#include "app/graph/paint_tools.h"
#include "app/look/number_text.h"

namespace app {
namespace {

constexpr double foldSignSide = 14;
constexpr double sheetOffset = 4;
constexpr double frameTitle = 26;  // height of the strip where a frame's name stands
constexpr double firstFare = 84, fareRow = 16;
constexpr std::size_t faresAtMost = 4;  // rows of a card

// A part for each health, the worst first; none is so narrow that it could not be seen.
void paintFares(QPainter& painter, const QRectF& track, const GroupValues& group) {
    constexpr double least = 4, gap = 1;
    const auto parts = static_cast<double>(group.fares.size());
    const double room = track.width() - gap * (parts - 1) - least * parts;
    double x = track.left();
    painter.setPen(Qt::NoPen);
    for (const auto& [health, count] : group.fares) {
        const double width = least + room * count / std::max(1, group.services);
        const QRectF part(x, track.top(), width, track.height());
        painter.setBrush(health == Health::NotJudged ? theme().line : healthColor(health));
        painter.drawRect(part);
        if (health == Health::Down) {
            painter.save();
            painter.setClipRect(part, Qt::IntersectClip);
            paintHatch(painter, part, theme().ink, 1, 4);
            painter.restore();
        }
        x += width + gap;
    }
}

QString servicesText(const GroupValues& group) {
    return countText(group.services) + QStringLiteral(" services");
}

// What is worst of them, where there is no room for more.
QString worstText(const GroupValues& group) {
    if (group.fares.empty() || severity(group.fares.front().first) == 0)
        return servicesText(group);
    return QStringLiteral("%1/%2 %3")
        .arg(shortCountText(group.fares.front().second), shortCountText(group.services),
             spokenHealth(group.fares.front().first));
}

void paintFareRows(QPainter& painter, QPointF at, const GroupValues& group, double room) {
    const std::size_t rows = std::min(group.fares.size(), faresAtMost);
    for (std::size_t i = 0; i < rows; ++i) {
        const auto& [health, count] = group.fares[i];
        const double base = at.y() + fareRow * static_cast<double>(i);
        paintGlyph(painter, QRectF(at.x(), base - 10, 12, 12), healthGlyph(health));
        const QColor ink = severity(health) > 0 ? theme().ink : theme().ink2;
        paintText(painter, {at.x() + 18, base},
                  countText(count) + QChar(' ') + spokenHealth(health), {12, 400, ink}, room - 18);
    }
}

}  // namespace

void paintSheetBehind(QPainter& painter, const QPainterPath& shape) {
    painter.setBrush(theme().canvas);
    painter.setPen(QPen(theme().edge, 1));
    painter.drawPath(shape.translated(sheetOffset, sheetOffset));
}

QRectF foldSignRect(const SceneNode& card) {
    // A badge overlaps the corner, and needs more room on a small card.
    const QPointF inset = card.rect.height() < 100 ? QPointF(17, 8) : QPointF(12, 12);
    return {card.rect.right() - inset.x() - foldSignSide, card.rect.top() + inset.y(), foldSignSide,
            foldSignSide};
}

QRectF foldSignRect(const GroupFrame& frame) {
    return {frame.rect.left() + 10, frame.rect.top() + (frameTitle - foldSignSide) / 2,
            foldSignSide, foldSignSide};
}

QRectF titleRect(const GroupFrame& frame) {
    return {frame.rect.topLeft(), QSizeF(frame.rect.width(), frameTitle)};
}

void paintFoldSign(QPainter& painter, const QRectF& box, bool isCollapsed) {
    constexpr double inset = 3.5;
    const QRectF crisp = box.adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(theme().ink3, 1));
    painter.setBrush(theme().raise);
    painter.drawRoundedRect(crisp, 3, 3);
    painter.setPen(QPen(theme().ink2, 1.5));
    const QPointF middle = box.center();
    painter.drawLine(QPointF(box.left() + inset, middle.y()),
                     QPointF(box.right() - inset, middle.y()));
    if (isCollapsed)
        painter.drawLine(QPointF(middle.x(), box.top() + inset),
                         QPointF(middle.x(), box.bottom() - inset));
}

void paintGroupCard(QPainter& painter, const SceneNode& node, const CardValues& values,
                    bool compact) {
    const QRectF r = node.rect;
    const double left = r.left() + 16, right = r.right() - 12;
    const double head = r.top() + (compact ? 20 : 26);
    const QRectF sign = foldSignRect(node);
    paintGlyph(painter, QRectF(r.left() + 14, head - 13, 16, 16), healthGlyph(values.health));
    paintText(painter, {r.left() + 36, head}, values.name, {13, 600, theme().ink},
              sign.left() - 6 - (r.left() + 36));
    paintFoldSign(painter, sign, true);
    const double second = r.top() + (compact ? 40 : 52);
    paintText(painter, {left, second}, values.rate,
              compact ? TextStyle{12, 600, theme().ink} : TextStyle{16, 600, theme().ink});
    if (values.compared && !values.compared->text.isEmpty())
        paintTextRight(painter, {right, second}, values.compared->text,
                       {12, 600, differenceTextColor(values.compared->direction)});
    else
        paintTextRight(painter, {right, second},
                       compact ? worstText(values.group) : servicesText(values.group),
                       {12, 400, theme().ink2});
    const double bar = r.top() + (compact ? 49 : 61);
    paintFares(painter, QRectF(left, bar, right - left, 6), values.group);
    if (!compact)
        paintFareRows(painter, {left, r.top() + firstFare}, values.group, right - left);
}

}  // namespace app
