// Names of one kind, for asking whether one is there and which is nearest to one that is not.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace models {

class NameIndex {
  public:
    // `kind` as messages call it: "service"; `owner` where it is somebody's: "service `user`". The
    // names are borrowed.
    explicit NameIndex(std::string kind, std::string owner = {})
        : m_kind(std::move(kind)), m_owner(std::move(owner)) {}

    void add(std::string_view name, std::size_t position);
    bool has(std::string_view name) const { return m_positions.contains(name); }
    // Where the name stood; its first position when it was added twice. -1 where there is none.
    int position(std::string_view name) const;

    // "there is no service `usr`: did you mean `user`?"
    std::string missing(std::string_view name) const;

  private:
    std::string m_kind, m_owner;
    std::vector<std::string_view> m_names;
    std::unordered_map<std::string_view, std::size_t> m_positions;
    mutable int m_searches = 0;  // looking for the nearest of 50,000 names is slow: not forever
};

template <typename Named>
NameIndex indexByName(std::string kind, const std::vector<Named>& all, std::string owner = {}) {
    NameIndex index(std::move(kind), std::move(owner));
    for (std::size_t i = 0; i < all.size(); ++i) {
        index.add(all[i].name, i);
    }
    return index;
}

}  // namespace models
