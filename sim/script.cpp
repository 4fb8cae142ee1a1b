#include "sim/script.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace sim {

namespace {

// The script's name is the empty one, before all others.
constexpr std::uint32_t scriptRank = 0;

bool isRestart(const models::Fault& fault) {
    return std::holds_alternative<models::Restart>(fault.kind);
}

}  // namespace

Script::Script(const Program& program, Scheduler& scheduler, std::shared_ptr<FaultLog> log)
    : m_program(program), m_scheduler(scheduler), m_log(std::move(log)) {}

Script::Script(const Script& other, Scheduler& scheduler, std::shared_ptr<FaultLog> log)
    : m_program(other.m_program),
      m_scheduler(scheduler),
      m_log(std::move(log)),
      m_planned(other.m_planned),
      m_begun(other.m_begun) {}

void Script::planOwnFaults(Instant from) {
    for (const models::Fault& fault : m_program.scenario.faults) {
        if (fault.at >= from) {
            m_planned.push_back(fault);
        }
    }
    std::ranges::stable_sort(m_planned, {}, &models::Fault::at);
}

Instant Script::nextAt() const {
    return m_planned.empty() ? models::never : m_planned.front().at;
}

std::vector<FaultId> Script::beginPlanned(Instant now) {
    std::vector<FaultId> begun;
    while (nextAt() <= now) {
        models::Fault fault = std::move(m_planned.front());
        m_planned.erase(m_planned.begin());
        begun.push_back(begin(std::move(fault), now, true));
    }
    return begun;
}

FaultId Script::begin(models::Fault fault, Instant now, bool own) {
    fault.at = now;
    const bool restart = isRestart(fault);
    std::optional<Instant> until;
    if (restart) {
        until = now;
    } else if (fault.duration) {
        until = now + *fault.duration;
    }
    const FaultId id = m_log->add(fault, now, until.value_or(models::never));
    deliver(restart ? EventKind::RestartOrdered : EventKind::FaultBegins, id, now,
            static_cast<std::uint64_t>(id) * 2);
    if (until && !restart) {
        deliver(EventKind::FaultEnds, id, *until, static_cast<std::uint64_t>(id) * 2 + 1);
    }
    if (restart) {
        for (ActiveFault& each : m_begun) {
            const bool endsIt = std::holds_alternative<models::Kill>(each.fault.kind) ||
                                std::holds_alternative<models::Hang>(each.fault.kind);
            if (endsIt && each.fault.targets == fault.targets &&
                each.until.value_or(models::never) > now) {
                each.until = now;
                m_log->end(each.id, now);
            }
        }
    }
    m_begun.push_back({id, std::move(fault), now, until, own});
    return id;
}

void Script::end(FaultId fault, Instant now) {
    ActiveFault& begun = m_begun[static_cast<std::size_t>(fault - 1)];
    if (begun.until.value_or(models::never) <= now) {
        return;
    }
    begun.until = now;
    m_log->end(fault, now);
    deliver(EventKind::FaultEnds, fault, now, static_cast<std::uint64_t>(fault) * 2 + 1);
}

void Script::deliver(EventKind kind, FaultId fault, Instant at, std::uint64_t count) {
    const std::vector<models::Target>& targets = (*m_log)[fault].targets;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const ProcessId to = m_program.processNamed(targets[i].service);
        if (to == noProcess) {
            continue;
        }
        m_scheduler.deliver({{at, EventKey::orderOf(EventClass::Fault, scriptRank, count)},
                             to,
                             kind,
                             FaultEvent{fault, static_cast<std::uint32_t>(i)}});
    }
}

std::vector<ActiveFault> Script::active(Instant now) const {
    std::vector<ActiveFault> active;
    std::ranges::copy_if(m_begun, std::back_inserter(active), [&](const ActiveFault& each) {
        return each.until.value_or(models::never) > now;
    });
    return active;
}

Instant Script::endOf(FaultId fault) const {
    return m_begun[static_cast<std::size_t>(fault - 1)].until.value_or(models::never);
}

}  // namespace sim
