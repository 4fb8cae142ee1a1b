#include "app/traces/span_comparison.h"

#include <algorithm>

namespace app {
namespace {

// Below them the 99th of a hundred is a guess.
constexpr std::size_t spansForP99 = 100;

sim::Duration atRank(const std::vector<sim::Duration>& sorted, std::size_t percent) {
    return sorted[std::min(sorted.size() - 1, sorted.size() * percent / 100)];
}

// What is compared: each kind of time, and work in the store apart from the other.
using Sums = std::array<sim::Duration, sim::timeKindCount + 1>;

Sums sumsOf(const sim::Span& span) {
    Sums sums{};
    for (std::size_t kind = 0; kind < sim::timeKindCount; ++kind)
        sums[kind] = sumOf(span.parts, static_cast<sim::TimeKind>(kind));
    sums.back() = sumOf(span.storing);
    sums[static_cast<std::size_t>(sim::TimeKind::Works)] -= sums.back();
    return sums;
}

}  // namespace

SpanComparison comparedSpan(const sim::Span& span, const std::vector<TracePointer>& traces) {
    std::vector<Sums> others;
    for (const TracePointer& trace : traces) {
        for (const sim::Span& each : trace->spans) {
            const bool isItself = each.sent == span.sent && each.ended == span.ended;
            if (each.process == span.process && each.endpoint == span.endpoint && each.wasSent &&
                !isItself)
                others.push_back(sumsOf(each));
        }
    }
    SpanComparison compared{static_cast<std::int64_t>(others.size()), {}};
    const Sums here = sumsOf(span);
    const auto add = [&](sim::TimeKind kind, bool isInStore) {
        const std::size_t place = isInStore ? sim::timeKindCount : static_cast<std::size_t>(kind);
        std::vector<sim::Duration> all;
        for (const Sums& each : others)
            all.push_back(each[place]);
        std::ranges::sort(all);
        SpanComparison::Row row{kind, isInStore, here[place], atRank(all, 50), std::nullopt};
        if (all.size() >= spansForP99)
            row.p99 = atRank(all, 99);
        if (row.here > sim::Duration{} || row.p50 > sim::Duration{})
            compared.rows.push_back(row);
    };
    for (const sim::TimeKind kind : timeKindsInOrder) {
        if (others.empty())
            break;
        add(kind, false);
        if (kind == sim::TimeKind::Works)
            add(kind, true);
    }
    return compared;
}

}  // namespace app
