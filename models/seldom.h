// What few of many ever have: made when it is needed, apart from its owner, which so stays small
// where there are tens of thousands; copied with it. To be used like a std::optional.
#pragma once

#include <memory>
#include <optional>
#include <utility>

namespace models {

template <typename Item>
class Seldom {
  public:
    using value_type = Item;

    Seldom() = default;
    Seldom(std::nullopt_t) {}
    Seldom(Item item) : m_item(std::make_unique<Item>(std::move(item))) {}
    Seldom(std::optional<Item> item)
        : m_item(item ? std::make_unique<Item>(std::move(*item)) : nullptr) {}
    Seldom(const Seldom& other) : m_item(other ? std::make_unique<Item>(*other) : nullptr) {}
    Seldom(Seldom&&) noexcept = default;
    Seldom& operator=(const Seldom& other) {
        m_item = other ? std::make_unique<Item>(*other) : nullptr;
        return *this;
    }
    Seldom& operator=(Seldom&&) noexcept = default;
    ~Seldom() = default;

    template <typename... Args>
    Item& emplace(Args&&... args) {
        m_item = std::make_unique<Item>(std::forward<Args>(args)...);
        return *m_item;
    }
    void reset() { m_item.reset(); }

    explicit operator bool() const { return m_item != nullptr; }
    bool has_value() const { return m_item != nullptr; }
    Item& operator*() { return *m_item; }
    const Item& operator*() const { return *m_item; }
    Item* operator->() { return m_item.get(); }
    const Item* operator->() const { return m_item.get(); }
    Item value_or(Item otherwise) const { return m_item ? *m_item : std::move(otherwise); }

    bool operator==(const Seldom& other) const {
        return m_item && other.m_item ? *m_item == *other.m_item : !m_item && !other.m_item;
    }

  private:
    std::unique_ptr<Item> m_item;
};

}  // namespace models
