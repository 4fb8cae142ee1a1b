// Faults that the user begins, ends and halts.
#include <algorithm>
#include <utility>

#include "app/session/fault_action.h"
#include "app/session/fault_words.h"
#include "app/session/session.h"

namespace app {
namespace {

bool strikes(const models::Fault& fault, const std::string& service) {
    return std::any_of(fault.targets.begin(), fault.targets.end(),
                       [&](const models::Target& target) { return target.service == service; });
}

bool holdsDown(const models::Fault& fault) {
    return models::kills(fault.kind) || std::holds_alternative<models::Hang>(fault.kind);
}

}  // namespace

bool Session::isHeldDown(const QString& target) const {
    const std::string name = target.toStdString();
    const auto& faults = m_state.snapshot->faults;
    return std::any_of(faults.begin(), faults.end(), [&](const sim::ActiveFault& active) {
        return holdsDown(active.fault) && strikes(active.fault, name);
    });
}

bool Session::canStrike(const models::FaultKind& kind, const std::string& target) const {
    return m_scenario.service(target) ||
           (m_scenario.topic(target) && std::holds_alternative<models::Kill>(kind));
}

void Session::begin(models::FaultKind kind, const QString& target,
                    std::optional<sim::Duration> duration) {
    if (!hasRun() || !canStrike(kind, target.toStdString()))
        return;
    models::Fault fault;
    fault.kind = std::move(kind);
    fault.targets = {models::Target{target.toStdString(), std::nullopt, {}}};
    fault.duration = duration;
    begin(std::move(fault));
}

void Session::begin(models::Fault fault) {
    if (!hasRun())
        return;
    m_undoStack.push(new FaultAction(std::move(fault), [this](sim::Command command) {
        if (hasRun())
            send(std::move(command));
    }));
    poll();
}

void Session::kill(const QString& target, std::optional<sim::Duration> duration) {
    begin(models::Kill{}, target, duration);
}

void Session::hang(const QString& service, std::optional<sim::Duration> duration) {
    begin(models::Hang{}, service, duration);
}

void Session::slow(const QString& service, double by, std::optional<sim::Duration> duration) {
    begin(models::Slow{{by}}, service, duration);
}

void Session::fail(const QString& service, double share, std::optional<sim::Duration> duration) {
    begin(models::FailRequests{{share}}, service, duration);
}

void Session::restart(const QString& target) {
    if (!hasRun())
        return;
    const std::string name = target.toStdString();
    for (const sim::ActiveFault& active : m_state.snapshot->faults) {
        if (holdsDown(active.fault) && strikes(active.fault, name))
            send(sim::EndFault{active.id});
    }
    poll();
}

void Session::end(sim::FaultId fault) {
    if (!hasRun())
        return;
    send(sim::EndFault{fault});
    poll();
}

void Session::setHaltIf(models::HaltIf wanted) {
    if (!hasRun())
        return;
    send(sim::SetHaltIf{std::move(wanted)});
    poll();
}

void Session::haltAll() {
    if (!hasRun())
        return;
    send(sim::EndAllFaults{});
    poll();
}

}  // namespace app
