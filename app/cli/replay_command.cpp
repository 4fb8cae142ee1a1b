#include "app/cli/replay_command.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/cli/execution.h"
#include "app/cli/report_text.h"
#include "app/cli/text_table.h"
#include "app/cli/wording.h"
#include "sim/replay.h"

namespace app {

namespace {

std::string timeText(models::Instant at) {
    return models::toText(models::sinceStart(at));
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + printable(name);
    }
    return text;
}

bool isSame(const sim::ReplayResult& result) {
    return !result.difference && result.problem.empty();
}

// Sentences that both say what was recorded and what was not.
std::string remarks(const sim::Recording& recording, const sim::ReplayResult& result) {
    std::string text;
    if (!recording.end) {
        text += "  the recording was cut off after " + timeText(recording.knownUntil()) + "\n";
    } else if (!recording.end->machineFault.empty()) {
        text += "  the run ended by a fault of the machine, which is not executed again: " +
                printable(recording.end->machineFault) + "\n";
    } else if (!recording.end->stopped.empty()) {
        text += "  stopped early: " + printable(recording.end->stopped) + "\n";
    }
    if (recording.source.program != WATERTIGHT_VERSION && !isSame(result)) {
        text += "  it was recorded by watertight " + printable(recording.source.program) +
                ", this is " WATERTIGHT_VERSION "\n";
    }
    return text;
}

// What was noted of the run, as far as it was executed.
std::vector<sim::Bookmark> bookmarksOf(const sim::Recording& recording,
                                       const sim::ReplayResult& result) {
    std::vector<sim::Bookmark> bookmarks = recording.bookmarks;
    std::erase_if(bookmarks, [&](const sim::Bookmark& each) { return each.at > result.reached; });
    return bookmarks;
}

std::string bookmarksText(const std::vector<sim::Bookmark>& bookmarks) {
    if (bookmarks.empty()) {
        return {};
    }
    TextTable table({"Bookmarks", "at", "note"});
    table.alignLeft(2);
    for (std::size_t i = 0; i < bookmarks.size(); ++i) {
        table.addRow({std::to_string(i + 1),
                      instantText(models::inSeconds(models::sinceStart(bookmarks[i].at))),
                      printable(bookmarks[i].note)});
    }
    return '\n' + table.text();
}

std::string resultText(const sim::Recording& recording, const sim::ReplayResult& result,
                       const std::string& run) {
    std::string text = printable(run) + ": ";
    if (result.difference && result.difference->processes.empty()) {
        text += "another run: the fingerprints differ at " + timeText(result.difference->at);
    } else if (result.difference) {
        text += "another run: the same until " + timeText(result.difference->sameUntil) + ", at " +
                timeText(result.difference->at) + " different in " +
                listed(result.difference->processes);
    } else if (!result.problem.empty()) {
        text += "damaged after " + timeText(result.reached) + ": " + printable(result.problem);
    } else {
        text += "the same until " + timeText(result.reached);
    }
    return text + "\n  " + countText(result.events) + " events, " +
           countText(result.commandsGiven) + " commands, " + countText(result.framesCompared) +
           " frames compared, fingerprint " + fingerprintText(result.fingerprint) + "\n" +
           remarks(recording, result) + bookmarksText(bookmarksOf(recording, result));
}

double seconds(models::Instant at) {
    return models::inSeconds(models::sinceStart(at));
}

std::string resultJson(const sim::Recording& recording, const sim::ReplayResult& result,
                       const std::string& run) {
    using Json = nlohmann::ordered_json;
    Json json{{"watertight", WATERTIGHT_VERSION},
              {"run", run},
              {"scenario", recording.source.scenario.name},
              {"seed", recording.source.scenario.run.seed},
              {"same", isSame(result)},
              {"until_s", seconds(result.reached)},
              {"complete", recording.end.has_value()},
              {"events", result.events},
              {"commands", result.commandsGiven},
              {"frames", result.framesCompared},
              {"fingerprint", fingerprintText(result.fingerprint)},
              {"recorded_fingerprint", nullptr},
              {"differs", nullptr},
              {"bookmarks", Json::array()}};
    for (const sim::Bookmark& each : bookmarksOf(recording, result)) {
        json["bookmarks"].push_back({{"t_s", seconds(each.at)}, {"note", each.note}});
    }
    if (recording.end) {
        json["recorded_fingerprint"] = fingerprintText(recording.end->fingerprint);
    }
    if (result.difference) {
        json["differs"] = {{"t_s", seconds(result.difference->at)},
                           {"same_until_s", seconds(result.difference->sameUntil)},
                           {"processes", result.difference->processes}};
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

RecordingSource openRecording(const std::string& folder, Console& console) {
    sim::RecordingReading reading = sim::readRecording(folder);
    if (!reading.recording) {
        console.err << "watertight: " << printable(reading.problem) << '\n';
        return {{}, reading.isUnreadable ? exitMachineFault : exitBadInput};
    }
    return {std::move(reading.recording), exitGood};
}

int replayCommand(const ReplayArguments& arguments, Console& console) {
    const RecordingSource source = openRecording(arguments.run, console);
    if (!source.recording) {
        return source.exitCode;
    }
    sim::ReplayOptions options{.threads = arguments.threads.value_or(0)};
    if (!arguments.until.empty()) {
        options.until = models::runStart + *models::parseDuration(arguments.until);
    }
    sim::ReplayResult result;
    {
        Progress progress(console.errIsTerminal && !arguments.quiet ? &console.err : nullptr);
        options.goesOn = [&](models::Instant reached, models::Instant end) {
            progress.show(reached, end);
            return !interruptionOfExecution();
        };
        result = sim::replay(*source.recording, options);
    }
    if (result.isInterrupted || !result.machineFault.empty()) {
        console.err << "watertight: "
                    << (result.isInterrupted ? "interrupted" : printable(result.machineFault))
                    << '\n';
        return exitMachineFault;
    }
    console.out << (arguments.format == "json"
                        ? resultJson(*source.recording, result, arguments.run)
                        : resultText(*source.recording, result, arguments.run))
                << std::flush;
    if (!console.out) {
        console.err << "watertight: the result could not be printed\n";
        return exitMachineFault;
    }
    if (!result.problem.empty()) {
        return exitBadInput;
    }
    return result.difference ? exitNotMet : exitGood;
}

}  // namespace app
