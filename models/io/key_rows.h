// The rows of the key table come in two files: what there is (key_table.cpp) and what happens
// (key_rows.cpp). Only key_table.cpp includes this.
#pragma once

#include "models/io/key_table.h"

namespace models {

std::span<const Key> behaviourKeysOf(Section section);

}  // namespace models
