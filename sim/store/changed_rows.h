// Which rows of a table were changed last, as SQLite tells it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace sim {

class ChangedRows {
  public:
    void add(std::int64_t row) {
        if (m_rows.size() < changesAtMost) {
            m_rows.push_back(row);
        } else {
            m_rows[m_next] = row;
        }
        m_next = (m_next + 1) % changesAtMost;
    }

    // Each once, the newest first.
    std::vector<std::int64_t> newestFirst() const {
        std::vector<std::int64_t> rows;
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            const std::size_t at = (m_next + changesAtMost - 1 - i) % changesAtMost;
            if (std::ranges::find(rows, m_rows[at]) == rows.end()) {
                rows.push_back(m_rows[at]);
            }
        }
        return rows;
    }

  private:
    // Rows changed longest ago are forgotten: nobody reads more than this of a table.
    static constexpr std::size_t changesAtMost = 64;

    std::vector<std::int64_t> m_rows;  // a ring once it is full
    std::size_t m_next = 0;
};

}  // namespace sim
