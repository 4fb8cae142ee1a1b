#include "app/traces/blame_view.h"

#include <QPainter>
#include <algorithm>

#include "app/graph/paint_tools.h"
#include "app/look/number_text.h"
#include "app/traces/part_painter.h"

namespace app {
namespace {

constexpr double numbersWidth = 116;  // "12.3 ms   41.5 %" at the right end of a column

sim::Duration durationOf(double seconds) {
    return std::chrono::duration_cast<sim::Duration>(std::chrono::duration<double>(seconds));
}

}  // namespace

void BlameView::show(sim::LatencyBlame blame) {
    m_blame = std::move(blame);
    m_rows.clear();
    m_longest = 0;
    const auto rowOf = [this](const sim::LatencyShare& share) -> Row& {
        const auto found = std::ranges::find_if(m_rows, [&](const Row& each) {
            return each.service == share.service && each.cause == share.cause;
        });
        return found != m_rows.end() ? *found
                                     : m_rows.emplace_back(Row{share.service, share.cause});
    };
    for (const sim::LatencyShare& share : m_blame.p99.shares) {
        rowOf(share).p99 = share.sum;
        m_longest = std::max(m_longest, m_blame.p99.meanSeconds(share.sum));
    }
    for (const sim::LatencyShare& share : m_blame.p50.shares) {
        rowOf(share).p50 = share.sum;
        m_longest = std::max(m_longest, m_blame.p50.meanSeconds(share.sum));
    }
    rowsChanged();
}

QString BlameView::headOf(const QString& percentile, const sim::LatencyBand& band) const {
    const QString text =
        tr("%1 %2: %3 requests, ranks %4 to %5 of %6")
            .arg(percentile, latencyText(band.atPercentile), countText(band.requests()),
                 countText(band.firstRank), countText(band.lastRank), countText(m_blame.requests));
    return band.isOfTooFew() ? tr("%1; too few to tell much").arg(text) : text;
}

QString BlameView::spoken() const {
    if (m_blame.requests == 0)
        return tr("No request of %1 was traced that ended well.")
            .arg(QString::fromStdString(m_blame.journey));
    QStringList lines{headOf(QStringLiteral("p50"), m_blame.p50),
                      headOf(QStringLiteral("p99"), m_blame.p99)};
    for (const Row& row : m_rows)
        lines << tr("%1 %2: %3 of p50, %4 of p99")
                     .arg(QString::fromStdString(row.service), partWord(row.cause),
                          percentText(m_blame.p50.shareOf(row.p50)),
                          percentText(m_blame.p99.shareOf(row.p99)));
    return lines.join(QStringLiteral(". "));
}

QRectF BlameView::column(int place) const {
    const double names = std::clamp(viewport()->width() * 0.27, 200.0, 330.0);
    const double wide = (viewport()->width() - names - sideMargin) / 2;
    return {names + place * wide, 0, wide - (place == 0 ? 28 : 0), rowHeight};
}

void BlameView::paintHead(QPainter& painter) const {
    const QString journey = QString::fromStdString(m_blame.journey);
    if (m_blame.requests == 0) {
        paintTitle(painter, journey, tr("no request was traced that ended ok or degraded"));
        return;
    }
    paintTitle(painter, tr("Where p50 and p99 of %1 come from").arg(journey),
               tr("what the requests waited for, on average; %1 traced that ended ok or degraded")
                   .arg(countText(m_blame.requests)));
    const std::array bands = {std::pair(QStringLiteral("p50"), &m_blame.p50),
                              std::pair(QStringLiteral("p99"), &m_blame.p99)};
    for (int place = 0; place < 2; ++place) {
        const auto& [name, band] = bands[static_cast<std::size_t>(place)];
        const QRectF room = column(place);
        paintText(painter, {room.left(), 58}, headOf(name, *band),
                  {12, 400, band->isOfTooFew() ? theme().ink2 : theme().ink3}, room.width());
    }
}

void BlameView::paintRow(QPainter& painter, int row, double middle) const {
    const Row& shown = m_rows[static_cast<std::size_t>(row)];
    const double room = column(0).left() - sideMargin - 12;
    const QString service = QString::fromStdString(shown.service) + QLatin1Char(' ');
    const double taken =
        paintText(painter, {sideMargin, middle + 5}, service, {13, 400, theme().ink}, room);
    if (room - taken > 24)
        paintText(painter, {sideMargin + taken + 4, middle + 5}, partWord(shown.cause),
                  {13, 400, theme().ink2}, room - taken - 4);
    paintCell(painter, column(0).translated(0, middle), shown, m_blame.p50, shown.p50);
    paintCell(painter, column(1).translated(0, middle), shown, m_blame.p99, shown.p99);
}

// `room` begins in the middle of the row.
void BlameView::paintCell(QPainter& painter, const QRectF& room, const Row& row,
                          const sim::LatencyBand& band, sim::Duration sum) const {
    const double middle = room.top();
    const double seconds = band.meanSeconds(sum);
    if (sum > sim::Duration{} && m_longest > 0) {
        const double wide =
            std::max(2.0, seconds / m_longest * std::max(10.0, room.width() - numbersWidth - 8));
        paintPart(painter, QRectF(room.left(), middle - 6, wide, 12), row.cause,
                  devicePixelRatioF());
    }
    const bool isLarge = band.shareOf(sum) >= 0.25;
    const TextStyle style{12, isLarge ? 600 : 400,
                          sum > sim::Duration{} ? theme().ink : theme().ink3};
    paintTextRight(painter, {room.right() - 54, middle + 4}, latencyText(durationOf(seconds)),
                   style);
    paintTextRight(painter, {room.right(), middle + 4}, percentText(band.shareOf(sum)), style);
}

}  // namespace app
