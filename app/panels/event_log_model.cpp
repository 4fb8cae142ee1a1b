#include "app/panels/event_log_model.h"

#include <algorithm>

#include "app/export/csv.h"
#include "app/look/cell_alignment.h"
#include "app/look/number_text.h"

namespace app {
namespace {

// The contract's words, as a reader would say them.
QString wordOf(const std::string& what) {
    if (what == "breaker-open")
        return QStringLiteral("breaker opened");
    if (what == "breaker-half-open")
        return QStringLiteral("breaker probes");
    if (what == "breaker-closed")
        return QStringLiteral("breaker closed");
    return QString::fromStdString(what).replace(QLatin1Char('-'), QLatin1Char(' '));
}

Glyph glyphOf(const QString& what) {
    if (what == QLatin1String("killed"))
        return Glyph::Down;
    if (what == QLatin1String("crashed"))
        return Glyph::Failing;
    if (what == QLatin1String("hung") || what == QLatin1String("fault") ||
        what == QLatin1String("rolled back"))
        return Glyph::Degraded;
    if (what == QLatin1String("breaker opened") || what == QLatin1String("breaker probes"))
        return Glyph::Breaker;
    if (what == QLatin1String("restarted"))
        return Glyph::NotJudged;
    return Glyph::Ok;
}

bool isSame(const sim::TimelineRow& a, const sim::TimelineRow& b) {
    return a.at == b.at && a.what == b.what && a.where == b.where && a.fault == b.fault;
}

}  // namespace

QString nodeOfPlace(const QString& where) {
    const QString caller = where.section(QStringLiteral(" -> "), 0, 0);
    return caller.section(QLatin1Char('#'), 0, 0);
}

EventLogModel::Row EventLogModel::rowOf(const sim::TimelineRow& row) {
    return {row.at, wordOf(row.what), QString::fromStdString(row.where),
            QString::fromStdString(row.detail), false};
}

EventLogModel::Row EventLogModel::rowOf(const UserAct& act) {
    return {act.at, act.what, act.where, tr("by you"), true};
}

EventLogModel::Row EventLogModel::rowOf(const sim::Bookmark& bookmark) {
    return {bookmark.at, tr("Bookmark"), {}, QString::fromStdString(bookmark.note), true, true};
}

bool EventLogModel::goesOn(const std::vector<sim::TimelineRow>& timeline,
                           const std::vector<UserAct>& acts) const {
    if (timeline.size() < m_timelineSeen || acts.size() < m_actsSeen)
        return false;
    return m_timelineSeen == 0 || isSame(timeline[m_timelineSeen - 1], *m_lastSeen);
}

void EventLogModel::show(const std::vector<sim::TimelineRow>& timeline,
                         const std::vector<UserAct>& acts,
                         const std::vector<sim::Bookmark>& bookmarks) {
    std::vector<Row> added;
    // A note may be of any instant: it gets its place among all that is shown.
    if (!goesOn(timeline, acts) || bookmarks != m_bookmarks) {
        beginResetModel();
        m_rows.clear();
        m_timelineSeen = m_actsSeen = 0;
        endResetModel();
        m_bookmarks = bookmarks;
        for (const sim::Bookmark& bookmark : bookmarks)
            added.push_back(rowOf(bookmark));
    }
    for (; m_timelineSeen < timeline.size(); ++m_timelineSeen)
        added.push_back(rowOf(timeline[m_timelineSeen]));
    for (; m_actsSeen < acts.size(); ++m_actsSeen)
        added.push_back(rowOf(acts[m_actsSeen]));
    if (!timeline.empty())
        m_lastSeen = timeline.back();
    if (added.empty())
        return;
    // An act comes before what the engine made of it, which is never earlier.
    std::stable_sort(added.begin(), added.end(), [](const Row& a, const Row& b) {
        return std::pair(a.at, !a.isUsers) < std::pair(b.at, !b.isUsers);
    });
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(added.size()) - 1);
    std::move(added.begin(), added.end(), std::back_inserter(m_rows));
    endInsertRows();
}

void EventLogModel::setReview(std::optional<sim::Instant> shown) {
    if (shown == m_review)
        return;
    m_review = shown;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1), {LoudnessRole});
}

int EventLogModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int EventLogModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant EventLogModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == NodeRole)
        return nodeOfPlace(row.where);
    if (role == InstantRole)
        return static_cast<qlonglong>(models::sinceStart(row.at).count());
    if (role == LoudnessRole) {
        const bool isLater = m_review && row.at >= *m_review;
        const bool isQuiet = index.column() == Time || index.column() == Detail;
        return static_cast<int>(isLater   ? Loudness::Faint
                                : isQuiet ? Loudness::Quiet
                                          : Loudness::Plain);
    }
    if (role == GlyphRole && index.column() == What && !row.isUsers)
        return static_cast<int>(glyphOf(row.what));
    if (role == IconRole && index.column() == What && row.isUsers && !row.isBookmark)
        return static_cast<int>(Icon::Bolt);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
        case Time:
            return clockText(row.at, 3);
        case What:
            return row.what;
        case Where:
            return QString(row.where).replace(QStringLiteral("->"), QString(QChar(0x2192)));
        case Detail:
            return row.detail;
        default:
            return {};
    }
}

QVariant EventLogModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= Columns)
        return {};
    if (role == Qt::TextAlignmentRole)
        return cellAlignment(false);
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("Time"), tr("What"), tr("Where"), tr("Detail")};
    return names[section];
}

QString eventLogCsv(const std::vector<sim::TimelineRow>& timeline, const std::vector<UserAct>& acts,
                    const std::vector<sim::Bookmark>& bookmarks) {
    EventLogModel log;
    log.show(timeline, acts, bookmarks);
    QString text = csvRow({QStringLiteral("time_s"), QStringLiteral("what"),
                           QStringLiteral("where"), QStringLiteral("detail")});
    for (int row = 0; row < log.rowCount(); ++row) {
        const auto cell = [&](int column, int role = Qt::DisplayRole) {
            return log.index(row, column).data(role);
        };
        const qlonglong at = cell(0, EventLogModel::InstantRole).toLongLong();
        const QString seconds = QStringLiteral("%1.%2")
                                    .arg(at / 1'000'000'000)
                                    .arg(at % 1'000'000'000, 9, 10, QLatin1Char('0'));
        text +=
            csvRow({seconds, cell(EventLogModel::What).toString(),
                    cell(EventLogModel::Where).toString(), cell(EventLogModel::Detail).toString()});
    }
    return text;
}

}  // namespace app
