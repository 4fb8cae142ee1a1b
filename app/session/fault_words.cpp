#include "app/session/fault_words.h"

#include "app/look/utf8_text.h"
#include "models/struck_text.h"

namespace app {
namespace {

QString factorText(double factor) {
    return QString::number(factor, 'g', 4) + QChar(0x00d7);
}

QString shareText(double ratio) {
    return QString::number(ratio * 100, 'g', 4) + QChar(QChar::Nbsp) + QLatin1Char('%');
}

QString storeFaultText(const models::BreakStore& broken) {
    switch (broken.as) {
        case models::StoreFault::ReadOnly:
            return QStringLiteral("read-only");
        case models::StoreFault::Down:
            return QStringLiteral("down");
        case models::StoreFault::Corrupt:
            return QStringLiteral("corrupt");
        case models::StoreFault::Slow:
            return QStringLiteral("slow, ") + factorText(broken.by.value);
    }
    return {};
}

QString targetsText(const models::Fault& fault) {
    return text(models::struckText(fault));
}

}  // namespace

QString faultName(const models::Fault& fault) {
    const QString targets = targetsText(fault);
    if (const auto* slow = std::get_if<models::Slow>(&fault.kind))
        return QStringLiteral("Slow %1, %2").arg(targets, factorText(slow->by.value));
    if (const auto* fail = std::get_if<models::FailRequests>(&fault.kind))
        return QStringLiteral("Fail %1 of %2").arg(shareText(fail->probability.value), targets);
    if (const auto* broken = std::get_if<models::BreakStore>(&fault.kind))
        return QStringLiteral("Store of %1 %2").arg(targets, storeFaultText(*broken));
    if (const auto* stolen = std::get_if<models::StealCores>(&fault.kind))
        return QStringLiteral("Steal %1 of the cores of %2")
            .arg(shareText(stolen->by.value), targets);
    if (std::holds_alternative<models::Leak>(fault.kind))
        return QStringLiteral("Leak of ") + targets;
    if (std::holds_alternative<models::CrashLoop>(fault.kind))
        return QStringLiteral("Crash loop of ") + targets;
    if (const auto* surge = std::get_if<models::Surge>(&fault.kind))
        return QStringLiteral("Surge of %1, %2").arg(targets, factorText(surge->by.value));
    if (const auto* lose = std::get_if<models::Lose>(&fault.kind))
        return QStringLiteral("Lose %1 of the messages of %2")
            .arg(shareText(lose->probability.value), targets);
    if (std::holds_alternative<models::Delay>(fault.kind))
        return QStringLiteral("Delay the messages of ") + targets;
    if (std::holds_alternative<models::Partition>(fault.kind))
        return QStringLiteral("Cut off ") + targets;
    if (std::holds_alternative<models::Hang>(fault.kind))
        return QStringLiteral("Hang ") + targets;
    if (std::holds_alternative<models::Restart>(fault.kind))
        return QStringLiteral("Restart ") + targets;
    return QStringLiteral("Kill ") + targets;
}

namespace {

// Of one and of several, while it lasts and afterwards.
struct Predicate {
    const char *one, *several, *oneThen, *severalThen;
};

Predicate predicateOf(const models::FaultKind& kind) {
    if (std::holds_alternative<models::Hang>(kind))
        return {"hangs", "hang", "hung", "hung"};
    if (std::holds_alternative<models::Slow>(kind))
        return {"is slow", "are slow", "was slow", "were slow"};
    if (std::holds_alternative<models::FailRequests>(kind))
        return {"fails requests", "fail requests", "failed requests", "failed requests"};
    if (std::holds_alternative<models::BreakStore>(kind))
        return {"has a broken store", "have a broken store", "had a broken store",
                "had a broken store"};
    if (std::holds_alternative<models::StealCores>(kind))
        return {"is short of cores", "are short of cores", "was short of cores",
                "were short of cores"};
    if (std::holds_alternative<models::Leak>(kind))
        return {"leaks", "leak", "leaked", "leaked"};
    if (std::holds_alternative<models::CrashLoop>(kind))
        return {"crashes again and again", "crash again and again", "crashed again and again",
                "crashed again and again"};
    if (std::holds_alternative<models::Surge>(kind))
        return {"surges", "surge", "surged", "surged"};
    if (std::holds_alternative<models::Lose>(kind))
        return {"loses messages", "lose messages", "lost messages", "lost messages"};
    if (std::holds_alternative<models::Delay>(kind))
        return {"has late messages", "have late messages", "had late messages",
                "had late messages"};
    if (std::holds_alternative<models::Partition>(kind))
        return {"is cut off", "are cut off", "was cut off", "were cut off"};
    if (std::holds_alternative<models::Restart>(kind))
        return {"restarts", "restart", "restarted", "restarted"};
    return {"is down", "are down", "was down", "were down"};
}

}  // namespace

QString faultSentence(const models::Fault& fault, bool isOver) {
    const Predicate predicate = predicateOf(fault.kind);
    const bool several = models::strikesSeveral(fault);
    return targetsText(fault) + QLatin1Char(' ') +
           QLatin1String(isOver    ? (several ? predicate.severalThen : predicate.oneThen)
                         : several ? predicate.several
                                   : predicate.one);
}

QString undoName(const models::Fault& fault) {
    const QString targets = targetsText(fault);
    if (models::kills(fault.kind))
        return QStringLiteral("Restart ") + targets;
    if (std::holds_alternative<models::Slow>(fault.kind))
        return QStringLiteral("Lift slow ") + targets;
    if (std::holds_alternative<models::FailRequests>(fault.kind))
        return QStringLiteral("Lift fail ") + targets;
    if (std::holds_alternative<models::BreakStore>(fault.kind))
        return QStringLiteral("Repair the store of ") + targets;
    if (std::holds_alternative<models::StealCores>(fault.kind))
        return QStringLiteral("Give back the cores of ") + targets;
    if (std::holds_alternative<models::Leak>(fault.kind))
        return QStringLiteral("Lift the leak of ") + targets;
    if (std::holds_alternative<models::CrashLoop>(fault.kind))
        return QStringLiteral("Lift the crash loop of ") + targets;
    if (std::holds_alternative<models::Surge>(fault.kind))
        return QStringLiteral("End the surge of ") + targets;
    if (models::isUponLinks(fault.kind))
        return QStringLiteral("Mend the links of ") + targets;
    return QStringLiteral("Lift hang ") + targets;
}

QString firstTarget(const models::Fault& fault) {
    return fault.targets.empty() ? QString() : text(fault.targets.front().service);
}

QString endVerb(const models::Fault& fault) {
    return models::kills(fault.kind) ? QStringLiteral("Restart") : QStringLiteral("Lift");
}

QString haltIfName(const models::HaltIf& haltIf) {
    return QStringLiteral("Halt all faults if %1 is available %2")
        .arg(text(haltIf.journey), text(haltIf.availability.written));
}

}  // namespace app
