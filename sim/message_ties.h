// Who is joined by messages: whoever publishes to a topic, whoever consumes it, and the topic. With
// `confirm` a full or dead topic fails its publishers, though none of them calls a consumer.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "models/scenario.h"

namespace sim {

// A topic's name and that of a journey or a service that publishes to it or consumes it; some pairs
// come more than once.
std::vector<std::pair<std::string, std::string>> messageTies(const models::Scenario& scenario);

}  // namespace sim
