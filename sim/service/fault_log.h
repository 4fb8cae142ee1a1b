// Every fault and every rollout that has begun in a run, in its order: the part of the command log
// that services read. Written only while the scheduler stands still, so that all threads read the
// same.
#pragma once

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>
#include <variant>

#include "models/scenario.h"
#include "sim/command.h"
#include "sim/service/link_faults.h"
#include "sim/service/set_program.h"

namespace sim {

class FaultLog {
  public:
    // `link`: where it is upon links.
    FaultId add(models::Fault fault, Instant from, Instant to,
                std::shared_ptr<const LinkFault> link = nullptr) {
        m_entries.push_back({std::move(fault), from, to, std::move(link)});
        return static_cast<FaultId>(m_entries.size());
    }
    void end(FaultId id, Instant at) { m_entries[static_cast<std::size_t>(id - 1)].to = at; }

    const models::Fault& operator[](FaultId id) const {
        return m_entries[static_cast<std::size_t>(id - 1)].fault;
    }

    // Null where it is upon no links.
    const std::shared_ptr<const LinkFault>& link(FaultId id) const {
        return m_entries[static_cast<std::size_t>(id - 1)].link;
    }

    // Its place among the rollouts, from 0.
    std::uint32_t add(models::Rollout rollout) {
        m_rollouts.push_back(std::move(rollout));
        return static_cast<std::uint32_t>(m_rollouts.size() - 1);
    }
    const models::Rollout& rollout(std::uint32_t place) const { return m_rollouts[place]; }
    const std::deque<models::Rollout>& rollouts() const { return m_rollouts; }

    // What was set, by its place in the order of the commands, from 0.
    std::uint32_t add(std::shared_ptr<const SetProgram> set) {
        m_sets.push_back(std::move(set));
        return static_cast<std::uint32_t>(m_sets.size() - 1);
    }
    const std::shared_ptr<const SetProgram>& set(std::uint32_t place) const {
        return m_sets[place];
    }
    // Of that process the last; null: nothing was set.
    std::shared_ptr<const SetProgram> lastSet(ProcessId process) const {
        const auto found = std::find_if(m_sets.rbegin(), m_sets.rend(),
                                        [&](const auto& each) { return each->process == process; });
        return found == m_sets.rend() ? nullptr : *found;
    }

    FaultId last() const { return static_cast<FaultId>(m_entries.size()); }

    // What keeps a caller from hearing of a service at `now`: a hang of all of it, or links that
    // let nothing through; noFault: nothing does. An attempt that expires meanwhile waited for a
    // callee that did nothing, or was never heard.
    FaultId silencing(const models::Service& service, ProcessId caller, ProcessId callee,
                      Instant now) const {
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            const Entry& entry = m_entries[i];
            if (entry.from <= now && now < entry.to &&
                (hangsAllOf(entry.fault, service) ||
                 (entry.link && entry.link->cuts(caller, callee)))) {
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
        std::shared_ptr<const LinkFault> link;
    };

    static bool hangsAllOf(const models::Fault& fault, const models::Service& service) {
        return std::holds_alternative<models::Hang>(fault.kind) &&
               std::ranges::any_of(fault.targets, [&](const models::Target& target) {
                   return target.service == service.name &&
                          (!target.instance || service.instances == 1);
               });
    }

    std::deque<Entry> m_entries;  // references stay valid
    std::deque<models::Rollout> m_rollouts;
    std::deque<std::shared_ptr<const SetProgram>> m_sets;
};

}  // namespace sim
