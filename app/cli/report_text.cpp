#include "app/cli/report_text.h"

#include <algorithm>
#include <array>
#include <map>

#include "app/cli/text_table.h"
#include "app/cli/wording.h"
#include "models/outcome.h"

namespace app {

namespace {

constexpr std::size_t timelineRowsAtMost = 30;
constexpr int timelineRowsOfAKindAtMost = 2;
constexpr std::size_t recoveriesAtMost = 12;

std::string heading(const sim::Report& report) {
    std::string text = printable(report.scenario) +
                       (report.variant.empty() ? "" : ", variant " + printable(report.variant)) +
                       "\n  seed " + std::to_string(report.seed) + ", " +
                       secondsText(report.durationSeconds) + " simulated";
    if (report.warmUpSeconds > 0) {
        text += ", the first " + secondsText(report.warmUpSeconds) + " left out as warm-up";
    }
    text += '\n';
    if (!report.stopped.empty()) {
        text += "  stopped early: " + printable(report.stopped) + '\n';
    }
    return text;
}

std::string causesText(const sim::CauseCounts& counts) {
    std::string text;
    for (std::size_t cause = 0; cause < counts.size(); ++cause) {
        if (counts[cause] != 0) {
            text += (text.empty() ? "" : ", ") + std::string(models::causeNames[cause]) + ' ' +
                    countText(counts[cause]);
        }
    }
    return text;
}

// A percentile of too few requests is only their maximum, and is not shown as more.
std::string percentileText(double q, const sim::LatencySummary& latency,
                           const std::optional<double>& value) {
    return secondsText(sim::requestsNeededFor(q, latency.count) > 0 ? std::nullopt : value);
}

std::string p99Note(const sim::LatencySummary& latency) {
    const std::int64_t needed = sim::requestsNeededFor(0.99, latency.count);
    return needed == 0 || latency.count == 0
               ? std::string()
               : "p99 " + std::string(notMeasured) + ": " + countText(needed) + " more " +
                     (needed == 1 ? "request" : "requests") + " needed";
}

template <typename Text>
std::string rangeText(const sim::Interval& interval, const Text& text) {
    return text(interval.low) + " to " + text(interval.high);
}

// "95 % sure: mean 21.1 ms to 21.9 ms, available 99.91 % to 99.97 %, 199/s to 201/s".
std::string intervalsNote(const sim::JourneyIntervals& intervals) {
    std::string found;
    const auto add = [&found](const std::string& part) {
        found += (found.empty() ? "" : ", ") + part;
    };
    const auto inSeconds = [](double seconds) { return secondsText(seconds); };
    const auto asShare = [](double share) { return shareText(share); };
    const auto perSecond = [](double rate) { return measureText("throughput", rate); };
    if (intervals.mean) {
        add("mean " + rangeText(*intervals.mean, inSeconds));
    }
    if (intervals.availability) {
        add("available " + rangeText(*intervals.availability, asShare));
    }
    if (intervals.throughput) {
        add(rangeText(*intervals.throughput, perSecond));
    }
    if (!found.empty()) {
        if (!intervals.availability) {
            add("availability never steady");
        }
        return "95 % sure: " + found;
    }
    return intervals.requestsNeeded > 0
               ? "no intervals: " + countText(intervals.requestsNeeded) + " more requests needed"
               : "no intervals: the run is too short, or never steady";
}

std::string journeysText(const std::vector<sim::JourneyReport>& journeys) {
    TextTable table(
        {"Journeys", "started", "ok", "degraded", "failed", "availability", "mean", "p50", "p99"});
    for (const sim::JourneyReport& journey : journeys) {
        const sim::Counts& counts = journey.counts;
        table.addRow({printable(journey.name), countText(counts.started), countText(counts.ok),
                      countText(counts.degraded), countText(counts.failed),
                      shareText(journey.availability), secondsText(journey.latency.mean),
                      percentileText(0.5, journey.latency, journey.latency.p50),
                      percentileText(0.99, journey.latency, journey.latency.p99)});
        if (counts.started > 0) {
            table.addNote(intervalsNote(journey.intervals));
        }
        if (const std::string note = p99Note(journey.latency); !note.empty()) {
            table.addNote(note);
        }
        if (counts.failed > 0) {
            table.addNote("failed with " + causesText(counts.byCause));
        }
    }
    return table.text();
}

std::string cacheNote(const sim::CacheReport& cache) {
    const sim::CacheCounts& counts = cache.counts;
    std::string text = "cache " + printable(cache.name) + ": ";
    if (counts.looks() == 0) {
        return text + "nobody looked";
    }
    text += shareText(static_cast<double>(counts.hits) / static_cast<double>(counts.looks())) +
            " of " + countText(counts.looks()) + " looks hit, " + countText(counts.misses) +
            " fetched";
    if (counts.shared > 0) {
        text += ", " + countText(counts.shared) + " waited for those";
    }
    if (counts.stale > 0) {
        text += ", " + countText(counts.stale) + " answered by an expired entry";
    }
    if (counts.evicted > 0) {
        text += ", " + countText(counts.evicted) + " evicted";
    }
    return text;
}

// Work for callers who had given up; a few such answers come of any timeout.
std::string unheardNote(const sim::ServiceReport& service) {
    constexpr double worthSaying = 0.01;
    const std::int64_t good =
        std::max(service.counts.ok + service.counts.degraded, service.unheard);
    const double share =
        good == 0 ? 0 : static_cast<double>(service.unheard) / static_cast<double>(good);
    return share < worthSaying ? std::string()
                               : "nobody waited any more for " + countText(service.unheard) +
                                     " of its good answers (" + shareText(share) + ")";
}

std::string servicesText(const std::vector<sim::ServiceReport>& services) {
    TextTable table(
        {"Services", "received", "failed", "rejected", "utilization", "inbox max", "p99"});
    for (const sim::ServiceReport& service : services) {
        table.addRow({printable(service.name), countText(service.counts.started),
                      countText(service.counts.failed), countText(service.counts.rejected),
                      shareText(service.utilization), countText(service.inboxMax),
                      percentileText(0.99, service.response, service.response.p99)});
        if (const std::string note = p99Note(service.response); !note.empty()) {
            table.addNote(note);
        }
        if (const std::string note = unheardNote(service); !note.empty()) {
            table.addNote(note);
        }
        for (const sim::CacheReport& cache : service.caches) {
            table.addNote(cacheNote(cache));
        }
    }
    return table.text();
}

// Calls whose retries and hedges made noticeably more attempts of them.
std::string amplifiedText(const std::vector<sim::CallReport>& calls) {
    constexpr double worthSaying = 1.05;
    TextTable table({"Retried calls", "calls", "attempts", "a call", "failed"});
    bool hasAny = false;
    for (const sim::CallReport& call : calls) {
        const double each =
            call.calls == 0 ? 0
                            : static_cast<double>(call.attempts) / static_cast<double>(call.calls);
        if (each > worthSaying) {
            hasAny = true;
            table.addRow({printable(call.from) + " -> " + printable(call.to), countText(call.calls),
                          countText(call.attempts), measureText("attempts-per-call", each),
                          countText(call.failed)});
        }
    }
    return hasAny ? '\n' + table.text() : std::string();
}

std::string topicsText(const std::vector<sim::TopicReport>& topics) {
    TextTable table({"Topics", "published", "redelivered", "dead", "refused", "backlog",
                     "backlog mean", "backlog max"});
    for (const sim::TopicReport& topic : topics) {
        table.addRow({printable(topic.name), countText(topic.published),
                      countText(topic.redelivered), countText(topic.dead), countText(topic.refused),
                      countText(topic.backlog), measureText("backlog", topic.backlogMean),
                      countText(topic.backlogMax)});
        if (topic.dropped > 0) {
            table.addNote(countText(topic.dropped) + " given up and dropped");
        }
    }
    return table.text();
}

// A breaker that tries again every few seconds must not hide what else happened.
std::vector<const sim::TimelineRow*> worthShowing(const std::vector<sim::TimelineRow>& timeline) {
    std::map<std::pair<std::string_view, std::string_view>, int> seen;
    std::vector<const sim::TimelineRow*> rows;
    for (const sim::TimelineRow& row : timeline) {
        if (rows.size() < timelineRowsAtMost &&
            ++seen[{row.what, row.where}] <= timelineRowsOfAKindAtMost) {
            rows.push_back(&row);
        }
    }
    return rows;
}

std::string instantOf(const sim::TimelineRow& row) {
    return instantText(models::inSeconds(models::sinceStart(row.at)));
}

std::string timelineText(const std::vector<sim::TimelineRow>& timeline) {
    std::string text = "What happened\n";
    const std::vector<const sim::TimelineRow*> rows = worthShowing(timeline);
    std::size_t atWidth = 0;
    std::size_t whatWidth = 0;
    for (const sim::TimelineRow* row : rows) {
        atWidth = std::max(atWidth, instantOf(*row).size());
        whatWidth = std::max(whatWidth, row->what.size());
    }
    for (const sim::TimelineRow* row : rows) {
        const std::string instant = instantOf(*row);
        text += "  " + std::string(atWidth - instant.size(), ' ') + instant + "  " + row->what +
                std::string(whatWidth - row->what.size(), ' ') + "  " + printable(row->where);
        text += row->detail.empty() ? "\n" : ": " + printable(row->detail) + '\n';
    }
    if (timeline.size() > rows.size()) {
        text += "  and " + countText(static_cast<std::int64_t>(timeline.size() - rows.size())) +
                " more, most of them like these (--format json has all)\n";
    }
    return text;
}

// "  STUCK         buy: still not normal 56 s after "slow payment" was over".
std::string recoveriesText(const std::vector<sim::RecoveryReport>& recoveries) {
    std::string text;
    std::size_t shown = 0;
    for (const sim::RecoveryReport& each : recoveries) {
        const sim::Recovery& recovery = each.recovery;
        if (++shown > recoveriesAtMost) {
            break;
        }
        text += recovery.after ? "  recovered     "
                : each.isStuck ? "  STUCK         "
                               : "  not yet       ";
        const double seconds = models::inSeconds(recovery.after.value_or(recovery.watched));
        text += printable(each.journey) + (recovery.after ? ": normal " : ": still not normal ") +
                (recovery.after && seconds == 0 ? "as soon as " : secondsText(seconds) + " after ");
        text +=
            printable(each.fault.empty() ? "the fault at " + each.where : '"' + each.fault + '"') +
            " was over\n";
    }
    if (recoveries.size() > recoveriesAtMost) {
        text += "  and " +
                countText(static_cast<std::int64_t>(recoveries.size() - recoveriesAtMost)) +
                " more (--format json has all)\n";
    }
    return text;
}

std::string_view verdictWord(sim::Verdict verdict) {
    switch (verdict) {
        case sim::Verdict::Pass:
            return "pass          ";
        case sim::Verdict::Fail:
            return "FAIL          ";
        case sim::Verdict::NotMeasured:
            return "NOT MEASURED  ";
    }
    return "";
}

std::string closingLine(const sim::Report& report) {
    std::string text = "fingerprint " + fingerprintText(report.fingerprint) + ", " +
                       countText(report.events) + " events in " + secondsText(report.wallSeconds);
    if (report.wallSeconds > 0) {
        text += ", " + numberText(static_cast<double>(report.events) / report.wallSeconds) +
                " events/s";
    }
    text +=
        report.threads == 1 ? ", 1 thread\n" : ", " + std::to_string(report.threads) + " threads\n";
    constexpr double worthSaying = 0.02;
    if (report.servicePercentilesWithin > worthSaying) {
        text += "Percentiles of services and calls are within " +
                numberText(report.servicePercentilesWithin * 100) + " %.\n";
    }
    return text;
}

}  // namespace

std::string verdictsText(const std::vector<sim::ExpectationReport>& expectations) {
    std::string text;
    for (const sim::ExpectationReport& expectation : expectations) {
        text.append("  ").append(verdictWord(expectation.verdict));
        text += printable(expectation.name) + '\n';
        for (const sim::Finding& finding : expectation.findings) {
            text += std::string(16, ' ') + printable(finding.measure) + ' ' +
                    (finding.found ? measureText(finding.measure, *finding.found)
                                   : std::string(notMeasured)) +
                    (finding.holds ? ", wanted " : ", but wanted ") + printable(finding.wanted) +
                    '\n';
        }
    }
    return text;
}

std::string invariantsText(const std::vector<sim::InvariantReport>& invariants) {
    std::string text;
    for (const sim::InvariantReport& invariant : invariants) {
        text.append("  ").append(verdictWord(invariant.verdict));
        text += printable(invariant.name) + '\n' + std::string(16, ' ');
        if (invariant.found) {
            const bool holds = invariant.verdict == sim::Verdict::Pass;
            text += "found " + numberText(*invariant.found) +
                    (holds ? ", wanted " : ", but wanted ") + printable(invariant.wanted);
        } else {
            text += printable(invariant.problem);
        }
        if (invariant.brokenAt) {
            text += ", first at " +
                    instantText(models::inSeconds(models::sinceStart(*invariant.brokenAt)));
        }
        text += '\n';
        if (!invariant.rows.empty()) {
            text += std::string(16, ' ') + printable(invariant.rows) + '\n';
        }
    }
    return text;
}

std::string fingerprintText(std::uint64_t fingerprint) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(16, '0');
    for (std::size_t i = text.size(); i-- > 0; fingerprint >>= 4) {
        text[i] = digits[fingerprint & 0xf];
    }
    return text;
}

std::string reportText(const sim::Report& report) {
    std::string text = heading(report);
    if (!report.journeys.empty()) {
        text += '\n' + journeysText(report.journeys);
    }
    if (!report.services.empty()) {
        text += '\n' + servicesText(report.services);
        text += amplifiedText(report.calls);
        text += report.topics.empty() ? "" : '\n' + topicsText(report.topics);
    }
    if (!report.timeline.empty()) {
        text += '\n' + timelineText(report.timeline);
    }
    if (!report.recoveries.empty()) {
        text += "\nAfter the faults\n" + recoveriesText(report.recoveries);
    }
    if (!report.expectations.empty()) {
        text += "\nExpectations\n" + verdictsText(report.expectations);
    }
    if (!report.invariants.empty()) {
        text += "\nInvariants\n" + invariantsText(report.invariants);
    }
    return text + '\n' + closingLine(report);
}

}  // namespace app
