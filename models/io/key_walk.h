// Where a text uses the keys of the table, and where they may stand at all. What the table does not
// know is passed over: to report it is the reader's.
#pragma once

#include <string>
#include <vector>

#include "models/io/key_table.h"
#include "models/io/yaml.h"

namespace models {

struct KeyUse {
    Section section = Section::None;
    const Key* key = nullptr;
    yaml::Node name;    // the key as it is written
    yaml::Node value;   // without one where a step is but a word: `stop`
    yaml::Node around;  // the mapping that it stands in; the word itself where there is none
};

// In the order of the text.
std::vector<KeyUse> keyUses(const yaml::Node& root);

// The shortest ways to a section from each top-level key that leads there, as `--set` writes paths:
// `services.NAME.endpoints.NAME.steps.N`. Of the top: one, and empty.
std::vector<std::string> placesOf(Section section);

// Those of a key, which are fewer where journeys have no such step: `run.seed`.
std::vector<std::string> placesOf(Section section, const Key& key);

}  // namespace models
