// From libyaml's count of characters to our count of bytes. Marks rise nearly always, so a cursor
// that walks is enough.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace models::yaml {

class TextCursor {
  public:
    // Character 0 stands at byte `first`.
    void begin(std::string_view text, std::size_t first) {
        m_text = text;
        m_bytes = first;
        m_characters = 0;
        m_isAscii = std::ranges::all_of(text, [](char c) { return (c & 0x80) == 0; });
    }

    std::uint32_t bytesAt(std::size_t characters) {
        if (m_isAscii) {
            return static_cast<std::uint32_t>(std::min(characters, m_text.size()));
        }
        while (m_characters < characters && m_bytes < m_text.size()) {
            ++m_characters;
            do {
                ++m_bytes;
            } while (m_bytes < m_text.size() && isInside(m_bytes));
        }
        while (m_characters > characters && m_bytes > 0) {
            --m_characters;
            do {
                --m_bytes;
            } while (m_bytes > 0 && isInside(m_bytes));
        }
        return static_cast<std::uint32_t>(m_bytes);
    }

  private:
    bool isInside(std::size_t at) const { return (m_text[at] & 0xC0) == 0x80; }

    std::string_view m_text;
    std::size_t m_characters = 0;
    std::size_t m_bytes = 0;
    bool m_isAscii = true;
};

}  // namespace models::yaml
