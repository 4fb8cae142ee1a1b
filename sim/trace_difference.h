// Two traces beside each other by structure: which spans both have, and which only one. Pure.
#pragma once

#include <vector>

#include "sim/traces.h"

namespace sim {

// One span of either, or the same call, attempt or message of both. Places in Trace::spans.
struct SpanPair {
    int first = -1, second = -1;  // -1: that trace has none
    int depth = 0;
    bool operator==(const SpanPair&) const = default;
};

// The requests first, each pair followed by what it called: in the order of the second trace, with
// what only the first has in the places where it had it. Spans are the same where their callers
// are, and they are the n-th of their endpoint, attempt and copy.
std::vector<SpanPair> matchedSpans(const Trace& first, const Trace& second);

}  // namespace sim
