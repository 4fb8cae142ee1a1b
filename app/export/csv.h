// Rows of comma-separated values (RFC 4180).
#pragma once

#include <QStringList>

namespace app {

// Every cell in quotes, with its line's end.
QString csvRow(const QStringList& cells);

}  // namespace app
