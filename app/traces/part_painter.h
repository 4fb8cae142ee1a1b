// How the views of traces draw what time was spent on, and what they call it.
#pragma once

#include <QPainter>
#include <QString>

#include "sim/latency_blame.h"

namespace app {

// `ratio` is of the device's pixels to ours.
void paintPart(QPainter& painter, const QRectF& bar, sim::TimeKind kind, double ratio);
void paintPart(QPainter& painter, const QRectF& bar, sim::LatencyCause cause, double ratio);

// "waits for a slot"
QString partWord(sim::TimeKind kind);
QString partWord(sim::LatencyCause cause);

}  // namespace app
