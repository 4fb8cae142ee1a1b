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
