// What faults are called, wherever one is named: the undo button, the list of active ones, the bar.
#pragma once

#include <QString>

#include "models/scenario.h"

namespace app {

// "Kill payment", "Slow user 10×": what an active fault is called.
QString faultName(const models::Fault& fault);
// What takes it back: "Restart payment", "Lift slow user".
QString undoName(const models::Fault& fault);
// The service that it strikes first; empty: a draw that struck nobody.
QString firstTarget(const models::Fault& fault);

// "Halt all faults if watch-video is available below 90 %"
QString haltIfName(const models::HaltIf& haltIf);

// "payment is down", "user and order are slow", "zone a was down": what it does, or did.
QString faultSentence(const models::Fault& fault, bool isOver);

// "Restart" of a kill, "Lift" of any other.
QString endVerb(const models::Fault& fault);

}  // namespace app
