// What few processes ever have, as Seldom: lines of it, and maps.
#pragma once

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "models/seldom.h"

namespace sim {

using models::Seldom;

// A vector that is nearly always empty.
template <typename Item>
class SeldomVector {
    using Line = std::vector<Item>;

  public:
    bool empty() const { return !m_line || m_line->empty(); }
    std::size_t size() const { return m_line ? m_line->size() : 0; }
    const Item& operator[](std::size_t place) const { return (*m_line)[place]; }
    Item& operator[](std::size_t place) { return (*m_line)[place]; }
    const Item& front() const { return m_line->front(); }
    Item& back() { return m_line->back(); }
    auto begin() const { return m_line ? m_line->cbegin() : typename Line::const_iterator(); }
    auto end() const { return m_line ? m_line->cend() : typename Line::const_iterator(); }
    auto begin() { return m_line ? m_line->begin() : typename Line::iterator(); }
    auto end() { return m_line ? m_line->end() : typename Line::iterator(); }

    void push_back(Item item) { made().push_back(std::move(item)); }
    template <typename... Args>
    Item& emplace_back(Args&&... args) {
        return made().emplace_back(std::forward<Args>(args)...);
    }
    template <typename IsMeant>
    std::size_t eraseIf(IsMeant isMeant) {
        return m_line ? std::erase_if(*m_line, isMeant) : 0;
    }
    std::size_t erase(const Item& item) {
        return eraseIf([&](const Item& each) { return each == item; });
    }
    void clear() { m_line.reset(); }
    // All of them; none is left.
    Line take() {
        Line taken = m_line ? std::move(*m_line) : Line();
        m_line.reset();
        return taken;
    }

    // For who wants a vector.
    Line& made() { return m_line ? *m_line : m_line.emplace(); }
    const Line& line() const {
        static const Line none;
        return m_line ? *m_line : none;
    }
    operator const Line&() const { return line(); }

  private:
    Seldom<Line> m_line;
};

// A map that is nearly always empty.
template <typename Key, typename Value>
class SeldomMap {
    using Map = std::map<Key, Value>;

  public:
    Value& operator[](const Key& key) { return made()[key]; }
    Value& at(const Key& key) { return made().at(key); }
    const Value& at(const Key& key) const { return map().at(key); }
    template <typename... Args>
    auto emplace(Args&&... args) {
        return made().emplace(std::forward<Args>(args)...);
    }
    auto find(const Key& key) { return made().find(key); }
    auto find(const Key& key) const { return map().find(key); }
    bool contains(const Key& key) const { return map().contains(key); }
    void erase(const Key& key) {
        if (m_map) {
            m_map->erase(key);
        }
    }
    auto erase(typename Map::iterator place) { return made().erase(place); }
    auto extract(typename Map::iterator place) { return made().extract(place); }
    void clear() { m_map.reset(); }
    bool empty() const { return map().empty(); }
    std::size_t size() const { return map().size(); }
    auto begin() { return made().begin(); }
    auto end() { return made().end(); }
    auto begin() const { return map().begin(); }
    auto end() const { return map().end(); }

    const Map& map() const {
        static const Map none;
        return m_map ? *m_map : none;
    }

  private:
    Map& made() { return m_map ? *m_map : m_map.emplace(); }

    Seldom<Map> m_map;
};

}  // namespace sim
