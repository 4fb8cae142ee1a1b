// A priority queue whose least few stand in order in front of a 4-ary implicit heap. Of a few dozen
// that wait, as in a small scenario, none ever enters the heap; of many, the next ones can be told,
// for who wants to fetch ahead what they need. Source of the heap's shape: LaMarca and Ladner, The
// Influence of Caches on the Performance of Heaps (1996).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace sim {

// `Entry`: a small value with operator<, no two of them equal.
template <typename Entry>
class FrontHeap {
  public:
    static constexpr std::size_t frontMost = 16;

    bool isEmpty() const { return m_first == m_last; }
    std::size_t size() const { return frontSize() + m_heap.size(); }

    // The queue must not be empty.
    const Entry& least() const { return m_front[m_first]; }
    // The n-th in order; there must be so many in front.
    std::size_t frontSize() const { return m_last - m_first; }
    const Entry& at(std::size_t n) const { return m_front[m_first + n]; }

    void push(const Entry& entry) {
        if (!m_heap.empty() && !(entry < m_heap.front())) {
            pushInHeap(entry);
            return;
        }
        if (frontSize() >= frontAtMost) [[unlikely]] {
            if (!(entry < m_front[m_last - 1])) {
                pushInHeap(entry);
                return;
            }
            pushInHeap(m_front[--m_last]);
        }
        if (m_last == m_front.size()) [[unlikely]] {
            moveToBegin();
        }
        std::size_t place = m_last++;
        for (; place > m_first && entry < m_front[place - 1]; --place) {
            m_front[place] = m_front[place - 1];
        }
        m_front[place] = entry;
    }
    void dropLeast() {
        ++m_first;
        if (isEmpty() && !m_heap.empty()) {
            fillFront(refilled);
        }
    }
    // So that so many stand in order in front, at most `frontMost`, if there are so many.
    void fillFront(std::size_t wanted) {
        while (frontSize() < wanted && !m_heap.empty()) {
            if (m_last == m_front.size()) [[unlikely]] {
                moveToBegin();
            }
            m_front[m_last++] = m_heap.front();
            dropHeapFront();
        }
    }

    template <typename Visit>
    void forEach(Visit visit) const {  // in no particular order
        std::for_each(m_front.begin() + m_first, m_front.begin() + m_last, visit);
        std::ranges::for_each(m_heap, visit);
    }
    void clear() {
        m_first = m_last = 0;
        m_heap.clear();
    }

  private:
    static constexpr std::size_t frontAtMost = 8;
    static constexpr std::size_t refilled = 4;  // so that some who come later find a place in front
    static constexpr std::size_t arity = 4;

    void moveToBegin() {
        std::copy(m_front.begin() + m_first, m_front.begin() + m_last, m_front.begin());
        m_last -= m_first;
        m_first = 0;
    }
    void pushInHeap(const Entry& entry) {
        std::size_t index = m_heap.size();
        m_heap.push_back(entry);
        Entry* const heap = m_heap.data();
        while (index > 0) {
            const std::size_t parent = (index - 1) / arity;
            if (!(entry < heap[parent])) {
                break;
            }
            heap[index] = heap[parent];
            index = parent;
        }
        heap[index] = entry;
    }
    void dropHeapFront() {
        const Entry moving = m_heap.back();
        m_heap.pop_back();
        const std::size_t count = m_heap.size();
        if (count == 0) {
            return;
        }
        Entry* const heap = m_heap.data();
        std::size_t index = 0;
        for (std::size_t first = 1; first < count; first = index * arity + 1) {
            std::size_t least = first;
            const std::size_t end = std::min(first + arity, count);
            for (std::size_t child = first + 1; child < end; ++child) {
                if (heap[child] < heap[least]) {
                    least = child;
                }
            }
            if (!(heap[least] < moving)) {
                break;
            }
            heap[index] = heap[least];
            index = least;
        }
        heap[index] = moving;
    }

    // In order from m_first to m_last, all less than what is in the heap; empty only where that is.
    std::array<Entry, 2 * frontMost> m_front;
    std::size_t m_first = 0, m_last = 0;
    std::vector<Entry> m_heap;
};

}  // namespace sim
