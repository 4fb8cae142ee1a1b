// The rows of a store as short text: "1 0 | 2 5", in the order of the first column.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "sim/simulation.h"

namespace tests {

// Of the scenario's service of that place; what is wrong instead of them.
inline std::string rowsOf(sim::Simulation& simulation, const std::string& table,
                          std::size_t service = 0) {
    const sim::TableRows found =
        simulation.storeRows({.service = service, .table = table, .limit = 20});
    std::vector<std::string> rows;
    for (const auto& row : found.rows) {
        std::string text;
        for (const auto& cell : row) {
            text += (text.empty() ? "" : " ") + cell.value_or("NULL");
        }
        rows.push_back(text);
    }
    std::ranges::sort(rows);
    std::string text = found.problem;
    for (const std::string& row : rows) {
        text += (text.empty() ? "" : " | ") + row;
    }
    return text;
}

}  // namespace tests
