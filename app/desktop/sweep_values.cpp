#include "app/desktop/sweep_values.h"

#include <QRegularExpression>
#include <cmath>

namespace app {

QStringList sweepValues(const QString& typed) {
    QStringList values;
    QString value;
    int depth = 0;
    const auto end = [&] {
        if (!value.trimmed().isEmpty())
            values << value.trimmed();
        value.clear();
    };
    for (const QChar each : typed) {
        if (QStringLiteral("([{").contains(each))
            ++depth;
        else if (QStringLiteral(")]}").contains(each))
            --depth;
        if (each == QLatin1Char(',') && depth <= 0)
            end();
        else
            value += each;
    }
    end();
    values.removeDuplicates();
    return values;
}

QStringList proposedValues(const QString& written) {
    static const QRegularExpression number(QStringLiteral("(?<![\\w.-])\\d+(\\.\\d+)?"));
    const QRegularExpressionMatch match = number.match(written);
    if (!match.hasMatch())
        return written.isEmpty() ? QStringList() : QStringList{written};
    const double is = match.captured().toDouble();
    const bool isCount = match.captured() == written;
    QStringList values;
    for (const double times : {0.5, 1.0, 2.0, 4.0}) {
        const double value = isCount ? std::max(1.0, std::round(is * times)) : is * times;
        QString proposed = written;
        values << proposed.replace(match.capturedStart(), match.capturedLength(),
                                   QString::number(value, 'g', 12));
    }
    values.removeDuplicates();
    return values;
}

}  // namespace app
