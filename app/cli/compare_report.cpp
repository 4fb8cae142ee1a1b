#include "app/cli/compare_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "app/cli/json_values.h"
#include "app/cli/report_text.h"
#include "app/cli/text_table.h"
#include "app/cli/wording.h"

namespace app {

namespace {

using Json = nlohmann::ordered_json;
using sim::ComparedMeasure;
using sim::ComparedSubject;
using sim::Distinction;
using sim::JourneyDifference;
using Measures = std::span<const std::string_view>;

bool isShare(std::string_view measure) {
    return measure == "availability" || measure == "degraded" || measure == "errors" ||
           measure == "utilization";
}

// With the first digit that is not 0, where two decimals have none: +0.00 that differs puzzles.
std::string pointsText(double points) {
    if (points == 0 || std::fabs(points) >= 0.005) {
        return numberText(points) + " points";
    }
    char text[32];
    std::snprintf(text, sizeof text, "%.*f points",
                  static_cast<int>(std::ceil(-std::log10(std::fabs(points)))), points);
    return text;
}

// Of shares in points of a hundred: "1 % more" would be read as a share of the share.
std::string differenceText(std::string_view measure, double exact) {
    // Below what any measure resolves: the last bit of a mean.
    const double difference = std::fabs(exact) < 5e-10 ? 0 : exact;
    const std::string sign = difference > 0 ? "+" : "";
    return sign +
           (isShare(measure) ? pointsText(difference * 100) : measureText(measure, difference));
}

std::string figureText(std::string_view measure, const std::optional<double>& figure) {
    return figure ? measureText(measure, *figure) : std::string(notMeasured);
}

std::string intervalText(std::string_view measure, const ComparedMeasure& compared) {
    return compared.interval && compared.finding != Distinction::Same
               ? differenceText(measure, compared.interval->low) + " to " +
                     differenceText(measure, compared.interval->high)
               : std::string();
}

std::string findingText(const ComparedMeasure& compared, int seeds) {
    switch (compared.finding) {
        case Distinction::NotMeasured:
            return "not measured";
        case Distinction::Same:
            return "same";
        case Distinction::OneSeed:
            return {};
        case Distinction::WithinChance:
            return "no difference beyond chance (95 %, " + std::to_string(seeds) + " seeds)";
        case Distinction::Differs:
            return "differs";
    }
    return {};
}

const char* wordOf(Distinction finding) {
    switch (finding) {
        case Distinction::NotMeasured:
            return "not measured";
        case Distinction::Same:
            return "same";
        case Distinction::OneSeed:
            return "one seed";
        case Distinction::WithinChance:
            return "within chance";
        case Distinction::Differs:
            return "differs";
    }
    return "";
}

bool isSame(const ComparedMeasure& compared) {
    return compared.finding == Distinction::Same;
}

void addRows(TextTable& table, const ComparedSubject& subject, Measures measures, int seeds) {
    for (std::size_t i = 0; i < measures.size(); ++i) {
        const ComparedMeasure& each = subject.measures[i];
        if (!each.first && !each.second) {
            continue;
        }
        const bool isInBoth = subject.inFirst && subject.inSecond;
        table.addRow(
            {printable(subject.name) + ' ' + std::string(measures[i]),
             figureText(measures[i], each.first), figureText(measures[i], each.second),
             each.difference ? differenceText(measures[i], *each.difference) : std::string(),
             intervalText(measures[i], each),
             isInBoth          ? findingText(each, seeds)
             : subject.inFirst ? "only in A"
                               : "only in B"});
    }
}

bool mayDiffer(const ComparedSubject& subject) {
    return subject.inFirst != subject.inSecond ||
           std::ranges::any_of(subject.measures, [](const ComparedMeasure& each) {
               return each.finding == Distinction::Differs ||
                      each.finding == Distinction::OneSeed ||
                      each.first.has_value() != each.second.has_value();
           });
}

std::string headerText(const SideLabels& labels, const sim::Comparison& comparison) {
    const auto last = comparison.seed + static_cast<std::uint64_t>(comparison.seeds - 1);
    std::string text = "A  " + printable(labels[0]) + "\nB  " + printable(labels[1]) + "\n   " +
                       (comparison.seeds == 1 ? "seed " + std::to_string(comparison.seed)
                                              : "seeds " + std::to_string(comparison.seed) +
                                                    " to " + std::to_string(last) + ", means") +
                       "; differences are B - A\n";
    for (std::size_t side = 0; side < 2; ++side) {
        if (!comparison.stopped[side].empty()) {
            text += std::string("   ") + (side == 0 ? 'A' : 'B') +
                    " stopped early: " + printable(comparison.stopped[side]) + '\n';
        }
    }
    return text;
}

TextTable tableOf(const std::string& title, int seeds) {
    TextTable table({title, "A", "B", "B - A", seeds > 1 ? "95 %" : "", ""});
    table.alignLeft(5);
    return table;
}

std::string servicesText(const sim::Comparison& comparison) {
    TextTable table = tableOf("Services", comparison.seeds);
    std::string others;
    bool hasRows = false;
    for (const ComparedSubject& each : comparison.services) {
        if (mayDiffer(each)) {
            addRows(table, each, sim::serviceMeasures, comparison.seeds);
            hasRows = true;
        } else {
            others += (others.empty() ? "" : ", ") + printable(each.name);
        }
    }
    if (others.empty()) {
        return table.text();
    }
    const std::string line = std::string("No difference") +
                             (comparison.seeds > 1 ? " beyond chance" : "") +
                             " in utilization and errors: " + others + ".\n";
    return hasRows ? table.text() + line : line;
}

// Of those that both have: in one design what must be true of the data holds, in the other not.
std::string invariantsText(const sim::Comparison& comparison) {
    TextTable table = tableOf("Invariants", comparison.seeds);
    bool hasRows = false;
    for (const ComparedSubject& each : comparison.invariants) {
        const ComparedMeasure& found = each.measures.front();
        if (isSame(found)) {
            continue;
        }
        constexpr std::string_view measure = sim::invariantMeasures.front();
        hasRows = true;
        table.addRow({printable(each.name), figureText(measure, found.first),
                      figureText(measure, found.second),
                      found.difference ? differenceText(measure, *found.difference) : "",
                      intervalText(measure, found), findingText(found, comparison.seeds)});
    }
    if (comparison.invariants.empty()) {
        return {};
    }
    return '\n' + (hasRows ? table.text() : "No difference in what invariants find.\n");
}

// What a fault did alike is not said: what isolation buys is where the two differ.
std::string outagesText(const sim::Comparison& comparison) {
    std::string text;
    for (const sim::ComparedOutage& outage : comparison.outages) {
        TextTable table = tableOf("During " + printable(outage.fault), comparison.seeds);
        std::string others;
        for (const ComparedSubject& each : outage.journeys) {
            ComparedSubject shown = each;
            for (ComparedMeasure& measure : shown.measures) {
                if (measure.finding == Distinction::Same) {
                    measure.first.reset();
                    measure.second.reset();
                }
            }
            addRows(table, shown, sim::outageMeasures, comparison.seeds);
            if (std::ranges::all_of(each.measures, &isSame)) {
                others += (others.empty() ? "" : ", ") + printable(each.name);
            }
        }
        const bool allAreSame = std::ranges::all_of(outage.journeys, [](const auto& journey) {
            return std::ranges::all_of(journey.measures, &isSame);
        });
        text += allAreSame
                    ? "\nDuring " + printable(outage.fault) + " nothing differs.\n"
                    : '\n' + table.text() + (others.empty() ? "" : "  the same: " + others + '\n');
    }
    return text;
}

// "buy: of 3,000 requests in both, 12 failed in B only and 3 in A only; ...".
std::string pairsSentence(const JourneyDifference& journey) {
    std::string text =
        printable(journey.name) + ": of " + countText(journey.pairs) + " requests in both, ";
    if (journey.touchesNothing()) {
        return text + "all have the same outcome at the same nanosecond.\n";
    }
    text += countText(journey.lost) + " failed in B only and " + countText(journey.spared) +
            " in A only";
    if (journey.degraded + journey.mended > 0) {
        text += "; " + countText(journey.degraded) + " degraded in B only and " +
                countText(journey.mended) + " in A only";
    }
    text += "; " + countText(journey.slower) + " took longer in B, " + countText(journey.faster) +
            " in A";
    if (journey.moved > 0) {
        text += "; " + countText(journey.moved) + " began at another instant";
    }
    if (journey.firstOnly + journey.secondOnly > 0) {
        text += "; ended in A only " + countText(journey.firstOnly) + ", in B only " +
                countText(journey.secondOnly);
    }
    return text + ".\n";
}

std::int64_t judgedIn(const std::vector<ComparedSubject>& subjects) {
    std::int64_t judged = 0;
    for (const ComparedSubject& subject : subjects) {
        judged += std::ranges::count_if(subject.measures, [](const ComparedMeasure& each) {
            return each.finding == Distinction::Differs ||
                   each.finding == Distinction::WithinChance;
        });
    }
    return judged;
}

// So many measures, each judged at 95 %: some are marked by chance.
std::string closingText(const sim::Comparison& comparison) {
    if (comparison.seeds == 1) {
        return "\nOne seed proves nothing about chance: --seeds 10 gives intervals.\n";
    }
    std::int64_t judged = judgedIn(comparison.journeys) + judgedIn(comparison.services) +
                          judgedIn(comparison.invariants);
    for (const sim::ComparedOutage& outage : comparison.outages) {
        judged += judgedIn(outage.journeys);
    }
    return judged < 20 ? std::string()
                       : "\n" + countText(judged) +
                             " measures were judged at 95 % each: chance alone marks about " +
                             countText(std::llround(static_cast<double>(judged) * 0.05)) +
                             " as differing.\n";
}

Json subjectsJson(const std::vector<ComparedSubject>& subjects, Measures measures) {
    Json json = Json::object();
    for (const ComparedSubject& subject : subjects) {
        Json& each = json[subject.name];
        each["in"] = subject.inFirst && subject.inSecond ? "both" : subject.inFirst ? "a" : "b";
        for (std::size_t i = 0; i < measures.size(); ++i) {
            const ComparedMeasure& compared = subject.measures[i];
            Json& measure = each[std::string(measures[i])];
            measure = {{"a", orNull(compared.first)},
                       {"b", orNull(compared.second)},
                       {"difference", orNull(compared.difference)}};
            if (compared.interval) {
                measure["interval"] = {compared.interval->low, compared.interval->high};
            }
            measure["finding"] = wordOf(compared.finding);
        }
    }
    return json;
}

Json outagesJson(const std::vector<sim::ComparedOutage>& outages) {
    Json json = Json::object();
    for (const sim::ComparedOutage& each : outages) {
        json[each.fault] = subjectsJson(each.journeys, sim::outageMeasures);
    }
    return json;
}

Json pairsJson(const std::vector<JourneyDifference>& pairs) {
    Json json = Json::object();
    for (const JourneyDifference& each : pairs) {
        json[each.name] = {{"pairs", each.pairs},
                           {"failed_in_a", each.spared},
                           {"failed_in_b", each.lost},
                           {"degraded_in_a", each.mended},
                           {"degraded_in_b", each.degraded},
                           {"slower_in_a", each.faster},
                           {"slower_in_b", each.slower},
                           {"moved", each.moved},
                           {"only_in_a", each.firstOnly},
                           {"only_in_b", each.secondOnly}};
    }
    return json;
}

}  // namespace

std::string compareText(const SideLabels& labels, const sim::Comparison& comparison) {
    TextTable journeys = tableOf("Journeys", comparison.seeds);
    for (const ComparedSubject& each : comparison.journeys) {
        addRows(journeys, each, sim::journeyMeasures, comparison.seeds);
    }
    std::string text = headerText(labels, comparison) + '\n' + journeys.text() + '\n' +
                       servicesText(comparison) + invariantsText(comparison) +
                       outagesText(comparison) + "\nRequest by request" +
                       (comparison.seeds > 1 ? ", all seeds together" : "") + '\n';
    for (const JourneyDifference& each : comparison.pairs) {
        text += "  " + pairsSentence(each);
    }
    if (comparison.pairs.empty()) {
        text += "  no journey is in both\n";
    }
    return text + closingText(comparison);
}

std::string compareJson(const SideLabels& labels, const sim::Comparison& comparison) {
    Json json = {
        {"a", labels[0]}, {"b", labels[1]}, {"seed", comparison.seed}, {"seeds", comparison.seeds}};
    for (std::size_t side = 0; side < 2; ++side) {
        const std::string& stopped = comparison.stopped[side];
        json["fingerprints"].push_back(fingerprintText(comparison.fingerprints[side]));
        json["stopped"].push_back(stopped.empty() ? Json(nullptr) : Json(stopped));
    }
    json["journeys"] = subjectsJson(comparison.journeys, sim::journeyMeasures);
    json["services"] = subjectsJson(comparison.services, sim::serviceMeasures);
    json["invariants"] = subjectsJson(comparison.invariants, sim::invariantMeasures);
    json["during"] = outagesJson(comparison.outages);
    json["pairs"] = pairsJson(comparison.pairs);
    return json.dump(2) + '\n';
}

}  // namespace app
