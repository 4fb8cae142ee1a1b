#include "app/traces/span_words.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/look/number_text.h"
#include "app/look/utf8_text.h"
#include "app/traces/part_painter.h"

namespace app {
namespace {

QString spanWords(const char* words) {
    return QCoreApplication::translate("Traces", words);
}

}  // namespace

QString sentenceWordOf(sim::TimeKind kind) {
    switch (kind) {
        case sim::TimeKind::Waits:
            return spanWords("waiting for a slot");
        case sim::TimeKind::Works:
            return spanWords("working");
        case sim::TimeKind::Connection:
            return spanWords("waiting for a connection to its store");
        case sim::TimeKind::Permit:
            return spanWords("waiting for a permit");
        case sim::TimeKind::Fetch:
            return spanWords("waiting for another\u2019s fetching");
        case sim::TimeKind::Topic:
            return spanWords("waiting for a topic");
        case sim::TimeKind::Hangs:
            return spanWords("hanging");
        case sim::TimeKind::Sleeps:
            return spanWords("sleeping");
        default:
            return partWord(kind);
    }
}

sim::Duration sumOf(const std::vector<sim::SpanPart>& parts) {
    sim::Duration sum{};
    for (const sim::SpanPart& part : parts)
        sum += part.to - part.from;
    return sum;
}

sim::Duration sumOf(const std::vector<sim::SpanPart>& parts, sim::TimeKind kind) {
    sim::Duration sum{};
    for (const sim::SpanPart& part : parts) {
        if (part.kind == kind)
            sum += part.to - part.from;
    }
    return sum;
}

// Where it began is said where that is neither the callee nor, as with a timeout, who called.
QString causeText(const sim::Trace& trace, const sim::Span& span) {
    QString words = text(models::nameOf(span.cause));
    const bool isCallers =
        span.parent >= 0 &&
        trace.spans[static_cast<std::size_t>(span.parent)].service == span.failedAt;
    if (!span.failedAt.empty() && span.failedAt != span.service && !isCallers)
        words += spanWords(", began at %1").arg(QString::fromStdString(span.failedAt));
    return span.wasSent ? words : spanWords("%1, not sent").arg(words);
}

sim::Duration overlapOf(const std::vector<sim::SpanPart>& one,
                        const std::vector<sim::SpanPart>& other) {
    sim::Duration sum{};
    for (const sim::SpanPart& each : one) {
        for (const sim::SpanPart& part : other)
            sum += std::max(sim::Duration{},
                            std::min(each.to, part.to) - std::max(each.from, part.from));
    }
    return sum;
}

QString rowsText(const sim::StoreStepSeen& step) {
    if (!step.rows)
        return {};
    const bool isRead = step.what.starts_with("read");
    return spanWords(*step.rows == 1 ? "%1 row %2" : "%1 rows %2")
        .arg(countText(*step.rows), isRead ? spanWords("found") : spanWords("changed"));
}

}  // namespace app
