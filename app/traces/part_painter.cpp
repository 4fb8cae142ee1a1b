#include "app/traces/part_painter.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/charts/chart_patterns.h"
#include "app/look/theme.h"

namespace app {
namespace {

QString said(const char* words) {
    return QCoreApplication::translate("Traces", words);
}

void paintHollow(QPainter& painter, const QRectF& bar, const QPen& pen) {
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(
        QRectF(bar.left() + 0.5, bar.center().y() - 2.5, std::max(0.0, bar.width() - 1), 5));
}

void paintHatched(QPainter& painter, const QRectF& bar, const QColor& color, double ratio) {
    painter.fillRect(bar, hatchBrush(color, 1.5, 4, ratio));
    painter.setPen(QPen(color, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5));
}

}  // namespace

void paintPart(QPainter& painter, const QRectF& bar, sim::TimeKind kind, double ratio) {
    const Theme& look = theme();
    switch (kind) {
        case sim::TimeKind::Waits:
            paintHatched(painter, bar, look.work, ratio);
            break;
        case sim::TimeKind::Works:
            painter.fillRect(bar, look.work);
            break;
        case sim::TimeKind::Network:
            painter.fillRect(QRectF(bar.left(), bar.center().y() - 1, bar.width(), 2), look.work);
            break;
        case sim::TimeKind::Blocked:
        case sim::TimeKind::Fetch:
        case sim::TimeKind::Topic:
            paintHollow(painter, bar, QPen(look.work, 1));
            break;
        case sim::TimeKind::Sleeps:
        case sim::TimeKind::BackOff:
            paintHollow(painter, bar, QPen(look.work, 1, Qt::DotLine));
            break;
        case sim::TimeKind::Connection:
        case sim::TimeKind::Permit:
            paintHatched(painter, QRectF(bar.left(), bar.center().y() - 3, bar.width(), 6),
                         look.work, ratio);
            break;
        case sim::TimeKind::Hangs:
            paintHatched(painter, bar, look.failing, ratio);
            break;
    }
}

void paintPart(QPainter& painter, const QRectF& bar, sim::LatencyCause cause, double ratio) {
    if (const std::optional<sim::TimeKind> kind = sim::timeKindOf(cause))
        paintPart(painter, bar, *kind, ratio);
    else
        paintHatched(painter, bar, theme().failing, ratio);
}

QString partWord(sim::TimeKind kind) {
    switch (kind) {
        case sim::TimeKind::Waits:
            return said("waits for a slot");
        case sim::TimeKind::Works:
            return said("works");
        case sim::TimeKind::Network:
            return said("network");
        case sim::TimeKind::Connection:
            return said("waits for a connection");
        case sim::TimeKind::Permit:
            return said("waits for a permit");
        case sim::TimeKind::Fetch:
            return said("waits for another\u2019s fetching");
        case sim::TimeKind::Topic:
            return said("waits for a topic");
        case sim::TimeKind::Hangs:
            return said("hangs");
        case sim::TimeKind::Sleeps:
            return said("sleeps");
        case sim::TimeKind::BackOff:
            return said("back-off");
        case sim::TimeKind::Blocked:
            break;
    }
    return said("blocked on others");
}

QString partWord(sim::LatencyCause cause) {
    const std::optional<sim::TimeKind> kind = sim::timeKindOf(cause);
    return kind ? partWord(*kind) : said("attempts made again");
}

}  // namespace app
