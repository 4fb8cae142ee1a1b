#include "app/graph/legend.h"

#include <functional>
#include <vector>

#include "app/graph/dot_painter.h"
#include "app/graph/edge_painter.h"
#include "app/graph/paint_tools.h"
#include "app/look/difference.h"
#include "app/look/fonts.h"
#include "app/look/glyphs.h"
#include "app/look/icons.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"

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

Entry failingEntry() {
    if (!theme().isGrey)
        return barEntry(QStringLiteral("colour: share failing"), theme().failing);
    return {20, QStringLiteral("dashes: share failing"), [](QPainter& painter, QPointF at) {
                constexpr double width = 3;
                QPen pen(theme().failing, width, Qt::SolidLine, Qt::FlatCap);
                QList<qreal> dashes = lineDashes(false, failingFrom());
                for (qreal& each : dashes)
                    each /= width;
                pen.setDashPattern(dashes);
                painter.setPen(pen);
                painter.drawLine(at - QPointF(10, 0), at + QPointF(10, 0));
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
        list.push_back(failingEntry());
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

constexpr double pagePadding = 24, columnWidth = 330, signWidth = 44, signRow = 24, titleRow = 34;

// Centred on the point.
using PaintSign = std::function<void(QPainter&, QPointF)>;

struct Sign {
    PaintSign paint;
    QString words;
};

struct SignGroup {
    QString title;
    std::vector<Sign> signs;
};

Sign glyphSign(Glyph glyph, const QString& words) {
    return {[glyph](QPainter& painter, QPointF at) {
                paintGlyph(painter, QRectF(at - QPointF(8, 8), QSizeF(16, 16)), glyph);
            },
            words};
}

Sign iconSign(Icon icon, const QString& words) {
    return {[icon](QPainter& painter, QPointF at) {
                paintIcon(painter, QRectF(at - QPointF(7, 7), QSizeF(14, 14)), icon, theme().ink2);
            },
            words};
}

Sign lineSign(const QColor& colour, double width, const QList<qreal>& dashes,
              const QString& words) {
    return {[=](QPainter& painter, QPointF at) {
                QPen pen(colour, width, Qt::SolidLine, Qt::FlatCap);
                if (!dashes.isEmpty()) {
                    QList<qreal> pattern;
                    for (const qreal dash : dashes)
                        pattern << dash / width;
                    pen.setDashPattern(pattern);
                }
                painter.setPen(pen);
                painter.drawLine(at - QPointF(18, 0), at + QPointF(18, 0));
            },
            words};
}

Sign dotSign(DotKind kind, const QString& words) {
    return {[kind](QPainter& painter, QPointF at) { paintDot(painter, at, kind); }, words};
}

// As the cards have it: the rounded card, cut sides, a pill, a pipe with its mouth, two sheets.
enum class CardShape { Service, Gateway, Journey, Topic, Group };

void paintShapeSign(QPainter& painter, QPointF at, CardShape shape) {
    const QRectF box(at - QPointF(16, 8), QSizeF(32, 16));
    painter.setPen(QPen(theme().edge, 1));
    painter.setBrush(theme().raise);
    switch (shape) {
        case CardShape::Service:
            painter.drawRoundedRect(box, 3, 3);
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme().ok);
            break;
        case CardShape::Gateway:
            painter.drawPolygon(
                QPolygonF({box.topLeft() + QPointF(5, 0), box.topRight() - QPointF(5, 0),
                           QPointF(box.right(), at.y()), box.bottomRight() - QPointF(5, 0),
                           box.bottomLeft() + QPointF(5, 0), QPointF(box.left(), at.y())}));
            break;
        case CardShape::Journey:
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
            break;
        case CardShape::Group:
            painter.drawRoundedRect(box.translated(3, 3), 3, 3);
            painter.drawRoundedRect(box, 3, 3);
            break;
        case CardShape::Topic:
            painter.drawRoundedRect(box, 5, box.height() / 2);
            painter.drawEllipse(QRectF(box.topLeft(), QSizeF(8, box.height())));
            break;
    }
}

Sign shapeSign(CardShape shape, const QString& words) {
    return {[shape](QPainter& painter, QPointF at) { paintShapeSign(painter, at, shape); }, words};
}

std::vector<SignGroup> leftGroups() {
    const auto from = [](double share) { return percentText(share, share < 0.1 ? 1 : 0); };
    const QString degraded = from(degradedFrom()), failing = from(failingFrom());
    return {{LegendPage::tr("Health"),
             {glyphSign(Glyph::Ok, LegendPage::tr("ok: below %1 failing").arg(degraded)),
              glyphSign(Glyph::Degraded, LegendPage::tr("degraded: from %1 on").arg(degraded)),
              glyphSign(Glyph::Failing, LegendPage::tr("failing: from %1 on").arg(failing)),
              glyphSign(Glyph::Down, LegendPage::tr("down, or holds messages for who is")),
              glyphSign(Glyph::NotJudged, LegendPage::tr("nothing has arrived yet"))}},
            {LegendPage::tr("Cards"),
             {shapeSign(CardShape::Service,
                        LegendPage::tr("service; its rail has the colour of health")),
              shapeSign(CardShape::Gateway, LegendPage::tr("gateway: keeps no data, only calls")),
              shapeSign(CardShape::Journey, LegendPage::tr("journey: what users do")),
              shapeSign(CardShape::Topic, LegendPage::tr("topic or queue: keeps messages")),
              shapeSign(CardShape::Group,
                        LegendPage::tr("collapsed group: its services, the worst health"))}},
            {LegendPage::tr("Signs on cards"),
             {glyphSign(Glyph::Shield, LegendPage::tr("did not notice the fault")),
              iconSign(Icon::Bolt, LegendPage::tr("a fault is active here"))}}};
}

std::vector<SignGroup> rightGroups() {
    const Theme& look = theme();
    SignGroup lines{LegendPage::tr("Lines"), {}};
    for (const double rate : {1.0, 100.0, 10'000.0})
        lines.signs.push_back(lineSign(look.wire, edgeWidth(rate), {},
                                       LegendPage::tr("calls, %1").arg(rateText(rate))));
    lines.signs.push_back(lineSign(look.degraded, 3, lineDashes(false, degradedFrom()),
                                   LegendPage::tr("part of them fails")));
    lines.signs.push_back(lineSign(look.failing, 3, lineDashes(false, failingFrom()),
                                   LegendPage::tr("most of them fail")));
    lines.signs.push_back(lineSign(look.wire, 2, lineDashes(true, 0), LegendPage::tr("messages")));
    lines.signs.push_back(lineSign(look.line, 1, {}, LegendPage::tr("nothing goes along it now")));
    return {lines,
            {LegendPage::tr("Signs on lines"),
             {glyphSign(Glyph::Breaker, LegendPage::tr("circuit breaker open: refuses at once")),
              glyphSign(Glyph::BreakerHalfOpen, LegendPage::tr("half-open: lets probes through")),
              iconSign(Icon::Fallback, LegendPage::tr("a fallback answers what fails"))}},
            {LegendPage::tr("Dots: sampled requests"),
             {dotSign(DotKind::Request, LegendPage::tr("request")),
              dotSign(DotKind::Reply, LegendPage::tr("reply, going back")),
              dotSign(DotKind::FailedReply, LegendPage::tr("failed reply"))}}};
}

double heightOf(const std::vector<SignGroup>& groups) {
    double height = 0;
    for (const SignGroup& group : groups)
        height += titleRow + signRow * static_cast<double>(group.signs.size());
    return height;
}

void paintGroups(QPainter& painter, QPointF at, const std::vector<SignGroup>& groups) {
    for (const SignGroup& group : groups) {
        painter.setFont(lookFont(13, 600));
        painter.setPen(theme().ink);
        painter.drawText(at + QPointF(0, 20), group.title);
        at.ry() += titleRow;
        for (const Sign& sign : group.signs) {
            sign.paint(painter, at + QPointF(signWidth / 2 - 4, 8));
            painter.setFont(lookFont(12));
            painter.setPen(theme().ink2);
            painter.drawText(at + QPointF(signWidth + 4, 12), sign.words);
            at.ry() += signRow;
        }
    }
}

QStringList wordsOf(const std::vector<SignGroup>& groups) {
    QStringList words;
    for (const SignGroup& group : groups) {
        for (const Sign& sign : group.signs)
            words << sign.words;
    }
    return words;
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

LegendPage::LegendPage(QWidget* parent) : QDialog(parent) {
    setObjectName("legendPage");
    setWindowTitle(tr("Legend of the call graph"));
    setAccessibleDescription(
        (wordsOf(leftGroups()) + wordsOf(rightGroups())).join(QStringLiteral("; ")));
    const double height = std::max(heightOf(leftGroups()), heightOf(rightGroups()));
    setFixedSize(static_cast<int>(2 * columnWidth + 2 * pagePadding),
                 static_cast<int>(height + 1.5 * pagePadding));
}

void LegendPage::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme().panel);
    const QPointF left(pagePadding, pagePadding / 2);
    paintGroups(painter, left, leftGroups());
    paintGroups(painter, left + QPointF(columnWidth, 0), rightGroups());
}

}  // namespace app
