// What a scenario is about, in words that people look for: told by the keys that it uses, since the
// language has none for it.
#pragma once

#include <string_view>
#include <vector>

#include "models/io/yaml.h"

namespace models {

// In an order of their own, the rare before the common.
std::vector<std::string_view> tagsOf(const yaml::Node& root);

}  // namespace models
