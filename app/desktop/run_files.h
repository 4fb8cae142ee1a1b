// The run that is open, written to disk: as a recorded run, or as a scenario that does the same.
#pragma once

#include <QString>

#include "app/session/session.h"
#include "sim/command_plan.h"

namespace app {

// Both return why it could not be; empty: done.

// A folder that `watertight replay` opens. One that is there must be empty or a recorded run.
QString saveRun(const Session& session, const QString& folder);
// What the user did becomes faults and rollouts of the scenario.
QString saveAsScenario(const Session& session, const QString& file);

// The text that runs, read again: that of the variant, where one does.
models::ScenarioReading readingAsRun(const Session& session);

// Its text, in which what the user did are faults and rollouts.
sim::PlannedScenario scenarioAsRun(const Session& session);

}  // namespace app
