// The lines of a sketch, without their meaning: who is mentioned, in which order, with what load.
#pragma once

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "models/problems.h"
#include "models/units.h"

namespace models {

struct SketchMention {
    std::string_view name;
    Place place;
    bool isOptional = false;  // `?`
};

struct SketchLoad {
    std::variant<Rate, int> amount;  // arrivals, or users
    Place place;
};

struct SketchGroup {
    std::vector<SketchMention> mentions;
    bool isSent = false;  // `~>`: a message instead of a call
};

struct SketchLine {
    SketchMention first;
    std::optional<SketchLoad> load;
    // What stands between the arrows: the first calls all of the first group, and so on.
    std::vector<SketchGroup> groups;
};

// Lines with a problem are reported and left out, one problem a line. The views are of `text`.
std::vector<SketchLine> readSketchLines(std::string_view text, Problems& problems);

}  // namespace models
