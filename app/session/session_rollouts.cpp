// Deploying and scaling by the user.
#include "app/session/rollout_action.h"
#include "app/session/session.h"

namespace app {

const sim::ServiceSnapshot* Session::seenService(const QString& service) const {
    const std::string name = service.toStdString();
    for (std::size_t i = 0; hasRun() && i < m_state.snapshot->services.size(); ++i) {
        if (m_scenario.services[i].name == name)
            return &m_state.snapshot->services[i];
    }
    return nullptr;
}

void Session::begin(models::Rollout rollout) {
    const auto* seen = seenService(QString::fromStdString(rollout.service));
    if (!seen)
        return;
    m_undoStack.push(
        new RolloutAction(std::move(rollout), seen->wanted, [this](sim::Command command) {
            if (hasRun())
                send(std::move(command));
        }));
    poll();
}

void Session::scale(const QString& service, int instances) {
    models::Rollout rollout;
    rollout.service = service.toStdString();
    rollout.action = models::ScaleTo{instances};
    begin(std::move(rollout));
}

void Session::deploy(const QString& service, const QString& version, models::Strategy strategy) {
    models::Deploy deploy;
    deploy.version = version.toStdString();
    deploy.strategy = strategy;
    if (strategy == models::Strategy::Canary) {
        deploy.weights = {{0.05}, {0.25}, {0.5}};
        deploy.every = std::chrono::seconds(20);
        deploy.errors =
            models::Bound{models::Comparison::Above, models::Quantity::Ratio, 0.05, 0, "above 5 %"};
    }
    models::Rollout rollout;
    rollout.service = service.toStdString();
    rollout.action = std::move(deploy);
    begin(std::move(rollout));
}

void Session::rollBack(const QString& service) {
    if (!seenService(service))
        return;
    send(sim::RollBack{service.toStdString()});
    poll();
}

bool Session::canRollBack(const QString& service) const {
    const auto* seen = seenService(service);
    return seen && (seen->rollout || seen->version != 0);
}

}  // namespace app
