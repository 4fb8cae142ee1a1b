// Which traces are listed, and how their durations are written.
#pragma once

#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "app/look/glyphs.h"
#include "sim/traces.h"

namespace app {

using TracePointer = std::shared_ptr<const sim::Trace>;

struct TraceFilter {
    enum class Outcome { Any, Ok, Degraded, Failed, NotOk };
    QString text;     // in the journey's, a service's or a cause's name, or #812
    QString journey;  // empty: any
    Outcome outcome = Outcome::Any;
    sim::Duration atLeast{};

    bool matches(const sim::Trace& trace) const;
    // The request that is asked for by its number, #812 or 812, whatever else is set. Absent: none.
    std::optional<std::int64_t> number() const;
};

Glyph glyphOf(const sim::Trace& trace);
Glyph glyphOf(const sim::Span& span);

// 41.8: milliseconds without their unit.
QString millisecondsText(sim::Duration duration);

}  // namespace app
