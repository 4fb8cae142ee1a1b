// What property tests of twin runs have in common: what is wrong, in words, and the counts of both
// runs side by side.
#pragma once

#include <QByteArray>

#include <string>

#include "sim/metrics/request_stats.h"
#include "tests/support/twin_runs.h"

namespace tests {

// What is wrong, in words; each complaint names its seed and instant.
class Complaints {
  public:
    void check(bool holds, const std::string& who, const std::string& what) {
        if (!holds && m_count++ < mostShown) {
            m_text += "\n  " + who + ": " + what;
        }
    }
    bool isEmpty() const { return m_count == 0; }
    QByteArray text() const {
        return QByteArray::fromStdString(std::to_string(m_count) + " complaints" + m_text);
    }

  private:
    static constexpr int mostShown = 12;
    int m_count = 0;
    std::string m_text;
};

inline sim::Counts since(const sim::Counts& now, const sim::Counts& then) {
    sim::Counts counts = now;
    sim::subtractCounts(counts, then);
    return counts;
}

// Calls `visit(name, counts here, counts in the twin, impact)`, counts since the fault began.
template <typename Visit>
void forEachSubject(const TwinRuns& twins, const TwinLook& look, const Visit& visit) {
    const auto each = [&](const auto& rows, auto member, const auto& impacts) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const sim::Counts then = (twins.atStrike().*member)[i].counts;
            visit(rows[i].name, since((look.with.*member)[i].counts, then),
                  since((look.without.*member)[i].counts, then), impacts[i]);
        }
    };
    each(twins.scenario().journeys, &sim::Snapshot::journeys, look.impact.journeys);
    each(twins.scenario().services, &sim::Snapshot::services, look.impact.services);
}

// All counts of one fault, to compare.
inline std::string printImpact(const sim::FaultImpact& impact) {
    std::string text;
    const auto add = [&](std::int64_t number) { text += std::to_string(number) + " "; };
    for (const auto* subjects : {&impact.journeys, &impact.services}) {
        for (const sim::FaultImpact::OnSubject& on : *subjects) {
            add(on.started), add(on.ended), add(on.failed), add(on.degraded), add(on.spared);
        }
    }
    for (const sim::FaultImpact::OnEdge& on : impact.edges) {
        add(on.calls), add(on.failed), add(on.refused), add(on.fallbacks);
    }
    return text;
}

}  // namespace tests
