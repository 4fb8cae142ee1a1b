#include "app/session/parameter_words.h"

#include <QStringList>
#include <algorithm>

namespace app {
namespace {

// What steps stand in.
constexpr const char* stepLists[] = {"steps",       "parallel", "miss", "choose",
                                     "repeat",      "saga",     "do",   "undo",
                                     "transaction", "fallback", "else"};

// "endpoints.play.steps.2.parallel.0.1.timeout": "step 3.1.2", and what is left of it.
QString stepOf(QStringList& parts) {
    QStringList numbers;
    while (parts.size() > 1) {
        bool isNumber = false;
        const int number = parts.front().toInt(&isNumber);
        const bool isList = std::ranges::any_of(
            stepLists, [&](const char* each) { return parts.front() == QLatin1String(each); });
        if (!isNumber && !isList)
            break;
        if (isNumber)
            numbers << QString::number(number + 1);
        parts.removeFirst();
    }
    return numbers.isEmpty() ? QString()
                             : QStringLiteral(", step ") + numbers.join(QLatin1Char('.'));
}

}  // namespace

QString parameterName(const std::string& path) {
    QStringList parts = QString::fromStdString(path).split(QLatin1Char('.'));
    if (parts.size() < 3)
        return QString::fromStdString(path);
    QString owner = parts[1];
    parts.erase(parts.begin(), parts.begin() + 2);
    if (parts.size() > 2 && parts.front() == QLatin1String("endpoints")) {
        owner += QLatin1Char('.') + parts[1];
        parts.erase(parts.begin(), parts.begin() + 2);
    }
    const QString step = stepOf(parts);
    return parts.join(QLatin1Char(' ')) + QStringLiteral(" of ") + owner + step;
}

QString setName(const std::string& path, const std::optional<std::string>& to) {
    return to ? QStringLiteral("Set %1 to %2").arg(parameterName(path), QString::fromStdString(*to))
              : QStringLiteral("Take %1 out").arg(parameterName(path));
}

QString setUndoName(const std::string& path, const std::optional<std::string>& before) {
    return before ? QStringLiteral("Set %1 back to %2")
                        .arg(parameterName(path), QString::fromStdString(*before))
                  : QStringLiteral("Take %1 out again").arg(parameterName(path));
}

}  // namespace app
