// A line, first in first out, in one piece of memory that is used over and over. An empty one that
// was never used holds none. Who was dropped last may still be read: its place is nobody else's
// until the next is dropped, however many come meanwhile.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace sim {

template <typename Item>
class Ring {
  public:
    bool isEmpty() const { return m_count == 0; }
    std::size_t size() const { return m_count; }
    bool isFull() const { return m_count + 1 >= m_items.size(); }  // it grows for the next

    // The line must not be empty.
    const Item& front() const { return m_items[m_head]; }
    // The n-th behind the front; there must be so many.
    const Item& at(std::size_t n) const { return m_items[(m_head + n) & (m_items.size() - 1)]; }
    const Item& back() const { return m_items[(m_head + m_count - 1) & (m_items.size() - 1)]; }

    void push(const Item& next) { pushed() = next; }
    // The next in line, for the caller to write: a place that was another's before.
    Item& pushed() {
        if (isFull()) [[unlikely]] {
            grow();
        }
        Item& place = m_items[(m_head + m_count) & (m_items.size() - 1)];
        ++m_count;
        return place;
    }
    void dropFront() {
        m_head = (m_head + 1) & (m_items.size() - 1);
        --m_count;
        if (!m_outgrown.empty()) [[unlikely]] {
            std::vector<Item>().swap(m_outgrown);  // which `= {}` would only empty
        }
    }

    // Where it is full: keeps those that `isKept` says, in their order, and where they still are
    // most of its places makes it larger.
    template <typename IsKept>
    void makeRoom(IsKept isKept) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < m_count; ++i) {
            const Item& each = at(i);
            if (isKept(each)) {
                m_items[(m_head + kept) & (m_items.size() - 1)] = each;
                ++kept;
            }
        }
        m_count = kept;
        if (4 * kept >= 3 * m_items.size()) {
            grow();
        }
    }

  private:
    void grow() {
        constexpr std::size_t least = 4;
        std::vector<Item> larger(std::max(least, 2 * m_items.size()));
        for (std::size_t i = 0; i < m_count; ++i) {
            larger[i] = m_items[(m_head + i) & (m_items.size() - 1)];
        }
        // Who was dropped last may stand in the outermost of them, if there are several.
        if (m_outgrown.empty()) {
            m_outgrown = std::move(m_items);
        }
        m_items = std::move(larger);
        m_head = 0;
    }

    std::vector<Item> m_items;     // a power of two of them, one at least unused
    std::vector<Item> m_outgrown;  // where they stood before, until the next is dropped
    std::size_t m_head = 0;
    std::size_t m_count = 0;
};

}  // namespace sim
