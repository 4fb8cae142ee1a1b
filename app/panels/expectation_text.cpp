#include "app/panels/expectation_text.h"

#include <QRegularExpression>
#include <QStringList>
#include <cmath>

#include "app/look/number_text.h"

namespace app {
namespace {

QString measureWord(models::Measure measure) {
    using models::Measure;
    switch (measure) {
        case Measure::Availability:
            return QStringLiteral("available");
        case Measure::Degraded:
            return QStringLiteral("degraded");
        case Measure::Errors:
            return QStringLiteral("errors");
        case Measure::Throughput:
            return QStringLiteral("throughput");
        case Measure::Mean:
            return QStringLiteral("mean");
        case Measure::P50:
            return QStringLiteral("p50");
        case Measure::P90:
            return QStringLiteral("p90");
        case Measure::P95:
            return QStringLiteral("p95");
        case Measure::P99:
            return QStringLiteral("p99");
        case Measure::P999:
            return QStringLiteral("p99.9");
        case Measure::Max:
            return QStringLiteral("longest");
        case Measure::Utilization:
            return QStringLiteral("utilization");
        case Measure::Inbox:
            return QStringLiteral("inbox");
        case Measure::AttemptsPerCall:
            return QStringLiteral("attempts per call");
        case Measure::Backlog:
            return QStringLiteral("backlog");
        case Measure::Dead:
            return QStringLiteral("dead letters");
        case Measure::Recovery:
            return QStringLiteral("recovery");
    }
    return {};
}

QString instantText(models::Instant at) {
    return QString::number(secondsOf(at)) + QChar(QChar::Nbsp) + QLatin1Char('s');
}

QString duringText(const models::During& during) {
    if (!during.fault.empty())
        return QStringLiteral(", during ") + QString::fromStdString(during.fault);
    if (during.from && during.to)
        return QStringLiteral(", from %1 to %2")
            .arg(instantText(*during.from), instantText(*during.to));
    return {};
}

// Of the bounds of an expectation, in the order of its findings.
std::vector<models::Quantity> quantitiesOf(const models::Expectation& expectation) {
    if (std::holds_alternative<models::EventExpectation>(expectation.claim))
        return {models::Quantity::Count};
    std::vector<models::Quantity> quantities;
    for (const auto& wanted : std::get<models::MeasureExpectation>(expectation.claim).bounds)
        quantities.push_back(wanted.bound.quantity);
    return quantities;
}

template <typename Judged>
QString holdingText(const std::vector<Judged>& verdicts, const QString& sentence) {
    std::int64_t passed = 0, failed = 0;
    for (const Judged& each : verdicts) {
        passed += each.verdict == sim::Verdict::Pass ? 1 : 0;
        failed += each.verdict == sim::Verdict::Fail ? 1 : 0;
    }
    const std::int64_t all = std::ssize(verdicts);
    QString said = sentence.arg(passed).arg(all);
    if (failed > 0)
        said += QStringLiteral(", %1 failed").arg(failed);
    if (passed + failed < all)
        said += QStringLiteral(", %1 not measured").arg(all - passed - failed);
    return said;
}

}  // namespace

QString boundText(const models::Bound& bound) {
    QString written = QString::fromStdString(bound.written);
    // A number and its unit stay together.
    static const QRegularExpression gap("(?<=[0-9]) (?=(%|ns|us|ms|s|min|h|d)( |$))");
    return written.replace(gap, QString(QChar(QChar::Nbsp)));
}

QString measuredText(models::Quantity quantity, double found) {
    switch (quantity) {
        case models::Quantity::Ratio:
            return percentText(found, 2);
        case models::Quantity::Time:
            return found < 10 ? latencyText(sim::Duration(std::llround(found * 1e9)))
                              : durationText(sim::Duration(std::llround(found * 1e9)));
        case models::Quantity::Rate:
            return rateText(found);
        case models::Quantity::Count:
            break;
    }
    constexpr double decimalsBelow = 100;
    return found == std::floor(found) || found >= decimalsBelow ? countText(std::llround(found))
                                                                : QString::number(found, 'f', 2);
}

QString foundText(const models::Expectation& expectation, const sim::ExpectationReport& judged) {
    const std::vector<models::Quantity> quantities = quantitiesOf(expectation);
    QStringList found;
    for (std::size_t i = 0; i < judged.findings.size() && i < quantities.size(); ++i) {
        if (judged.findings[i].found)
            found << measuredText(quantities[i], *judged.findings[i].found);
    }
    return found.isEmpty() ? QStringLiteral("nothing was measured")
                           : QStringLiteral("found ") + found.join(QStringLiteral(", "));
}

QString verdictWord(sim::Verdict verdict) {
    switch (verdict) {
        case sim::Verdict::Pass:
            return QStringLiteral("pass");
        case sim::Verdict::Fail:
            return QStringLiteral("fail");
        case sim::Verdict::NotMeasured:
            break;
    }
    return QStringLiteral("not measured");
}

QString verdictsText(const Session& session) {
    const auto& report = session.state().report;
    if (!report || (report->expectations.empty() && report->invariants.empty()))
        return {};
    QStringList parts;
    if (!report->expectations.empty())
        parts << holdingText(report->expectations, QStringLiteral("%1 of %2 expectations hold"));
    if (!report->invariants.empty())
        parts << holdingText(report->invariants, QStringLiteral("%1 of %2 invariants hold"));
    return parts.join(QStringLiteral("; ")) + QLatin1Char('.');
}

QString expectationText(const models::Expectation& expectation) {
    if (const auto* event = std::get_if<models::EventExpectation>(&expectation.claim)) {
        QString text =
            QString::fromStdString(event->event) + QLatin1Char(' ') + boundText(event->count);
        if (!event->where.empty())
            text += QStringLiteral(" at ") + QString::fromStdString(event->where);
        return text + duringText(event->during);
    }
    const auto& claim = std::get<models::MeasureExpectation>(expectation.claim);
    QStringList bounds;
    for (const models::MeasureBound& wanted : claim.bounds)
        bounds << measureWord(wanted.measure) + QLatin1Char(' ') + boundText(wanted.bound);
    return bounds.join(QStringLiteral(", ")) + duringText(claim.during);
}

}  // namespace app
