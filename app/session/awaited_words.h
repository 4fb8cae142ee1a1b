// What a run waits for before it pauses by itself, in words.
#pragma once

#include <QString>

#include "sim/live_run.h"

namespace app {

QString happeningName(sim::Happening happening);    // "A breaker opens"
QString awaitedWords(const sim::Awaited& awaited);  // "when a breaker opens"
QString awaitedWords(sim::Instant until);           // "at 1:30"

}  // namespace app
