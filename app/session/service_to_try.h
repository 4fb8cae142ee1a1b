// Which service the invitation proposes to kill.
#pragma once

#include <QString>

#include "models/scenario.h"

namespace app {

// `payment` where there is one; else the service that the fewest journeys reach by its endpoints,
// so that there is somebody who does not notice. Of equals the last in the file: backends stand
// there.
QString serviceToTry(const models::Scenario& scenario);

}  // namespace app
