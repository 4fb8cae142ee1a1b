// A line, first in first out, in one piece of memory that is used over and over. An empty one that
// was never used holds none. Who was dropped last may still be read: its place is nobody else's
// until the next is dropped, however many come meanwhile.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace sim {

template <typename Item>
class Ring {
  public:
    Ring() = default;
    Ring(const Ring& other)
        : m_items(other.m_places == 0 ? nullptr : std::make_unique<Item[]>(other.m_places)),
          m_places(other.m_places),
          m_head(other.m_head),
          m_count(other.m_count) {
        std::copy_n(other.m_items.get(), m_places, m_items.get());
    }
    Ring(Ring&& other) noexcept { swap(other); }
    Ring& operator=(Ring other) noexcept {
        swap(other);
        return *this;
    }
    ~Ring() = default;

    bool isEmpty() const { return m_count == 0; }
    std::size_t size() const { return m_count; }
    bool isFull() const { return m_count + 1 >= m_places; }  // it grows for the next

    // The line must not be empty.
    const Item& front() const { return m_items[m_head]; }
    // The n-th behind the front; there must be so many.
    const Item& at(std::size_t n) const { return m_items[placeOf(n)]; }
    const Item& back() const { return at(m_count - 1); }

    void push(const Item& next) { pushed() = next; }
    // The next in line, for the caller to write: a place that was another's before.
    Item& pushed() {
        if (isFull()) [[unlikely]] {
            grow();
        }
        Item& place = m_items[placeOf(m_count)];
        ++m_count;
        return place;
    }
    void dropFront() {
        m_head = placeOf(1);
        --m_count;
        if (m_outgrown) [[unlikely]] {
            m_outgrown.reset();
        }
    }

    // Where it is full: keeps those that `isKept` says, in their order, and where they still are
    // most of its places makes it larger.
    template <typename IsKept>
    void makeRoom(IsKept isKept) {
        std::uint32_t kept = 0;
        for (std::uint32_t i = 0; i < m_count; ++i) {
            const Item& each = at(i);
            if (isKept(each)) {
                m_items[placeOf(kept)] = each;
                ++kept;
            }
        }
        m_count = kept;
        if (4 * std::size_t{kept} >= 3 * std::size_t{m_places}) {
            grow();
        }
    }

    // For who will push or look at the front soon.
    void fetch() const {
        __builtin_prefetch(m_items.get() + m_head);
        __builtin_prefetch(m_items.get() + placeOf(m_count));
    }

  private:
    std::uint32_t placeOf(std::size_t n) const {
        return (m_head + static_cast<std::uint32_t>(n)) & (m_places - 1);
    }
    void grow() {
        constexpr std::uint32_t least = 4;
        const std::uint32_t places = std::max(least, 2 * m_places);
        auto larger = std::make_unique<Item[]>(places);
        for (std::uint32_t i = 0; i < m_count; ++i) {
            larger[i] = at(i);
        }
        // Who was dropped last may stand in the outermost of them, if there are several.
        if (!m_outgrown) {
            m_outgrown = std::move(m_items);
        }
        m_items = std::move(larger);
        m_places = places;
        m_head = 0;
    }
    void swap(Ring& other) noexcept {
        std::swap(m_items, other.m_items);
        std::swap(m_outgrown, other.m_outgrown);
        std::swap(m_places, other.m_places);
        std::swap(m_head, other.m_head);
        std::swap(m_count, other.m_count);
    }

    std::unique_ptr<Item[]> m_items;
    std::unique_ptr<Item[]> m_outgrown;  // where they stood before, until the next is dropped
    std::uint32_t m_places = 0;          // a power of two, one at least unused
    std::uint32_t m_head = 0;
    std::uint32_t m_count = 0;
};

}  // namespace sim
