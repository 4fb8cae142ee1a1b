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
            paintHollow(painter, bar, QPen(look.work, 1));
            break;
    }
}

void paintPart(QPainter& painter, const QRectF& bar, sim::LatencyCause cause, double ratio) {
    using Cause = sim::LatencyCause;
    switch (cause) {
        case Cause::Waits:
            return paintPart(painter, bar, sim::TimeKind::Waits, ratio);
        case Cause::Works:
            return paintPart(painter, bar, sim::TimeKind::Works, ratio);
        case Cause::Network:
            return paintPart(painter, bar, sim::TimeKind::Network, ratio);
        case Cause::Blocked:
            return paintPart(painter, bar, sim::TimeKind::Blocked, ratio);
        case Cause::BackOff:
            return paintHollow(painter, bar, QPen(theme().work, 1, Qt::DotLine));
        case Cause::Retried:
            return paintHatched(painter, bar, theme().failing, ratio);
    }
}

QString partWord(sim::TimeKind kind) {
    switch (kind) {
        case sim::TimeKind::Waits:
            return said("waits for a slot");
        case sim::TimeKind::Works:
            return said("works");
        case sim::TimeKind::Network:
            return said("network");
        case sim::TimeKind::Blocked:
            break;
    }
    return said("blocked on others");
}

QString partWord(sim::LatencyCause cause) {
    using Cause = sim::LatencyCause;
    switch (cause) {
        case Cause::Waits:
            return said("waits for a slot");
        case Cause::Works:
            return said("works");
        case Cause::Network:
            return said("network");
        case Cause::Blocked:
            return said("blocked, or sleeps");
        case Cause::BackOff:
            return said("back-off");
        case Cause::Retried:
            break;
    }
    return said("attempts made again");
}

}  // namespace app
