// The lessons of a scenario: its list of steps, divided where a step's text begins with a heading.
// Source: language.md, "Expectations, invariants, variants"; ARCHITECTURE.md, "Lessons".
#pragma once

#include "models/scenario.h"

namespace models {

struct Lesson {
    std::string title;  // of the heading `# Fault isolation`; without one the scenario's name
    std::string goal;   // what follows the heading in the same text; may be empty
    std::vector<LessonStep> steps;  // without the heading's
    bool operator==(const Lesson&) const = default;
};

// In file order. Empty: the scenario has no lesson.
std::vector<Lesson> lessonsOf(const Scenario& scenario);

// The places of a step's answers in the order in which they are offered: the first in the file is
// right, so they are sorted by a number made of their words. The same in every run.
std::vector<std::size_t> offeredAnswers(const LessonStep& step);

}  // namespace models
