#include "app/graph/legend.h"

#include <functional>
#include <vector>

#include "app/graph/dot_painter.h"
#include "app/graph/paint_tools.h"
#include "app/look/difference.h"
#include "app/look/icons.h"
#include "app/look/number_text.h"

namespace app {

namespace {

struct Entry {
    double width = 0;  // of the symbol
    QString text;
    std::function<void(QPainter&, QPointF)> paint;  // centred on the point
};

Entry dotEntry(const QString& text, DotKind kind, double width) {
    return {width, text, [kind](QPainter& painter, QPointF at) { paintDot(painter, at, kind); }};
}

Entry barEntry(const QString& text, const QColor& color) {
    return {14, text, [color](QPainter& painter, QPointF at) {
                painter.fillRect(QRectF(at - QPointF(7, 2), QSizeF(14, 4)), color);
            }};
}

// With a dot upon it where such are seen to move.
Entry dashEntry(const QString& text, const QColor& color, bool moves) {
    return {21, text, [color, moves](QPainter& painter, QPointF at) {
                QPen pen(color, 2, Qt::SolidLine, Qt::FlatCap);
                pen.setDashPattern({4, 2.5});
                painter.setPen(pen);
                painter.drawLine(at - QPointF(10.5, 0), at + QPointF(10.5, 0));
                if (moves)
                    paintDot(painter, at, DotKind::Message);
            }};
}

Entry glyphEntry(const QString& text, Glyph glyph) {
    return {14, text, [glyph](QPainter& painter, QPointF at) {
                paintGlyph(painter, QRectF(at - QPointF(7, 7), QSizeF(14, 14)), glyph);
            }};
}

Entry iconEntry(const QString& text, Icon icon) {
    return {12, text, [icon](QPainter& painter, QPointF at) {
                paintIcon(painter, QRectF(at - QPointF(6, 6), QSizeF(12, 12)), icon, theme().ink3);
            }};
}

std::vector<Entry> entries(const LegendSymbols& symbols) {
    std::vector<Entry> list;
    if (symbols.difference) {
        list.push_back(barEntry(QStringLiteral("▲ more than on the other road"),
                                differenceColor(Direction::More)));
        list.push_back(barEntry(QStringLiteral("▼ less: failures, degraded, else p99, else rate"),
                                differenceColor(Direction::Less)));
    }
    if (symbols.requestsPerDot > 0)
        list.push_back(
            dotEntry(QStringLiteral("request (1 dot = %1)").arg(countText(symbols.requestsPerDot)),
                     DotKind::Request, 8));
    if (symbols.replies)
        list.push_back(dotEntry(QStringLiteral("reply"), DotKind::Reply, 6));
    if (symbols.failures)
        list.push_back(dotEntry(QStringLiteral("failure"), DotKind::FailedReply, 10));
    if (symbols.messages)
        list.push_back(dashEntry(QStringLiteral("messages"), theme().wire, symbols.movingMessages));
    if (symbols.width)
        list.push_back(barEntry(QStringLiteral("width: log of rate"), theme().wire));
    if (symbols.colour && !symbols.difference)
        list.push_back(barEntry(QStringLiteral("colour: share failing"), theme().failing));
    if (symbols.breaker)
        list.push_back(glyphEntry(QStringLiteral("breaker open"), Glyph::Breaker));
    if (symbols.breakerHalfOpen)
        list.push_back(glyphEntry(QStringLiteral("half-open"), Glyph::BreakerHalfOpen));
    if (symbols.fallback)
        list.push_back(iconEntry(QStringLiteral("fallback"), Icon::Fallback));
    if (symbols.didNotNotice)
        list.push_back(glyphEntry(QStringLiteral("did not notice"), Glyph::Shield));
    if (symbols.fault)
        list.push_back(iconEntry(QStringLiteral("fault"), Icon::Bolt));
    if (symbols.requestsPerDot > 0)
        list.push_back(iconEntry(QStringLiteral("speed: log of latency"), Icon::Slow));
    return list;
}

}  // namespace

void paintLegend(QPainter& painter, QPointF left, double right, const LegendSymbols& symbols) {
    const TextStyle style{12, 400, theme().ink3};
    for (const Entry& entry : entries(symbols)) {
        const double width = textWidth(entry.text, style);
        if (left.x() + entry.width + 8 + width > right)
            break;
        entry.paint(painter, left + QPointF(entry.width / 2, -4));
        paintText(painter, left + QPointF(entry.width + 8, 0), entry.text, style);
        left.rx() += entry.width + 8 + width + 16;
    }
}

}  // namespace app
