#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>
#include <vector>

#include "app/cli/blast_radius_command.h"
#include "app/cli/check_command.h"
#include "app/cli/compare_command.h"
#include "app/cli/cost_command.h"
#include "app/cli/explain_command.h"
#include "app/cli/export_command.h"
#include "app/cli/import_command.h"
#include "app/cli/replay_command.h"
#include "app/cli/run_command.h"
#include "app/cli/self_check_command.h"
#include "app/cli/sketch_command.h"
#include "app/cli/trace_command.h"
#include "app/cli/unknown_words.h"
#include "app/cli/validate_command.h"
#include "models/io/plain_text.h"
#include "models/io/value_text.h"

namespace app {

namespace {

// CLI11's own integers read 010 as eight.
template <typename Integer>
std::string problemOfInteger(const std::string& text, Integer least, Integer most) {
    Integer value{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size() || value < least ||
        value > most) {
        return "'" + text + "' is not a whole number from " + std::to_string(least) + " to " +
               std::to_string(most);
    }
    return {};
}

template <typename Integer>
void addInteger(CLI::App& command, const char* name, std::optional<Integer>& value, Integer least,
                Integer most, const char* help) {
    command
        .add_option_function<std::string>(
            name,
            [&value](const std::string& text) {
                Integer parsed{};
                std::from_chars(text.data(), text.data() + text.size(), parsed);
                value = parsed;
            },
            help)
        ->type_name("N")
        ->check(
            [least, most](const std::string& text) { return problemOfInteger(text, least, most); });
}

// Told here, since in the file there stands another duration.
std::string problemOfDuration(const std::string& text) {
    return models::parseDuration(text).problem.message;
}

// Without CLI11's own list of the words, which the type name has already.
CLI::Validator oneOf(std::vector<std::string> words) {
    return CLI::IsMember(std::move(words)).description("");
}

std::string problemOfEdit(const std::string& text) {
    const bool hasPath = text.find('=') != std::string::npos && text.front() != '=';
    return hasPath ? std::string{} : "'" + text + "' is not PATH=VALUE";
}

void addEdits(CLI::App& command, std::vector<std::string>& edits) {
    command
        .add_option("--set", edits,
                    "Overrides one value, list items by number from 0: services.user.instances=4")
        ->type_name("PATH=VALUE")
        ->allow_extra_args(false)
        ->check(problemOfEdit);
}

void addTextOrJson(CLI::App& command, std::string& format) {
    command.add_option("--format", format, "How the report is printed")
        ->type_name("text|json")
        ->check(oneOf({"text", "json"}))
        ->default_str("text");
}

void addSeed(CLI::App& command, std::optional<std::uint64_t>& seed,
             const char* help = "The seed, instead of the scenario's") {
    constexpr std::uint64_t any = std::numeric_limits<std::uint64_t>::max();
    addInteger<std::uint64_t>(command, "--seed", seed, 0, any, help);
}

void addThreads(
    CLI::App& command, std::optional<int>& threads,
    const char* help = "At most so many threads; the result is the same with any number") {
    addInteger<int>(command, "--threads", threads, 1, 1024, help);
}

void addQuiet(CLI::App& command, bool& quiet) {
    command.add_flag("--quiet", quiet, "No progress and no warnings");
}

void addUntil(CLI::App& command, std::string& until) {
    command.add_option("--until", until, "Only so far: '90 s'")
        ->type_name("T")
        ->check(problemOfDuration);
}

void addRun(CLI::App& command, RunArguments& arguments) {
    command.add_option("FILE", arguments.file, "The scenario")->required();
    addSeed(command, arguments.seed);
    command.add_option("--duration", arguments.duration, "How long to simulate: '5 min', 90s")
        ->type_name("D")
        ->check(problemOfDuration);
    addThreads(command, arguments.threads);
    command.add_option("--store", arguments.store, "Where the services' stores are kept")
        ->type_name("file|memory")
        ->check(oneOf({"file", "memory"}))
        ->default_str("memory");
    addEdits(command, arguments.edits);
    command.add_option("--variant", arguments.variant, "Runs this variant")->type_name("NAME");
    command.add_option("--out", arguments.out, "Records the run in this folder, for replay")
        ->type_name("DIR");
    addTextOrJson(command, arguments.format);
    addQuiet(command, arguments.quiet);
    command.footer(
        "Example: watertight run scenarios/streaming-platform.yaml --seed 7 --format json");
}

CLI::App& addReplay(CLI::App& program, ReplayArguments& arguments) {
    CLI::App& command = *program.add_subcommand(
        "replay", "Executes a recorded run again and says whether it is the same");
    command.add_option("RUN", arguments.run, "The folder of run --out")->required();
    addUntil(command, arguments.until);
    addThreads(command, arguments.threads);
    command.add_option("--format", arguments.format, "How the result is printed")
        ->type_name("text|json")
        ->check(oneOf({"text", "json"}))
        ->default_str("text");
    command.add_flag("--quiet", arguments.quiet, "No progress");
    command.footer(
        "Exit code 0 when all that was recorded happens again, 1 when something differs.\n"
        "Example: watertight run shop.yaml --out shop.run && watertight replay shop.run");
    return command;
}

void addBlastRadius(CLI::App& command, BlastRadiusArguments& arguments) {
    command.add_option("FILE", arguments.file, "The scenario; its own faults are left out")
        ->required();
    addSeed(command, arguments.seed);
    addInteger<int>(command, "--seeds", arguments.seeds, 1, 1000,
                    "Runs each with so many seeds in a row, for intervals");
    command.add_option("--at", arguments.at, "When each service is killed")
        ->type_name("T")
        ->default_str("50 s after the warm-up");
    command.add_option("--for", arguments.lasts, "How long each stays down")
        ->type_name("D")
        ->default_str("10 s");
    command.add_flag("--pairs", arguments.pairs, "Kills every two services at once, too");
    addThreads(command, arguments.threads, "Runs side by side; as many as there are processors");
    command.add_option("--format", arguments.format, "How the result is printed")
        ->type_name("text|json|csv")
        ->check(oneOf({"text", "json", "csv"}))
        ->default_str("text");
    addQuiet(command, arguments.quiet);
    command.footer("Example: watertight blast-radius scenarios/streaming-platform.yaml --for 30s");
}

CLI::App& addCost(CLI::App& program, CostArguments& arguments) {
    CLI::App& command =
        *program.add_subcommand("cost", "Says what one fault cost, request by request");
    command.add_option("FILE", arguments.file, "The scenario")->required();
    command.add_option("--fault", arguments.fault, "The fault's name, or a rollout's")
        ->type_name("NAME")
        ->required();
    addSeed(command, arguments.seed);
    addThreads(command, arguments.threads);
    addEdits(command, arguments.edits);
    command.add_option("--variant", arguments.variant, "Of this variant")->type_name("NAME");
    addTextOrJson(command, arguments.format);
    addQuiet(command, arguments.quiet);
    command.footer(
        "Runs the scenario with that fault and without it, all else the same to the last draw, and "
        "matches the two request by request.\n"
        "Example: watertight cost scenarios/streaming-platform.yaml --fault 'payment outage'");
    return command;
}

CLI::App& addCompare(CLI::App& program, CompareArguments& arguments) {
    CLI::App& command = *program.add_subcommand(
        "compare",
        "Runs two scenarios, two forms of one, or two recorded runs again, and says what differs");
    command.add_option("A", arguments.first, "A scenario, or the folder of run --out")->required();
    command.add_option("B", arguments.second,
                       "Another; without it, a scenario A with --variant or --set");
    command.add_option("--variant", arguments.variant, "B is this variant of A")->type_name("NAME");
    addEdits(command, arguments.edits);
    addSeed(command, arguments.seed, "The seed of both, instead of A's");
    addInteger<int>(command, "--seeds", arguments.seeds, 1, 1000,
                    "Runs both with so many seeds in a row, to tell differences from chance");
    addThreads(command, arguments.threads, "Seeds side by side; as many as there are processors");
    addTextOrJson(command, arguments.format);
    addQuiet(command, arguments.quiet);
    command.footer(
        "Example: watertight compare scenarios/streaming-platform.yaml --set "
        "services.user.instances=1 --seeds 10");
    return command;
}

CLI::App& addTrace(CLI::App& program, TraceArguments& arguments) {
    CLI::App& command = *program.add_subcommand(
        "trace", "Says where the time of requests went: of a journey's p50 and p99, or of one");
    constexpr std::int64_t anyRequest = std::numeric_limits<std::int64_t>::max();
    command.add_option("FILE", arguments.source, "The scenario, or the folder of run --out")
        ->required();
    command.add_option("--journey", arguments.journey, "Only this one")->type_name("NAME");
    addInteger<std::int64_t>(command, "--request", arguments.request, 1, anyRequest,
                             "Prints the request of this number as a waterfall");
    command
        .add_option("--without", arguments.without,
                    "In the run in which this fault or rollout does not happen")
        ->type_name("NAME");
    addUntil(command, arguments.until);
    addSeed(command, arguments.seed);
    addThreads(command, arguments.threads);
    addEdits(command, arguments.edits);
    command.add_option("--variant", arguments.variant, "Of this variant")->type_name("NAME");
    addTextOrJson(command, arguments.format);
    addQuiet(command, arguments.quiet);
    command.footer(
        "Any request can be traced, sampled or not: the run is executed again with its number "
        "watched.\n"
        "Example: watertight trace scenarios/streaming-platform.yaml --journey browse");
    return command;
}

CLI::App& addCheck(CLI::App& program, CheckArguments& arguments) {
    CLI::App& command =
        *program.add_subcommand("check", "Runs scenarios and judges their expectations");
    command.add_option("FILE", arguments.files, "The scenarios")->required();
    addQuiet(command, arguments.quiet);
    command.footer("Exit code 0 when all expectations hold, 1 when some do not.");
    return command;
}

CLI::App& addSelfCheck(CLI::App& program, SelfCheckArguments& arguments) {
    CLI::App& command = *program.add_subcommand(
        "selfcheck", "Compares twenty simulated figures with their closed forms");
    addThreads(command, arguments.threads, "Runs side by side; as many as there are processors");
    command.add_option("--format", arguments.format, "How the result is printed")
        ->type_name("text|json")
        ->check(oneOf({"text", "json"}))
        ->default_str("text");
    command.add_flag("--quiet", arguments.quiet, "No progress");
    command.footer(
        "Exit code 0 when every figure agrees with its closed form, 1 when one differs.");
    return command;
}

CLI::App& addValidate(CLI::App& program, std::string& file) {
    CLI::App& command =
        *program.add_subcommand("validate", "Names every problem of a scenario, runs nothing");
    command.add_option("FILE", file, "The scenario")->required();
    return command;
}

void addSketch(CLI::App& command, SketchArguments& arguments) {
    command.add_option("FILE", arguments.file, "The lines; - is standard input")->required();
    command.add_option("-o", arguments.out, "The scenario's file; without it, standard output")
        ->type_name("FILE");
    command.footer(
        "A line: web 200/s -> gateway -> user, payment?\n"
        "web is a journey, since it has a rate (200/s, 30/min) or users (50 users); it calls\n"
        "gateway, which calls user, then payment. ?: the caller goes on without it. A later line\n"
        "adds calls: user -> ledger. What a sketch does not say is assumed, and marked so.\n"
        "Example: echo 'web 200/s -> shop -> stock' | watertight sketch - -o shop.yaml");
}

// Every format has its own command below `import`, since each lacks something else.
CLI::App& addImport(CLI::App& command, ImportArguments& arguments) {
    command.require_subcommand(1);
    CLI::App& isotope = *command.add_subcommand("isotope", "A service graph of Istio's isotope");
    isotope.add_option("FILE", arguments.file, "The service graph; - is standard input")
        ->required();
    isotope.add_option("-o", arguments.out, "The scenario's file; without it, standard output")
        ->type_name("FILE");
    isotope
        .add_option("--compute", arguments.compute,
                    "What every request computes, which the graph does not say")
        ->type_name("DISTRIBUTION")
        ->capture_default_str();
    isotope.add_option("--rate", arguments.rate, "How many requests come to every entrypoint")
        ->type_name("RATE")
        ->capture_default_str();
    isotope.footer("Example: watertight import isotope canonical.yaml -o canonical-scenario.yaml");
    return isotope;
}

void addOut(CLI::App& command, std::string& out, const char* help) {
    command.add_option("-o", out, help)->type_name("FILE");
}

CLI::App& addExportScenario(CLI::App& exports, ExportArguments& arguments) {
    CLI::App& scenario =
        *exports.add_subcommand("scenario", "The scenario, with what was done to the run in it");
    scenario.add_option("RUN", arguments.run, "The folder of run --out")->required();
    addOut(scenario, arguments.out, "The scenario's file; without it, standard output");
    scenario.footer(
        "Commands become faults and rollouts; running the file is the same run, to the last "
        "event.\n"
        "Example: watertight export scenario shop.run -o outage.yaml");
    return scenario;
}

CLI::App& addExportSchema(CLI::App& exports, std::string& out) {
    CLI::App& schema =
        *exports.add_subcommand("schema", "The JSON Schema of scenarios, for an editor");
    addOut(schema, out, "The schema's file; without it, standard output");
    schema.footer(
        "An editor that knows YAML completes and checks by it. For most of them this line in the\n"
        "scenario does: # yaml-language-server: $schema=scenario.schema.json");
    return schema;
}

CLI::App& addExportManual(CLI::App& exports, std::string& out) {
    CLI::App& manual =
        *exports.add_subcommand("manual", "The manual of the scenario language, as Markdown");
    addOut(manual, out, "The manual's file; without it, standard output");
    return manual;
}

CLI::App& addExplain(CLI::App& program, std::string& word) {
    CLI::App& command = *program.add_subcommand(
        "explain", "Says what a key of a scenario or a word of a report means");
    command.add_option("WORD", word, "A key, a path to one, a kind of value or a word of a report");
    command.footer("Examples: watertight explain; watertight explain retry.budget; explain p99");
    return command;
}

int openWindow(const CLI::App& program, const std::filesystem::path& file, Console& console) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) {
        console.err << "watertight: '" << file.string() << "' is neither a command nor a file"
                    << nearestCommand(program, file.string()) << "; see watertight --help\n";
        return exitBadInput;
    }
    if (!console.hasDisplay) {
        console.err << "watertight: there is no display to open a window on; to run it here: "
                    << "watertight run " << file.string() << '\n';
        return exitBadInput;
    }
    return console.openWindow(file);
}

constexpr const char* footer =
    "Exit codes: 0 good, 1 expectations not met, 2 bad input or usage, 3 a fault of the machine.\n"
    "Reports go to standard output, progress and problems to standard error.";

// The commands, each with its arguments. They stay where they are: CLI11 keeps references.
struct Commands {
    RunArguments run;
    ReplayArguments replay;
    CheckArguments check;
    BlastRadiusArguments blastRadius;
    CostArguments cost;
    CompareArguments compare;
    TraceArguments trace;
    SelfCheckArguments selfCheck;
    std::string validateFile;
    SketchArguments sketch;
    ImportArguments import;
    ExportArguments exported;
    std::string schemaFile;
    std::string manualFile;
    std::string explainedWord;
    std::vector<std::pair<const CLI::App*, std::function<int(Console&)>>> all;

    explicit Commands(CLI::App& program);
    Commands(const Commands&) = delete;
    Commands& operator=(const Commands&) = delete;

  private:
    void add(const CLI::App& app, std::function<int(Console&)> carryOut) {
        all.emplace_back(&app, std::move(carryOut));
    }
    void addExports(CLI::App& program);
};

void Commands::addExports(CLI::App& program) {
    CLI::App& exports = *program.add_subcommand(
        "export", "Writes a recorded run or the language as something else");
    exports.require_subcommand(1);
    add(addExportScenario(exports, exported),
        [this](Console& console) { return exportScenarioCommand(exported, console); });
    add(addExportSchema(exports, schemaFile),
        [this](Console& console) { return exportSchemaCommand(schemaFile, console); });
    add(addExportManual(exports, manualFile),
        [this](Console& console) { return exportManualCommand(manualFile, console); });
}

Commands::Commands(CLI::App& program) {
    CLI::App& runApp = *program.add_subcommand("run", "Runs a scenario and prints its report");
    addRun(runApp, run);
    add(runApp, [this](Console& console) { return runCommand(run, console); });
    add(addReplay(program, replay),
        [this](Console& console) { return replayCommand(replay, console); });
    add(addCheck(program, check),
        [this](Console& console) { return checkCommand(check, console); });
    CLI::App& blastRadiusApp =
        *program.add_subcommand("blast-radius", "Kills every service in turn and says who is hurt");
    addBlastRadius(blastRadiusApp, blastRadius);
    add(blastRadiusApp,
        [this](Console& console) { return blastRadiusCommand(blastRadius, console); });
    add(addCost(program, cost), [this](Console& console) { return costCommand(cost, console); });
    add(addCompare(program, compare),
        [this](Console& console) { return compareCommand(compare, console); });
    add(addTrace(program, trace),
        [this](Console& console) { return traceCommand(trace, console); });
    add(addSelfCheck(program, selfCheck), [this](Console& console) {
        return selfCheckCommand(selfCheck, sim::closedFormCases(), console);
    });
    add(addValidate(program, validateFile),
        [this](Console& console) { return validateCommand(validateFile, console); });
    CLI::App& sketchApp = *program.add_subcommand("sketch", "Makes a scenario of a few lines");
    addSketch(sketchApp, sketch);
    add(sketchApp, [this](Console& console) { return sketchCommand(sketch, console); });
    add(addImport(*program.add_subcommand("import", "Makes a scenario of another tool's file"),
                  import),
        [this](Console& console) { return importIsotopeCommand(import, console); });
    add(addExplain(program, explainedWord),
        [this](Console& console) { return explainCommand(explainedWord, console); });
    addExports(program);
}

}  // namespace

int runCommandLine(int argc, const char* const* argv, Console& console) {
    CLI::App program("Is your architecture watertight? Simulates microservice architectures.",
                     "watertight");
    program.set_version_flag("--version", "watertight " WATERTIGHT_VERSION);
    program.require_subcommand(0, 1);
    program.footer(footer);
    std::string windowFile;
    program.add_option("FILE", windowFile, "Opens the window on this scenario");
    const Commands commands(program);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ExtrasError&) {
        console.err << "watertight: " << problemOfStranger(program, windowFile)
                    << "; see watertight --help\n";
        return exitBadInput;
    } catch (const CLI::ParseError& end) {
        return program.exit(end, console.out, console.err) == 0 ? exitGood : exitBadInput;
    }
    for (const auto& [app, carryOut] : commands.all) {
        if (app->parsed()) {
            return carryOut(console);
        }
    }
    if (!windowFile.empty()) {
        return openWindow(program, windowFile, console);
    }
    console.err << program.help();
    return exitBadInput;
}

}  // namespace app
