#include "app/cli/blast_radius_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/cli/json_values.h"
#include "app/cli/report_text.h"
#include "app/cli/text_table.h"
#include "app/cli/wording.h"
#include "models/outcome.h"

namespace app {

namespace {

using Json = nlohmann::ordered_json;
using sim::Harm;
using sim::harmOf;
using sim::JourneyUnderOutage;
using sim::OutageRun;

const char* wordOf(Harm harm) {
    switch (harm) {
        case Harm::None:
            return "ok";
        case Harm::Degraded:
            return "degraded";
        case Harm::Failing:
            return "failing";
        case Harm::NotMeasured:
            return "not measured";
    }
    return "";
}

// What is failing must stand out where nothing is coloured.
std::string mark(Harm harm) {
    return harm == Harm::Failing ? "FAILING" : wordOf(harm);
}

// Why a journey failed, degraded or did not notice; empty where no count says.
std::string whyOf(const sim::SubjectIsolation& subject) {
    using enum sim::Reason;
    switch (subject.reason) {
        case NeedsIt:
            return subject.via == subject.name ? "needs " + subject.needed
                                               : subject.via + " needs " + subject.needed;
        case PassesFailuresOn:
            return "reached through other services";
        case FallbackAnswered:
            return subject.via.empty() ? std::string("a fallback answered")
                                       : subject.via + " answers without " + subject.needed;
        case NeverCallsIt:
            return "never calls it";
        case TellsByMessage:
            return "reaches it by message only";
        case NotAskedSince:
            return "did not ask it";
        case SpareInstances:
            return "ready instances took the work";
        case BreakerOpen:
            return "a breaker kept calls away";
        case SharesServices:  // only with surges, which no outage here is
        case SharesNothing:
        case ServedWithoutIt:
        case SameWithoutIt:
        case IsTarget:
        case None:
            break;
    }
    return {};
}

std::string killedText(const models::Scenario& scenario, const OutageRun& run) {
    std::string text;
    for (const int service : run.killed) {
        text += text.empty() ? "" : " + ";
        text += printable(scenario.services[static_cast<std::size_t>(service)].name);
    }
    return text;
}

// "+31 ms" against the same time of the whole run.
std::string changeText(const std::optional<double>& now, const std::optional<double>& before) {
    if (!now || !before) {
        return std::string(notMeasured);
    }
    const double change = *now - *before;
    if (change == 0) {
        return "same";
    }
    return (change > 0 ? "+" : "") + secondsText(change);
}

std::vector<const OutageRun*> worstFirst(const std::vector<OutageRun>& outages) {
    std::vector<const OutageRun*> sorted;
    for (const OutageRun& run : outages) {
        sorted.push_back(&run);
    }
    std::ranges::stable_sort(sorted, std::ranges::greater{}, [](const OutageRun* run) {
        return std::pair(run->count(Harm::Failing), run->count(Harm::Degraded));
    });
    return sorted;
}

// ------------------------------------------------------------------------------------------- text

std::string seedsText(const sim::BlastRadius& result) {
    const std::string first = std::to_string(result.seed);
    const auto others = static_cast<std::uint64_t>(result.seeds - 1);
    return others == 0 ? "seed " + first
                       : "seeds " + first + " to " + std::to_string(result.seed + others) +
                             ", 95 % intervals in brackets";
}

// "97.2 % (96.8 % to 97.5 %)"; without an interval, the figure alone.
template <typename Text>
std::string withInterval(const std::optional<double>& figure,
                         const std::optional<sim::Interval>& interval, const Text& text) {
    const std::string alone = text(figure);
    return figure && interval && interval->low < interval->high
               ? alone + " (" + text(interval->low) + " to " + text(interval->high) + ')'
               : alone;
}

std::string availabilityText(const JourneyUnderOutage& journey) {
    return withInterval(journey.availability, journey.availabilityInterval,
                        [](const std::optional<double>& share) { return shareText(share); });
}

std::string p99Text(const JourneyUnderOutage& journey) {
    return withInterval(journey.p99, journey.p99Interval,
                        [](const std::optional<double>& time) { return secondsText(time); });
}

std::string recoveryText(const OutageRun& run, const OutageRun& whole) {
    if (run.count(Harm::Degraded) + run.count(Harm::Failing) == 0) {
        return {};
    }
    const std::optional<double> recovery = run.recovery(whole);
    if (recovery == 0) {
        return "  back to normal at once, as far as chance lets one tell\n";
    }
    return recovery ? "  back to normal after " + secondsText(*recovery) + '\n'
                    : "  not back to normal at the end of the run\n";
}

std::string heading(const models::Scenario& scenario, const sim::BlastRadius& result) {
    std::int64_t requests = result.whole.requests;
    for (const OutageRun& run : result.outages) {
        requests += run.requests;
    }
    const double at = models::inSeconds(models::sinceStart(result.at));
    return printable(scenario.name) + "\n  each service killed at " + secondsText(at) + " for " +
           secondsText(models::inSeconds(result.lasts)) + ", " + seedsText(result) + "; " +
           countText((static_cast<std::int64_t>(result.outages.size()) + 1) * result.seeds) +
           " runs of " + secondsText(models::inSeconds(result.duration)) + ", " +
           countText(requests) + " requests\n";
}

std::string wholeText(const models::Scenario& scenario, const OutageRun& whole) {
    TextTable table({"Nothing killed", "ended", "available", "degraded", "p99"});
    for (std::size_t i = 0; i < whole.journeys.size(); ++i) {
        const JourneyUnderOutage& journey = whole.journeys[i];
        table.addRow({printable(scenario.journeys[i].name), countText(journey.ended),
                      availabilityText(journey), shareText(journey.degraded), p99Text(journey)});
    }
    return table.text();
}

std::string outageText(const models::Scenario& scenario, const OutageRun& run,
                       const OutageRun& whole) {
    TextTable table({killedText(scenario, run) + " killed", "", "available", "degraded", "p99",
                     "change", "why"});
    table.alignLeft(1);
    table.alignLeft(6);
    for (std::size_t i = 0; i < run.journeys.size(); ++i) {
        const JourneyUnderOutage& journey = run.journeys[i];
        table.addRow({printable(scenario.journeys[i].name), mark(harmOf(journey)),
                      availabilityText(journey), shareText(journey.degraded), p99Text(journey),
                      changeText(journey.p99, whole.journeys[i].p99),
                      printable(whyOf(journey.isolation))});
    }
    return table.text() + recoveryText(run, whole) +
           (run.stopped.empty() ? "" : "  stopped early: " + printable(run.stopped) + '\n');
}

// "payment, recommendation"; of many the first, and how many more.
std::string namesWhere(const models::Scenario& scenario, const std::vector<OutageRun>& outages,
                       const std::function<bool(const OutageRun&)>& holds) {
    constexpr int namedAtMost = 8;
    std::string names;
    int count = 0;
    for (const OutageRun& run : outages) {
        if (run.killed.size() == 1 && holds(run) && ++count <= namedAtMost) {
            names += (names.empty() ? "" : ", ") + killedText(scenario, run);
        }
    }
    if (count > namedAtMost) {
        names += " and " + countText(count - namedAtMost) + " more";
    }
    return names.empty() ? "no service" : names;
}

std::string closing(const models::Scenario& scenario, const sim::BlastRadius& result) {
    const auto all = static_cast<std::int64_t>(scenario.journeys.size());
    const std::string fatal = namesWhere(scenario, result.outages, [&](const OutageRun& run) {
        return run.count(Harm::Failing) == all;
    });
    const std::string harmless = namesWhere(scenario, result.outages, [&](const OutageRun& run) {
        return run.count(Harm::None) == all;
    });
    return "Takes every journey down: " + fatal + ".\nHurts no journey: " + harmless + ".\n";
}

// ------------------------------------------------------------------------------------------- data

void addInterval(Json& json, const char* key, const std::optional<sim::Interval>& interval) {
    if (interval) {
        json[key] = {interval->low, interval->high};
    }
}

Json runJson(const models::Scenario& scenario, const OutageRun& run, const OutageRun& whole) {
    Json json = Json::object();
    Json& killed = json["killed"] = Json::array();
    for (const int service : run.killed) {
        killed.push_back(scenario.services[static_cast<std::size_t>(service)].name);
    }
    json["fingerprint"] = fingerprintText(run.fingerprint);
    json["events"] = run.events;
    json["requests"] = run.requests;
    if (!run.stopped.empty()) {
        json["stopped"] = run.stopped;
    }
    if (!run.killed.empty()) {
        json["back_to_normal_s"] = orNull(run.recovery(whole));
    }
    Json& journeys = json["journeys"] = Json::object();
    for (std::size_t i = 0; i < run.journeys.size(); ++i) {
        const JourneyUnderOutage& journey = run.journeys[i];
        Json& each = journeys[scenario.journeys[i].name];
        each = {{"ended", journey.ended},
                {"availability", orNull(journey.availability)},
                {"degraded", orNull(journey.degraded)},
                {"p99_s", orNull(journey.p99)}};
        addInterval(each, "availability_interval", journey.availabilityInterval);
        addInterval(each, "p99_interval_s", journey.p99Interval);
        if (!run.killed.empty()) {
            each["recovery_s"] = orNull(journey.recovery);
            addInterval(each, "recovery_interval_s", journey.recoveryInterval);
            each["harm"] = wordOf(harmOf(journey));
            each["why"] = whyOf(journey.isolation);
        }
    }
    return json;
}

std::string csvText(std::string_view text) {
    if (text.find_first_of(",\"\n") == std::string_view::npos) {
        return std::string(text);
    }
    std::string quoted = "\"";
    for (const char each : text) {
        quoted += each == '"' ? "\"\"" : std::string(1, each);
    }
    return quoted + '"';
}

std::string csvNumber(const std::optional<double>& value) {
    return value ? Json(*value).dump() : std::string();
}

std::string csvInterval(const std::optional<sim::Interval>& interval) {
    return interval ? csvNumber(interval->low) + ',' + csvNumber(interval->high) : std::string(",");
}

}  // namespace

std::string blastRadiusText(const models::Scenario& scenario, const sim::BlastRadius& result) {
    std::string text = heading(scenario, result) + '\n' + wholeText(scenario, result.whole);
    for (const OutageRun* run : worstFirst(result.outages)) {
        text += '\n' + outageText(scenario, *run, result.whole);
    }
    return text + '\n' + closing(scenario, result);
}

std::string blastRadiusJson(const models::Scenario& scenario, const sim::BlastRadius& result) {
    Json json = {{"scenario", scenario.name},
                 {"seed", result.seed},
                 {"seeds", result.seeds},
                 {"at_s", models::inSeconds(models::sinceStart(result.at))},
                 {"for_s", models::inSeconds(result.lasts)},
                 {"duration_s", models::inSeconds(result.duration)}};
    json["whole"] = runJson(scenario, result.whole, result.whole);
    Json& outages = json["outages"] = Json::array();
    for (const OutageRun& run : result.outages) {
        outages.push_back(runJson(scenario, run, result.whole));
    }
    return json.dump(2) + '\n';
}

std::string blastRadiusCsv(const models::Scenario& scenario, const sim::BlastRadius& result) {
    std::string text =
        "killed,journey,ended,availability,degraded,p99_s,recovery_s,harm,why,"
        "availability_low,availability_high,p99_low_s,p99_high_s\n";
    const auto add = [&](const OutageRun& run) {
        for (std::size_t i = 0; i < run.journeys.size(); ++i) {
            const JourneyUnderOutage& journey = run.journeys[i];
            text += csvText(killedText(scenario, run)) + ',' + csvText(scenario.journeys[i].name) +
                    ',' + std::to_string(journey.ended) + ',' + csvNumber(journey.availability) +
                    ',' + csvNumber(journey.degraded) + ',' + csvNumber(journey.p99) + ',' +
                    csvNumber(journey.recovery) + ',' +
                    (run.killed.empty() ? "" : wordOf(harmOf(journey))) + ',' +
                    csvText(whyOf(journey.isolation)) + ',' +
                    csvInterval(journey.availabilityInterval) + ',' +
                    csvInterval(journey.p99Interval) + '\n';
        }
    };
    add(result.whole);
    std::ranges::for_each(result.outages, add);
    return text;
}

}  // namespace app
