// One span among the others of its endpoint: whether what it took is usual.
#pragma once

#include <optional>
#include <vector>

#include "app/traces/span_words.h"
#include "app/traces/trace_filter.h"

namespace app {

struct SpanComparison {
    struct Row {
        sim::TimeKind kind = sim::TimeKind::Waits;
        bool isInStore = false;  // of its work the part in which only its store is at work
        sim::Duration here{}, p50{};
        std::optional<sim::Duration> p99;  // absent: too few to tell
    };
    std::int64_t others = 0;
    std::vector<Row> rows;  // of what this span or half of the others spend time on
};

// With all attempts and copies of calls to that endpoint in these traces.
SpanComparison comparedSpan(const sim::Span& span, const std::vector<TracePointer>& traces);

}  // namespace app
