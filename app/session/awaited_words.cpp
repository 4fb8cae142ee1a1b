#include "app/session/awaited_words.h"

#include <QCoreApplication>

#include "app/look/number_text.h"

namespace app {

QString happeningName(sim::Happening happening) {
    const auto tr = [](const char* words) { return QCoreApplication::translate("Awaited", words); };
    switch (happening) {
        case sim::Happening::BreakerOpens:
            return tr("A breaker opens");
        case sim::Happening::InboxFull:
            return tr("An inbox is full");
        case sim::Happening::TurnedAway:
            return tr("A request is turned away");
        case sim::Happening::RequestFails:
            return tr("A journey\u2019s request fails");
        case sim::Happening::FaultChanges:
            return tr("A fault begins or ends");
        case sim::Happening::ExpectationBreaks:
            return tr("An expectation or invariant breaks");
    }
    return {};
}

QString awaitedWords(const sim::Awaited& awaited) {
    const QString when = QStringLiteral("when ");
    if (const auto* condition = std::get_if<sim::Condition>(&awaited))
        return when + QString::fromStdString(condition->name + ' ' + condition->bound.written);
    QString name = happeningName(std::get<sim::Happening>(awaited));
    name[0] = name[0].toLower();
    return when + name;
}

QString awaitedWords(sim::Instant until) {
    return QStringLiteral("at ") + clockText(until, 1);
}

}  // namespace app
