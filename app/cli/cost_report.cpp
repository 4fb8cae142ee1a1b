#include "app/cli/cost_report.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/cli/json_values.h"
#include "app/cli/report_text.h"
#include "app/cli/text_table.h"
#include "app/cli/wording.h"
#include "models/outcome.h"
#include "sim/request_number.h"

namespace app {

namespace {

using Json = nlohmann::ordered_json;
using sim::JourneyDifference;
using sim::LatencySummary;

std::string join(const std::vector<std::string>& parts, const std::string& between) {
    std::string text;
    for (const std::string& part : parts) {
        text += (text.empty() ? "" : between) + part;
    }
    return text;
}

// " (breaker-open 180, timeout 32)", most first.
std::string countedCauses(const sim::CauseCounts& counts) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0) {
            order.push_back(i);
        }
    }
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](std::size_t i) { return counts[i]; });
    std::vector<std::string> parts;
    for (const std::size_t i : order) {
        parts.push_back(std::string(models::causeNames[i]) + ' ' + countText(counts[i]));
    }
    return parts.empty() ? "" : " (" + join(parts, ", ") + ')';
}

std::string signedSeconds(double seconds) {
    return (seconds > 0 ? "+" : "") + secondsText(seconds);
}

// "p99 +0.4 ms"; where that did not move, whose time did.
std::string timeText(const JourneyDifference& journey) {
    if (const std::optional<double> change = journey.p99Change(); change && *change != 0) {
        return "p99 " + signedSeconds(*change);
    }
    std::vector<std::string> parts;
    if (journey.slower > 0) {
        parts.push_back(countText(journey.slower) + " took longer, half of them by " +
                        secondsText(journey.slowerBy.p50) + " or more");
    }
    if (journey.faster > 0) {
        parts.push_back(countText(journey.faster) + " took less time");
    }
    return join(parts, "; ");
}

std::string titleText(const models::Scenario& scenario, const sim::FaultCost& cost) {
    const auto end = models::inSeconds(cost.duration);
    std::string text = printable(scenario.name) + "\n  what \"" + printable(cost.fault) +
                       "\" cost: every request from " +
                       secondsText(models::inSeconds(models::sinceStart(cost.at))) + " to " +
                       secondsText(end) + ", with it and without it, seed " +
                       std::to_string(cost.seed) + '\n';
    if (!cost.stopped.empty()) {
        text += "  stopped early with it: " + printable(cost.stopped) + '\n';
    }
    if (!cost.stoppedWithout.empty()) {
        text += "  stopped early without it: " + printable(cost.stoppedWithout) + '\n';
    }
    return text;
}

std::string outcomesText(const std::vector<JourneyDifference>& journeys) {
    TextTable table({"Outcomes", "requests", "lost", "spared", "degraded", "mended", "unanswered"});
    for (const JourneyDifference& each : journeys) {
        table.addRow({printable(each.name), countText(each.requests()), countText(each.lost),
                      countText(each.spared), countText(each.degraded), countText(each.mended),
                      countText(each.unanswered())});
    }
    return table.text();
}

void addTimes(TextTable& table, const std::string& name, const LatencySummary& without,
              const LatencySummary& with) {
    table.addRow({name, countText(with.count), secondsText(without.p50), secondsText(with.p50),
                  secondsText(without.p99), secondsText(with.p99)});
}

std::string timesText(const std::vector<JourneyDifference>& journeys) {
    TextTable slower({"Of those good in both", "slower", "faster", "by p50", "by p99"});
    TextTable times({"Times", "with it", "p50 without", "with", "p99 without", "with"});
    for (const JourneyDifference& each : journeys) {
        const std::string name = printable(each.name);
        slower.addRow({name, countText(each.slower), countText(each.faster),
                       secondsText(each.slowerBy.p50), secondsText(each.slowerBy.p99)});
        addTimes(times, name + ", good in both", each.firstOfPairs, each.secondOfPairs);
        addTimes(times, name + ", all good", each.firstOfAll, each.secondOfAll);
    }
    return slower.text() + '\n' + times.text();
}

// Pairs are the same request, but not the same instant: whoever reads times must know.
std::string movedText(const std::vector<JourneyDifference>& journeys) {
    std::string text;
    for (const JourneyDifference& each : journeys) {
        if (each.moved > 0) {
            text += printable(each.name) + ": " + countText(each.moved) + " of " +
                    countText(each.pairs) +
                    " pairs began at another instant in the two runs; they are the same by user "
                    "and number.\n";
        }
    }
    return text.empty() ? text : '\n' + text;
}

// "Nobody noticed" is not "nothing happened".
std::string topicsText(const models::Scenario& scenario) {
    return scenario.topics.empty()
               ? std::string()
               : "\nOnly journeys are counted: messages that came late, twice or "
                 "never are not.\n";
}

struct NamedKind {
    sim::PairKind kind;
    const char* name;
};
constexpr std::array<NamedKind, sim::pairKindCount> namedKinds = {
    {{sim::PairKind::Lost, "lost"},
     {sim::PairKind::Spared, "spared"},
     {sim::PairKind::Degraded, "degraded"},
     {sim::PairKind::Mended, "mended"},
     {sim::PairKind::Slower, "slower"},
     {sim::PairKind::Faster, "faster"}}};

// "#312, #318, ...": those that a line has room for.
std::string requestsText(const std::vector<std::int64_t>& requests, std::int64_t count) {
    constexpr std::size_t namedAtMost = 6;
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < std::min(requests.size(), namedAtMost); ++i) {
        parts.push_back('#' + std::to_string(requests[i]));
    }
    const bool isMore = count > static_cast<std::int64_t>(parts.size());
    return join(parts, ", ") + (isMore ? ", ..." : "");
}

std::vector<std::int64_t> requestsOf(const models::Scenario& scenario,
                                     const JourneyDifference& journey, sim::PairKind kind) {
    const auto place = static_cast<std::size_t>(
        std::ranges::find(scenario.journeys, journey.name, &models::Journey::name) -
        scenario.journeys.begin());
    std::vector<std::int64_t> requests;
    for (const sim::RequestPair& pair : journey.examplesOf(kind)) {
        requests.push_back(sim::requestNumber(scenario, place, pair.second));
    }
    return requests;
}

// Which they are, so that one of them can be traced in both runs.
std::string examplesText(const models::Scenario& scenario, const sim::FaultCost& cost,
                         const std::vector<JourneyDifference>& journeys) {
    TextTable table({"Which requests", "of", "the first; of slower and faster the most so"});
    table.alignLeft(2);
    std::int64_t example = 0;
    for (const JourneyDifference& each : journeys) {
        for (const NamedKind& named : namedKinds) {
            const std::vector<std::int64_t> requests = requestsOf(scenario, each, named.kind);
            if (requests.empty()) {
                continue;
            }
            example = example == 0 ? requests.front() : example;
            table.addRow({printable(each.name) + ' ' + named.name,
                          countText(each.count(named.kind)),
                          requestsText(requests, each.count(named.kind))});
        }
    }
    if (example == 0) {
        return {};
    }
    return '\n' + table.text() + "  one of them in each run: watertight trace FILE --request " +
           std::to_string(example) + ", and the same with --without \"" + printable(cost.fault) +
           "\"\n";
}

Json examplesJson(const models::Scenario& scenario, const JourneyDifference& journey) {
    Json json = Json::object();
    for (const NamedKind& named : namedKinds) {
        if (const auto requests = requestsOf(scenario, journey, named.kind); !requests.empty()) {
            json[named.name] = requests;
        }
    }
    return json;
}

Json slownessJson(const LatencySummary& latency) {
    return {
        {"count", latency.count}, {"p50_s", orNull(latency.p50)}, {"p99_s", orNull(latency.p99)}};
}

Json causesJson(const sim::CauseCounts& counts) {
    Json json = Json::object();
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0) {
            json[std::string(models::causeNames[i])] = counts[i];
        }
    }
    return json;
}

Json differenceJson(const models::Scenario& scenario, const JourneyDifference& each) {
    return {
        {"requests", each.requests()},
        {"pairs", each.pairs},
        {"lost", each.lost},
        {"lost_by_cause", causesJson(each.lostBy)},
        {"spared", each.spared},
        {"spared_by_cause", causesJson(each.sparedBy)},
        {"degraded", each.degraded},
        {"mended", each.mended},
        {"unanswered", each.unanswered()},
        {"fewer", each.fewer()},
        {"more", each.more()},
        {"slower", each.slower},
        {"faster", each.faster},
        {"moved", each.moved},
        {"only_without", each.firstOnly},
        {"only_with", each.secondOnly},
        {"slower_by", slownessJson(each.slowerBy)},
        {"of_pairs",
         {{"without", slownessJson(each.firstOfPairs)},
          {"with", slownessJson(each.secondOfPairs)}}},
        {"of_all",
         {{"without", slownessJson(each.firstOfAll)}, {"with", slownessJson(each.secondOfAll)}}},
        {"requests_by_number", examplesJson(scenario, each)}};
}

}  // namespace

std::string costSentence(const JourneyDifference& journey) {
    const std::string begin = printable(journey.name) + ": ";
    const std::string all = countText(journey.requests()) + " requests";
    if (journey.requests() == 0 && journey.secondOnly == 0) {
        return begin + "no request ended since.";
    }
    if (journey.touchesNothing()) {
        return begin + "0 of " + all + " noticed it: the same outcomes at the same nanosecond.";
    }
    std::vector<std::string> parts = {countText(journey.lost) + " of " + all +
                                      " failed that would have succeeded" +
                                      countedCauses(journey.lostBy)};
    const auto add = [&](std::int64_t count, const std::string& what) {
        if (count > 0) {
            parts.push_back(countText(count) + ' ' + what);
        }
    };
    add(journey.degraded, "degraded");
    add(journey.spared, "succeeded that would have failed" + countedCauses(journey.sparedBy));
    add(journey.mended, "not degraded that would have been");
    add(journey.unanswered(), "without an answer when the run ended");
    add(journey.fewer(), "fewer were made");
    add(journey.more(), "more were made");
    if (const std::string time = timeText(journey); !time.empty()) {
        parts.push_back(time);
    }
    return begin + join(parts, "; ") + '.';
}

std::string costText(const models::Scenario& scenario, const sim::FaultCost& cost) {
    std::vector<JourneyDifference> worstFirst = cost.journeys;
    std::ranges::stable_sort(worstFirst, std::ranges::greater{},
                             [](const auto& each) { return std::pair(each.lost, each.degraded); });
    std::string text = titleText(scenario, cost) + '\n';
    for (const JourneyDifference& each : worstFirst) {
        text += costSentence(each) + '\n';
    }
    return text + '\n' + outcomesText(worstFirst) + '\n' + timesText(worstFirst) +
           examplesText(scenario, cost, worstFirst) + movedText(worstFirst) + topicsText(scenario);
}

std::string costJson(const models::Scenario& scenario, const sim::FaultCost& cost) {
    Json json = {{"scenario", scenario.name},
                 {"fault", cost.fault},
                 {"at_s", models::inSeconds(models::sinceStart(cost.at))},
                 {"seed", cost.seed},
                 {"duration_s", models::inSeconds(cost.duration)},
                 {"fingerprint", fingerprintText(cost.fingerprint)},
                 {"fingerprint_without", fingerprintText(cost.fingerprintWithout)}};
    if (!cost.stopped.empty()) {
        json["stopped"] = cost.stopped;
    }
    if (!cost.stoppedWithout.empty()) {
        json["stopped_without"] = cost.stoppedWithout;
    }
    Json& journeys = json["journeys"] = Json::object();
    for (const JourneyDifference& each : cost.journeys) {
        journeys[each.name] = differenceJson(scenario, each);
    }
    return json.dump(2) + '\n';
}

}  // namespace app
