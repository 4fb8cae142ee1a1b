// Which rows of a table were changed last, as SQLite tells it, and by which request.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace sim {

struct ChangedRow {
    std::int64_t row = 0;
    std::int64_t request = 0;  // that changed it
};

class ChangedRows {
  public:
    void add(ChangedRow change) {
        if (m_changes.size() < changesAtMost) {
            m_changes.push_back(change);
        } else {
            m_changes[m_next] = change;
        }
        m_next = (m_next + 1) % changesAtMost;
    }

    // Each row once, by its last change, the newest first.
    std::vector<ChangedRow> newestFirst() const {
        std::vector<ChangedRow> newest;
        for (std::size_t i = 0; i < m_changes.size(); ++i) {
            const ChangedRow& change = m_changes[(m_next + changesAtMost - 1 - i) % changesAtMost];
            if (std::ranges::find(newest, change.row, &ChangedRow::row) == newest.end()) {
                newest.push_back(change);
            }
        }
        return newest;
    }

  private:
    // Rows changed longest ago are forgotten: nobody reads more than this of a table.
    static constexpr std::size_t changesAtMost = 64;

    std::vector<ChangedRow> m_changes;  // a ring once it is full
    std::size_t m_next = 0;
};

}  // namespace sim
