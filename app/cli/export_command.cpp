#include "app/cli/export_command.h"

#include <filesystem>
#include <system_error>

#include "app/cli/made_scenario.h"
#include "app/cli/manual_text.h"
#include "app/cli/replay_command.h"
#include "app/cli/report_files.h"
#include "app/cli/schema_json.h"
#include "app/cli/wording.h"
#include "models/io/data_file.h"
#include "models/io/scenario_reader.h"
#include "sim/command_plan.h"
#include "sim/replay.h"

namespace app {

namespace {

namespace fs = std::filesystem;

// Whether the text, run as far as the recording goes, is that run.
bool isTheSameRun(const std::string& text, const sim::Recording& recording) {
    models::ScenarioReading reading =
        models::readScenario(text, recording.source.scenario.name, recording.source.folder);
    if (!reading.scenario) {
        return false;
    }
    const std::uint64_t wanted =
        recording.end ? recording.end->fingerprint : sim::replay(recording, {}).fingerprint;
    sim::Simulation simulation(*std::move(reading.scenario), {});
    simulation.advanceTo(recording.knownUntil());
    return simulation.fingerprint() == wanted;
}

// The data files beside the new one; none that is there and another is overwritten.
std::string copyDataFiles(const sim::RunSource& source, const fs::path& out) {
    for (const std::string& name : source.dataFiles) {
        const fs::path inside = fs::path(name).lexically_normal();
        if (inside.is_absolute() || *inside.begin() == "..") {
            return "the scenario names '" + name + "', which is not beside it";
        }
        const fs::path to = out.parent_path() / inside;
        const auto bytes = models::readWholeFile(source.folder / name, models::dataBytesMax);
        std::error_code failed;
        if (!bytes) {
            return bytes.problem.message;
        }
        if (fs::exists(to, failed)) {
            const auto there = models::readWholeFile(to, models::dataBytesMax);
            if (!there || *there != *bytes) {
                return "the scenario names '" + name + "', and another file is there already";
            }
            continue;
        }
        fs::create_directories(to.parent_path(), failed);
        if (std::string problem = writeWhole(to, *bytes); !problem.empty()) {
            return problem;
        }
    }
    return {};
}

}  // namespace

int exportScenarioCommand(const ExportArguments& arguments, Console& console) {
    const RecordingSource source = openRecording(arguments.run, console);
    if (!source.recording) {
        return source.exitCode;
    }
    const auto refuse = [&](const std::string& problem, int exitCode) {
        console.err << "watertight: '" << printable(arguments.run) << "': " << printable(problem)
                    << '\n';
        return exitCode;
    };
    const sim::Recording& recording = *source.recording;
    const sim::PlannedScenario planned = sim::asScenario(recording.source, recording.commands);
    if (!planned.problem.empty()) {
        return refuse(planned.problem, exitBadInput);
    }
    if (!isTheSameRun(planned.text, recording)) {
        return refuse(
            "its commands as a scenario's faults are not the same run: a scenario cannot say all "
            "of "
            "them (a fault after `halt-if` lifted all), or this program runs it otherwise (see "
            "watertight replay)",
            exitNotMet);
    }
    if (!arguments.out.empty()) {
        const std::string problem = copyDataFiles(recording.source, arguments.out);
        if (!problem.empty()) {
            return refuse(problem, exitMachineFault);
        }
    }
    return handOver(planned.text, {}, arguments.out, console);
}

namespace {

int write(const std::string& text, const std::string& out, Console& console) {
    if (out.empty()) {
        console.out << text << std::flush;
        return exitGood;
    }
    const std::string problem = writeWhole(out, text);
    if (!problem.empty()) {
        console.err << "watertight: " << problem << '\n';
    }
    return problem.empty() ? exitGood : exitMachineFault;
}

}  // namespace

int exportSchemaCommand(const std::string& out, Console& console) {
    return write(scenarioSchema().dump(2) + '\n', out, console);
}

int exportManualCommand(const std::string& out, Console& console) {
    return write(manualText(ShippedExamples(console.scenarios)), out, console);
}

}  // namespace app
