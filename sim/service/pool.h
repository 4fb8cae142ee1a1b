// Objects by index, places reused in a fixed order: no pointers, so a copy of the pool is a copy of
// all that is in it. References stay valid only until the next take.
#pragma once

#include <cstdint>
#include <vector>

namespace sim {

inline constexpr std::uint32_t nowhere = 0xffffffff;

template <typename Item>
class Pool {
  public:
    std::uint32_t take() {
        ++m_taken;
        if (m_free.empty()) {
            m_items.emplace_back();
            return static_cast<std::uint32_t>(m_items.size() - 1);
        }
        const std::uint32_t place = m_free.back();
        m_free.pop_back();
        m_items[place] = Item{};
        return place;
    }
    void giveBack(std::uint32_t place) {
        --m_taken;
        m_free.push_back(place);
    }
    Item& operator[](std::uint32_t place) { return m_items[place]; }
    const Item& operator[](std::uint32_t place) const { return m_items[place]; }
    std::size_t taken() const { return m_taken; }

  private:
    std::vector<Item> m_items;
    std::vector<std::uint32_t> m_free;
    std::size_t m_taken = 0;
};

}  // namespace sim
