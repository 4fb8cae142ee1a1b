// Objects by index, places reused in a fixed order: no pointers, so a copy of the pool is a copy of
// all that is in it. References stay valid only until the next take.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <type_traits>
#include <vector>

namespace sim {

inline constexpr std::uint32_t nowhere = 0xffffffff;

template <typename Item>
class Pool {
    static_assert(std::is_trivially_copyable_v<Item>, "a place is made anew without destroying");

  public:
    std::uint32_t take() {
        ++m_taken;
        if (m_firstFree == nowhere) [[unlikely]] {
            return added();
        }
        const std::uint32_t place = m_firstFree;
        std::memcpy(&m_firstFree, &m_items[place], sizeof m_firstFree);
        std::construct_at(&m_items[place]);
        return place;
    }
    // The last that was given back is taken first. Of what it was only the first four bytes are
    // lost until then: they say which place is free besides.
    void giveBack(std::uint32_t place) {
        --m_taken;
        std::memcpy(static_cast<void*>(&m_items[place]), &m_firstFree, sizeof m_firstFree);
        m_firstFree = place;
    }
    // What the next take() is likely to give, for who wants to fetch it from memory.
    const void* nextPlace() const {
        return m_firstFree == nowhere ? nullptr : &m_items[m_firstFree];
    }
    bool has(std::uint32_t place) const { return place < m_items.size(); }
    Item& operator[](std::uint32_t place) { return m_items[place]; }
    const Item& operator[](std::uint32_t place) const { return m_items[place]; }
    std::size_t taken() const { return m_taken; }

  private:
    [[gnu::noinline]] std::uint32_t added() {
        if (m_items.size() == m_items.capacity()) {
            // By an eighth: it soon holds as many as there ever are at once, and there are many
            // pools.
            m_items.reserve(m_items.size() + std::max<std::size_t>(2, m_items.size() / 8));
        }
        m_items.emplace_back();
        return static_cast<std::uint32_t>(m_items.size() - 1);
    }

    std::vector<Item> m_items;
    std::uint32_t m_firstFree = nowhere;
    std::uint32_t m_taken = 0;
};

}  // namespace sim
