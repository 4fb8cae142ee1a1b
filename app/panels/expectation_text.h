// An expectation in words: "available at least 99.9 %, during payment outage".
#pragma once

#include <QString>

#include "models/scenario.h"

namespace app {

QString expectationText(const models::Expectation& expectation);

}  // namespace app
