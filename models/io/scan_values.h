// Values in the middle of a text, for the forms that are made of several. The caller looks at what
// comes after.
#pragma once

#include "models/io/text_scanner.h"
#include "models/io/value_text.h"

namespace models {

Parsed<Duration> scanDuration(TextScanner& scanner);
Parsed<double> scanNumber(TextScanner& scanner);
Parsed<Ratio> scanRatio(TextScanner& scanner);
Parsed<Rate> scanRate(TextScanner& scanner);

// "found `x`, expected a y"
TextProblem notA(std::string_view found, std::string_view expected);

}  // namespace models
