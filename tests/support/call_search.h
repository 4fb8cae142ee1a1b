// Who can call whom, read from a scenario's steps without the code that the isolation panel uses.
#pragma once

#include <set>
#include <string>

#include "models/scenario.h"

namespace tests {

std::string serviceOf(const std::string& endpoint);

// All endpoints that calls from `of` (a journey, a service, an endpoint) can lead to.
std::set<std::string> reachedFrom(const models::Scenario& scenario, const std::string& of);
bool reachesService(const models::Scenario& scenario, const std::string& of,
                    const std::string& service);

// Whether `via` has a call of `needed` with, or without, a fallback.
bool hasCall(const models::Scenario& scenario, const std::string& via, const std::string& needed,
             bool withFallback);

}  // namespace tests
