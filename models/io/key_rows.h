// The rows of the key table come in six files: the top and what belongs to no service
// (key_table.cpp), services (service_keys.cpp), steps (step_keys.cpp), journeys, faults and
// judgements (judging_keys.cpp), messages (topic_keys.cpp) and versions (rollout_keys.cpp). Only
// those include this.
#pragma once

#include "models/io/key_table.h"

namespace models {

std::span<const Key> serviceKeysOf(Section section);
std::span<const Key> stepKeysOf(Section section);
std::span<const Key> judgingKeysOf(Section section);
std::span<const Key> topicKeysOf(Section section);
std::span<const Key> rolloutKeysOf(Section section);

}  // namespace models
