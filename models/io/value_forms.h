// What may be written for a value of each type, for people: the manual, `explain` and the schema
// say it by this table. The parsers of value_text.h take it; a test hands them every form here.
#pragma once

#include <span>
#include <string_view>

#include "models/io/key_table.h"

namespace models {

struct ValueForm {
    std::string_view written;
    std::string_view help;
};

// "a duration"
std::string_view nameOf(ValueType type);

// "a duration": of a bound, that of what it bounds. Empty: it is counted, or is no quantity.
std::string_view unitOf(const Key& key);

// A kind of value that more than one key takes, and that has a block in the manual.
struct ValueKind {
    std::string_view name;   // as `explain` finds it: "duration"
    std::string_view about;  // sentences
    std::span<const ValueForm> forms;
    ValueType type;
};
std::span<const ValueKind> valueKinds();

}  // namespace models
