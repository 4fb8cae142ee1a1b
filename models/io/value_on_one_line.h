// A value of a scenario as text on one line, as `{ }` and `[ ]` have it.
#pragma once

#include <string>
#include <string_view>

#include "models/io/yaml.h"

namespace models {

// A scalar's text so that YAML reads it as that anywhere: in quotes where it needs some.
std::string asYaml(std::string_view value);
std::string asKey(std::string_view key);

// What stands there, without its comments, anchors and line breaks; what an alias or a `<<` brings
// is written out.
std::string onOneLine(const yaml::Node& node);

}  // namespace models
