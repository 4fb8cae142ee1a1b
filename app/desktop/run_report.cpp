#include "app/desktop/run_report.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPainter>
#include <algorithm>
#include <map>

#include "app/charts/chart_painter.h"
#include "app/charts/chart_series.h"
#include "app/desktop/run_files.h"
#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/look/utf8_text.h"
#include "app/panels/expectation_text.h"
#include "app/panels/isolation_sentences.h"
#include "app/session/fault_words.h"

namespace app {
namespace {

constexpr QSizeF chartOfReport(912, 240);
constexpr std::size_t servicesOfReport = 100;  // beyond, the busiest: a report is read
constexpr std::size_t rowsOfReport = 200;      // of what happened
constexpr int rowsOfAKindInReport = 2;
constexpr double retriedFrom = 1.05;  // attempts a call, below it is a few lost answers

QString reportTr(const char* text) {
    return QCoreApplication::translate("app::RunReport", text);
}

QString secondsOfReport(double seconds) {
    return durationText(sim::Duration(std::llround(seconds * 1e9)));
}

QString percentileCell(double q, const sim::LatencySummary& latency,
                       const std::optional<double>& value) {
    const bool isKnown = value && sim::requestsNeededFor(q, latency.count) == 0;
    return isKnown ? latencyText(sim::Duration(std::llround(*value * 1e9))) : QStringLiteral("–");
}

QString shareCell(const std::optional<double>& share) {
    return share ? percentText(*share, 2) : QStringLiteral("–");
}

// Whether the run's duration is over, so that its verdicts are final.
bool isReportWhole(const Session& session) {
    return session.state().report != nullptr;
}

ReportMark markOf(sim::Verdict verdict) {
    return verdict == sim::Verdict::Pass   ? ReportMark::Good
           : verdict == sim::Verdict::Fail ? ReportMark::Bad
                                           : ReportMark::Open;
}

QString verdictOfReport(sim::Verdict verdict, bool isWhole) {
    switch (verdict) {
        case sim::Verdict::Pass:
            return isWhole ? reportTr("holds") : reportTr("holds so far");
        case sim::Verdict::Fail:
            return isWhole ? reportTr("does not hold") : reportTr("does not hold so far");
        case sim::Verdict::NotMeasured:
            break;
    }
    return isWhole ? reportTr("not measured") : reportTr("not measured yet");
}

void addVerdicts(ReportPage& page, const Session& session, const sim::Report& report) {
    const auto& wanted = session.scenario().expectations;
    for (std::size_t i = 0; i < report.expectations.size() && i < wanted.size(); ++i) {
        const sim::ExpectationReport& judged = report.expectations[i];
        page.verdicts.push_back({markOf(judged.verdict),
                                 verdictOfReport(judged.verdict, isReportWhole(session)),
                                 text(judged.name),
                                 {foundText(wanted[i], judged), expectationText(wanted[i])}});
    }
    for (const sim::InvariantReport& judged : report.invariants) {
        const QString found = judged.found
                                  ? reportTr("found %1").arg(QString::number(*judged.found))
                                  : text(judged.problem);
        QStringList details{found, text(judged.wanted)};
        if (judged.brokenAt)
            details << reportTr("broke first at %1").arg(clockText(*judged.brokenAt));
        page.verdicts.push_back({markOf(judged.verdict),
                                 verdictOfReport(judged.verdict, isReportWhole(session)),
                                 text(judged.name), details});
    }
    const auto count = [&page](ReportMark mark) {
        return std::ranges::count(page.verdicts, mark, &ReportPage::Verdict::mark);
    };
    if (page.verdicts.empty())
        return;
    page.standing =
        (isReportWhole(session) ? reportTr("%1 of %2 hold") : reportTr("%1 of %2 hold so far"))
            .arg(count(ReportMark::Good))
            .arg(page.verdicts.size());
    if (const auto broken = count(ReportMark::Bad); broken > 0)
        page.standing += reportTr(", %1 failed").arg(broken);
    if (const auto open = count(ReportMark::Open); open > 0)
        page.standing += reportTr(", %1 not measured").arg(open);
    page.standing += QLatin1Char('.');
}

ReportMark markOf(sim::Effect effect) {
    switch (effect) {
        case sim::Effect::Down:
        case sim::Effect::Failed:
            return ReportMark::Bad;
        case sim::Effect::Degraded:
            return ReportMark::Degraded;
        case sim::Effect::DidNotFail:
        case sim::Effect::DidNotNotice:
            return ReportMark::Good;
        case sim::Effect::Unclear:
        case sim::Effect::TooEarly:
            break;
    }
    return ReportMark::Open;
}

ReportPage::Fault faultOf(const sim::Isolation& isolation, sim::Instant now) {
    ReportPage::Fault fault;
    fault.title = isolation.rollout ? headline(isolation) : faultName(isolation.what);
    fault.when =
        isolation.endedAt
            ? reportTr("%1 to %2").arg(clockText(isolation.since), clockText(*isolation.endedAt))
            : reportTr("since %1").arg(clockText(isolation.since));
    fault.summary = summary(isolation, now);
    for (const sim::SubjectIsolation& journey : isolation.journeys)
        fault.journeys.push_back({markOf(journey.effect), text(journey.name),
                                  effectWord(journey.effect), countOfCount(journey),
                                  journeyReason(isolation, journey)});
    for (const sim::SubjectIsolation& service : isolation.services) {
        if (markOf(service.effect) == ReportMark::Bad ||
            markOf(service.effect) == ReportMark::Degraded)
            fault.services.push_back({markOf(service.effect), text(service.name),
                                      effectWord(service.effect), countOfCount(service),
                                      serviceReason(isolation, service)});
    }
    for (const sim::Protection& protection : isolation.protections)
        fault.protections.push_back({protectionTitle(protection), protectionDetail(protection)});
    return fault;
}

// With what the same run without the fault shows of what no count explains, where that is known.
sim::Isolation settled(const Session& session, sim::Isolation isolation) {
    const auto cost = session.state().cost;
    const bool isKnown = cost && !isolation.rollout && cost->without == isolation.fault;
    return isKnown ? sim::settledBeside(std::move(isolation), cost->journeys) : isolation;
}

void addFaults(ReportPage& page, const Session& session) {
    const sim::Snapshot& seen = *session.liveSnapshot();
    std::vector<sim::Isolation> all;
    for (const auto* impacts : {&seen.impacts, &seen.rollouts})
        for (const sim::FaultImpact& impact : *impacts)
            all.push_back(settled(
                session, sim::isolationOf(session.scenario(), session.graph(), seen, impact)));
    std::ranges::stable_sort(all, {}, &sim::Isolation::since);
    for (const sim::Isolation& isolation : all)
        page.faults.push_back(faultOf(isolation, seen.now));
}

void addJourneys(ReportPage& page, const sim::Report& report) {
    ReportPage::Table table{reportTr("Journeys"),
                            {reportTr("Journey"), reportTr("started"), reportTr("ok"),
                             reportTr("degraded"), reportTr("failed"), reportTr("available"),
                             reportTr("rate"), reportTr("p50"), reportTr("p95"), reportTr("p99")}};
    for (const sim::JourneyReport& each : report.journeys) {
        const sim::LatencySummary& took = each.latency;
        table.rows.push_back({text(each.name), countText(each.counts.started),
                              countText(each.counts.ok), countText(each.counts.degraded),
                              countText(each.counts.failed), shareCell(each.availability),
                              rateText(each.throughput), percentileCell(0.5, took, took.p50),
                              percentileCell(0.95, took, took.p95),
                              percentileCell(0.99, took, took.p99)});
        const QString why = causes(each.counts.byCause);
        if (each.counts.failed > 0)
            table.notes << reportTr("%1 failed with %2.").arg(text(each.name), why);
    }
    table.notes << reportTr(
        "Latency is of what ended ok or degraded. A percentile that too few "
        "requests support is a dash.");
    page.tables.push_back(std::move(table));
}

void addServices(ReportPage& page, const sim::Report& report) {
    std::vector<const sim::ServiceReport*> busiest;
    for (const sim::ServiceReport& each : report.services)
        busiest.push_back(&each);
    ReportPage::Table table{reportTr("Services"),
                            {reportTr("Service"), reportTr("received"), reportTr("failed"),
                             reportTr("rejected"), reportTr("utilization"), reportTr("inbox mean"),
                             reportTr("inbox most"), reportTr("p50"), reportTr("p99")}};
    if (busiest.size() > servicesOfReport) {
        std::ranges::stable_sort(busiest, std::ranges::greater(),
                                 [](const auto* each) { return each->counts.started; });
        busiest.resize(servicesOfReport);
        table.notes << reportTr("The %1 of %2 that received most.")
                           .arg(servicesOfReport)
                           .arg(report.services.size());
    }
    for (const sim::ServiceReport* each : busiest)
        table.rows.push_back({text(each->name), countText(each->counts.started),
                              countText(each->counts.failed), countText(each->counts.rejected),
                              shareCell(each->utilization),
                              QString::number(each->inboxMean, 'f', 1), countText(each->inboxMax),
                              percentileCell(0.5, each->response, each->response.p50),
                              percentileCell(0.99, each->response, each->response.p99)});
    page.tables.push_back(std::move(table));
}

void addCallsAndTopics(ReportPage& page, const sim::Report& report) {
    ReportPage::Table calls{reportTr("Retried calls"),
                            {reportTr("Call"), reportTr("calls"), reportTr("attempts"),
                             reportTr("a call"), reportTr("failed")}};
    for (const sim::CallReport& each : report.calls) {
        const double times =
            each.calls == 0 ? 0
                            : static_cast<double>(each.attempts) / static_cast<double>(each.calls);
        if (times > retriedFrom)
            calls.rows.push_back({text(each.from) + QStringLiteral(" → ") + text(each.to),
                                  countText(each.calls), countText(each.attempts),
                                  QString::number(times, 'f', 2), countText(each.failed)});
    }
    if (!calls.rows.empty())
        page.tables.push_back(std::move(calls));
    ReportPage::Table topics{reportTr("Topics"),
                             {reportTr("Topic"), reportTr("published"), reportTr("redelivered"),
                              reportTr("dead letters"), reportTr("refused"), reportTr("backlog"),
                              reportTr("backlog most")}};
    for (const sim::TopicReport& each : report.topics)
        topics.rows.push_back({text(each.name), countText(each.published),
                               countText(each.redelivered), countText(each.dead),
                               countText(each.refused), countText(each.backlog),
                               countText(each.backlogMax)});
    if (!topics.rows.empty())
        page.tables.push_back(std::move(topics));
}

void addTimeline(ReportPage& page, const Session& session, const sim::Report& report) {
    ReportPage::Table table{reportTr("What happened"),
                            {reportTr("At"), reportTr("What"), reportTr("Where"), QString()},
                            4};
    // A breaker that tries again every few seconds must not hide what else happened.
    std::map<std::pair<std::string, std::string>, int> seen;
    std::int64_t left = 0;
    for (const sim::TimelineRow& each : report.timeline) {
        if (table.rows.size() == rowsOfReport ||
            ++seen[{each.what, each.where}] > rowsOfAKindInReport) {
            ++left;
            continue;
        }
        table.rows.push_back(
            {clockText(each.at), text(each.what), text(each.where), text(each.detail)});
    }
    if (left > 0)
        table.notes << reportTr("And %1 more, most of them like these; the event log has all.")
                           .arg(countText(left));
    if (!table.rows.empty())
        page.tables.push_back(std::move(table));
    for (const sim::Bookmark& each : session.bookmarks())
        page.notes.push_back({clockText(each.at), text(each.note)});
}

// The scenario with what was done to it does the same again; where it cannot say that, the line
// that runs it as it is written.
void addHowToRepeat(ReportPage& page, const Session& session) {
    const sim::PlannedScenario planned = scenarioAsRun(session);
    if (planned.problem.empty()) {
        page.scenarioText = text(planned.text);
        page.howToRepeat = reportTr(
            "The scenario below, with what was done to this run as its faults, does "
            "exactly the same on any machine. Saved as run.yaml:");
        page.command = QStringLiteral("watertight run run.yaml --seed %1").arg(session.seed());
        if (!isReportWhole(session))
            page.command += QStringLiteral(" --duration '%1 ns'")
                                .arg(models::sinceStart(session.liveSnapshot()->now).count());
        return;
    }
    page.scenarioText = text(session.text());
    page.howToRepeat = text(planned.problem) + QLatin1Char(' ') +
                       reportTr("Save the run beside this report to replay it.");
}

std::vector<ReportPage::Fact> factsOf(const Session& session, const sim::Report& report) {
    std::vector<ReportPage::Fact> facts;
    if (!session.variant().empty())
        facts.push_back({reportTr("Variant"), text(session.variant())});
    if (!session.fileName().isEmpty())
        facts.push_back({reportTr("File"), QFileInfo(session.fileName()).fileName()});
    const sim::Instant whole = session.liveSnapshot()->end;
    const QString simulated =
        isReportWhole(session)
            ? secondsOfReport(report.durationSeconds)
            : reportTr("%1 so far, of %2")
                  .arg(durationText(models::sinceStart(session.liveSnapshot()->now)),
                       durationText(models::sinceStart(whole)));
    facts.push_back({reportTr("Simulated"), simulated});
    if (report.warmUpSeconds > 0)
        facts.push_back(
            {reportTr("Left out"),
             reportTr("the first %1, as warm-up").arg(secondsOfReport(report.warmUpSeconds))});
    if (!session.scenario().faults.empty() && !session.playsOwnFaults())
        facts.push_back({reportTr("Its own faults"), reportTr("were not played")});
    facts.push_back({reportTr("Seed"), QString::number(report.seed)});
    facts.push_back({reportTr("Events"), countText(report.events)});
    facts.push_back({reportTr("Fingerprint"),
                     QStringLiteral("%1").arg(report.fingerprint, 16, 16, QLatin1Char('0'))});
    facts.push_back({reportTr("Watertight"), QStringLiteral(WATERTIGHT_VERSION)});
    return facts;
}

}  // namespace

ReportPage reportPageOf(const Session& session, const sim::Report& report) {
    ReportPage page;
    page.title = text(session.scenario().name);
    page.about = paragraph(session.scenario().about);
    page.facts = factsOf(session, report);
    addVerdicts(page, session, report);
    addFaults(page, session);
    addJourneys(page, report);
    addServices(page, report);
    addCallsAndTopics(page, report);
    addTimeline(page, session, report);
    addHowToRepeat(page, session);
    return page;
}

Painting chartsOfRun(const Session& session, const QString& title) {
    const auto& ticks = session.chartTicks();
    const double now = ticks.empty() ? 0 : secondsOf(ticks.back().at);
    const ChartFrame frame{{0, std::max(now, 1.0)},
                           now,
                           secondsOf(session.liveSnapshot()->warmUpEnd),
                           faultBands(session.seenFaults())};
    const std::vector<ChartContent> charts{throughputChart(ticks, {}, frame),
                                           errorsChart(ticks, {}, frame),
                                           latencyChart(ticks, {}, frame)};
    const QSizeF size(chartOfReport.width(),
                      static_cast<double>(charts.size()) * chartOfReport.height());
    const auto paint = [charts, size, range = frame.range, now](QPainter& painter) {
        painter.fillRect(QRectF({0, 0}, size), theme().panel);
        for (const ChartContent& chart : charts) {
            paintChart(painter, chartOfReport, range, chart, now);
            painter.translate(0, chartOfReport.height());
        }
    };
    return {title, size, paint};
}

}  // namespace app
