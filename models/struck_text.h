// Whom a fault strikes, in words.
#pragma once

#include <string>

#include "models/scenario.h"

namespace models {

std::string targetText(const Target& target);  // "payment", "payment#1"

// "payment", "payment#1 and user", "payment, user and catalog", "zone a". Never several where one
// zone is meant, whatever stands in it.
std::string struckText(const Fault& fault);
bool strikesSeveral(const Fault& fault);

}  // namespace models
