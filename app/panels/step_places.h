// Every step of a list with its place in the scenario: those within others included.
#pragma once

#include <functional>
#include <string>

#include "models/scenario.h"

namespace app {

// `path` is that of the list: `services.shop.endpoints.buy.steps`. A step's own comes before those
// of what is in it (branches, rounds, parts, `miss`, `else`, `fallback`).
using VisitPlace = std::function<void(const models::Step& step, const std::string& path)>;
void forEachPlace(const models::Steps& steps, const std::string& path, const VisitPlace& visit);

}  // namespace app
