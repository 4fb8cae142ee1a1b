#include "app/traces/trace_filter.h"

#include <algorithm>

#include "models/outcome.h"

namespace app {
namespace {

bool has(const std::string& name, const QString& text) {
    return QString::fromStdString(name).contains(text, Qt::CaseInsensitive);
}

bool says(const sim::Trace& trace, const QString& text) {
    return std::ranges::any_of(trace.spans, [&](const sim::Span& span) {
        const auto cause = models::causeNames[static_cast<std::size_t>(span.cause)];
        return has(span.service, text) || has(span.endpoint, text) ||
               (span.failed() && has(std::string(cause), text));
    });
}

Glyph glyphOf(models::Cause cause, bool isDegraded) {
    return cause != models::Cause::None ? Glyph::Failing : isDegraded ? Glyph::Degraded : Glyph::Ok;
}

}  // namespace

bool TraceFilter::matches(const sim::Trace& trace) const {
    if (const auto wanted = number())
        return trace.request == *wanted;
    const bool isFailed = trace.cause != models::Cause::None;
    const bool isDegraded = trace.degraded && !isFailed;
    const bool isWanted =
        outcome == Outcome::Any || (outcome == Outcome::Ok && !isFailed && !isDegraded) ||
        (outcome == Outcome::Degraded && isDegraded) || (outcome == Outcome::Failed && isFailed) ||
        (outcome == Outcome::NotOk && (isFailed || isDegraded));
    return isWanted && trace.took() >= atLeast &&
           (journey.isEmpty() || journey == QString::fromStdString(trace.journey)) &&
           (text.isEmpty() || says(trace, text));
}

std::optional<std::int64_t> TraceFilter::number() const {
    bool isNumber = false;
    const qlonglong number =
        (text.startsWith(QLatin1Char('#')) ? text.mid(1) : text).toLongLong(&isNumber);
    return isNumber && number > 0 ? std::optional<std::int64_t>(number) : std::nullopt;
}

Glyph glyphOf(const sim::Trace& trace) {
    return glyphOf(trace.cause, trace.degraded);
}

Glyph glyphOf(const sim::Span& span) {
    return glyphOf(span.cause, span.degraded);
}

QString millisecondsText(sim::Duration duration) {
    const double milliseconds = models::inSeconds(duration) * 1000;
    const int decimals = milliseconds >= 1000 ? 0 : milliseconds >= 0.1 ? 1 : 3;
    return QString::number(milliseconds, 'f', milliseconds == 0 ? 1 : decimals);
}

}  // namespace app
