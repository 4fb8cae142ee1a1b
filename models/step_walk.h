// Visits steps, those nested in others included.
#pragma once

#include <functional>

#include "models/scenario.h"

namespace models {

// In the order of the file: a step, then what is in it (branches, rounds, `else`, `fallback`).
void forEachStep(const Steps& steps, const std::function<void(const Step&)>& visit);

}  // namespace models
