// The messages of the selected topic: those that it still has, the oldest first, and its dead
// letters.
#pragma once

#include "app/panels/rows_section.h"

namespace app {

class TopicMessagesSection final : public RowsSection {
    Q_OBJECT

  public:
    TopicMessagesSection(Session& session, QWidget* parent)
        : RowsSection(std::nullopt, tr("Messages now"), session, parent) {
        marksNothing();  // each grows older all the time
    }

  protected:
    QString subject() const override;
    std::vector<Table> tables() const override;
    std::optional<sim::RowsWanted> wanted() const override;
    QString aside(sim::Instant readAt, int changed) const override;

  private:
    const sim::TopicSnapshot* topicNow() const;  // null: nothing was seen yet
};

}  // namespace app
