#include "app/panels/store_section.h"

#include "app/look/number_text.h"

namespace app {

QString StoreSection::subject() const {
    return service() ? QString::fromStdString(service()->name) : QString();
}

std::vector<RowsSection::Table> StoreSection::tables() const {
    std::vector<Table> tables;
    if (!service() || !service()->store)
        return tables;
    for (const models::Table& table : service()->store->tables) {
        tables.push_back({QString::fromStdString(table.name), std::nullopt});
        if (!seen())
            continue;
        for (const sim::TableSnapshot& filled : seen()->tables) {
            if (filled.name == table.name)
                tables.back().rows = filled.rows;
        }
    }
    return tables;
}

std::optional<sim::RowsWanted> StoreSection::wanted() const {
    const auto index = m_session.selectedServiceIndex();
    return index ? std::optional(sim::RowsWanted{.service = *index}) : std::nullopt;
}

QString StoreSection::aside(sim::Instant readAt, int changed) const {
    return changed > 0 ? tr("%1 changed, read-only, at %2").arg(changed).arg(clockText(readAt))
                       : tr("SQLite, read-only, at %1").arg(clockText(readAt));
}

}  // namespace app
