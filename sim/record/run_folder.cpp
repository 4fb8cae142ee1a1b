#include "sim/record/run_folder.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>

#include "models/io/data_file.h"
#include "models/io/plain_text.h"
#include "models/io/scenario_reader.h"
#include "sim/record/run_database.h"

namespace sim {

namespace {

namespace fs = std::filesystem;

constexpr const char* scenarioName = "scenario.yaml";
constexpr const char* databaseName = "run.sqlite";
constexpr const char* reportName = "report.json";
constexpr const char* storesName = "stores";

FolderProblem machineProblem(const std::string& message) {
    return {message, false};
}

std::string writeFile(const fs::path& file, const std::string& text) {
    std::error_code ignored;
    fs::create_directories(file.parent_path(), ignored);
    fs::remove(file, ignored);  // a link would lead out of the folder
    std::ofstream stream(file, std::ios::binary);
    stream << text << std::flush;
    return stream ? std::string() : "cannot write '" + file.string() + "'";
}

// A name that leads to the same place in any folder, and to none of ours.
bool isPortable(const std::string& name) {
    const fs::path path = fs::path(name).lexically_normal();
    const std::string first = path.empty() ? std::string() : path.begin()->string();
    static const std::array ours = {std::string(".."), std::string(scenarioName),
                                    std::string(reportName), std::string(storesName)};
    return path.is_relative() && std::ranges::find(ours, first) == ours.end() &&
           !first.starts_with(databaseName);
}

std::string copyDataFile(const RunSource& source, const fs::path& folder, const std::string& name) {
    const fs::path from = source.folder / name;
    const fs::path to = folder / fs::path(name).lexically_normal();
    std::error_code failed;
    if (fs::equivalent(from, to, failed) && !failed) {
        return {};
    }
    // A link in the folder may lead out of it.
    const fs::path parent = fs::weakly_canonical(to, failed).parent_path();
    const fs::path home = fs::weakly_canonical(folder, failed);
    if (std::mismatch(home.begin(), home.end(), parent.begin(), parent.end()).first != home.end()) {
        return "'" + to.string() + "' does not lie in the run's folder";
    }
    const models::Parsed<std::string> bytes = models::readWholeFile(from, models::dataBytesMax);
    return bytes ? writeFile(to, *bytes) : bytes.problem.message;
}

}  // namespace

fs::path scenarioFile(const fs::path& folder) {
    return folder / scenarioName;
}

fs::path databaseFile(const fs::path& folder) {
    return folder / databaseName;
}

fs::path newDatabaseFile(const fs::path& folder) {
    return folder / (std::string(databaseName) + ".new");
}

fs::path storesFolder(const fs::path& folder) {
    return folder / storesName;
}

bool isRunDatabase(const fs::path& file) {
    // SQLite's file format, 1.3: the application id is big-endian at byte 68.
    std::array<unsigned char, 72> header{};
    std::ifstream stream(file, std::ios::binary);
    if (!stream.read(reinterpret_cast<char*>(header.data()), header.size())) {
        return false;
    }
    std::uint32_t id = 0;
    for (std::size_t i = 68; i < header.size(); ++i) {
        id = (id << 8) | header[i];
    }
    return id == runDatabaseId;
}

FolderProblem takeFolder(const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (!failed && !fs::is_directory(folder, failed)) {
        failed = std::make_error_code(std::errc::not_a_directory);
    }
    const bool isEmpty = !failed && fs::is_empty(folder, failed);
    if (failed) {
        return machineProblem("cannot make the folder '" + folder.string() +
                              "': " + failed.message());
    }
    // Who died while making it may have left a file without a byte.
    const fs::path unfinished = newDatabaseFile(folder);
    const bool isOurs = isRunDatabase(databaseFile(folder)) || isRunDatabase(unfinished) ||
                        (fs::exists(unfinished, failed) && fs::is_empty(unfinished, failed));
    if (!isEmpty && !isOurs) {
        return {"'" + folder.string() +
                    "' holds something else than a recorded run, which is left alone: choose "
                    "another folder",
                true};
    }
    return {};
}

FolderProblem removeRun(const fs::path& folder) {
    // A journal that death has left would be taken for the new database's.
    std::vector<fs::path> old = {databaseFile(folder),
                                 fs::path(databaseFile(folder).string() + "-journal"),
                                 scenarioFile(folder), folder / reportName};
    std::error_code failed;
    if (fs::is_symlink(storesFolder(folder), failed)) {
        old.push_back(storesFolder(folder));  // it would lead out of the folder
    } else {
        for (const auto& each : fs::directory_iterator(storesFolder(folder), failed)) {
            if (each.path().extension() == ".sqlite") {
                old.push_back(each.path());
            }
        }
    }
    for (const fs::path& file : old) {
        fs::remove(file, failed);
        if (failed) {
            return machineProblem("cannot replace '" + file.string() + "': " + failed.message());
        }
    }
    return {};
}

models::TextEdit textAsRun(const RunSource& source) {
    models::TextEdit edit{source.text, {}};
    const auto set = [&](const char* path, const std::string& value) {
        if (!models::hasErrors(edit.diagnostics)) {
            edit = models::setValue(std::move(edit.text), scenarioName, path, value);
        }
    };
    const models::ScenarioReading reading =
        models::readWithoutVariants(source.text, scenarioName, source.folder);
    if (reading.scenario && reading.scenario->name != source.scenario.name) {
        set("name", models::doubleQuoted(source.scenario.name));
    }
    if (reading.scenario && reading.scenario->run.seed != source.scenario.run.seed) {
        set("run.seed", std::to_string(source.scenario.run.seed));
    }
    return edit;
}

FolderProblem problemOfSource(const RunSource& source) {
    for (const std::string& name : source.dataFiles) {
        if (!isPortable(name)) {
            return {"the run cannot be recorded: the scenario names the file " +
                        models::quote(name) +
                        ", which would not be found in the run's folder; name one beside the "
                        "scenario",
                    true};
        }
    }
    const models::Diagnostics diagnostics = textAsRun(source).diagnostics;
    return {models::hasErrors(diagnostics)
                ? "the run cannot be recorded: " + diagnostics.front().message
                : std::string(),
            true};
}

FolderProblem writeScenario(const fs::path& folder, const RunSource& source) {
    for (const std::string& name : source.dataFiles) {
        if (const std::string problem = copyDataFile(source, folder, name); !problem.empty()) {
            return machineProblem(problem);
        }
    }
    const std::string text = textAsRun(source).text;
    if (const std::string problem = writeFile(scenarioFile(folder), text); !problem.empty()) {
        return machineProblem(problem);
    }
    const models::ScenarioReading reading = models::readWithoutVariants(text, scenarioName, folder);
    if (reading.scenario != source.scenario) {
        return machineProblem("the files that the scenario names have changed since it was read");
    }
    return {};
}

}  // namespace sim
