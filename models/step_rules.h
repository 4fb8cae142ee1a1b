// Which steps may not stand where, beyond what the reader knows from the key that they stand under.
#pragma once

#include "models/problems.h"
#include "models/scenario.h"

namespace models {

// A connection of a store is held to the end of its transaction: what takes as long as somebody
// else likes has no place in it. The `else` of its steps runs behind it, and may hold anything.
void checkTransaction(const Transaction& transaction, Problems& problems);

}  // namespace models
