// Walks along the text of one value: numbers, words, signs.
#pragma once

#include <cstddef>
#include <string_view>

namespace models {

class TextScanner {
  public:
    explicit TextScanner(std::string_view text) : m_rest(text) {}

    std::string_view rest() const { return m_rest; }
    bool atEnd();            // but for blanks
    bool accept(char sign);  // blanks before it are skipped
    bool acceptWord(std::string_view word);
    // Letters, digits, `-` and `_`, beginning with a letter; empty where there is none.
    std::string_view word();
    // Digits with at most one point: `12`, `0.5`; empty where there is none.
    std::string_view decimal();
    // All before this sign, or to the end where it does not come.
    std::string_view upTo(char sign);

  private:
    void skipBlanks();
    std::string_view take(std::size_t count);

    std::string_view m_rest;
};

}  // namespace models
