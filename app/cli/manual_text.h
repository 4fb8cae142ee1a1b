// The manual of the scenario language, docs/language.md, made of the table of keys.
#pragma once

#include <string>

#include "app/cli/shipped_examples.h"

namespace app {

std::string manualText(const ShippedExamples& examples);

}  // namespace app
