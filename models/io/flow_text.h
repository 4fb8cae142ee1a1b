// Pieces of YAML on one line.
#pragma once

#include <string>
#include <vector>

namespace models {

// `{ key: value, ... }`, in the order in which they are added.
class Flow {
  public:
    Flow& add(const std::string& key, const std::string& value) {
        m_text += (m_text.empty() ? "" : ", ") + key + ": " + value;
        return *this;
    }
    Flow& add(const std::string& key, int value) { return add(key, std::to_string(value)); }
    template <typename Value>
    Flow& addIf(bool isThere, const std::string& key, const Value& value) {
        return isThere ? add(key, value) : *this;
    }
    std::string text() const { return "{ " + m_text + " }"; }

  private:
    std::string m_text;
};

inline std::string listText(const std::vector<std::string>& items) {
    std::string text = "[";
    for (const std::string& item : items) {
        text += (text.size() > 1 ? ", " : " ") + item;
    }
    return text + (items.empty() ? "]" : " ]");
}

}  // namespace models
