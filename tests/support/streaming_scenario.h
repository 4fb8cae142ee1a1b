// A small streaming platform, for tests that need an architecture and no file: `watch-video` never
// calls payment, `browse` has a fallback for it, `subscribe` needs it.
#pragma once

#include "models/scenario.h"

namespace support {

models::Step aCall(const std::string& service, const std::string& endpoint, bool fallback = false);

models::Scenario streamingScenario();

}  // namespace support
