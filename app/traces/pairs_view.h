// The requests behind a figure of a panel: each in two runs, of which one lacks what the other has.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>
#include <optional>

#include "app/session/session.h"
#include "app/traces/pair_list.h"

namespace app {

class PairsView final : public QWidget {
    Q_OBJECT

  public:
    explicit PairsView(Session& session, QWidget* parent = nullptr);

    void show(const PairsWanted& wanted);
    // The figures grow while the run goes on. False: there are none any more.
    bool refresh();
    const PairsWanted& wanted() const { return m_wanted; }
    const PairList& list() const { return *m_list; }
    // That is looked at; absent: none.
    std::optional<std::int64_t> request() const;
    // What the two runs are called: "without it" and "with it".
    QString firstName() const;
    QString secondName() const;

  Q_SIGNALS:
    void chosen(std::int64_t request);
    void closeWanted();

  private:
    const sim::JourneyDifference* difference() const;
    QString sentence(const sim::JourneyDifference& difference) const;

    Session& m_session;
    PairsWanted m_wanted;
    std::shared_ptr<const sim::PairSeen> m_seen;
    QLabel* m_about;
    PairList* m_list;
    SignTable* m_table;
    bool m_isFilling = false;
};

}  // namespace app
