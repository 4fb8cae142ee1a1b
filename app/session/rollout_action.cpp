#include "app/session/rollout_action.h"

#include <utility>

namespace app {

QString strategyWord(models::Strategy strategy) {
    switch (strategy) {
        case models::Strategy::Rolling:
            return QStringLiteral("rolling update");
        case models::Strategy::Recreate:
            return QStringLiteral("recreate");
        case models::Strategy::BlueGreen:
            return QStringLiteral("blue-green");
        case models::Strategy::Canary:
            return QStringLiteral("canary");
    }
    return {};
}

QString rolloutName(const models::Rollout& rollout) {
    const QString service = QString::fromStdString(rollout.service);
    if (const auto* scale = std::get_if<models::ScaleTo>(&rollout.action))
        return QStringLiteral("Scale %1 to %2").arg(service).arg(scale->instances);
    const auto& deploy = std::get<models::Deploy>(rollout.action);
    return QStringLiteral("Deploy %1 %2, %3")
        .arg(service, QString::fromStdString(deploy.version), strategyWord(deploy.strategy));
}

QString rolloutUndoName(const models::Rollout& rollout, int instances) {
    const QString service = QString::fromStdString(rollout.service);
    return std::holds_alternative<models::ScaleTo>(rollout.action)
               ? QStringLiteral("Scale %1 back to %2").arg(service).arg(instances)
               : QStringLiteral("Roll back %1").arg(service);
}

RolloutAction::RolloutAction(models::Rollout rollout, int instances, Send send)
    : m_rollout(std::move(rollout)), m_before(instances), m_send(std::move(send)) {
    // Undo buttons show what follows the line break; what was done is in text().
    setText(rolloutName(m_rollout) + QLatin1Char('\n') + rolloutUndoName(m_rollout, m_before));
}

void RolloutAction::redo() {
    m_send(sim::BeginRollout{m_rollout});
}

void RolloutAction::undo() {
    if (!std::holds_alternative<models::ScaleTo>(m_rollout.action)) {
        m_send(sim::RollBack{m_rollout.service});
        return;
    }
    models::Rollout back = m_rollout;
    back.action = models::ScaleTo{m_before};
    m_send(sim::BeginRollout{std::move(back)});
}

}  // namespace app
