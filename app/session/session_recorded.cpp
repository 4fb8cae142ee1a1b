// A recorded run in the session: executed again, with all that was done to it.
#include "app/look/number_text.h"
#include "app/session/fault_words.h"
#include "app/session/parameter_words.h"
#include "app/session/rollout_action.h"
#include "app/session/session.h"

namespace app {

void Session::openRecordedBeside(const std::filesystem::path& folder) {
    await(new Opening(Opening::RunFolder{folder}, m_factory, this),
          [this](Opened ready) { adopt(std::move(ready)); });
}

void Session::retrace(sim::Recording recording) {
    m_playsFaultsFromStart = recording.source.playsFaults;
    if (m_playsFaultsFromStart)
        m_seen.playsOwnFrom = models::runStart;
    m_seen.bookmarks = recording.bookmarks;
    m_run->retrace(recording.commands, recording.knownUntil());
    m_retraced = std::move(recording);
}

// Once it is where the recording ends, or was left before: what was done is told as if it had been
// seen, and the run compared with what was recorded.
void Session::watchRetracing(bool wasRetracing) {
    if (!m_retraced || m_state.retracing)
        return;
    const sim::Instant now = m_liveSnapshot->now;
    const sim::Instant end = m_retraced->knownUntil();
    if (now < end && !wasRetracing)
        return;  // it has not begun
    const sim::Recording recording = *std::exchange(m_retraced, std::nullopt);
    for (const sim::LoggedCommand& each : recording.commands) {
        if (each.at > now)
            break;
        if (std::holds_alternative<sim::PlayFaults>(each.command))
            m_seen.playsOwnFrom = each.at;
        m_seen.acts.push_back(actOf(each.at, each.command));
    }
    if (now < end) {
        m_notice = tr("Left before the end of the recording, %1 s.").arg(secondsOf(end), 0, 'f', 1);
    } else if (recording.end && recording.end->fingerprint != m_state.fingerprint) {
        m_notice = tr("This is not the run that was recorded: executed again it went another way. "
                      "It was recorded by version %1.")
                       .arg(QString::fromStdString(recording.source.program));
    } else if (recording.end) {
        noteAct(tr("Executed again: the recorded run, to the last event"));
    }
}

UserAct Session::actOf(sim::Instant at, const sim::Command& command) const {
    if (const auto* begin = std::get_if<sim::BeginFault>(&command))
        return {at, faultName(begin->fault), firstTarget(begin->fault)};
    if (const auto* end = std::get_if<sim::EndFault>(&command)) {
        for (const SeenFault& seen : m_seen.faults) {
            if (seen.begun.id == end->fault)
                return {at, undoName(seen.begun.fault), firstTarget(seen.begun.fault)};
        }
        return {at, tr("Lift a fault"), {}};
    }
    if (const auto* rollout = std::get_if<sim::BeginRollout>(&command))
        return {at, rolloutName(rollout->rollout),
                QString::fromStdString(rollout->rollout.service)};
    if (const auto* back = std::get_if<sim::RollBack>(&command)) {
        const QString service = QString::fromStdString(back->service);
        return {at, tr("Roll back %1").arg(service), service};
    }
    if (const auto* set = std::get_if<sim::SetParameter>(&command))
        return {at, setName(set->path, set->to), QString::fromStdString(set->partName())};
    if (const auto* halt = std::get_if<sim::SetHaltIf>(&command))
        return {
            at,
            halt->isNone() ? tr("No longer halt all faults by itself") : haltIfName(halt->wanted),
            QString::fromStdString(halt->wanted.journey)};
    if (std::holds_alternative<sim::PlayFaults>(command))
        return {at, tr("Play the scenario’s faults"), {}};
    return {at, tr("Halt all faults"), {}};
}

}  // namespace app
