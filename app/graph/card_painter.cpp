#include "app/graph/card_painter.h"

#include <QPainterPath>
#include <algorithm>

#include "app/graph/group_painter.h"
#include "app/graph/paint_tools.h"
#include "app/graph/pipe_painter.h"
#include "app/look/icons.h"

namespace app {

namespace {

constexpr double firstCardRow = 72, cardRow = 16;  // baselines

void fillShape(QPainter& painter, const QPainterPath& shape, const QColor& border, double width) {
    painter.setBrush(theme().raise);
    painter.setPen(QPen(border, width));
    painter.drawPath(shape);
}

// 4 px on the left in the colour of health, clipped to the shape.
constexpr double rung = 4;

void paintRail(QPainter& painter, const SceneNode& node, const QPainterPath& shape,
               const QColor& color, bool isRungs = false) {
    painter.save();
    painter.setClipPath(shape, Qt::IntersectClip);
    const QRectF r = node.rect;
    if (node.shape == Shape::Hexagon) {
        QPainterPath line(QPointF(r.left() + hexagonCut, r.top()));
        line.lineTo(r.left(), r.center().y());
        line.lineTo(r.left() + hexagonCut, r.bottom());
        QPen pen(color, 8, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
        if (isRungs)
            pen.setDashPattern({rung / 8, rung / 8});
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(line);
    } else if (isRungs) {
        for (double y = r.top(); y < r.bottom(); y += 2 * rung)
            painter.fillRect(QRectF(r.left(), y, 4, rung), color);
    } else {
        painter.fillRect(QRectF(r.left(), r.top(), 4, r.height()), color);
    }
    painter.restore();
}

void paintBar(QPainter& painter, const QRectF& track, const BarValue& value, const QColor& color) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().line);
    painter.drawRoundedRect(track, 2, 2);
    if (!value.known || value.share <= 0)
        return;
    QRectF filled = track;
    filled.setWidth(std::max(2.0, track.width() * std::min(1.0, value.share)));
    const double radius = std::min(2.0, filled.width() / 2);
    painter.setBrush(color);
    painter.drawRoundedRect(filled, radius, radius);
}

constexpr float quiet = 0.4F;

QColor blended(const QColor& over, const QColor& ground, float share) {
    const auto mix = [share](float a, float b) { return share * a + (1 - share) * b; };
    return QColor::fromRgbF(mix(over.redF(), ground.redF()), mix(over.greenF(), ground.greenF()),
                            mix(over.blueF(), ground.blueF()));
}

QColor errorsColor(const CardValues& values) {
    const bool healthy = values.errorsBar.share < degradedFrom();
    return healthy ? theme().ink2 : healthColor(values.health);
}

QColor railColor(const CardValues& values) {
    return values.compared ? differenceColor(values.compared->direction)
                           : healthColor(values.health);
}

// Without hues degraded is a rail of rungs: told from the others by more than its grey.
bool hasRungs(const CardValues& values) {
    return theme().isGrey && !values.compared && values.health == Health::Degraded;
}

// What differs from the other road, in the place of the latency.
bool paintCompared(QPainter& painter, QPointF right, const CardValues& values) {
    if (!values.compared)
        return false;
    paintTextRight(painter, right, values.compared->text,
                   {12, 600, differenceTextColor(values.compared->direction)});
    return true;
}

void paintHead(QPainter& painter, const QRectF& r, const CardValues& values, double shift,
               double right, double base) {
    paintGlyph(painter, QRectF(r.left() + 14 + shift, r.top() + base - 13, 16, 16),
               healthGlyph(values.health));
    const TextStyle faint{12, 400, theme().ink3};
    double room = right - (r.left() + 36 + shift);
    if (!values.copies.isEmpty())
        room -= paintTextRight(painter, {right, r.top() + base}, values.copies, faint) + 4;
    paintText(painter, {r.left() + 36 + shift, r.top() + base}, values.name, {13, 600, theme().ink},
              room);
}

void paintBars(QPainter& painter, const CardValues& values, double left, double right,
               double base) {
    for (const BarValue* bar : {&values.slotsBar, &values.inboxBar, &values.errorsBar}) {
        paintText(painter, {left, base}, bar->label, {12, 400, theme().ink3});
        const bool errors = bar == &values.errorsBar;
        const bool alarming = errors && bar->share >= degradedFrom();
        paintBar(painter, QRectF(left + 44, base - 6, right - 48 - left - 44, 4), *bar,
                 errors ? errorsColor(values) : theme().ink2);
        paintTextRight(painter, {right, base}, bar->text,
                       {12, 400, alarming ? theme().ink : theme().ink2});
        base += cardRow;
    }
}

// Who of the two answers how much, and how well.
void paintVersions(QPainter& painter, const CardValues& values, double left, double right,
                   double base) {
    const double errors = right - 42, share = errors - 46;
    const TextStyle faint{12, 400, theme().ink3};
    paintTextRight(painter, {share, base}, QStringLiteral("share"), faint);
    paintTextRight(painter, {errors, base}, QStringLiteral("errors"), faint);
    paintTextRight(painter, {right, base}, QStringLiteral("p99"), faint);
    for (const VersionValues& each : values.versions) {
        base += cardRow;
        const TextStyle second{12, 400, theme().ink2};
        paintText(painter, {left, base}, each.name, {12, 600, theme().ink}, share - 32 - left);
        paintTextRight(painter, {share, base}, each.share, second);
        paintTextRight(painter, {errors, base}, each.errors,
                       each.isTrouble ? TextStyle{12, 600, theme().failingText} : second);
        paintTextRight(painter, {right, base}, each.p99, second);
    }
}

void paintFullCard(QPainter& painter, const SceneNode& node, const CardValues& values) {
    const QRectF r = node.rect;
    const double shift = node.shape == Shape::Hexagon ? 4 : 0;
    const double left = r.left() + 16 + shift;
    const double right = r.right() - (node.shape == Shape::Hexagon ? 16 : 12);
    const TextStyle second{12, 400, theme().ink2};
    const TextStyle faint{12, 400, theme().ink3};
    paintHead(painter, r, values, shift, right, 26);
    paintText(painter, {left, r.top() + 52}, values.rate, {16, 600, theme().ink});
    if (!paintCompared(painter, {right, r.top() + 52}, values))
        paintTextRight(painter, {right, r.top() + 52}, values.latency, second);
    if (values.versions.empty())
        paintBars(painter, values, left, right, r.top() + firstCardRow);
    else
        paintVersions(painter, values, left, right, r.top() + firstCardRow);
    painter.setPen(QPen(theme().line, 1));
    painter.drawLine(QPointF(left, r.top() + 112.5), QPointF(right, r.top() + 112.5));
    double room = right - left;
    if (!values.cache.isEmpty())
        room -= paintTextRight(painter, {right, r.top() + 130}, values.cache, second) + 8;
    if (values.hasStore) {
        paintCylinder(painter, QRectF(left, r.top() + 120, 12, 12), theme().ink3);
        // The figure says more than the table's name where there is no room for both.
        const bool fits = textWidth(values.store, second) <= room - 18;
        paintText(painter, {left + 18, r.top() + 130},
                  fits || values.cache.isEmpty() ? values.store
                                                 : values.store.section(QLatin1Char(' '), -1),
                  second, room - 18);
    } else if (values.cache.isEmpty()) {
        paintText(painter, {left, r.top() + 130}, values.store, faint, room);
    }
}

void paintCompactCard(QPainter& painter, const SceneNode& node, const CardValues& values) {
    const QRectF r = node.rect;
    const double shift = node.shape == Shape::Hexagon ? 4 : 0;
    const double left = r.left() + 16 + shift;
    const double right = r.right() - (node.shape == Shape::Hexagon ? 16 : 12);
    CardValues head = values;
    head.copies.clear();
    paintHead(painter, r, head, shift - 1, r.right() - 4, 20);
    paintText(painter, {left, r.top() + 40}, values.rate, {12, 600, theme().ink});
    if (!paintCompared(painter, {right, r.top() + 40}, values))
        paintTextRight(painter, {right, r.top() + 40}, values.latency, {12, 400, theme().ink2});
    const double width = (right - left - 16) / 3;
    double x = left;
    for (const BarValue* bar : {&values.slotsBar, &values.inboxBar, &values.errorsBar}) {
        paintBar(painter, QRectF(x, r.top() + 50, width, 4), *bar,
                 bar == &values.errorsBar ? errorsColor(values) : theme().ink2);
        x += width + 8;
    }
}

void paintCountdown(QPainter& painter, QPointF centre, double left) {
    const QRectF ring(centre - QPointF(9, 9), QSizeF(18, 18));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().edge, 3));
    painter.drawEllipse(ring);
    painter.setPen(QPen(theme().ink, 3, Qt::SolidLine, Qt::FlatCap));
    // It empties clockwise: what is left ends at twelve o'clock.
    painter.drawArc(ring, 90 * 16, static_cast<int>(left * 360 * 16));
}

void paintDeadCard(QPainter& painter, const SceneNode& node, const CardValues& values,
                   const QPainterPath& shape, bool compact) {
    const QRectF r = node.rect;
    painter.save();
    painter.setClipPath(shape, Qt::IntersectClip);
    QColor stripes = theme().down;
    stripes.setAlphaF(0.38F);
    paintHatch(painter, r, stripes, 2, 8);
    painter.restore();
    paintRail(painter, node, shape, theme().down);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().ink, 1.5));
    painter.drawPath(shape);
    const double shift = node.shape == Shape::Hexagon ? 4 : 0;
    const double right = r.right() - 12;
    CardValues head = values;
    head.copies.clear();
    paintHead(painter, r, head, shift, values.countdown >= 0 ? right - 20 : right,
              compact ? 20 : 26);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().raise);
    const TextStyle strong{12, 600, theme().ink};
    const TextStyle second{12, 400, theme().ink2};
    if (compact) {
        painter.drawRoundedRect(
            QRectF(r.left() + 12 + shift, r.top() + 32, r.width() - 24 - 2 * shift, 22), 4, 4);
        paintText(painter, {r.left() + 20 + shift, r.top() + 47},
                  values.countdown >= 0 ? values.returns : values.downFor, strong,
                  r.width() - 36 - 2 * shift);
        return;
    }
    if (values.countdown >= 0)
        paintCountdown(painter, {r.right() - 24 - shift, r.top() + 21}, values.countdown);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().raise);
    const QRectF plate = r.adjusted(12 + shift, 42, -12 - shift, -12);
    painter.drawRoundedRect(plate, 4, 4);
    const double left = plate.left() + 12;
    const double room = plate.width() - 16;
    paintText(painter, {left, r.top() + 62}, values.downFor, strong, room);
    paintText(painter, {left, r.top() + 80}, values.ready, second, room);
    paintText(painter, {left, r.top() + 98}, values.returns, second, room);
    if (values.kept.isEmpty())
        return;
    paintCylinder(painter, QRectF(left, r.top() + 106, 12, 12), theme().ink3);
    paintText(painter, {left + 18, r.top() + 116}, values.kept, second, room - 18);
}

void paintJourney(QPainter& painter, const SceneNode& node, const CardValues& values,
                  bool compact) {
    const QRectF r = node.rect;
    const double radius = r.height() / 2 - 6;
    const QPointF centre(r.left() + r.height() / 2, r.center().y());
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(railColor(values), 2));
    painter.drawEllipse(centre, radius, radius);
    paintGlyph(painter, QRectF(centre - QPointF(8, 8), QSizeF(16, 16)), healthGlyph(values.health));
    const double left = r.left() + (compact ? 48 : 58);
    const double room = r.right() - 5 - left;
    paintText(painter, {left, r.top() + (compact ? 19 : 25)}, values.name, {13, 600, theme().ink},
              room);
    QString line = values.rate;
    if (values.compared && !values.compared->text.isEmpty()) {
        paintText(painter, {left, r.top() + (compact ? 36 : 42)}, values.compared->text,
                  {12, 600, differenceTextColor(values.compared->direction)}, room);
        return;
    }
    if (!values.latency.isEmpty()) {
        const TextStyle style{12, 400, theme().ink2};
        line += (compact ? QStringLiteral(" ") : QStringLiteral(", ")) + values.latency;
        // The figure says more than its name where there is no room for both.
        if (textWidth(line, style) > room)
            line.remove(QStringLiteral("p99 "));
    }
    paintText(painter, {left, r.top() + (compact ? 36 : 42)}, line, {12, 400, theme().ink2}, room);
}

void paintBadge(QPainter& painter, const SceneNode& node, Badge badge) {
    QPointF corner(node.rect.right() - 4, node.rect.top() + 2);
    if (node.isJourney())
        corner =
            node.rect.topRight() + (node.rect.height() < 50 ? QPointF(-8, 3) : QPointF(-14, 4));
    else if (node.shape == Shape::Hexagon)
        corner = {node.rect.right() - hexagonCut, node.rect.top() + 2};
    painter.setBrush(theme().canvas);
    painter.setPen(QPen(theme().edge, 1));
    painter.drawEllipse(corner, 10.5, 10.5);
    const QRectF box(corner - QPointF(6.5, 6.5), QSizeF(13, 13));
    if (badge == Badge::Fault)
        paintIcon(painter, box, Icon::Bolt, theme().ink);
    else
        paintGlyph(painter, box, Glyph::Shield);
}

}  // namespace

void paintCard(QPainter& painter, const SceneNode& node, const CardValues& values, bool compact) {
    SceneNode crisp = node;
    // One pixel of border lies in the middle of a pixel, not between two.
    crisp.rect.adjust(0.5, 0.5, -0.5, -0.5);
    const QPainterPath shape = outline(crisp);
    if (node.isGroup())
        paintSheetBehind(painter, shape);
    fillShape(painter, shape, theme().edge, 1);
    if (node.isGroup()) {
        paintRail(painter, node, outline(node), railColor(values), hasRungs(values));
        paintGroupCard(painter, node, values, compact);
    } else if (node.isJourney()) {
        paintJourney(painter, node, values, compact);
    } else if (node.isTopic()) {
        paintPipe(painter, node, values, compact);
    } else if (values.health == Health::Down) {
        paintDeadCard(painter, node, values, shape, compact);
    } else {
        paintRail(painter, node, outline(node), railColor(values), hasRungs(values));
        if (compact)
            paintCompactCard(painter, node, values);
        else
            paintFullCard(painter, node, values);
    }
    if (values.badge != Badge::None)
        paintBadge(painter, node, values.badge);
}

void paintChip(QPainter& painter, const SceneNode& node, const CardValues& values) {
    const QPainterPath shape = outline(node);
    const bool dead = values.health == Health::Down;
    if (node.isGroup())
        paintSheetBehind(painter, shape);
    fillShape(painter, shape, dead ? theme().ink : theme().edge, dead ? 3 : 2);
    if (node.isService() || node.isGroup())
        paintRail(painter, node, shape, railColor(values), hasRungs(values));
    if (node.isTopic())
        paintMouth(painter, node, values.health);
    const double size = std::min(32.0, node.rect.height() * 0.6);
    const double left = node.rect.left() + (node.isTopic() ? pipeMouth + 6 : 16);
    const double middle = node.rect.center().y();
    paintGlyph(painter, QRectF(left, middle - size / 2, size, size), healthGlyph(values.health));
    const double words = left + size + 8;
    paintText(painter, {words, middle + 7}, values.name, {20, 600, theme().ink},
              node.rect.right() - 12 - words);
}

void paintShape(QPainter& painter, const SceneNode& node, const CardValues& values) {
    const bool isWell = severity(values.health) == 0;
    // Quiet where all is well, so that what is not stands out.
    const QColor fill = isWell ? blended(healthColor(values.health), theme().raise, quiet)
                               : healthColor(values.health);
    painter.setBrush(values.health == Health::Down ? theme().canvas : fill);
    painter.setPen(values.health == Health::Down ? QPen(theme().ink, 8) : QPen(Qt::NoPen));
    if (node.shape == Shape::Card)
        painter.drawRect(node.rect);  // its corners would be less than a pixel
    else
        painter.drawPath(outline(node));
    QRectF room = node.rect;
    if (node.isGroup()) {
        // Of an overview of groups the names are what is looked for.
        constexpr int largest = 38, smallest = 26;
        const double wide = room.width() - 12;
        TextStyle style{largest, 600, theme().ink};
        const double fitting = largest * wide / textWidth(values.name, style);
        style.px = std::clamp(static_cast<int>(fitting), smallest, largest);
        if (theme().isGrey && !isWell && values.health != Health::Down)
            style.color = markOn(fill);
        paintText(painter, room.topLeft() + QPointF(6, 42), values.name, style, wide);
        room.setTop(room.top() + 50);
    }
    if (isWell)
        return;
    const double size = std::min(room.width(), room.height()) * 0.85;
    const QRectF box(room.center() - QPointF(size, size) / 2, QSizeF(size, size));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().canvas);
    painter.drawEllipse(box);
    paintGlyph(painter, box.adjusted(8, 8, -8, -8), healthGlyph(values.health));
}

void paintSelection(QPainter& painter, const SceneNode& node) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().you, 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(outline(node, 4 + 1.5));
}

}  // namespace app
