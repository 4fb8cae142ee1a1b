#include "models/name_index.h"

#include "models/io/plain_text.h"

namespace models {

void NameIndex::add(std::string_view name, std::size_t position) {
    if (m_positions.emplace(name, position).second) {
        m_names.push_back(name);
    }
}

int NameIndex::position(std::string_view name) const {
    const auto found = m_positions.find(name);
    return found == m_positions.end() ? -1 : static_cast<int>(found->second);
}

std::string NameIndex::missing(std::string_view name) const {
    constexpr int searchesMax = 50;
    constexpr std::size_t listedMax = 8;
    std::string message = m_owner.empty() ? std::string("there is no ") : m_owner + " has no ";
    message.append(m_kind).append(" ").append(quote(name));
    if (m_searches++ >= searchesMax) {
        return message;
    }
    const std::string near = didYouMean(name, m_names);
    if (near.empty() && !m_names.empty() && m_names.size() <= listedMax) {
        return message + ": expected " + alternatives(m_names);
    }
    return message + near;
}

}  // namespace models
