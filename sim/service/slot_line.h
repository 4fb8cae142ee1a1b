// The line for an instance's slots: who of those that wait is next, by the service's discipline.
// Source: language.md, "Services" (`discipline`) and "Options of call" (`priority`).
#pragma once

#include <cstdint>
#include <vector>

#include "models/scenario.h"
#include "sim/random/draw.h"
#include "sim/service/seldom.h"
#include "sim/service/strand_queue.h"

namespace sim {

class SlotLine {
  public:
    // `identity` is the instance's: of its draws, where chance chooses.
    SlotLine(models::Discipline discipline, Identity identity);

    bool isEmpty() const { return m_waiting == 0; }
    void push(Pool<Strand>& strands, std::uint32_t strand, std::int32_t priority);
    // The next; the line must not be empty.
    std::uint32_t pop(Pool<Strand>& strands, DrawKey key);
    void remove(Pool<Strand>& strands, std::uint32_t strand, std::int32_t priority);
    void clear();

  private:
    // Largest priority first. There are as many as calls have priorities: few.
    struct Rank {
        std::int32_t priority = 0;
        StrandQueue queue;
    };

    StrandQueue& queueOf(std::int32_t priority);
    StrandQueue& firstQueue();

    std::int64_t m_waiting = 0;
    StrandQueue m_queue;  // Fifo, Lifo
    models::Discipline m_discipline;
    Identity m_identity;
    struct Others {
        std::vector<Rank> ranks;         // Priority
        std::vector<std::uint32_t> all;  // Random; Strand::previousInQueue is the place in it
        std::uint64_t choices = 0;
    };
    Seldom<Others> m_others;  // none: another discipline
};

}  // namespace sim
