// How somebody who looks into a store reads one of its tables.
#pragma once

#include <string>
#include <vector>

#include "models/scenario.h"
#include "sim/store/changed_rows.h"
#include "sim/store/sql_names.h"
#include "sim/store/statement_text.h"

namespace sim {

struct TableLayout {
    std::vector<std::string> columns;
    std::string select;   // up to its WHERE
    std::string key;      // the row's number; a key of several columns has none
    std::string order;    // the newest first, as far as the key tells
    ChangedRows changed;  // stays empty where rows have no number
};

inline TableLayout layoutOf(const models::Table& table) {
    TableLayout layout;
    layout.columns = columnNames(table);
    for (const std::string& column : layout.columns) {
        layout.select += (layout.select.empty() ? "SELECT " : ", ") + quotedName(column);
    }
    layout.select += " FROM " + quotedName(table.name);
    for (const std::string& key : table.key) {
        layout.order += (layout.order.empty() ? "" : ", ") + quotedName(key) + " DESC";
    }
    layout.key = quotedName(table.key.front());
    return layout;
}

}  // namespace sim
