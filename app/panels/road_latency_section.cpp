#include "app/panels/road_latency_section.h"

#include <QPainter>
#include <algorithm>
#include <numeric>

#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr double histogramHeight = 40, journeyGap = 10, scaleHeight = 16;

// Of the ticks whose requests ended while both roads are known.
sim::LatencyBands latenciesBetween(const std::vector<sim::ChartTick>& ticks, std::size_t journey,
                                   const sim::PairSeen& roads) {
    sim::LatencyBands sum;
    for (const sim::ChartTick& tick : ticks) {
        if (tick.at > roads.from && tick.at <= roads.at)
            sum.add(tick.journeys[journey].latency);
    }
    return sum;
}

std::int64_t requestsIn(const sim::LatencyBands& bands) {
    return std::accumulate(bands.counts.begin(), bands.counts.end(), std::int64_t(0));
}

double bandShareOf(const sim::LatencyBands& bands, int band) {
    const int place = band - bands.first;
    const bool isThere = place >= 0 && place < static_cast<int>(bands.counts.size());
    const std::int64_t all = requestsIn(bands);
    return isThere && all > 0 ? static_cast<double>(bands.counts[static_cast<std::size_t>(place)]) /
                                    static_cast<double>(all)
                              : 0;
}

int endOfBands(const sim::LatencyBands& bands) {
    return bands.first + static_cast<int>(bands.counts.size());
}

// Steps along the upper edge of the histogram, from band to band.
QPolygonF outlineOf(const sim::LatencyBands& bands, int first, int end, double most,
                    const QRectF& plot) {
    QPolygonF line;
    const double wide = plot.width() / (end - first);
    for (int band = first; band < end; ++band) {
        const double y = plot.bottom() - bandShareOf(bands, band) / most * plot.height();
        line << QPointF(plot.left() + (band - first) * wide, y)
             << QPointF(plot.left() + (band - first + 1) * wide, y);
    }
    return line;
}

void paintBothRoads(QPainter& painter, const RoadLatencies& row, const QRectF& plot) {
    const int first = std::min(row.other.first, row.here.first);
    const int end = std::max(endOfBands(row.other), endOfBands(row.here));
    double most = 0;
    for (int band = first; band < end; ++band)
        most = std::max({most, bandShareOf(row.other, band), bandShareOf(row.here, band)});
    QPolygonF area = outlineOf(row.here, first, end, most, plot);
    area.prepend(plot.bottomLeft());
    area.append(plot.bottomRight());
    painter.setPen(Qt::NoPen);
    QColor fill = theme().work;
    fill.setAlphaF(0.45F);
    painter.setBrush(fill);
    painter.drawPolygon(area);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().ink, 1, Qt::DashLine));
    painter.drawPolyline(outlineOf(row.other, first, end, most, plot));
    painter.fillRect(QRectF(plot.left(), plot.bottom(), plot.width(), 1), theme().edge);
}

}  // namespace

std::vector<RoadLatencies> roadLatencies(const Session& session, const sim::PairSeen& roads) {
    std::vector<RoadLatencies> rows;
    for (std::size_t i = 0; i < roads.journeys.size(); ++i) {
        RoadLatencies row{QString::fromStdString(roads.journeys[i].name),
                          latenciesBetween(session.otherChartTicks(), i, roads),
                          latenciesBetween(session.chartTicks(), i, roads)};
        const bool isKnown = !row.other.counts.empty() && !row.here.counts.empty();
        if (isKnown && !roads.journeys[i].touchesNothing())
            rows.push_back(std::move(row));
    }
    return rows;
}

RoadLatencySection::RoadLatencySection(Session& session, QWidget* parent)
    : PanelSection(parent), m_session(session) {
    setObjectName("roadLatencies");
    setToolTip(
        tr("What share of the requests that ended ok or degraded took how long, on a log scale; "
           "filled: this road, dashed: the other. Each has its own whole."));
    hide();
}

void RoadLatencySection::refresh() {
    const auto& roads = m_session.state().otherRoad ? m_session.state().roads : nullptr;
    if (roads == m_roads)
        return;
    m_roads = roads;
    m_rows = m_roads ? roadLatencies(m_session, *m_roads) : std::vector<RoadLatencies>();
    setVisible(!m_rows.empty());
    contentChanged();
}

double RoadLatencySection::draw(PanelPen& pen) const {
    if (m_rows.empty())
        return 0;
    heading(pen, tr("Latencies of both"), tr("dashed: the other"));
    const double left = PanelPen::sidePadding;
    double top = 36;
    for (const RoadLatencies& row : m_rows) {
        pen.text(left, top + 10, row.journey, lookFont(13), theme().ink, pen.right() - left);
        const QRectF plot(left, top + 22, pen.right() - left, histogramHeight);
        if (pen.painter() != nullptr)
            paintBothRoads(*pen.painter(), row, plot);
        const double axis = plot.bottom() + scaleHeight / 2 + 2;
        pen.text(
            left, axis,
            latencyText(sim::LatencyBands::lowestOf(std::min(row.other.first, row.here.first))),
            lookFont(12), theme().ink3);
        pen.textRight(pen.right(), axis,
                      latencyText(sim::LatencyBands::lowestOf(
                          std::max(endOfBands(row.other), endOfBands(row.here)))),
                      lookFont(12), theme().ink3);
        top = plot.bottom() + scaleHeight + journeyGap;
    }
    return top;
}

QString RoadLatencySection::spoken() const {
    if (m_rows.empty())
        return {};
    QStringList parts{tr("Latencies of both roads")};
    for (const RoadLatencies& row : m_rows)
        parts << tr("%1: %2 requests on the other road, %3 here")
                     .arg(row.journey, countText(requestsIn(row.other)),
                          countText(requestsIn(row.here)));
    return parts.join(QStringLiteral(". "));
}

}  // namespace app
