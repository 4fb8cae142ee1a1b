#include "app/panels/expectation_text.h"

#include <QRegularExpression>
#include <QStringList>

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
        case Measure::Recovery:
            return QStringLiteral("recovery");
    }
    return {};
}

QString secondsText(models::Instant at) {
    return QString::number(models::inSeconds(models::sinceStart(at))) + QChar(QChar::Nbsp) +
           QLatin1Char('s');
}

QString duringText(const models::During& during) {
    if (!during.fault.empty())
        return QStringLiteral(", during ") + QString::fromStdString(during.fault);
    if (during.from && during.to)
        return QStringLiteral(", from %1 to %2")
            .arg(secondsText(*during.from), secondsText(*during.to));
    return {};
}

QString boundText(const models::Bound& bound) {
    QString written = QString::fromStdString(bound.written);
    // A number and its unit stay together.
    static const QRegularExpression gap("(?<=[0-9]) (?=(%|ns|us|ms|s|min|h|d)( |$))");
    return written.replace(gap, QString(QChar(QChar::Nbsp)));
}

}  // namespace

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
