// A run whose parameters are set while it goes on.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include "sim/parameters.h"
#include "sim/simulation.h"
#include "tests/support/scenario_text.h"

namespace tests {

class SetRun {
  public:
    explicit SetRun(const std::string& text, const sim::RunOptions& options = {})
        : run(scenarioFrom(text), options), parameters(scenarioFrom(text), text, {}) {}

    // Ends the test program where that cannot be set.
    sim::SetParameter made(const sim::WantedParameter& wanted) {
        sim::Parameters::Setting setting = parameters.set(wanted);
        if (!setting.command) {
            std::fprintf(stderr, "%s\n", setting.problem.c_str());
            std::abort();
        }
        parameters.take(*setting.command);
        return *std::move(setting.command);
    }
    void set(const std::string& path, const std::string& to) { run.act(made({path, to})); }
    void unset(const std::string& path) { run.act(made({path, {}})); }

    sim::Simulation run;
    sim::Parameters parameters;
};

}  // namespace tests
