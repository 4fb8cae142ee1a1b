#include "sim/recording.h"

#include <charconv>
#include <map>
#include <system_error>
#include <utility>

#include "models/io/data_file.h"
#include "models/io/scenario_reader.h"
#include "models/io/yaml.h"
#include "sim/record/command_text.h"
#include "sim/record/run_database.h"
#include "sim/record/run_folder.h"
#include "sim/store/expression_check.h"

namespace sim {

namespace {

using Manifest = std::map<std::string, std::string>;

template <typename Integer>
std::optional<Integer> integerIn(const Manifest& manifest, const char* key, int base = 10) {
    const auto found = manifest.find(key);
    if (found == manifest.end()) {
        return std::nullopt;
    }
    const char* const end = found->second.data() + found->second.size();
    Integer value{};
    const auto [stop, problem] = std::from_chars(found->second.data(), end, value, base);
    return problem == std::errc{} && stop == end ? std::optional(value) : std::nullopt;
}

std::string textIn(const Manifest& manifest, const char* key) {
    const auto found = manifest.find(key);
    return found == manifest.end() ? std::string() : found->second;
}

// Absent where the recording was cut off.
std::optional<RecordedEnd> endIn(const Manifest& manifest) {
    const auto at = integerIn<std::int64_t>(manifest, "end_ns");
    const auto fingerprint = integerIn<std::uint64_t>(manifest, "fingerprint", 16);
    if (!at || *at < 0 || !fingerprint) {
        return std::nullopt;
    }
    return RecordedEnd{
        .at = Instant(Duration(*at)),
        .fingerprint = *fingerprint,
        .events = integerIn<std::int64_t>(manifest, "events").value_or(0),
        .stopped = textIn(manifest, "stopped"),
        .machineFault = textIn(manifest, "machine_fault"),
        .framesDropped = integerIn<std::int64_t>(manifest, "frames_dropped").value_or(0)};
}

class RunReader {
  public:
    explicit RunReader(const std::filesystem::path& folder) : m_folder(folder) {}

    RecordingReading read() {
        if (findDatabase()) {
            RunDatabase database(databaseFile(m_folder));
            const Manifest manifest = database.manifest();
            if (understands(database, manifest) && readScenario(manifest)) {
                readRest(database, manifest);
            }
        }
        if (m_reading.problem.empty()) {
            m_reading.recording = std::move(m_recording);
        } else {
            m_reading.problem = "'" + m_folder.string() + "' " + m_reading.problem;
        }
        return std::move(m_reading);
    }

  private:
    bool fail(const std::string& problem) {
        m_reading.problem = problem;
        return false;
    }

    bool findDatabase() {
        std::error_code failed;
        const std::filesystem::file_status status = std::filesystem::status(m_folder, failed);
        if (!std::filesystem::exists(status)) {
            m_reading.isUnreadable = true;
            return fail("cannot be read: there is no such folder");
        }
        if (!std::filesystem::is_directory(status)) {
            return fail("is no recorded run: that is a folder");
        }
        if (!std::filesystem::exists(databaseFile(m_folder), failed)) {
            if (failed) {
                m_reading.isUnreadable = true;
                return fail("cannot be read: " + failed.message());
            }
            return fail(std::filesystem::exists(newDatabaseFile(m_folder), failed)
                            ? "is no recorded run: the program ended before the run began"
                            : "is no recorded run: there is no run.sqlite in it");
        }
        return isRunDatabase(databaseFile(m_folder)) ||
               fail("is no recorded run: its run.sqlite is not one of Watertight's, or is damaged");
    }

    bool isDamaged(const RunDatabase& database) {
        if (!database.problem().empty()) {
            fail("is damaged: run.sqlite: " + database.problem());
        }
        return !database.problem().empty();
    }

    bool understands(const RunDatabase& database, const Manifest& manifest) {
        if (isDamaged(database)) {
            return false;
        }
        const auto format = integerIn<int>(manifest, "format");
        if (!format || *format < 1) {
            return fail("is damaged: its manifest has no format");
        }
        return *format <= recordingFormat ||
               fail("was recorded in format " + std::to_string(*format) + " by watertight " +
                    textIn(manifest, "program") + "; this program knows formats up to " +
                    std::to_string(recordingFormat));
    }

    bool readScenario(const Manifest& manifest) {
        const std::filesystem::path file = scenarioFile(m_folder);
        models::Parsed<std::string> text = models::readWholeFile(file, models::yaml::sizeMax);
        if (!text) {
            return fail("is damaged: " + text.problem.message);
        }
        models::ScenarioReading reading =
            models::readWithoutVariants(*std::move(text.value), file.string(), m_folder);
        if (reading.scenario) {
            reading.diagnostics = checkExpressions(*reading.scenario, file.string());
        }
        for (const models::Diagnostic& each : reading.diagnostics) {
            if (each.severity == models::Severity::Error) {
                return fail("is damaged: " + models::toText(each));
            }
        }
        m_recording.source = {
            .scenario = *std::move(reading.scenario),
            .text = std::move(reading.text),
            .folder = m_folder,
            .dataFiles = std::move(reading.dataFiles),
            .playsFaults = textIn(manifest, "plays_faults") != "0",
            .stores = textIn(manifest, "stores") == "file" ? StoreKind::File : StoreKind::Memory,
            .program = textIn(manifest, "program")};
        // What it was run with counts, whatever was done to the text since.
        const auto seed = integerIn<std::uint64_t>(manifest, "seed");
        const auto duration = integerIn<std::int64_t>(manifest, "duration_ns");
        if (!seed || !duration || *duration <= 0) {
            return fail("is damaged: its manifest has no seed, or no duration");
        }
        m_recording.source.scenario.run.seed = *seed;
        m_recording.source.scenario.run.duration = Duration(*duration);
        return true;
    }

    void readRest(RunDatabase& database, const Manifest& manifest) {
        const models::Scenario& scenario = m_recording.source.scenario;
        m_recording.processes = database.processes();
        m_recording.lastFrame = database.lastFrame();
        m_recording.timeline = database.timeline();
        m_recording.bookmarks = database.bookmarks();
        m_recording.end = endIn(manifest);
        const std::vector<std::string> commands = database.commands();
        if (isDamaged(database)) {
            return;
        }
        if (m_recording.processes != processNames(scenario)) {
            fail(
                "does not fit together: scenario.yaml has other services, journeys or topics than "
                "were run");
            return;
        }
        Parameters parameters(scenario, m_recording.source.text, m_folder);
        for (const std::string& text : commands) {
            CommandReading reading = readCommand(text, parameters);
            const bool isLater =
                reading.command && (m_recording.commands.empty() ||
                                    m_recording.commands.back().at <= reading.command->at);
            if (!isLater) {
                fail("is damaged: " +
                     (reading.command ? "its commands are not in order of time" : reading.problem));
                return;
            }
            if (const auto* set = std::get_if<SetParameter>(&reading.command->command)) {
                parameters.take(*set);
            }
            m_recording.commands.push_back(*std::move(reading.command));
        }
    }

    const std::filesystem::path& m_folder;
    Recording m_recording;
    RecordingReading m_reading;
};

}  // namespace

Instant Recording::knownUntil() const {
    if (end) {
        return end->at;
    }
    const Instant last = lastFrame.value_or(models::runStart);
    return commands.empty() ? last : std::max(last, commands.back().at);
}

RecordingReading readRecording(const std::filesystem::path& folder) {
    return RunReader(folder).read();
}

FramesReading readFrames(const Recording& recording, Instant from, Instant until) {
    RunDatabase database(databaseFile(recording.source.folder));
    FramesReading reading;
    reading.frames = database.frames(from, until, recording.processes.size());
    reading.problem = database.problem();
    return reading;
}

}  // namespace sim
