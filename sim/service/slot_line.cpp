#include "sim/service/slot_line.h"

#include <algorithm>

namespace sim {

using models::Discipline;

SlotLine::SlotLine(Discipline discipline, Identity identity)
    : m_discipline(discipline), m_identity(identity) {
    if (discipline == Discipline::Random || discipline == Discipline::Priority) {
        m_others.emplace();
    }
}

void SlotLine::push(Pool<Strand>& strands, std::uint32_t strand, std::int32_t priority) {
    ++m_waiting;
    if (m_discipline == Discipline::Random) {
        strands[strand].previousInQueue = static_cast<std::uint32_t>(m_others->all.size());
        m_others->all.push_back(strand);
        return;
    }
    queueOf(priority).push(strands, strand);
}

std::uint32_t SlotLine::pop(Pool<Strand>& strands, DrawKey key) {
    if (m_discipline == Discipline::Random) {
        const std::uint64_t chosen =
            drawIndex(key, mixed(m_identity, m_others->choices++), m_others->all.size());
        const std::uint32_t strand = m_others->all[chosen];
        remove(strands, strand, 0);
        return strand;
    }
    --m_waiting;
    return m_discipline == Discipline::Lifo ? m_queue.popLast(strands)
                                            : firstQueue().popFirst(strands);
}

void SlotLine::remove(Pool<Strand>& strands, std::uint32_t strand, std::int32_t priority) {
    --m_waiting;
    if (m_discipline == Discipline::Random) {
        const std::uint32_t place = strands[strand].previousInQueue;
        m_others->all[place] = m_others->all.back();
        strands[m_others->all[place]].previousInQueue = place;
        m_others->all.pop_back();
        return;
    }
    queueOf(priority).remove(strands, strand);
}

void SlotLine::clear() {
    m_waiting = 0;
    m_queue = {};
    if (m_others) {
        m_others->ranks.clear();
        m_others->all.clear();
    }
}

StrandQueue& SlotLine::queueOf(std::int32_t priority) {
    if (m_discipline != Discipline::Priority) {
        return m_queue;
    }
    auto rank = m_others->ranks.begin();
    while (rank != m_others->ranks.end() && rank->priority > priority) {
        ++rank;
    }
    if (rank == m_others->ranks.end() || rank->priority != priority) {
        rank = m_others->ranks.insert(rank, {priority, {}});
    }
    return rank->queue;
}

StrandQueue& SlotLine::firstQueue() {
    if (m_discipline != Discipline::Priority) {
        return m_queue;
    }
    return std::ranges::find_if(m_others->ranks,
                                [](const Rank& each) { return !each.queue.isEmpty(); })
        ->queue;
}

}  // namespace sim
