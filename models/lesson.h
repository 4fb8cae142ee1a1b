// What a student does with a scenario, step by step. Source: language.md, "Expectations,
// invariants, variants".
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/expectation.h"

namespace models {

// What a student does next, and sees.
struct LessonStep {
    std::string text;
    std::string ask;                   // a question; empty: there is none
    std::vector<std::string> answers;  // to choose from; the first is right
    // What ends the step; absent: having read it.
    std::optional<Claim> until;
    std::string explain;  // what is said afterwards
    bool operator==(const LessonStep&) const = default;
};

}  // namespace models
