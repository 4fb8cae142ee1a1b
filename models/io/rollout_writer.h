// A rollout as an entry of a scenario's `rollouts`: the counterpart of the reader.
#pragma once

#include <string>

#include "models/rollout.h"

namespace models {

// `{ at: 1 min, scale: user, to: 6 }`, on one line; reading it gives the same rollout.
std::string rolloutText(const Rollout& rollout);

}  // namespace models
