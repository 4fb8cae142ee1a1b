#include "app/traces/pair_list.h"

#include "app/look/cell_alignment.h"
#include "app/look/difference.h"
#include "app/look/glyphs.h"
#include "app/look/number_text.h"
#include "app/look/utf8_text.h"

namespace app {
namespace {

// "46 ms", "degraded, 46 ms", "breaker-open, 1.2 ms"
QString endText(const sim::RequestEnd& end) {
    QString took = latencyText(end.took);
    if (!end.failed() && !end.degraded)
        return took;
    const QString what = end.failed() ? text(models::nameOf(end.cause)) : PairList::tr("degraded");
    return what + QStringLiteral(", ") + took;
}

Glyph glyphOfEnd(const sim::RequestEnd& end) {
    return end.failed() ? Glyph::Failing : end.degraded ? Glyph::Degraded : Glyph::Ok;
}

}  // namespace

void PairList::show(std::vector<Row> rows, const QString& first, const QString& second) {
    beginResetModel();
    m_rows = std::move(rows);
    m_first = first;
    m_second = second;
    endResetModel();
}

int PairList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PairList::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QString PairList::textOf(const Row& row, int column) {
    switch (column) {
        case Start:
            return clockText(row.pair.second.started, 3);
        case Request:
            return QStringLiteral("#%1").arg(row.request);
        case First:
            return endText(row.pair.first);
        case Second:
            return endText(row.pair.second);
        default: {
            // What failed took no less time for what it was to do.
            if (row.pair.first.failed() || row.pair.second.failed())
                return {};
            const sim::Duration by = row.pair.slowerBy();
            return by == sim::Duration{}
                       ? tr("the same")
                       : signedText(by > sim::Duration{} ? Direction::More : Direction::Less,
                                    latencyText(std::chrono::abs(by)));
        }
    }
}

QVariant PairList::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return textOf(row, index.column());
        case Qt::TextAlignmentRole:
            return cellAlignment(index.column() == Difference);
        case GlyphRole:
            return index.column() == First ? QVariant(static_cast<int>(glyphOfEnd(row.pair.first)))
                   : index.column() == Second
                       ? QVariant(static_cast<int>(glyphOfEnd(row.pair.second)))
                       : QVariant();
        case LoudnessRole:
            return static_cast<int>(index.column() == Request ? Loudness::Quiet : Loudness::Plain);
        case RequestRole:
            return static_cast<qlonglong>(row.request);
        default:
            return {};
    }
}

QVariant PairList::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return cellAlignment(section == Difference);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
        case Start:
            return tr("start");
        case Request:
            return tr("request");
        case First:
            return m_first;
        case Second:
            return m_second;
        default:
            return tr("difference");
    }
}

}  // namespace app
