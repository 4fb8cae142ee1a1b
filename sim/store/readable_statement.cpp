#include "sim/store/readable_statement.h"

#include <algorithm>

#include "sim/store/statement_text.h"

namespace sim {

namespace {

std::string nameOf(const BindSource& source, const BindNames& names) {
    const auto found = std::ranges::find_if(
        names.all(), [&](const std::string& name) { return names.find(name) == source; });
    return found == names.all().end() ? "?" : ':' + *found;
}

}  // namespace

std::string readableStatement(const models::StoreStep& step, const models::Table& table,
                              const BindNames& names) {
    const StatementText text = storeStatement(step, table, names);
    std::string readable;
    std::size_t bind = 0;
    char quote = 0;  // inside of which a question mark is a letter
    for (const char each : text.sql) {
        if (quote == 0 && (each == '\'' || each == '"')) {
            quote = each;
        } else if (each == quote) {
            quote = 0;
        }
        if (each == '?' && quote == 0 && bind < text.binds.size()) {
            readable += nameOf(text.binds[bind++], names);
        } else {
            readable += each;
        }
    }
    return readable;
}

}  // namespace sim
