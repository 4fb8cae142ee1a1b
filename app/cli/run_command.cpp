#include "app/cli/run_command.h"

#include <memory>
#include <optional>
#include <utility>

#include "app/cli/execution.h"
#include "app/cli/report_files.h"
#include "app/cli/report_json.h"
#include "app/cli/report_text.h"
#include "app/cli/scenario_source.h"
#include "app/cli/wording.h"
#include "sim/recorder.h"

namespace app {

namespace {

// `--duration` is one more edit: the reader judges it as it judges the file.
std::vector<ScenarioEdit> allEditsOf(const RunArguments& arguments) {
    std::vector<ScenarioEdit> edits = editsOf(arguments.edits);
    if (!arguments.duration.empty()) {
        edits.push_back({"run.duration", arguments.duration});
    }
    return edits;
}

int machineFault(Console& console, const std::string& message) {
    console.err << "watertight: " << message << '\n';
    return exitMachineFault;
}

int print(const sim::Report& report, const RunArguments& arguments, Console& console) {
    console.out << (arguments.format == "json" ? reportJson(report) : reportText(report))
                << std::flush;
    if (!console.out) {
        return machineFault(console, "the report could not be printed");
    }
    if (!arguments.out.empty()) {
        const auto file = std::filesystem::path(arguments.out) / "report.json";
        if (const std::string problem = writeWhole(file, reportJson(report)); !problem.empty()) {
            return machineFault(console, problem);
        }
    }
    return exitGood;
}

// Records the run in its folder, where one was asked for. Absent: that cannot begin, and was said.
struct Recording {
    std::unique_ptr<sim::Recorder> recorder;  // null: nothing was asked for
    int exitCode = exitGood;
};

Recording beginRecording(const RunArguments& arguments, const ScenarioSource& source,
                         Console& console) {
    if (arguments.out.empty()) {
        return {};
    }
    sim::RunSource run{
        .scenario = *source.scenario,
        .text = source.text,
        .folder = std::filesystem::path(arguments.file).parent_path(),
        .dataFiles = source.dataFiles,
        .stores = arguments.store == "file" ? sim::StoreKind::File : sim::StoreKind::Memory,
        .program = WATERTIGHT_VERSION};
    run.scenario.run.seed = arguments.seed.value_or(run.scenario.run.seed);
    auto recorder = std::make_unique<sim::Recorder>(arguments.out, std::move(run));
    if (!recorder->problem().empty()) {
        machineFault(console, printable(recorder->problem()));
        return {nullptr, recorder->isMisused() ? exitBadInput : exitMachineFault};
    }
    return {std::move(recorder), exitGood};
}

}  // namespace

int runCommand(const RunArguments& arguments, Console& console) {
    ScenarioSource source =
        readScenario(arguments.file, arguments.variant, allEditsOf(arguments),
                     arguments.quiet ? Warnings::Hidden : Warnings::Shown, console);
    if (!source.scenario) {
        return source.exitCode;
    }
    const Recording recording = beginRecording(arguments, source, console);
    if (recording.exitCode != exitGood) {
        return recording.exitCode;
    }
    sim::Recorder* const recorder = recording.recorder.get();
    const bool inFiles = arguments.store == "file";
    std::optional<TemporaryFolder> temporary;
    if (inFiles && recorder == nullptr) {
        temporary.emplace();
        if (!temporary->problem().empty()) {
            return machineFault(console, temporary->problem());
        }
    }
    const sim::RunOptions options{.seed = arguments.seed,
                                  .duration = std::nullopt,
                                  .threads = arguments.threads.value_or(0),
                                  .stores = inFiles ? sim::StoreKind::File : sim::StoreKind::Memory,
                                  .folder = temporary             ? temporary->path()
                                            : recorder != nullptr ? recorder->storeFolder()
                                                                  : std::filesystem::path()};
    Execution execution;
    {
        Progress progress(console.errIsTerminal && !arguments.quiet ? &console.err : nullptr);
        execution = execute(std::move(*source.scenario), options, progress, recorder);
    }
    if (!execution.report) {
        return machineFault(console,
                            execution.interrupted ? "interrupted" : execution.machineFault);
    }
    execution.report->variant = arguments.variant;
    const int printed = print(*execution.report, arguments, console);
    if (recorder != nullptr && !recorder->problem().empty()) {
        return machineFault(console, "the recording has ended early, the run has not: " +
                                         printable(recorder->problem()));
    }
    return printed;
}

}  // namespace app
