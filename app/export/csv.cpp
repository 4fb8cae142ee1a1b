#include "app/export/csv.h"

namespace app {

QString csvRow(const QStringList& cells) {
    QStringList quoted;
    for (QString each : cells)
        quoted << QLatin1Char('"') + each.replace(QLatin1Char('"'), QLatin1String("\"\"")) +
                      QLatin1Char('"');
    return quoted.join(QLatin1Char(',')) + QLatin1Char('\n');
}

}  // namespace app
