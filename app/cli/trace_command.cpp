#include "app/cli/trace_command.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/cli/execution.h"
#include "app/cli/progress.h"
#include "app/cli/replay_command.h"
#include "app/cli/scenario_source.h"
#include "app/cli/trace_report.h"
#include "app/cli/wording.h"
#include "models/io/value_text.h"
#include "models/name_index.h"
#include "sim/traced_run.h"

namespace app {

namespace {

// Of simulated time: how far the run goes before it looks whether it is interrupted.
constexpr models::Duration tracedSlice = std::chrono::milliseconds(250);

struct TraceSource {
    std::optional<models::Scenario> scenario;  // absent: console.err says why
    int exitCode = exitGood;
    sim::RunOptions options;
    std::vector<sim::LoggedCommand> commands;
    models::Instant end{};
};

int refuseTrace(Console& console, const std::string& problem, int exitCode = exitBadInput) {
    console.err << "watertight: " << printable(problem) << '\n';
    return exitCode;
}

TraceSource sourceOfRun(const TraceArguments& arguments, Console& console) {
    TraceSource source;
    if (arguments.seed || !arguments.variant.empty() || !arguments.edits.empty()) {
        source.exitCode =
            refuseTrace(console, "'" + arguments.source +
                                     "' is a recorded run, which is executed again as it "
                                     "was: without --seed, --variant and --set");
        return source;
    }
    RecordingSource recorded = openRecording(arguments.source, console);
    if (!recorded.recording) {
        source.exitCode = recorded.exitCode;
        return source;
    }
    sim::Recording& recording = *recorded.recording;
    source.end = recording.knownUntil();
    source.options.playFaults = recording.source.playsFaults;
    source.commands = std::move(recording.commands);
    source.scenario = std::move(recording.source.scenario);
    return source;
}

TraceSource traceSource(const TraceArguments& arguments, Console& console) {
    std::error_code ignored;
    if (std::filesystem::is_directory(arguments.source, ignored)) {
        return sourceOfRun(arguments, console);
    }
    ScenarioSource read =
        readScenario(arguments.source, arguments.variant, editsOf(arguments.edits),
                     arguments.quiet ? Warnings::Hidden : Warnings::Shown, console);
    TraceSource source;
    source.exitCode = read.exitCode;
    source.scenario = std::move(read.scenario);
    source.options.seed = arguments.seed;
    if (source.scenario) {
        source.end = models::runStart + source.scenario->run.duration;
    }
    return source;
}

// Why nothing can be told of what was asked for; empty: it can.
std::string problemOfWanted(const TraceArguments& arguments, const models::Scenario& scenario) {
    const auto names = models::indexByName("journey", scenario.journeys);
    if (!arguments.journey.empty() && !names.has(arguments.journey)) {
        return names.missing(arguments.journey);
    }
    if (!arguments.request || arguments.journey.empty()) {
        return {};
    }
    const std::size_t place = sim::journeyOfRequest(*arguments.request, scenario.journeys.size());
    const std::string& maker = scenario.journeys[place].name;
    return maker == arguments.journey
               ? std::string()
               : "request " + std::to_string(*arguments.request) + " is one of `" + maker +
                     "`, not of `" + arguments.journey + "`";
}

// False: interrupted.
bool advanceTraced(sim::TracedRun& traced, models::Instant until, Progress& progress) {
    const sim::Simulation& run = traced.run();
    while (run.now() < until && !interruptionOfExecution()) {
        const models::Instant next = std::min(until, run.now() + tracedSlice);
        traced.advanceTo(next);
        progress.show(run.now(), until);
        if (run.now() < next) {
            return true;
        }
    }
    return run.now() >= until;
}

}  // namespace

int traceCommand(const TraceArguments& arguments, Console& console) {
    TraceSource source = traceSource(arguments, console);
    if (!source.scenario) {
        return source.exitCode;
    }
    if (const std::string problem = problemOfWanted(arguments, *source.scenario);
        !problem.empty()) {
        return refuseTrace(console, problem);
    }
    models::Instant until = source.end;
    if (!arguments.until.empty()) {
        until = models::runStart + *models::parseDuration(arguments.until);
    }
    source.options.threads = arguments.threads.value_or(0);
    sim::TracedRun traced(std::move(*source.scenario), source.options, std::move(source.commands));
    if (arguments.request) {
        traced.watch(*arguments.request);
    }
    if (!arguments.without.empty() && !traced.leaveOut(arguments.without)) {
        return refuseTrace(console,
                           "the run plans no fault or rollout named `" + arguments.without + "`");
    }
    bool isWhole = false;
    {
        Progress progress(console.errIsTerminal && !arguments.quiet ? &console.err : nullptr);
        isWhole = advanceTraced(traced, until, progress);
    }
    if (!isWhole || traced.run().machineFault()) {
        return refuseTrace(console, isWhole ? traced.run().machineFault()->message : "interrupted",
                           exitMachineFault);
    }
    const bool isJson = arguments.format == "json";
    if (arguments.request) {
        const std::optional<sim::Trace> trace = traced.trace(*arguments.request);
        if (!trace) {
            return refuseTrace(console, "request " + std::to_string(*arguments.request) +
                                            " had not begun by " +
                                            models::toText(models::sinceStart(traced.run().now())));
        }
        console.out << (isJson ? requestJson(traced.run(), *trace)
                               : requestText(traced.run(), *trace));
    } else {
        console.out << (isJson ? tracesJson(traced, arguments.journey)
                               : tracesText(traced, arguments.journey));
    }
    console.out << std::flush;
    return console.out ? exitGood
                       : refuseTrace(console, "the report could not be printed", exitMachineFault);
}

}  // namespace app
