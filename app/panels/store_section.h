// The store of the selected service: its tables, and the rows that were changed last.
#pragma once

#include "app/panels/rows_section.h"

namespace app {

class StoreSection final : public RowsSection {
    Q_OBJECT

  public:
    StoreSection(Session& session, QWidget* parent)
        : RowsSection(Icon::Cylinder, tr("Store"), session, parent) {}

  protected:
    QString subject() const override;
    std::vector<Table> tables() const override;
    std::optional<sim::RowsWanted> wanted() const override;
    QString aside(sim::Instant readAt, int changed) const override;
};

}  // namespace app
