#include "app/cli/blast_radius_command.h"

#include <algorithm>
#include <thread>

#include "app/cli/blast_radius_report.h"
#include "app/cli/execution.h"
#include "app/cli/progress.h"
#include "app/cli/scenario_source.h"
#include "app/cli/wording.h"
#include "models/io/value_text.h"
#include "sim/blast_radius.h"

namespace app {

namespace {

int refuse(Console& console, const std::string& problem) {
    console.err << "watertight: " << problem << '\n';
    return exitBadInput;
}

// Absent, with the problem said, where the text is no time.
std::optional<models::Duration> timeOf(const char* option, const std::string& text,
                                       Console& console) {
    const models::Parsed<models::Duration> time = models::parseDuration(text);
    if (!time) {
        refuse(console, std::string(option) + ": " + printable(time.problem.message));
    }
    return time.value;
}

std::optional<sim::BlastRadiusSettings> settingsOf(const BlastRadiusArguments& arguments,
                                                   const models::Scenario& scenario,
                                                   Console& console) {
    sim::BlastRadiusSettings settings;
    settings.seed = arguments.seed;
    settings.seeds = arguments.seeds.value_or(1);
    settings.pairs = arguments.pairs;
    settings.cancelled = &interruptionOfExecution();
    const int processors = static_cast<int>(std::thread::hardware_concurrency());
    settings.threads = arguments.threads.value_or(std::max(1, processors));
    if (!arguments.at.empty()) {
        const std::optional<models::Duration> at = timeOf("--at", arguments.at, console);
        if (!at) {
            return std::nullopt;
        }
        if (*at < scenario.run.warmUp) {
            refuse(console, "--at: a service cannot be killed before the warm-up is over");
            return std::nullopt;
        }
        settings.at = models::runStart + *at;
    }
    if (!arguments.lasts.empty()) {
        const std::optional<models::Duration> lasts = timeOf("--for", arguments.lasts, console);
        if (!lasts) {
            return std::nullopt;
        }
        if (*lasts <= models::Duration{}) {
            refuse(console, "--for: an outage takes time");
            return std::nullopt;
        }
        settings.lasts = *lasts;
    }
    return settings;
}

std::string inFormat(const std::string& format, const models::Scenario& scenario,
                     const sim::BlastRadius& result) {
    if (format == "json") {
        return blastRadiusJson(scenario, result);
    }
    return format == "csv" ? blastRadiusCsv(scenario, result) : blastRadiusText(scenario, result);
}

}  // namespace

int blastRadiusCommand(const BlastRadiusArguments& arguments, Console& console) {
    const ScenarioSource source = readScenario(
        arguments.file, {}, {}, arguments.quiet ? Warnings::Hidden : Warnings::Shown, console);
    if (!source.scenario) {
        return source.exitCode;
    }
    const std::optional<sim::BlastRadiusSettings> settings =
        settingsOf(arguments, *source.scenario, console);
    if (!settings) {
        return exitBadInput;
    }
    sim::BlastRadius result;
    {
        Progress progress(console.errIsTerminal && !arguments.quiet ? &console.err : nullptr);
        result = sim::blastRadiusOf(*source.scenario, *settings,
                                    [&](int done, int all) { progress.show(done, all); });
    }
    if (result.cancelled || !result.machineFault.empty()) {
        console.err << "watertight: " << (result.cancelled ? "interrupted" : result.machineFault)
                    << '\n';
        return exitMachineFault;
    }
    console.out << inFormat(arguments.format, *source.scenario, result) << std::flush;
    if (!console.out) {
        console.err << "watertight: the report could not be printed\n";
        return exitMachineFault;
    }
    return exitGood;
}

}  // namespace app
