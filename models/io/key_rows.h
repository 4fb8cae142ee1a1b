// The rows of the key table come in four files: what there is (key_table.cpp), what happens
// (key_rows.cpp), messages (topic_keys.cpp) and versions (rollout_keys.cpp). Only those include
// this.
#pragma once

#include "models/io/key_table.h"

namespace models {

std::span<const Key> behaviourKeysOf(Section section);
std::span<const Key> topicKeysOf(Section section);
std::span<const Key> rolloutKeysOf(Section section);

}  // namespace models
