// The rows of the key table come in three files: what there is (key_table.cpp), what happens
// (key_rows.cpp) and messages (topic_keys.cpp). Only those include this.
#pragma once

#include "models/io/key_table.h"

namespace models {

std::span<const Key> behaviourKeysOf(Section section);
std::span<const Key> topicKeysOf(Section section);

}  // namespace models
