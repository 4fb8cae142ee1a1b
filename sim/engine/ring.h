// A line, first in first out, in one piece of memory that is used over and over. An empty one that
// was never used holds none.
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

    // The line must not be empty.
    const Item& front() const { return m_items[m_head]; }
    const Item& back() const { return m_items[(m_head + m_count - 1) & (m_items.size() - 1)]; }

    void push(const Item& next) {
        if (m_count == m_items.size()) [[unlikely]] {
            grow();
        }
        m_items[(m_head + m_count) & (m_items.size() - 1)] = next;
        ++m_count;
    }
    void dropFront() {
        m_head = (m_head + 1) & (m_items.size() - 1);
        --m_count;
    }

  private:
    void grow() {
        constexpr std::size_t least = 4;
        std::vector<Item> larger(std::max(least, 2 * m_items.size()));
        for (std::size_t i = 0; i < m_count; ++i) {
            larger[i] = m_items[(m_head + i) & (m_items.size() - 1)];
        }
        m_items = std::move(larger);
        m_head = 0;
    }

    std::vector<Item> m_items;  // a power of two of them
    std::size_t m_head = 0;
    std::size_t m_count = 0;
};

}  // namespace sim
