// Where a verdict comes from: the first moment at which what was expected did not hold, and the
// fault that was upon the system then, or had been before. Pure; by the points of the charts, so to
// half a second.
#pragma once

#include <optional>
#include <vector>

#include "app/session/session.h"

namespace app {

struct FirstViolation {
    sim::Instant at{};
    // Absent: nothing shows when in the judged time it was; `at` is when that begins.
    bool isSeen = true;
    std::optional<SeenFault> fault;  // absent: none had begun
};

// What there is to see of a run.
struct Evidence {
    const models::Scenario& scenario;
    const std::vector<sim::ChartTick>& ticks;
    const std::vector<SeenFault>& faults;
    const std::vector<sim::TimelineRow>& timeline;
    sim::Instant warmUpEnd{};
    sim::Instant end{};
};

// Absent: the expectation held, or was not measured.
std::optional<FirstViolation> firstViolation(const Evidence& evidence,
                                             const models::Expectation& expectation,
                                             const sim::ExpectationReport& judged);

// The fault that is upon the system at an instant, the newest of several; else the last before it.
std::optional<SeenFault> faultBehind(const std::vector<SeenFault>& faults, sim::Instant at);

// Of each of the scenario's expectations, once the run was judged.
std::vector<std::optional<FirstViolation>> firstViolations(const Session& session);

// Shows that moment, with what the fault strikes selected.
void goTo(Session& session, const FirstViolation& violation);

// "First at 0:21.5, 1.5 s into slow payment"
QString violationText(const FirstViolation& violation);

}  // namespace app
