#include "app/traces/trace_list.h"

#include "app/look/cell_alignment.h"
#include "app/look/number_text.h"

namespace app {

void TraceList::show(std::vector<TracePointer> traces) {
    beginResetModel();
    m_traces = std::move(traces);
    endResetModel();
}

int TraceList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_traces.size());
}

int TraceList::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant TraceList::sortedBy(const sim::Trace& trace, int column) {
    switch (column) {
        case Start:
            return static_cast<qlonglong>(models::sinceStart(trace.begun).count());
        case Request:
            return static_cast<qlonglong>(trace.request);
        case Took:
            return static_cast<qlonglong>(trace.took().count());
        case Spans:
            return static_cast<qlonglong>(trace.spans.size());
        default:
            return textOf(trace, column);
    }
}

QString TraceList::textOf(const sim::Trace& trace, int column) {
    switch (column) {
        case Start:
            return clockText(trace.begun, 3);
        case Request:
            return QStringLiteral("#%1").arg(trace.request);
        case Journey:
            return QString::fromStdString(trace.journey);
        case Took:
            return millisecondsText(trace.took());
        case Spans:
            return countText(static_cast<std::int64_t>(trace.spans.size()));
        default:
            return QString::fromStdString(
                trace.spans[static_cast<std::size_t>(trace.slowest)].service);
    }
}

QVariant TraceList::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const sim::Trace& trace = *m_traces[static_cast<std::size_t>(index.row())];
    const bool isNumber = index.column() == Took || index.column() == Spans;
    switch (role) {
        case Qt::DisplayRole:
            return textOf(trace, index.column());
        case Qt::TextAlignmentRole:
            return cellAlignment(isNumber);
        case GlyphRole:
            return index.column() == Start ? QVariant(static_cast<int>(glyphOf(trace)))
                                           : QVariant();
        case LoudnessRole:
            return static_cast<int>(index.column() == Spans || index.column() == Request
                                        ? Loudness::Quiet
                                        : Loudness::Plain);
        case SortRole:
            return sortedBy(trace, index.column());
        case RequestRole:
            return static_cast<qlonglong>(trace.request);
        default:
            return {};
    }
}

QVariant TraceList::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return cellAlignment(section == Took || section == Spans);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
        case Start:
            return tr("start");
        case Request:
            return tr("request");
        case Journey:
            return tr("journey");
        case Took:
            return tr("ms");
        case Spans:
            return tr("spans");
        default:
            return tr("slowest part");
    }
}

}  // namespace app
