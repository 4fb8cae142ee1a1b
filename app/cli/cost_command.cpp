#include "app/cli/cost_command.h"

#include "app/cli/cost_report.h"
#include "app/cli/execution.h"
#include "app/cli/progress.h"
#include "app/cli/scenario_source.h"
#include "app/cli/wording.h"
#include "models/name_index.h"
#include "sim/fault_cost.h"

namespace app {

namespace {

// Why there is nothing to tell of; empty: there is.
std::string problemOf(const models::Scenario& scenario, const std::string& fault) {
    models::NameIndex names("fault or rollout");
    bool hasNames = false;
    const auto add = [&](const auto& all) {
        for (const auto& each : all) {
            if (!each.name.empty()) {
                names.add(each.name, 0);
                hasNames = true;
            }
        }
    };
    add(scenario.faults);
    add(scenario.rollouts);
    if (scenario.faults.empty() && scenario.rollouts.empty()) {
        return "the scenario has no faults and no rollouts";
    }
    if (!hasNames) {
        return "none of the scenario's faults and rollouts has a name: give one its `name`";
    }
    if (!names.has(fault)) {
        return names.missing(fault);
    }
    const models::Duration at = models::sinceStart(*sim::beginningOf(scenario, fault));
    return at < scenario.run.duration ? std::string()
                                      : "`" + fault + "` begins after the end of the run";
}

int fail(Console& console, const std::string& problem, int exitCode) {
    console.err << "watertight: " << printable(problem) << '\n';
    return exitCode;
}

}  // namespace

int costCommand(const CostArguments& arguments, Console& console) {
    const ScenarioSource source =
        readScenario(arguments.file, arguments.variant, editsOf(arguments.edits),
                     arguments.quiet ? Warnings::Hidden : Warnings::Shown, console);
    if (!source.scenario) {
        return source.exitCode;
    }
    if (const std::string problem = problemOf(*source.scenario, arguments.fault);
        !problem.empty()) {
        return fail(console, problem, exitBadInput);
    }
    sim::RunOptions options;
    options.seed = arguments.seed;
    options.threads = arguments.threads.value_or(0);
    sim::FaultCost cost;
    {
        Progress progress(console.errIsTerminal && !arguments.quiet ? &console.err : nullptr);
        cost = sim::faultCostOf(
            *source.scenario, arguments.fault, options, &interruptionOfExecution(),
            [&](models::Instant reached, models::Instant end) { progress.show(reached, end); });
    }
    if (cost.cancelled || !cost.machineFault.empty()) {
        return fail(console, cost.cancelled ? "interrupted" : cost.machineFault, exitMachineFault);
    }
    console.out << (arguments.format == "json" ? costJson(*source.scenario, cost)
                                               : costText(*source.scenario, cost))
                << std::flush;
    return console.out ? exitGood
                       : fail(console, "the report could not be printed", exitMachineFault);
}

}  // namespace app
