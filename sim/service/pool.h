// Objects by place. Places are reused in a fixed order and objects know each other by place only,
// so a copy of the pool is a copy of all that is in it; the objects themselves stand in blocks that
// all pools share (blocks.h). A reference to one stays valid until its place is given back. A place
// that is free reads as an object just made, so who comes too late finds nobody.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>

#include "sim/engine/blocks.h"
#include "sim/service/seldom.h"

namespace sim {

inline constexpr std::uint32_t nowhere = 0xffffffff;

template <typename Item>
class Pool {
    static_assert(std::is_trivially_copyable_v<Item>, "a place is made anew without destroying");
    static_assert(alignof(Item) <= blockAlignment);

  public:
    Pool() = default;
    Pool(const Pool& other)
        : m_items(std::make_unique<Item*[]>(other.m_room)),
          m_free(other.m_free),
          m_freeBehind(other.m_freeBehind),
          m_places(other.m_places),
          m_room(other.m_room) {
        for (std::uint32_t place = 0; place < m_places; ++place) {
            m_items[place] = other.isTaken(place) ? newItem(other[place]) : nobody();
        }
    }
    Pool(Pool&& other) noexcept { swap(other); }
    Pool& operator=(Pool other) noexcept {
        swap(other);
        return *this;
    }
    ~Pool() {
        for (std::uint32_t place = 0; place < m_places; ++place) {
            if (isTaken(place)) {
                Memory::giveBack(m_items[place]);
            }
        }
    }

    struct Taken {
        std::uint32_t place;
        Item& item;
    };
    // The lowest free place of the first 64, so that few lines of m_items are in use; then
    // whichever was given back last.
    Taken take() {
        Item* const made = newItem();
        auto place = static_cast<std::uint32_t>(std::countr_zero(m_free));
        if (m_free == 0) [[unlikely]] {
            place = placeBehind();
        }
        m_free &= m_free - 1;
        m_items[place] = made;
        return {place, *made};
    }
    void giveBack(std::uint32_t place) {
        Memory::giveBack(std::exchange(m_items[place], nobody()));
        if (place < firstPlaces) [[likely]] {
            m_free |= std::uint64_t{1} << place;
        } else {
            m_freeBehind.push_back(place);
        }
    }
    bool has(std::uint32_t place) const { return place < m_places; }
    bool isTaken(std::uint32_t place) const { return m_items[place] != nobody(); }
    Item& operator[](std::uint32_t place) { return *m_items[place]; }
    const Item& operator[](std::uint32_t place) const { return *m_items[place]; }
    std::size_t taken() const {
        return m_places - static_cast<std::size_t>(std::popcount(m_free)) - m_freeBehind.size();
    }

    // For who will look at the object of this place.
    const void* whereIs(std::uint32_t place) const { return m_items.get() + place; }

  private:
    using Memory = Blocks<(sizeof(Item) + blockAlignment - 1) / blockAlignment * blockAlignment>;
    static constexpr std::uint32_t firstPlaces = 64;
    static constexpr Item s_nobody{};
    // Only read: it stands where nothing can be written.
    static Item* nobody() { return const_cast<Item*>(&s_nobody); }

    template <typename... From>
    static Item* newItem(const From&... from) {
        return std::construct_at(static_cast<Item*>(Memory::take()), from...);
    }
    [[gnu::noinline]] std::uint32_t placeBehind() {
        if (!m_freeBehind.empty()) {
            const std::uint32_t place = m_freeBehind.back();
            m_freeBehind.made().pop_back();
            return place;
        }
        if (m_places == m_room) {
            grow();
        }
        return m_places++;
    }
    void grow() {
        // By a line, or by an eighth: it soon holds as many as there ever are at once, and there
        // are many pools.
        constexpr std::uint32_t line = 8;
        m_room += std::max(line, m_room / 8);
        auto longer = std::make_unique<Item*[]>(m_room);
        std::copy_n(m_items.get(), m_places, longer.get());
        m_items = std::move(longer);
    }
    void swap(Pool& other) noexcept {
        std::swap(m_items, other.m_items);
        std::swap(m_free, other.m_free);
        std::swap(m_freeBehind, other.m_freeBehind);
        std::swap(m_places, other.m_places);
        std::swap(m_room, other.m_room);
    }

    std::unique_ptr<Item*[]> m_items;
    std::uint64_t m_free = 0;  // a bit for each of the first places
    SeldomVector<std::uint32_t> m_freeBehind;
    std::uint32_t m_places = 0;
    std::uint32_t m_room = 0;
};

}  // namespace sim
