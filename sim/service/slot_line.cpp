#include "sim/service/slot_line.h"

#include <algorithm>

namespace sim {

using models::Discipline;

void SlotLine::push(Pool<Strand>& strands, std::uint32_t strand, std::int32_t priority) {
    ++m_waiting;
    if (m_discipline == Discipline::Random) {
        strands[strand].previousInQueue = static_cast<std::uint32_t>(m_all.size());
        m_all.push_back(strand);
        return;
    }
    queueOf(priority).push(strands, strand);
}

std::uint32_t SlotLine::pop(Pool<Strand>& strands, DrawKey key) {
    if (m_discipline == Discipline::Random) {
        const std::uint64_t chosen = drawIndex(key, mixed(m_identity, m_choices++), m_all.size());
        const std::uint32_t strand = m_all[chosen];
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
        m_all[place] = m_all.back();
        strands[m_all[place]].previousInQueue = place;
        m_all.pop_back();
        return;
    }
    queueOf(priority).remove(strands, strand);
}

void SlotLine::clear() {
    m_waiting = 0;
    m_queue = {};
    m_ranks.clear();
    m_all.clear();
}

StrandQueue& SlotLine::queueOf(std::int32_t priority) {
    if (m_discipline != Discipline::Priority) {
        return m_queue;
    }
    auto rank = m_ranks.begin();
    while (rank != m_ranks.end() && rank->priority > priority) {
        ++rank;
    }
    if (rank == m_ranks.end() || rank->priority != priority) {
        rank = m_ranks.insert(rank, {priority, {}});
    }
    return rank->queue;
}

StrandQueue& SlotLine::firstQueue() {
    if (m_discipline != Discipline::Priority) {
        return m_queue;
    }
    return std::ranges::find_if(m_ranks, [](const Rank& each) { return !each.queue.isEmpty(); })
        ->queue;
}

}  // namespace sim
