// What the views of one trace say of its spans: kinds of time in their order, sums, causes.
#pragma once

#include <QString>
#include <array>

#include "sim/traces.h"

namespace app {

// As legends and lists have them. The first four are always in the legend.
inline constexpr std::array timeKindsInOrder = {
    sim::TimeKind::Waits,  sim::TimeKind::Works,  sim::TimeKind::Network,    sim::TimeKind::Blocked,
    sim::TimeKind::Permit, sim::TimeKind::Fetch,  sim::TimeKind::Connection, sim::TimeKind::Topic,
    sim::TimeKind::Hangs,  sim::TimeKind::Sleeps, sim::TimeKind::BackOff};
static_assert(timeKindsInOrder.size() == sim::timeKindCount);

// Which row of a trace: a span, or a step of it upon its store.
struct SpanRow {
    int span = 0;
    int step = -1;  // -1: the span itself
    bool operator==(const SpanRow&) const = default;
};

sim::Duration sumOf(const std::vector<sim::SpanPart>& parts);
sim::Duration sumOf(const std::vector<sim::SpanPart>& parts, sim::TimeKind kind);
// For how long both are; each is of times apart from each other.
sim::Duration overlapOf(const std::vector<sim::SpanPart>& one,
                        const std::vector<sim::SpanPart>& other);
// "9.6 ms waiting for a slot".
QString sentenceWordOf(sim::TimeKind kind);
// "timeout, began at payment", "breaker-open, not sent"
QString causeText(const sim::Trace& trace, const sim::Span& span);
// "1 row found", "0 rows changed"; empty: not known.
QString rowsText(const sim::StoreStepSeen& step);

}  // namespace app
