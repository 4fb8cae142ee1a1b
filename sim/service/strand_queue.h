// Strands in a line, linked through Strand::nextInQueue and Strand::previousInQueue, so that one
// can leave from anywhere and a line allocates nothing.
#pragma once

#include <cstdint>

#include "sim/service/activation.h"
#include "sim/service/pool.h"

namespace sim {

struct StrandQueue {
    std::uint32_t head = nowhere;
    std::uint32_t tail = nowhere;

    bool isEmpty() const { return head == nowhere; }
    void push(Pool<Strand>& strands, std::uint32_t strand) {
        strands[strand].nextInQueue = nowhere;
        strands[strand].previousInQueue = tail;
        (tail == nowhere ? head : strands[tail].nextInQueue) = strand;
        tail = strand;
    }
    std::uint32_t popFirst(Pool<Strand>& strands) {
        const std::uint32_t first = head;
        remove(strands, first);
        return first;
    }
    std::uint32_t popLast(Pool<Strand>& strands) {
        const std::uint32_t last = tail;
        remove(strands, last);
        return last;
    }
    void remove(Pool<Strand>& strands, std::uint32_t strand) {
        const Strand& leaving = strands[strand];
        (leaving.previousInQueue == nowhere ? head : strands[leaving.previousInQueue].nextInQueue) =
            leaving.nextInQueue;
        (leaving.nextInQueue == nowhere ? tail : strands[leaving.nextInQueue].previousInQueue) =
            leaving.previousInQueue;
    }
};

}  // namespace sim
