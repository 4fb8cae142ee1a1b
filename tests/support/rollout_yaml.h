// Rollouts, and what scales a service, as a scenario file says them.
#pragma once

#include <string>

#include "models/scenario.h"

namespace tests {

std::string rolloutText(const models::Rollout& rollout);       // an entry of `rollouts:`
std::string autoscaleText(const models::Autoscale& settings);  // the value of `autoscale:`

}  // namespace tests
