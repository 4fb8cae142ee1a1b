#include "app/cli/run_command.h"

#include "app/cli/execution.h"
#include "app/cli/report_files.h"
#include "app/cli/report_json.h"
#include "app/cli/report_text.h"
#include "app/cli/scenario_source.h"

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
    if (!arguments.out.empty()) {
        const auto file = std::filesystem::path(arguments.out) / "report.json";
        if (const std::string problem = writeWhole(file, reportJson(report)); !problem.empty()) {
            return machineFault(console, problem);
        }
    }
    console.out << (arguments.format == "json" ? reportJson(report) : reportText(report))
                << std::flush;
    return console.out ? exitGood : machineFault(console, "the report could not be printed");
}

}  // namespace

int runCommand(const RunArguments& arguments, Console& console) {
    ScenarioSource source =
        readScenario(arguments.file, arguments.variant, allEditsOf(arguments),
                     arguments.quiet ? Warnings::Hidden : Warnings::Shown, console);
    if (!source.scenario) {
        return source.exitCode;
    }
    const bool inFiles = arguments.store == "file";
    const RunFolder folder(arguments.out, inFiles ? RunFolder::Use::Stores : RunFolder::Use::None);
    if (!folder.problem().empty()) {
        return machineFault(console, folder.problem());
    }
    const sim::RunOptions options{.seed = arguments.seed,
                                  .duration = std::nullopt,
                                  .threads = arguments.threads.value_or(0),
                                  .stores = inFiles ? sim::StoreKind::File : sim::StoreKind::Memory,
                                  .folder = folder.path()};
    Execution execution;
    {
        Progress progress(console.errIsTerminal && !arguments.quiet ? &console.err : nullptr);
        execution = execute(std::move(*source.scenario), options, progress);
    }
    if (!execution.report) {
        return machineFault(console,
                            execution.interrupted ? "interrupted" : execution.machineFault);
    }
    execution.report->variant = arguments.variant;
    return print(*execution.report, arguments, console);
}

}  // namespace app
