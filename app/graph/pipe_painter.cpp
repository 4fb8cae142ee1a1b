#include "app/graph/pipe_painter.h"

#include <algorithm>

#include "app/graph/paint_tools.h"

namespace app {

namespace {

constexpr double textGap = 8;  // from the mouth to the words, and from the words to the end

// How full it is, where there is a limit: the pipe fills from its far end, as what waits does.
void paintFilling(QPainter& painter, const SceneNode& node, const CardValues& values) {
    if (values.topic.full <= 0)
        return;
    painter.save();
    painter.setClipPath(outline(node, -1), Qt::IntersectClip);
    QRectF filled = node.rect;
    filled.setLeft(filled.right() - filled.width() * values.topic.full);
    painter.fillRect(filled, theme().line);
    painter.restore();
}

void paintStripes(QPainter& painter, const SceneNode& node) {
    painter.save();
    painter.setClipPath(outline(node), Qt::IntersectClip);
    QColor stripes = theme().down;
    stripes.setAlphaF(0.38F);
    paintHatch(painter, node.rect, stripes, 2, 8);
    painter.restore();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().ink, 1.5));
    painter.drawPath(outline(node));
}

// Words on a plate, so that the stripes do not run through them.
void paintPlate(QPainter& painter, const QRectF& plate) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().raise);
    painter.drawRoundedRect(plate, 4, 4);
}

}  // namespace

void paintMouth(QPainter& painter, const SceneNode& node, Health health) {
    const bool isWell = severity(health) == 0;
    const QRectF mouth(node.rect.topLeft() + QPointF(0.5, 0.5),
                       QSizeF(pipeMouth - 1, node.rect.height() - 1));
    painter.setPen(QPen(isWell ? theme().edge : healthColor(health), isWell ? 1 : 2));
    painter.setBrush(isWell || health == Health::Down ? theme().canvas : healthColor(health));
    painter.drawEllipse(mouth);
}

void paintPipe(QPainter& painter, const SceneNode& node, const CardValues& values, bool compact) {
    const QRectF r = node.rect;
    const bool isDown = values.health == Health::Down;
    const double left = r.left() + pipeMouth + textGap;
    const double right = r.right() - textGap - 2;
    if (isDown) {
        paintStripes(painter, node);
        paintPlate(painter, QRectF(left - 4, r.top() + 5, right - left + 4, r.height() - 10));
    } else {
        paintFilling(painter, node, values);
    }
    paintMouth(painter, node, values.health);

    const double first = r.top() + (compact ? 18 : 22);
    double nameLeft = left;
    if (severity(values.health) > 0) {
        paintGlyph(painter, QRectF(left, first - 12, 14, 14), healthGlyph(values.health));
        nameLeft += 19;
    }
    paintText(painter, {nameLeft, first}, values.name, {13, 600, theme().ink}, right - nameLeft);

    const TextStyle strong{12, 600, theme().ink};
    const TextStyle second{12, 400, theme().ink2};
    double room = right - left;
    const double middle = r.top() + (compact ? 35 : 39);
    if (!values.topic.dead.isEmpty() && !(isDown && compact))
        room -= paintTextRight(painter, {right, middle}, values.topic.dead,
                               {12, 400, theme().failingText}) +
                6;
    const bool isTold = severity(values.health) > 0;
    paintText(painter, {left, middle}, isDown ? values.downFor : values.topic.backlog,
              isTold ? strong : second, room);
    if (compact)
        return;
    QString last = isDown ? values.kept : values.topic.rates;
    if (isDown && !values.returns.isEmpty())
        last += QStringLiteral(", ") + values.returns;
    paintText(painter, {left, r.top() + 55}, last, second, right - left);
}

}  // namespace app
