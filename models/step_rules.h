// Which steps may not stand where, beyond what the reader knows from the key that they stand under.
#pragma once

#include <string_view>

#include "models/problems.h"
#include "models/scenario.h"

namespace models {

// A connection of a store is held to the end of its transaction: what takes as long as somebody
// else likes has no place in it. The `else` of its steps runs behind it, and may hold anything.
void checkTransaction(const Transaction& transaction, Problems& problems);

// The endpoint may end neither within a saga, which would leave it half done, nor be answered as if
// all were well while it is undone; and a saga within a saga would have two that undo it.
void checkSaga(const Saga& saga, Problems& problems);

// Whether any endpoint of it has a saga, whose progress its store then keeps in this table.
bool hasSaga(const Service& service);
inline constexpr std::string_view sagaTable = "saga_progress";
// Whether any of its transactions publishes by its outbox, which is this table of its store.
bool hasOutbox(const Service& service);
inline constexpr std::string_view outboxTable = "outbox";

}  // namespace models
