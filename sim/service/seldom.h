// What few processes ever have: made when it is needed, apart from its owner, which so stays small;
// copied with it. To be used like a std::optional.
#pragma once

#include <map>
#include <memory>
#include <utility>

namespace sim {

template <typename Item>
class Seldom {
  public:
    Seldom() = default;
    Seldom(const Seldom& other) : m_item(other ? std::make_unique<Item>(*other) : nullptr) {}
    Seldom(Seldom&&) noexcept = default;
    Seldom& operator=(const Seldom& other) {
        m_item = other ? std::make_unique<Item>(*other) : nullptr;
        return *this;
    }
    Seldom& operator=(Seldom&&) noexcept = default;
    Seldom& operator=(Item item) {
        m_item = std::make_unique<Item>(std::move(item));
        return *this;
    }
    ~Seldom() = default;

    template <typename... Args>
    Item& emplace(Args&&... args) {
        m_item = std::make_unique<Item>(std::forward<Args>(args)...);
        return *m_item;
    }
    void reset() { m_item.reset(); }

    explicit operator bool() const { return m_item != nullptr; }
    Item& operator*() { return *m_item; }
    const Item& operator*() const { return *m_item; }
    Item* operator->() { return m_item.get(); }
    const Item* operator->() const { return m_item.get(); }

  private:
    std::unique_ptr<Item> m_item;
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
