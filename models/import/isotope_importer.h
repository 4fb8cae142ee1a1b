// Service graphs of isotope, the benchmark of Istio (github.com/istio/tools, isotope/README.md), as
// scenarios. A graph has services with scripts of calls and sleeps; how long computing takes and
// how many requests come it does not say.
#pragma once

#include <string>

#include "models/diagnostic.h"
#include "models/distribution.h"
#include "models/units.h"

namespace models {

struct IsotopeOptions {
    Distribution compute{Exponential{std::chrono::milliseconds(1)}};  // of every request
    Rate rate{100, std::chrono::seconds(1)};                          // at every entrypoint
};

struct IsotopeImport {
    std::string text;         // a scenario that can be run; empty when there is an error
    Diagnostics diagnostics;  // a warning for each kind of thing that was left out
};

// `file` is what diagnostics call the graph, and gives the scenario its name.
IsotopeImport scenarioFromIsotope(std::string graph, const std::string& file,
                                  const IsotopeOptions& options = {});

}  // namespace models
