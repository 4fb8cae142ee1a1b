#include "sim/service/link_faults.h"

#include <algorithm>

#include "models/io/value_text.h"

namespace sim {

namespace {

constexpr std::string_view anyService = "any";

bool contains(const std::vector<ProcessId>& sorted, ProcessId process) {
    return std::ranges::binary_search(sorted, process);
}

std::string namesOf(const std::vector<models::Target>& members) {
    std::string names;
    for (const models::Target& each : members) {
        names += (names.empty() ? "" : ", ") + each.service;
    }
    return names;
}

}  // namespace

LinkFault::LinkFault(const models::Fault& fault, const Program& program) : m_program(&program) {
    if (const auto* delay = std::get_if<models::Delay>(&fault.kind)) {
        m_added = Sampler(delay->add);
        m_detail = "delay " + models::toText(delay->add);
        addLinks(delay->links);
    } else if (const auto* lose = std::get_if<models::Lose>(&fault.kind)) {
        m_probability = lose->probability.value;
        m_detail = "loses " + models::toText(lose->probability);
        addLinks(lose->links);
    } else if (const auto* partition = std::get_if<models::Partition>(&fault.kind)) {
        m_isPartition = true;
        m_probability = 1;
        m_detail = "partition";
        addPartition(*partition);
    }
    findSenders();
}

bool LinkFault::Group::has(ProcessId process) const {
    return contains(named, process) || (hasServices && !contains(except, process));
}

LinkFault::Group LinkFault::groupOf(std::string_view name) const {
    Group group;
    group.hasServices = name == anyService;
    const ProcessId process = m_program->processNamed(name);
    if (!group.hasServices && process != noProcess) {
        group.named.push_back(process);
    }
    if (group.hasServices) {
        for (ProcessId each = 0; each < m_program->processes.size(); ++each) {
            if (each < m_program->journeyCount || m_program->isTopic(each)) {
                group.except.push_back(each);
            }
        }
    }
    return group;
}

// Who stands on the other side by name is not meant by `any`.
LinkFault::Group LinkFault::groupOf(const std::vector<models::Target>& members,
                                    const std::vector<models::Target>& others) const {
    Group all;
    for (const models::Target& each : members) {
        const Group group = groupOf(each.service);
        all.named.insert(all.named.end(), group.named.begin(), group.named.end());
        if (group.hasServices) {
            all.hasServices = true;
            all.except = group.except;
        }
    }
    for (const models::Target& each : others) {
        if (const ProcessId other = m_program->processNamed(each.service); other != noProcess) {
            all.except.push_back(other);
        }
    }
    std::ranges::sort(all.named);
    std::ranges::sort(all.except);
    return all;
}

void LinkFault::addLinks(const std::vector<models::Link>& links) {
    for (const models::Link& each : links) {
        m_pairs.push_back({groupOf(each.from), groupOf(each.to)});
        m_places.push_back(each.from + " -> " + each.to);
    }
}

void LinkFault::addPartition(const models::Partition& partition) {
    const Group one = groupOf(partition.one, partition.other);
    const Group other = groupOf(partition.other, partition.one);
    m_pairs.push_back({one, other});
    if (!partition.oneWay) {
        m_pairs.push_back({other, one});
    }
    m_places.push_back(namesOf(partition.one) + (partition.oneWay ? " -> " : " | ") +
                       namesOf(partition.other));
}

void LinkFault::findSenders() {
    for (ProcessId each = 0; each < m_program->processes.size(); ++each) {
        const bool sends = std::ranges::any_of(m_pairs, [&](const Pair& pair) {
            return pair.from.has(each) || (!m_isPartition && pair.to.has(each));
        });
        if (sends) {
            m_senders.push_back(each);
        }
    }
}

bool LinkFault::isUpon(ProcessId from, ProcessId to, bool isBack) const {
    const ProcessId first = m_isPartition && isBack ? to : from;
    const ProcessId second = m_isPartition && isBack ? from : to;
    return std::ranges::any_of(
        m_pairs, [&](const Pair& pair) { return pair.from.has(first) && pair.to.has(second); });
}

// ------------------------------------------------------------------------------------------------

void LinkFaults::begin(FaultId fault, std::shared_ptr<const LinkFault> link) {
    m_upon.push_back({fault, std::move(link)});
    m_isClear = false;
}

bool LinkFaults::end(FaultId fault) {
    const bool was = m_upon.eraseIf([&](const Upon& each) { return each.fault == fault; }) > 0;
    m_isClear = m_upon.empty() && m_loss == 0;
    return was;
}

bool LinkFaults::has(FaultId fault) const {
    return std::ranges::find(m_upon, fault, &Upon::fault) != m_upon.end();
}

Passage LinkFaults::passageOf(const DrawKeys& keys, ProcessId from, ProcessId to, bool isBack,
                              Identity message) const {
    Passage passage;
    if (m_loss > 0 && drawUnit(keys.loss, message) < m_loss) {
        passage.isLost = true;
        return passage;
    }
    for (const Upon& each : m_upon) {
        if (!each.link->isUpon(from, to, isBack)) {
            continue;
        }
        const double probability = each.link->probability();
        const Identity draw = mixed(message, static_cast<std::uint64_t>(each.fault));
        if (probability >= 1 || (probability > 0 && drawUnit(keys.loss, draw) < probability)) {
            return {true, each.fault, {}};
        }
        passage.added += each.link->added().draw(keys.delay, draw);
    }
    return passage;
}

}  // namespace sim
