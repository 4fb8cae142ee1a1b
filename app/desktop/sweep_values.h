// What is typed and what is offered where a parameter is swept over values.
#pragma once

#include <QStringList>

namespace app {

// "2, 4, 8": parted at commas, but not at those within brackets: "uniform(1, 2)" is one.
QStringList sweepValues(const QString& typed);

// Half, once, twice and four times what is written, where there is a number in it; of a whole
// number whole ones, each once. "poisson(200/s)": "poisson(100/s)", ...
QStringList proposedValues(const QString& written);

}  // namespace app
