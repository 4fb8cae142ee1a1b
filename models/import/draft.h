// A scenario that an importer made, and what its reader should know of it: written as the text that
// a person goes on with. Only what importers make can be written, and the text says which values
// are assumptions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/problems.h"
#include "models/scenario.h"

namespace models {

// The one endpoint of a service whose source knows services only.
inline constexpr std::string_view draftEndpoint = "handle";

// What stands as a comment behind each value of a kind; empty: nothing.
struct DraftNotes {
    std::string run;
    std::string network;
    std::string instances;
    std::string compute;
    std::string call;
    std::string optionalCall;
    std::string arrivals;
    std::string think;
    std::string consumes;
};

struct Draft {
    Scenario scenario;
    std::vector<std::string> head;  // lines of comment before everything
    DraftNotes notes;
    std::vector<std::pair<std::string, std::string>> ignored;  // rule of `lint`, reason
    std::vector<std::string> tail;                             // lines of comment at the end
};

std::string toText(const Draft& draft);

// The draft's text, unless something is wrong; then nothing. What the reader of scenarios would
// refuse in it (too many instances, say) is reported too.
std::string checkedText(const Draft& draft, Problems& problems);

// A call of the one endpoint.
Call draftCall(std::string_view service, Place place);

// What messages and the scenario's name call a file: `shop` for `sketches/shop.txt`.
std::string draftName(const std::string& file, std::string_view otherwise);

}  // namespace models
