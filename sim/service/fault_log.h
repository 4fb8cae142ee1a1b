// Every fault that has begun in a run, by id: the part of the command log that services read. Written
// only while the scheduler stands still, so that all threads read the same.
#pragma once

#include <deque>

#include "models/scenario.h"
#include "sim/command.h"

namespace sim {

class FaultLog {
  public:
    FaultId add(models::Fault fault) {
        m_faults.push_back(std::move(fault));
        return static_cast<FaultId>(m_faults.size());
    }
    const models::Fault& operator[](FaultId id) const {
        return m_faults[static_cast<std::size_t>(id - 1)];
    }
    FaultId last() const { return static_cast<FaultId>(m_faults.size()); }

  private:
    std::deque<models::Fault> m_faults;  // references stay valid
};

}  // namespace sim
