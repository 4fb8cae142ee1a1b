// The run that is open, written to disk: as a recorded run, or as a scenario that does the same.
#pragma once

#include <QString>

#include "app/session/session.h"

namespace app {

// Both return why it could not be; empty: done.

// A folder that `watertight replay` opens. One that is there must be empty or a recorded run.
QString saveRun(const Session& session, const QString& folder);
// What the user did becomes faults and rollouts of the scenario.
QString saveAsScenario(const Session& session, const QString& file);

}  // namespace app
