#include "sim/service/consumer_group.h"

#include <algorithm>
#include <utility>

namespace sim {

ConsumerGroup::ConsumerGroup(std::vector<Member> members, std::uint32_t partitions)
    : m_members(std::move(members)),
      m_isPartitioned(partitions > 0),
      m_lines(std::max(partitions, 1U)) {
    assign();
}

std::uint32_t ConsumerGroup::memberOf(std::uint32_t consumer, std::uint32_t instance) const {
    const auto found = std::ranges::find_if(m_members, [&](const Member& each) {
        return each.consumer == consumer && each.instance == instance;
    });
    return found == m_members.end() ? nowhere
                                    : static_cast<std::uint32_t>(found - m_members.begin());
}

void ConsumerGroup::add(std::uint32_t item, std::uint64_t number, std::uint32_t partition) {
    m_lines[partition].fresh.push({item, number});
    update(partition);
}

void ConsumerGroup::returnItem(std::uint32_t item, std::uint64_t number, std::uint32_t partition) {
    Line& line = m_lines[partition];
    line.returned.emplace(number, item);
    line.isPostponed = false;
    update(partition);
}

void ConsumerGroup::takeBack(std::uint32_t member, std::uint32_t partition, bool comesAgain) {
    --m_members[member].held;
    if (m_isPartitioned) {
        Line& line = m_lines[partition];
        line.isHeld = false;
        line.isPostponed = comesAgain;
        update(partition);
    }
}

bool ConsumerGroup::hasNext(const Line& line) const {
    return !line.isHeld && !line.isPostponed && (!line.returned.empty() || !line.fresh.isEmpty());
}

std::uint64_t ConsumerGroup::nextNumber(const Line& line) const {
    return line.returned.empty() ? line.fresh.front().number : line.returned.begin()->first;
}

std::uint32_t ConsumerGroup::takeNext(Line& line) {
    if (line.returned.empty()) {
        const std::uint32_t item = line.fresh.front().item;
        line.fresh.dropFront();
        return item;
    }
    const std::uint32_t item = line.returned.begin()->second;
    line.returned.erase(line.returned.begin());
    return item;
}

std::vector<ConsumerGroup::LineState> ConsumerGroup::lines() const {
    std::vector<LineState> states;
    for (const Line& line : m_lines) {
        LineState& state = states.emplace_back();
        state.waiting = line.returned.size() + line.fresh.size();
        if (!line.returned.empty()) {
            state.next = line.returned.begin()->second;
        } else if (!line.fresh.isEmpty()) {
            state.next = line.fresh.front().item;
        }
    }
    return states;
}

void ConsumerGroup::update(std::uint32_t line) {
    if (hasNext(m_lines[line])) {
        m_waitingLines.insert(line);
    } else {
        m_waitingLines.erase(line);
    }
}

std::optional<ConsumerGroup::HandOver> ConsumerGroup::next() {
    if (m_waitingLines.empty()) {
        return std::nullopt;
    }
    if (m_isPartitioned) {
        return nextOfPartitions();
    }
    const std::uint32_t member = leastLoaded();
    return member == nowhere ? std::nullopt : std::optional(handOver(0, member));
}

// The oldest of the messages that their partitions' owners have room for.
std::optional<ConsumerGroup::HandOver> ConsumerGroup::nextOfPartitions() {
    std::uint32_t oldest = nowhere;
    for (const std::uint32_t each : m_waitingLines) {
        const Line& line = m_lines[each];
        if (line.owner != nowhere && m_members[line.owner].hasRoom() &&
            (oldest == nowhere || nextNumber(line) < nextNumber(m_lines[oldest]))) {
            oldest = each;
        }
    }
    return oldest == nowhere ? std::nullopt
                             : std::optional(handOver(oldest, m_lines[oldest].owner));
}

// Who holds the fewest; the first of several.
std::uint32_t ConsumerGroup::leastLoaded() const {
    std::uint32_t least = nowhere;
    for (std::uint32_t i = 0; i < m_members.size(); ++i) {
        if (m_members[i].hasRoom() &&
            (least == nowhere || m_members[i].held < m_members[least].held)) {
            least = i;
        }
    }
    return least;
}

ConsumerGroup::HandOver ConsumerGroup::handOver(std::uint32_t line, std::uint32_t member) {
    const HandOver next{takeNext(m_lines[line]), member};
    ++m_members[member].held;
    m_lines[line].isHeld = m_isPartitioned;
    update(line);
    return next;
}

void ConsumerGroup::heardReady(std::uint32_t member, std::uint32_t deaths) {
    Member& ready = m_members[member];
    if (deaths < ready.deaths) {
        return;
    }
    ready.deaths = deaths;
    ready.isConnected = true;
    assign();
}

void ConsumerGroup::heardDeath(std::uint32_t member, std::uint32_t deaths) {
    Member& dead = m_members[member];
    if (deaths <= dead.deaths) {
        return;
    }
    dead.deaths = deaths;
    dead.isConnected = false;
    assign();
}

// Partitions in ranges: with 10 of them 4 members get 3, 3, 2 and 2. What a former owner still
// holds keeps its partition waiting, so that no two are ever at work on one.
void ConsumerGroup::assign() {
    if (!m_isPartitioned) {
        return;
    }
    std::vector<std::uint32_t> connected;
    for (std::uint32_t i = 0; i < m_members.size(); ++i) {
        if (m_members[i].isConnected) {
            connected.push_back(i);
        }
    }
    const std::size_t lines = m_lines.size();
    for (std::size_t i = 0; i < lines; ++i) {
        m_lines[i].owner = nowhere;
    }
    std::size_t line = 0;
    for (std::size_t i = 0; i < connected.size(); ++i) {
        const bool hasOneMore = i < lines % connected.size();
        for (std::size_t n = lines / connected.size() + (hasOneMore ? 1 : 0); n > 0; --n) {
            m_lines[line++].owner = connected[i];
        }
    }
}

}  // namespace sim
