#pragma once

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace models::yaml {

// Keys seen in one mapping. Most mappings are small, where looking along a row beats hashing.
class KeySet {
  public:
    bool insert(std::string_view key) {
        if (m_row.size() < 16) {
            if (std::ranges::find(m_row, key) != m_row.end()) {
                return false;
            }
            m_row.push_back(key);
            return true;
        }
        if (m_hashed.empty()) {
            m_hashed.insert(m_row.begin(), m_row.end());
        }
        return m_hashed.insert(key).second;
    }

  private:
    std::vector<std::string_view> m_row;
    std::unordered_set<std::string_view> m_hashed;
};

}  // namespace models::yaml
