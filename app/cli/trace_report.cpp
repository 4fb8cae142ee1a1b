#include "app/cli/trace_report.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/cli/text_table.h"
#include "app/cli/wording.h"
#include "sim/latency_blame.h"

namespace app {

namespace {

using Json = nlohmann::ordered_json;
using TracePointer = std::shared_ptr<const sim::Trace>;

constexpr std::size_t slowestShown = 5;
constexpr std::size_t barColumns = 48;

// By sim::TimeKind.
constexpr std::string_view barSigns = "/=_-c%ftHzr";
constexpr std::array<std::string_view, sim::timeKindCount> kindNames = {
    "waits", "works", "blocked", "network", "connection", "permit",
    "fetch", "topic", "hangs",   "sleeps",  "back-off"};
constexpr std::array<std::string_view, sim::timeKindCount> kindSentences = {
    "waits for a slot",
    "works",
    "blocked on others",
    "network",
    "waits for a connection to its store",
    "waits for a permit",
    "waits for another's fetching",
    "waits for a topic",
    "hangs",
    "sleeps",
    "back-off"};

std::string outcomeOf(models::Cause cause, bool isDegraded) {
    return cause != models::Cause::None ? std::string(models::nameOf(cause))
           : isDegraded                 ? "degraded"
                                        : "ok";
}

std::string durationText(models::Duration duration) {
    return secondsText(models::inSeconds(duration));
}

std::string beginText(models::Instant at) {
    return instantText(models::inSeconds(models::sinceStart(at)));
}

std::string nameOf(const sim::LatencyShare& share) {
    return printable(share.service) + ' ' +
           std::string(sim::latencyCauseNames[static_cast<std::size_t>(share.cause)]);
}

models::Duration sumOf(const std::vector<sim::SpanPart>& parts) {
    models::Duration sum{};
    for (const sim::SpanPart& part : parts) {
        sum += part.to - part.from;
    }
    return sum;
}

// What is handled by message may end after the request.
models::Instant endOf(const sim::Trace& trace) {
    models::Instant last = trace.ended;
    for (const sim::Span& span : trace.spans) {
        last = std::max(last, span.ended);
    }
    return last;
}

// A sign for what was done in the middle of each column; a part never vanishes altogether.
std::string barOf(const sim::Span& span, const sim::Trace& trace) {
    const double whole =
        models::inSeconds(std::max(endOf(trace) - trace.begun, models::Duration(1)));
    const auto column = [&](models::Instant at) {
        const double share = models::inSeconds(at - trace.begun) / whole;
        return std::min(barColumns, static_cast<std::size_t>(std::lround(share * barColumns)));
    };
    std::string bar(barColumns, ' ');
    for (const sim::SpanPart& part : span.parts) {
        const std::size_t from = std::min(barColumns - 1, column(part.from));
        const std::size_t to = std::max(from + 1, column(part.to));
        bar.replace(from, to - from, to - from, barSigns[static_cast<std::size_t>(part.kind)]);
    }
    return bar;
}

std::string failureOf(const sim::Span& span) {
    std::string text(models::nameOf(span.cause));
    if (!span.failedAt.empty() && span.failedAt != span.service) {
        text += ", began at " + printable(span.failedAt);
    }
    return span.wasSent ? text : text + ", not sent";
}

std::string spanLabel(const sim::Span& span) {
    std::string text(static_cast<std::size_t>(span.depth) * 2, ' ');
    text += printable(span.service);
    text += span.depth == 0 ? "" : ' ' + printable(span.endpoint);
    if (span.attempts > 1) {
        text +=
            ", attempt " + std::to_string(span.attempt) + " of " + std::to_string(span.attempts);
    }
    return text + (span.copy > 0 ? ", copy" : "") + (span.isMessage ? ", by message" : "");
}

// Of the kinds that stand in its bars.
std::string signsText(const sim::Trace& trace) {
    std::array<bool, sim::timeKindCount> isThere{};
    for (const sim::Span& span : trace.spans) {
        for (const sim::SpanPart& part : span.parts) {
            isThere[static_cast<std::size_t>(part.kind)] = true;
        }
    }
    std::string text;
    for (std::size_t kind = 0; kind < isThere.size(); ++kind) {
        if (isThere[kind]) {
            text += (text.empty() ? "" : ", ") + std::string(1, barSigns[kind]) + ' ' +
                    std::string(kindSentences[kind]);
        }
    }
    return text;
}

std::string waterfallText(const sim::Trace& trace) {
    TextTable table({"Waterfall", "from", "took", "critical",
                     "to " + durationText(endOf(trace) - trace.begun)});
    table.alignLeft(4);
    for (const sim::Span& span : trace.spans) {
        table.addRow({spanLabel(span), durationText(span.sent - trace.begun),
                      durationText(span.took()), durationText(sumOf(span.critical)),
                      barOf(span, trace)});
        if (span.failed()) {
            table.addNote(failureOf(span));
        }
    }
    return table.text() + "  " + signsText(trace) +
           "; critical: what of it the request waited for\n";
}

std::string sharesText(const sim::Trace& trace) {
    TextTable table({"Where the time went", "time", "share"});
    for (const sim::LatencyShare& each : sim::latencyShares(trace)) {
        table.addRow({nameOf(each), durationText(each.sum),
                      shareText(models::inSeconds(each.sum) / models::inSeconds(trace.took()))});
    }
    return table.text();
}

std::string seedText(const sim::Simulation& run) {
    return "seed " + std::to_string(run.report().seed);
}

// Those of the journey, the slowest first.
std::vector<TracePointer> slowestOf(const sim::TracedRun& traced, const std::string& journey) {
    std::vector<TracePointer> slowest;
    for (const TracePointer& trace : traced.book().traces()) {
        if (trace->journey == journey) {
            slowest.push_back(trace);
        }
    }
    std::ranges::stable_sort(slowest, std::ranges::greater{},
                             [](const TracePointer& each) { return each->took(); });
    slowest.resize(std::min(slowest.size(), slowestShown));
    return slowest;
}

// The percentile's own duration, and which requests its shares are of.
std::string bandText(const char* name, const sim::LatencyBand& band) {
    return "  " + std::string(name) + ' ' + durationText(band.atPercentile) +
           (band.requests() == 1 ? ": of request "
                                 : ": of the " + countText(band.requests()) + " requests ") +
           countText(band.firstRank) +
           (band.requests() == 1 ? "" : " to " + countText(band.lastRank)) + " by duration, " +
           durationText(band.requests() == 0 ? models::Duration{} : band.sum / band.requests()) +
           " on average" + (band.isOfTooFew() ? "; too few to tell much" : "") + '\n';
}

std::string blameText(const sim::LatencyBlame& blame) {
    std::map<std::string, std::array<models::Duration, 2>> sums;
    const std::array bands = {&blame.p50, &blame.p99};
    for (std::size_t i = 0; i < bands.size(); ++i) {
        for (const sim::LatencyShare& each : bands[i]->shares) {
            sums[nameOf(each)][i] = each.sum;
        }
    }
    std::vector<std::pair<std::string, std::array<models::Duration, 2>>> rows(sums.begin(),
                                                                              sums.end());
    std::ranges::stable_sort(rows, [](const auto& a, const auto& b) {
        return std::pair(a.second[1], a.second[0]) > std::pair(b.second[1], b.second[0]);
    });
    TextTable table({"Where it comes from", "p50", "share", "p99", "share"});
    for (const auto& [name, parts] : rows) {
        std::vector<std::string> cells{name};
        for (std::size_t i = 0; i < bands.size(); ++i) {
            cells.push_back(secondsText(bands[i]->meanSeconds(parts[i])));
            cells.push_back(shareText(bands[i]->shareOf(parts[i])));
        }
        table.addRow(std::move(cells));
    }
    return bandText("p50", blame.p50) + bandText("p99", blame.p99) + '\n' + table.text();
}

std::string slowestText(const std::vector<TracePointer>& slowest) {
    TextTable table({"Slowest", "took", "began", "outcome", "mostly"});
    table.alignLeft(3);
    table.alignLeft(4);
    for (const TracePointer& trace : slowest) {
        const std::vector<sim::LatencyShare> shares = sim::latencyShares(*trace);
        std::string mostly;
        for (std::size_t i = 0; i < std::min<std::size_t>(2, shares.size()); ++i) {
            mostly += (i == 0 ? "" : ", ") + nameOf(shares[i]) + ' ' + durationText(shares[i].sum);
        }
        table.addRow({'#' + std::to_string(trace->request), durationText(trace->took()),
                      beginText(trace->begun), outcomeOf(trace->cause, trace->degraded), mostly});
    }
    return table.text();
}

Json sharesJson(const std::vector<sim::LatencyShare>& shares, std::int64_t requests,
                models::Duration whole) {
    Json json = Json::array();
    for (const sim::LatencyShare& each : shares) {
        json.push_back({{"service", each.service},
                        {"cause", sim::latencyCauseNames[static_cast<std::size_t>(each.cause)]},
                        {"mean_s", models::inSeconds(each.sum) / static_cast<double>(requests)},
                        {"share", models::inSeconds(each.sum) / models::inSeconds(whole)}});
    }
    return json;
}

Json bandJson(const sim::LatencyBand& band) {
    if (band.requests() <= 0) {
        return nullptr;
    }
    return {{"at_s", models::inSeconds(band.atPercentile)},
            {"first_rank", band.firstRank},
            {"last_rank", band.lastRank},
            {"requests", band.requests()},
            {"too_few", band.isOfTooFew()},
            {"mean_s", band.meanSeconds(band.sum)},
            {"shares", sharesJson(band.shares, band.requests(), band.sum)}};
}

Json partsJson(const std::vector<sim::SpanPart>& parts, models::Instant begun) {
    Json json = Json::array();
    for (const sim::SpanPart& part : parts) {
        json.push_back({{"kind", kindNames[static_cast<std::size_t>(part.kind)]},
                        {"from_s", models::inSeconds(part.from - begun)},
                        {"to_s", models::inSeconds(part.to - begun)}});
    }
    return json;
}

Json traceJson(const sim::Trace& trace) {
    return {{"request", trace.request},
            {"journey", trace.journey},
            {"outcome", outcomeOf(trace.cause, trace.degraded)},
            {"over", trace.isOver},
            {"began_s", models::inSeconds(models::sinceStart(trace.begun))},
            {"took_s", models::inSeconds(trace.took())},
            {"shares", sharesJson(sim::latencyShares(trace), 1, trace.took())}};
}

Json spanJson(const sim::Span& span, models::Instant begun) {
    return {{"service", span.service},
            {"endpoint", span.endpoint},
            {"parent", span.parent},
            {"instance", span.instance},
            {"attempt", span.attempt},
            {"attempts", span.attempts},
            {"copy", span.copy},
            {"by_message", span.isMessage},
            {"sent", span.wasSent},
            {"outcome", outcomeOf(span.cause, span.degraded)},
            {"failed_at", span.failedAt},
            {"from_s", models::inSeconds(span.sent - begun)},
            {"took_s", models::inSeconds(span.took())},
            {"parts", partsJson(span.parts, begun)},
            {"critical", partsJson(span.critical, begun)}};
}

Json headJson(const sim::Simulation& run) {
    return {{"watertight", WATERTIGHT_VERSION},
            {"scenario", run.scenario().name},
            {"seed", run.report().seed},
            {"until_s", models::inSeconds(models::sinceStart(run.now()))}};
}

std::string textOf(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

// The places of those that are asked for.
std::vector<std::size_t> journeysOf(const models::Scenario& scenario, const std::string& wanted) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < scenario.journeys.size(); ++i) {
        if (wanted.empty() || scenario.journeys[i].name == wanted) {
            places.push_back(i);
        }
    }
    return places;
}

}  // namespace

std::string requestText(const sim::Simulation& run, const sim::Trace& trace) {
    const std::string outcome =
        trace.isOver ? outcomeOf(trace.cause, trace.degraded) : "still under way";
    return printable(run.scenario().name) + "\n  " + printable(trace.journey) + " #" +
           std::to_string(trace.request) + ": " + outcome + ", " + durationText(trace.took()) +
           ", " + countText(static_cast<std::int64_t>(trace.spans.size())) + " spans, at " +
           beginText(trace.begun) + ", " + seedText(run) + "\n\n" + waterfallText(trace) + '\n' +
           sharesText(trace);
}

std::string requestJson(const sim::Simulation& run, const sim::Trace& trace) {
    Json json = headJson(run);
    json["trace"] = traceJson(trace);
    for (const sim::Span& span : trace.spans) {
        json["trace"]["spans"].push_back(spanJson(span, trace.begun));
    }
    return textOf(json);
}

std::string tracesText(const sim::TracedRun& traced, const std::string& journey) {
    const sim::Simulation& run = traced.run();
    const models::Scenario& scenario = run.scenario();
    std::string text = printable(scenario.name) + "\n  where latency comes from, until " +
                       beginText(run.now()) + ": 1 request in " + countText(run.tracedOneIn()) +
                       " is traced, " + seedText(run) + '\n';
    const std::vector<std::int64_t> started = run.requestsStarted();
    for (const std::size_t place : journeysOf(scenario, journey)) {
        const std::string& name = scenario.journeys[place].name;
        const sim::LatencyBlame blame = sim::latencyBlame(name, traced.book().traces());
        text += '\n' + printable(name) + ": " + countText(blame.requests) +
                " traced that ended ok or degraded, of " + countText(started[place]) +
                " requests\n";
        if (blame.requests > 0) {
            text += blameText(blame);
        }
        if (const auto slowest = slowestOf(traced, name); !slowest.empty()) {
            text += '\n' + slowestText(slowest);
        }
    }
    return text;
}

std::string tracesJson(const sim::TracedRun& traced, const std::string& journey) {
    const sim::Simulation& run = traced.run();
    Json json = headJson(run);
    json["traced_one_in"] = run.tracedOneIn();
    const std::vector<std::int64_t> started = run.requestsStarted();
    for (const std::size_t place : journeysOf(run.scenario(), journey)) {
        const std::string& name = run.scenario().journeys[place].name;
        const sim::LatencyBlame blame = sim::latencyBlame(name, traced.book().traces());
        Json slowest = Json::array();
        for (const TracePointer& trace : slowestOf(traced, name)) {
            slowest.push_back(traceJson(*trace));
        }
        json["journeys"][name] = {{"started", started[place]},
                                  {"traced", blame.requests},
                                  {"p50", bandJson(blame.p50)},
                                  {"p99", bandJson(blame.p99)},
                                  {"slowest", std::move(slowest)}};
    }
    return textOf(json);
}

}  // namespace app
