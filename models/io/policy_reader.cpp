#include "models/io/plain_text.h"
#include "models/io/section_readers.h"

namespace models {

Retry readRetry(ReadingContext& context, const yaml::Node& node) {
    const Fields fields(context, node, {Section::Retry}, "`retry`");
    Retry retry;
    retry.attempts = fields.count("attempts");
    retry.backoff = fields.duration("backoff");
    retry.multiplier = fields.number("multiplier");
    retry.maxBackoff = fields.durationOrNone("max-backoff");
    retry.jitter = static_cast<Jitter>(fields.choice("jitter"));
    retry.budget = fields.ratioOrNone("budget");
    return retry;
}

namespace {

BreakerWindow readWindow(ReadingContext& context, const yaml::Node& node) {
    BreakerWindow window;
    const Key& row = *findKey(Section::CircuitBreaker, "window");
    if (const Parsed<std::int64_t> count = parseInteger(node.text())) {
        if (*count < 1 || static_cast<double>(*count) > row.max) {
            context.error(DiagnosticKind::OutOfBounds, node,
                          "`window` is " + quote(node.text()) + ", expected from 1 to " +
                              toText(row.max) + " results");
        } else {
            window.count = static_cast<int>(*count);
        }
        return window;
    }
    const Parsed<Duration> span = parseDuration(node.text());
    if (!span) {
        reportShape(context, node, "a number of results or a duration");
    } else if (*span <= Duration::zero()) {
        context.error(DiagnosticKind::OutOfBounds, node, "`window` is empty");
    } else {
        window.count.reset();
        window.span = *span;
    }
    return window;
}

}  // namespace

CircuitBreaker readCircuitBreaker(ReadingContext& context, const yaml::Node& node) {
    const Fields fields(context, node, {Section::CircuitBreaker}, "`circuit-breaker`");
    CircuitBreaker breaker;
    if (fields.has("window")) {
        breaker.window = readWindow(context, fields.value("window"));
    }
    breaker.failures = fields.ratio("failures");
    breaker.minimum = fields.count("minimum");
    breaker.slowAfter = fields.duration("slow-after");
    breaker.slowCalls = fields.ratio("slow-calls");
    breaker.openFor = fields.duration("open-for");
    breaker.probes = fields.count("probes");
    if (breaker.window.count && breaker.minimum > *breaker.window.count) {
        if (fields.has("minimum")) {
            context.error(DiagnosticKind::OutOfBounds, fields.value("minimum"),
                          "`minimum` is " + std::to_string(breaker.minimum) +
                              ", but the window holds only " +
                              std::to_string(*breaker.window.count) + " results: it never opens");
        }
        // A short window with the default minimum would never judge; resilience4j caps it too.
        breaker.minimum = *breaker.window.count;
    }
    return breaker;
}

RateLimit readCallRateLimit(ReadingContext& context, const yaml::Node& node) {
    const Fields fields(context, node, {Section::CallRateLimit}, "`rate-limit`");
    return {fields.rate("rate"), fields.count("burst"), fields.duration("max-wait")};
}

RateLimit readServiceRateLimit(ReadingContext& context, const yaml::Node& node) {
    const Fields fields(context, node, {Section::ServiceRateLimit}, "`rate-limit`");
    return {fields.has("rate") ? fields.rate("rate") : Rate{1}, fields.count("burst"), {}};
}

HealthCheck readHealthCheck(ReadingContext& context, const yaml::Node& node) {
    const Fields fields(context, node, {Section::HealthCheck}, "`health-check`");
    return {fields.duration("every"), fields.duration("timeout"), fields.count("unhealthy-after"),
            fields.count("healthy-after")};
}

OutlierDetection readOutlierDetection(ReadingContext& context, const yaml::Node& node) {
    const Fields fields(context, node, {Section::OutlierDetection}, "`outlier-detection`");
    return {fields.count("consecutive-errors"), fields.duration("eject-for"),
            fields.ratio("max-ejected")};
}

Autoscale readAutoscale(ReadingContext& context, const yaml::Node& node) {
    const Fields fields(context, node, {Section::Autoscale}, "`autoscale`");
    fields.choice("metric");
    const Autoscale scale{fields.ratio("target"),    fields.count("min"),
                          fields.count("max"),       fields.duration("every"),
                          fields.ratio("tolerance"), fields.duration("stabilization")};
    if (scale.min > scale.max) {
        context.error(DiagnosticKind::OutOfBounds,
                      fields.has("min") ? fields.value("min") : fields.value("max"),
                      "`min` is " + std::to_string(scale.min) + ", but `max` is " +
                          std::to_string(scale.max));
    }
    return scale;
}

Bulkhead readBulkhead(ReadingContext& context, const yaml::Node& node) {
    const Fields fields(context, node, {Section::Bulkhead}, "`bulkhead`");
    return {fields.count("max-concurrent"), fields.duration("max-wait")};
}

Hedge readHedge(ReadingContext& context, const yaml::Node& node) {
    const Fields fields(context, node, {Section::Hedge}, "`hedge`");
    return {fields.duration("after"), fields.count("copies")};
}

}  // namespace models
