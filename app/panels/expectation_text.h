// An expectation in words: "available at least 99.9 %, during payment outage".
#pragma once

#include <QString>

#include "app/session/session.h"

namespace app {

QString expectationText(const models::Expectation& expectation);

// What was found for an expectation: "found 99.98 %, 46 ms"; "nothing was measured".
QString foundText(const models::Expectation& expectation, const sim::ExpectationReport& judged);

// The bound as written, numbers and units kept together; and what was found of its quantity: "12
// %".
QString boundText(const models::Bound& bound);
QString measuredText(models::Quantity quantity, double found);

QString verdictWord(sim::Verdict verdict);

// "4 of 6 expectations hold, 1 failed, 1 was not measured."; empty where nothing was judged.
QString verdictsText(const Session& session);

}  // namespace app
