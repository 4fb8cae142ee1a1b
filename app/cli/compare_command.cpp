#include "app/cli/compare_command.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <thread>
#include <utility>

#include "app/cli/compare_report.h"
#include "app/cli/execution.h"
#include "app/cli/progress.h"
#include "app/cli/replay_command.h"
#include "app/cli/scenario_source.h"
#include "app/cli/wording.h"

namespace app {

namespace {

struct SideSource {
    std::optional<sim::ComparedSide> side;  // absent: console.err says why
    int exitCode = exitGood;
};

// What stands on one side, a scenario or a recorded run: the one place that knows how A or B is
// loaded.
SideSource loadSide(const std::string& file, const std::string& variant,
                    const std::vector<ScenarioEdit>& edits, Warnings warnings, Console& console) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) {
        RecordingSource recorded = openRecording(file, console);
        if (!recorded.recording) {
            return {{}, recorded.exitCode};
        }
        sim::Recording& recording = *recorded.recording;
        return {sim::ComparedSide(std::move(recording.source.scenario),
                                  std::move(recording.commands), recording.source.playsFaults),
                exitGood};
    }
    ScenarioSource read = readScenario(file, variant, edits, warnings, console);
    if (!read.scenario) {
        return {{}, read.exitCode};
    }
    return {sim::ComparedSide(*std::move(read.scenario)), exitGood};
}

// "shop.yaml, variant \"monolith\", services.user.instances=4".
std::string labelOf(const std::string& file, const std::string& variant,
                    const std::vector<std::string>& edits) {
    std::string label = file + (variant.empty() ? "" : ", variant \"" + variant + '"');
    for (const std::string& edit : edits) {
        label += ", " + edit;
    }
    return label;
}

std::string problemOf(const CompareArguments& arguments) {
    const bool isChanged = !arguments.variant.empty() || !arguments.edits.empty();
    if (arguments.second.empty() && !isChanged) {
        return "compare with what? Give a second scenario, --variant or --set";
    }
    if (!arguments.second.empty() && isChanged) {
        return "--variant and --set change the one scenario that is given; there are two";
    }
    std::error_code ignored;
    if (isChanged && std::filesystem::is_directory(arguments.first, ignored)) {
        return "'" + arguments.first +
               "' is a recorded run, which is executed again as it was: without --variant and "
               "--set";
    }
    return {};
}

int failComparing(Console& console, const std::string& problem, int exitCode) {
    console.err << "watertight: " << printable(problem) << '\n';
    return exitCode;
}

sim::ComparisonSettings settingsOf(const CompareArguments& arguments) {
    sim::ComparisonSettings settings;
    settings.seed = arguments.seed;
    settings.seeds = arguments.seeds.value_or(1);
    const int processors = static_cast<int>(std::thread::hardware_concurrency());
    settings.threads = arguments.threads.value_or(std::max(1, processors));
    settings.cancelled = &interruptionOfExecution();
    return settings;
}

}  // namespace

int compareCommand(const CompareArguments& arguments, Console& console) {
    if (const std::string problem = problemOf(arguments); !problem.empty()) {
        return failComparing(console, problem, exitBadInput);
    }
    const Warnings warnings = arguments.quiet ? Warnings::Hidden : Warnings::Shown;
    const SideSource first = loadSide(arguments.first, {}, {}, warnings, console);
    if (!first.side) {
        return first.exitCode;
    }
    const std::string& fileOfSecond = arguments.second.empty() ? arguments.first : arguments.second;
    const SideSource second =
        loadSide(fileOfSecond, arguments.variant, editsOf(arguments.edits), warnings, console);
    if (!second.side) {
        return second.exitCode;
    }
    sim::Comparison comparison;
    {
        Progress progress(console.errIsTerminal && !arguments.quiet ? &console.err : nullptr);
        comparison = sim::compare(*first.side, *second.side, settingsOf(arguments),
                                  [&](int done, int all) { progress.show(done, all); });
    }
    if (comparison.cancelled || !comparison.machineFault.empty()) {
        return failComparing(console,
                             comparison.cancelled ? "interrupted" : comparison.machineFault,
                             exitMachineFault);
    }
    const std::array labels = {arguments.first,
                               labelOf(fileOfSecond, arguments.variant, arguments.edits)};
    console.out << (arguments.format == "json" ? compareJson(labels, comparison)
                                               : compareText(labels, comparison))
                << std::flush;
    return console.out
               ? exitGood
               : failComparing(console, "the report could not be printed", exitMachineFault);
}

}  // namespace app
