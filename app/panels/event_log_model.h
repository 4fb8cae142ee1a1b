// What happened in the run, a row each: the engine's timeline, what the user did, and what the user
// noted of an instant, in the order of simulated time. Grows at its end while the run goes on.
#pragma once

#include <QAbstractTableModel>

#include "app/look/glyphs.h"
#include "app/look/icons.h"
#include "app/panels/sign_table.h"
#include "app/session/session.h"

namespace app {

class EventLogModel final : public QAbstractTableModel {
    Q_OBJECT

  public:
    using QAbstractTableModel::QAbstractTableModel;

    enum Column { Time, What, Where, Detail, Columns };
    enum Role { NodeRole = OwnRole, InstantRole };

    // What is new is appended; where what was shown is no longer part of it, all is shown anew.
    void show(const std::vector<sim::TimelineRow>& timeline, const std::vector<UserAct>& acts,
              const std::vector<sim::Bookmark>& bookmarks);

    // Rows of later instants are faint; absent: none is.
    void setReview(std::optional<sim::Instant> shown);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    struct Row {
        sim::Instant at{};
        QString what, where, detail;
        bool isUsers = false;
        bool isBookmark = false;
    };
    static Row rowOf(const sim::TimelineRow& row);
    static Row rowOf(const UserAct& act);
    static Row rowOf(const sim::Bookmark& bookmark);
    bool goesOn(const std::vector<sim::TimelineRow>& timeline,
                const std::vector<UserAct>& acts) const;

    std::vector<Row> m_rows;
    std::size_t m_timelineSeen = 0, m_actsSeen = 0;
    std::optional<sim::TimelineRow> m_lastSeen;
    std::vector<sim::Bookmark> m_bookmarks;
    std::optional<sim::Instant> m_review;
};

// The node that a row of the timeline is about: "payment" of "payment#1" and "gateway" of
// "gateway -> payment.charge".
QString nodeOfPlace(const QString& where);

// All as comma-separated values, times in seconds to the nanosecond.
QString eventLogCsv(const std::vector<sim::TimelineRow>& timeline, const std::vector<UserAct>& acts,
                    const std::vector<sim::Bookmark>& bookmarks);

}  // namespace app
