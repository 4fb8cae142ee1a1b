// What a service's store or a topic holds, as text for somebody who looks; a snapshot holds no
// rows.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/units.h"

namespace sim {

using models::Instant;

inline constexpr const char* messagesTable = "messages";         // that are not ended
inline constexpr const char* deadLettersTable = "dead letters";  // the last of them

struct RowsWanted {
    std::size_t service = 0;  // into the scenario's services
    // In place of a service's: into the scenario's topics, whose tables are these two.
    std::optional<std::size_t> topic{};
    std::string table;   // its rows, those changed last first
    std::string select;  // in place of these, what a SELECT of the user's finds; empty: none
    int limit = 50;
    std::size_t asker = 0;  // who has been given an answer keeps it when others are given theirs
    bool operator==(const RowsWanted&) const = default;
};

struct TableRows {
    RowsWanted wanted;
    Instant at{};
    std::vector<std::string> columns;                           // of a table: key first
    std::vector<std::vector<std::optional<std::string>>> rows;  // absent: NULL
    // The request that changed each row last; 0: nobody lately, or not known. Empty: of none.
    std::vector<std::int64_t> writers;
    bool hasMore = false;             // than were wanted
    std::chrono::nanoseconds took{};  // how long a live run waited for it, by the wall's clock
    std::string problem;              // why there are none; empty: none
};

}  // namespace sim
