// The report of the run that is open, as the page that htmlOf() writes: everything that the window
// would show of it, said once.
#pragma once

#include "app/export/painting.h"
#include "app/export/report_page.h"
#include "app/session/session.h"

namespace app {

// Without pictures, which are the panes' affair. `report` is of the run's duration, or so far.
ReportPage reportPageOf(const Session& session, const sim::Report& report);

// Throughput, errors and latency of all journeys, from the run's start to now.
Painting chartsOfRun(const Session& session, const QString& title);

}  // namespace app
