#include "sim/script.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <variant>

#include "sim/service/set_program.h"

namespace sim {

namespace {

// The script's name is the empty one, before all others.
constexpr std::uint32_t scriptRank = 0;

bool isRestart(const models::Fault& fault) {
    return std::holds_alternative<models::Restart>(fault.kind);
}

}  // namespace

Script::Script(const Run& run, Scheduler& scheduler)
    : m_run(run), m_program(*run.program), m_scheduler(scheduler), m_log(run.faults) {}

Script::Script(const Script& other, const Run& run, Scheduler& scheduler)
    : m_run(run),
      m_program(*run.program),
      m_scheduler(scheduler),
      m_log(run.faults),
      m_planned(other.m_planned),
      m_rollouts(other.m_rollouts),
      m_leftOut(other.m_leftOut),
      m_leftOutNumber(other.m_leftOutNumber),
      m_skipped(other.m_skipped),
      m_rolloutCommands(other.m_rolloutCommands),
      m_begun(other.m_begun) {}

void Script::planOwnFaults(Instant from) {
    for (const models::Fault& fault : m_program.scenario.faults) {
        if (fault.at >= from) {
            m_planned.push_back(fault);
        }
    }
    std::ranges::stable_sort(m_planned, {}, &models::Fault::at);
    std::ranges::copy_if(m_program.scenario.rollouts, std::back_inserter(m_rollouts),
                         [&](const models::Rollout& each) { return each.at >= from; });
    std::ranges::stable_sort(m_rollouts, {}, &models::Rollout::at);
}

bool Script::leaveOut(const std::string& name) {
    const bool isFault =
        std::ranges::find(m_planned, name, &models::Fault::name) != m_planned.end();
    if (isFault) {
        m_leftOut.insert(name);
    }
    const bool isRollout = std::erase_if(m_rollouts, [&](const models::Rollout& each) {
                               return each.name == name;
                           }) > 0;
    return isFault || isRollout;
}

// It was over before anybody heard of it.
FaultId Script::skip(models::Fault fault, Instant now, bool own) {
    fault.at = now;
    fault.targets.clear();
    const FaultId id = m_log->add(fault, now, now, nullptr);
    m_begun.push_back({id, std::move(fault), now, now, own});
    m_skipped.insert(id);
    return id;
}

Instant Script::nextAt() const {
    const Instant fault = m_planned.empty() ? models::never : m_planned.front().at;
    return m_rollouts.empty() ? fault : std::min(fault, m_rollouts.front().at);
}

std::vector<FaultId> Script::beginPlanned(Instant now) {
    std::vector<FaultId> begun;
    while (!m_planned.empty() && m_planned.front().at <= now) {
        models::Fault fault = std::move(m_planned.front());
        m_planned.erase(m_planned.begin());
        begun.push_back(m_leftOut.contains(fault.name) ? skip(std::move(fault), now, true)
                                                       : begin(std::move(fault), now, true));
    }
    while (!m_rollouts.empty() && m_rollouts.front().at <= now) {
        models::Rollout rollout = std::move(m_rollouts.front());
        m_rollouts.erase(m_rollouts.begin());
        begin(std::move(rollout), now);
    }
    return begun;
}

void Script::begin(models::Rollout rollout, Instant now) {
    rollout.at = now;
    const std::string service = rollout.service;
    deliverRollout(EventKind::RolloutBegins, service, m_log->add(std::move(rollout)), now);
}

bool Script::take(const Command& command, Instant now) {
    if (const auto* begun = std::get_if<BeginRollout>(&command)) {
        begin(begun->rollout, now);
    } else if (const auto* back = std::get_if<RollBack>(&command)) {
        deliverRollout(EventKind::RollBackOrdered, back->service, 0, now);
    } else if (const auto* wanted = std::get_if<SetParameter>(&command)) {
        set(*wanted, now);
    } else if (std::holds_alternative<PlayFaults>(command)) {
        planOwnFaults(now);
    } else {
        return false;
    }
    return true;
}

void Script::set(const SetParameter& wanted, Instant now) {
    const ProcessId process = m_program.processNamed(wanted.partName());
    const auto set = compileSet(m_program, m_log->lastSet(process), wanted);
    if (set) {
        deliverRollout(EventKind::ParameterSet, wanted.partName(), m_log->add(set), now);
    }
}

// Behind the faults of the same instant, in the order of their own.
void Script::deliverRollout(EventKind kind, const std::string& service, std::uint32_t place,
                            Instant now) {
    constexpr std::uint64_t behindFaults = std::uint64_t(1) << 39;
    const ProcessId to = m_program.processNamed(service);
    if (to != noProcess) {
        m_scheduler.deliver({{now, EventKey::orderOf(EventClass::Fault, scriptRank,
                                                     behindFaults + m_rolloutCommands++)},
                             to,
                             kind,
                             RolloutEvent{place}});
    }
}

FaultId Script::begin(models::Fault fault, Instant now, bool own) {
    if (static_cast<FaultId>(m_begun.size()) + 1 == m_leftOutNumber) {
        return skip(std::move(fault), now, own);
    }
    fault.at = now;
    if (std::holds_alternative<models::KillRandom>(fault.kind)) {
        fault.targets = drawn(fault, now);
    }
    const bool restart = isRestart(fault);
    std::optional<Instant> until;
    if (restart) {
        until = now;
    } else if (fault.duration) {
        until = now + *fault.duration;
    }
    std::shared_ptr<const LinkFault> link;
    if (models::isUponLinks(fault.kind)) {
        link = std::make_shared<const LinkFault>(fault, m_program);
    }
    const FaultId id = m_log->add(fault, now, until.value_or(models::never), std::move(link));
    deliver(restart ? EventKind::RestartOrdered : EventKind::FaultBegins, id, now,
            static_cast<std::uint64_t>(id) * 2);
    if (until && !restart) {
        deliver(EventKind::FaultEnds, id, *until, static_cast<std::uint64_t>(id) * 2 + 1);
    }
    if (restart) {
        for (ActiveFault& each : m_begun) {
            const bool endsIt = models::kills(each.fault.kind) ||
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
    if (fault <= noFault || static_cast<std::size_t>(fault) > m_begun.size()) {
        return;  // a recorded command may say anything
    }
    ActiveFault& begun = m_begun[static_cast<std::size_t>(fault - 1)];
    if (begun.until.value_or(models::never) <= now) {
        return;
    }
    begun.until = now;
    m_log->end(fault, now);
    deliver(EventKind::FaultEnds, fault, now, static_cast<std::uint64_t>(fault) * 2 + 1);
}

void Script::halt(Instant now) {
    for (const ActiveFault& fault : active(now)) {
        end(fault.id, now);
    }
    m_planned.clear();
}

// As many as the share says, to the nearest and one at least, of all instances that the targets
// name. Each has a number of its own for this instant; the least are drawn. So neither another
// fault nor another service changes who is before whom.
std::vector<models::Target> Script::drawn(const models::Fault& fault, Instant now) const {
    const auto sameInstant = std::ranges::count_if(m_begun, [&](const ActiveFault& each) {
        return each.since == now && std::holds_alternative<models::KillRandom>(each.fault.kind);
    });
    const Identity strike = mixed(static_cast<Identity>(models::sinceStart(now).count()),
                                  static_cast<std::uint64_t>(sameInstant));
    std::map<std::pair<std::string, int>, double> numbers;
    for (const models::Target& target : fault.targets) {
        for (const int number : instancesOf(target)) {
            const Identity instance =
                mixed(identityOf(target.service), static_cast<std::uint64_t>(number));
            numbers[{target.service, number}] =
                drawUnit(m_program.keys.killRandom, mixed(instance, strike));
        }
    }
    std::vector<std::pair<double, models::Target>> all;
    for (const auto& [instance, number] : numbers) {
        all.push_back({number, {instance.first, instance.second, fault.place}});
    }
    std::ranges::stable_sort(all, {}, [](const auto& each) { return each.first; });
    const double share = std::get<models::KillRandom>(fault.kind).share.value;
    const double wanted = share * static_cast<double>(all.size()) + 0.5;
    const std::size_t least = share > 0 ? 1 : 0;
    all.resize(std::min(all.size(), std::max(least, static_cast<std::size_t>(wanted))));
    std::vector<models::Target> targets;
    for (const auto& [number, target] : all) {
        targets.push_back(target);
    }
    return targets;
}

// The scheduler stands at this instant, so whoever comes or goes at it has not yet.
std::vector<int> Script::instancesOf(const models::Target& target) const {
    std::vector<int> numbers;
    const ProcessId process = m_program.processNamed(target.service);
    const bool isService =
        process != noProcess && process >= m_program.journeyCount && !m_program.isTopic(process);
    if (!isService || target.instance) {
        return target.instance ? std::vector<int>{*target.instance} : numbers;
    }
    const auto place = static_cast<std::size_t>(m_program.serviceOf(process));
    for (const Instance& each : m_run.services[place]->instances()) {
        if (!each.isLeaving()) {
            numbers.push_back(each.number);
        }
    }
    return numbers;
}

void Script::deliver(EventKind kind, FaultId fault, Instant at, std::uint64_t count) {
    const auto deliverTo = [&](ProcessId to, std::uint64_t order, std::size_t target) {
        m_scheduler.deliver({{at, EventKey::orderOf(EventClass::Fault, scriptRank, order)},
                             to,
                             kind,
                             FaultEvent{fault, static_cast<std::uint32_t>(target)}});
    };
    if (const auto& link = m_log->link(fault)) {
        // The first of all who are told says so in the timeline.
        for (std::size_t i = 0; i < link->senders().size(); ++i) {
            deliverTo(link->senders()[i], count, i);
        }
        return;
    }
    const std::vector<models::Target>& targets = (*m_log)[fault].targets;
    // Several targets of one process are several events, in their order.
    std::map<ProcessId, std::uint64_t> deliveredTo;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const ProcessId to = m_program.processNamed(targets[i].service);
        if (to == noProcess) {
            continue;
        }
        const std::uint64_t before = deliveredTo[to]++;
        deliverTo(to, (before << 20) + count, i);
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
