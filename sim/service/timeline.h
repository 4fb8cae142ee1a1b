// What happened at one process, for the report and the event log. Keeps the first 1,000 rows of a
// kind, then only counts: a breaker that flaps for an hour must not fill the memory.
#pragma once

#include <string>
#include <vector>

#include "sim/service/seldom.h"
#include "sim/snapshot.h"

namespace sim {

class Timeline {
  public:
    static constexpr int rowsOfAKindAtMost = 1000;

    void add(TimelineRow row) {
        if (++m_counts[row.what] <= rowsOfAKindAtMost) {
            m_rows.push_back(std::move(row));
        }
    }
    const std::vector<TimelineRow>& rows() const { return m_rows.line(); }

  private:
    SeldomVector<TimelineRow> m_rows;
    SeldomMap<std::string, int> m_counts;
};

}  // namespace sim
