// Words that people meet in reports and on the screen, each with what it means: one table for the
// window's tooltips and for `explain`. What is also a key of the language is explained by its row
// in the table of keys, and not once more here.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/io/key_table.h"

namespace models {

struct Term {
    std::string_view name;
    std::string_view also = {};  // other words for the same, parted by `|`
    std::string_view line = {};  // empty: the key's help
    Section section = Section::None;
    std::string_view key = {};
    // A common word: a term only where it stands by itself, as a label does.
    bool standsAlone = false;
};

std::span<const Term> allTerms();

// By its name or one of its other words, in any case; null: there is none.
const Term* findTerm(std::string_view word);

// A sentence.
std::string meaningOf(const Term& term);

struct FoundTerm {
    const Term* term = nullptr;
    std::size_t from = 0;  // bytes of the text
    std::size_t size = 0;
};

// The terms in a text, as whole words, the longest where several begin.
std::vector<FoundTerm> termsIn(std::string_view text);

}  // namespace models
