#include "app/charts/chart_heat.h"

#include <QImage>
#include <algorithm>
#include <cmath>
#include <map>

#include "app/export/painting.h"
#include "app/look/theme.h"
#include "sim/snapshot.h"

namespace app {
namespace {

// Who is as good as not delayed takes whole decades of a log axis, and tells nothing.
constexpr double fastestLeftOut = 0.01;
constexpr double faintest = 0.10;  // of a cell with a single request, which must still be seen

double bandInMs(int band) {
    return models::inSeconds(sim::LatencyBands::lowestOf(band)) * 1000;
}

std::uint32_t fullest(const ChartHeat& heat, TimeRange range) {
    std::uint32_t most = 1;
    for (const ChartHeat::Column& column : heat.columns) {
        if (column.to <= range.from || column.from >= range.to)
            continue;
        for (const std::uint32_t count : column.counts)
            most = std::max(most, count);
    }
    return most;
}

// Shares of requests differ by hundreds; the square root shows the rare ones too.
double strengthOf(std::uint32_t count, std::uint32_t most) {
    const double share = std::sqrt(static_cast<double>(count) / most);
    return faintest + (1 - faintest) * share;
}

}  // namespace

std::pair<double, double> ChartHeat::extentIn(TimeRange range) const {
    std::map<int, std::int64_t> byBand;
    std::int64_t all = 0;
    for (const Column& column : columns) {
        if (column.to <= range.from || column.from >= range.to)
            continue;
        for (std::size_t i = 0; i < column.counts.size(); ++i) {
            const int band = column.firstBand + static_cast<int>(i);
            if (band == 0)
                continue;  // who only leaves a message takes no time, which has no logarithm
            byBand[band] += column.counts[i];
            all += column.counts[i];
        }
    }
    if (all == 0)
        return {std::numeric_limits<double>::infinity(), 0};
    std::int64_t below = 0;
    auto lowest = byBand.begin();
    while (static_cast<double>(below + lowest->second) <=
           fastestLeftOut * static_cast<double>(all)) {
        below += lowest->second;
        ++lowest;
    }
    return {bandInMs(lowest->first), bandInMs(byBand.rbegin()->first + 1)};
}

// In an image of the plot's own pixels: thousands of cells are one picture, in a file too.
void paintHeat(QPainter& painter, const ChartGeometry& g, const ChartHeat& heat) {
    const double ratio = patternRatio(painter);
    QImage image((g.plot.size() * ratio).toSize().expandedTo({1, 1}),
                 QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const std::uint32_t most = fullest(heat, g.range);
    QPainter cells(&image);
    cells.scale(ratio, ratio);
    cells.translate(-g.plot.topLeft());
    cells.setCompositionMode(QPainter::CompositionMode_Source);
    QColor colour = theme().work;
    for (const ChartHeat::Column& column : heat.columns) {
        const double left = std::floor(g.x(column.from) * ratio) / ratio;
        const double right = std::floor(g.x(column.to) * ratio) / ratio;
        for (std::size_t i = 0; i < column.counts.size(); ++i) {
            if (column.counts[i] == 0)
                continue;
            const int band = column.firstBand + static_cast<int>(i);
            const double bottom = std::ceil(g.y(bandInMs(band)) * ratio) / ratio;
            const double top = std::ceil(g.y(bandInMs(band + 1)) * ratio) / ratio;
            colour.setAlphaF(static_cast<float>(strengthOf(column.counts[i], most)));
            cells.fillRect(QRectF(QPointF(left, top), QPointF(right, bottom)), colour);
        }
    }
    cells.end();
    painter.drawImage(g.plot, image);
}

}  // namespace app
