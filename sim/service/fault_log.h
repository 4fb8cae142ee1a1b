// Every fault that has begun in a run, by id: the part of the command log that services read.
// Written only while the scheduler stands still, so that all threads read the same.
#pragma once

#include <algorithm>
#include <deque>
#include <utility>
#include <variant>

#include "models/scenario.h"
#include "sim/command.h"

namespace sim {

class FaultLog {
  public:
    FaultId add(models::Fault fault, Instant from, Instant to) {
        m_entries.push_back({std::move(fault), from, to});
        return static_cast<FaultId>(m_entries.size());
    }
    void end(FaultId id, Instant at) { m_entries[static_cast<std::size_t>(id - 1)].to = at; }

    const models::Fault& operator[](FaultId id) const {
        return m_entries[static_cast<std::size_t>(id - 1)].fault;
    }

    FaultId last() const { return static_cast<FaultId>(m_entries.size()); }

    // The hang that keeps all of a service silent at `now`; noFault: none does. A caller whose
    // attempt expires meanwhile waited for a callee that did nothing.
    FaultId silencing(const models::Service& service, Instant now) const {
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            const Entry& entry = m_entries[i];
            if (entry.from <= now && now < entry.to && hangsAllOf(entry.fault, service)) {
                return static_cast<FaultId>(i + 1);
            }
        }
        return noFault;
    }

  private:
    struct Entry {
        models::Fault fault;
        Instant from{};
        Instant to{};  // as far as is known
    };

    static bool hangsAllOf(const models::Fault& fault, const models::Service& service) {
        return std::holds_alternative<models::Hang>(fault.kind) &&
               std::ranges::any_of(fault.targets, [&](const models::Target& target) {
                   return target.service == service.name &&
                          (!target.instance || service.instances == 1);
               });
    }

    std::deque<Entry> m_entries;  // references stay valid
};

}  // namespace sim
