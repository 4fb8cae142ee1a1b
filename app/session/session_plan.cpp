// The plan of a session's run: the scenario's own faults and rollouts, edited while it is open.
#include <algorithm>

#include "app/look/number_text.h"
#include "app/session/fault_action.h"
#include "app/session/fault_words.h"
#include "app/session/plan_edit.h"
#include "app/session/session.h"

namespace app {
namespace {

QString firstError(const models::Diagnostics& problems) {
    const auto error =
        std::ranges::find(problems, models::Severity::Error, &models::Diagnostic::severity);
    return error == problems.end() ? QString() : QString::fromStdString(error->message);
}

bool isSamePlan(const models::Scenario& one, const models::Scenario& other) {
    return one.faults == other.faults && one.rollouts == other.rollouts;
}

}  // namespace

// As the variant that runs, where one does.
models::ScenarioReading Session::readAsOpen(const std::string& text) const {
    const std::filesystem::path file(m_fileName.toStdString());
    const std::string name = file.string();
    models::ScenarioReading reading = models::readScenario(text, name, file.parent_path());
    if (m_variant.empty() || !reading.scenario)
        return reading;
    for (const models::Variant& each : reading.scenario->variants) {
        if (each.name == m_variant)
            return models::readVariant(text, name, file.parent_path(), each);
    }
    return reading;
}

// A variant may have faults of its own; those of the text are not what is seen then.
bool Session::isPlanOfText() const {
    if (m_variant.empty())
        return true;
    const std::filesystem::path file(m_fileName.toStdString());
    const models::ScenarioReading written =
        models::readScenario(m_text, file.string(), file.parent_path());
    return written.scenario && isSamePlan(*written.scenario, m_scenario);
}

QString Session::editPlan(const QString& name, const models::TextEdit& edit) {
    if (!hasRun())
        return {};
    if (QString problem = firstError(edit.diagnostics); !problem.isEmpty())
        return problem;
    if (!isPlanOfText())
        return tr("The variant “%1” has faults of its own: edit them in its text.")
            .arg(QString::fromStdString(m_variant));
    const models::ScenarioReading reading = readAsOpen(edit.text);
    if (!reading.scenario)
        return firstError(reading.diagnostics);
    if (!isSamePlan(*reading.scenario, m_scenario))
        m_undoStack.push(new PlanAction(name, m_text, edit.text,
                                        [this](const std::string& text) { takePlan(text); }));
    return {};
}

QString Session::plan(const models::Fault& fault) {
    if (!hasRun())
        return {};
    if (m_scenario.faults.empty() && m_scenario.rollouts.empty())
        playFaults();
    return editPlan(tr("Plan “%1” at %2").arg(faultName(fault), clockText(fault.at)),
                    withFault(m_text, fault));
}

// The text is the edited one at once; the run follows when it stands.
void Session::takePlan(const std::string& text) {
    models::ScenarioReading reading = readAsOpen(text);
    if (!reading.scenario || !hasRun())
        return;
    const std::string name = m_scenario.name;  // an unnamed one has that of its file
    const sim::Instant parts = m_seen.playsOwnFrom
                                   ? partingOf(m_scenario, *reading.scenario, *m_seen.playsOwnFrom)
                                   : models::never;
    m_planParts = isPlanBeingTaken() ? std::min(m_planParts, parts) : parts;
    if (!isPlanBeingTaken())
        m_runsAfterPlan = m_state.running || m_state.finished;
    m_text = text;
    m_scenario = std::move(*reading.scenario);
    m_scenario.name = name;
    if (m_variant.empty())
        m_variants = m_scenario.variants;
    if (m_planStage == PlanStage::Executing)
        cancelOpening();
    m_planStage = PlanStage::Waiting;
    m_run->backToLive();
    m_run->pause();
    Q_EMIT planChanged();
    poll();
}

void Session::executePlan() {
    m_planStage = PlanStage::Executing;
    sim::PastOfRun past;
    past.playsFaults = m_playsFaultsFromStart;
    past.until = std::min(m_liveSnapshot->now, m_planParts);
    if (m_state.commands) {
        std::ranges::copy_if(*m_state.commands, std::back_inserter(past.commands),
                             [&](const sim::LoggedCommand& each) {
                                 const bool plays =
                                     std::holds_alternative<sim::PlayFaults>(each.command);
                                 return plays ? each.at <= m_planParts : each.at < m_planParts;
                             });
    }
    const std::size_t commands = m_state.commands ? m_state.commands->size() : 0;
    await(new Opening(m_scenario, m_fileName, seed(), std::move(past), m_factory, this),
          [this, commands](Opened again) { goOnAsPlanned(std::move(again), commands); });
}

void Session::goOnAsPlanned(Opened again, std::size_t commands) {
    poll();
    if ((m_state.commands ? m_state.commands->size() : 0) != commands) {
        executePlan();  // more was done to it meanwhile
        return;
    }
    forgetFrom(m_planParts);
    m_planStage = PlanStage::Taken;
    m_ticks.clear();
    m_otherTicks.clear();
    m_seen.traces.clear();  // the run leaves them behind once more
    m_seen.tracedAgain.clear();
    cancelTracing();
    m_seenOnOtherRoad = {};
    m_run = std::move(again.run);
    m_folder = std::move(again.folder);  // the one before it was still the old run's until now
    beginRun();
    if (m_runsAfterPlan)
        m_run->run();
    Q_EMIT chartTicksChanged();
    Q_EMIT snapshotChanged(m_state.snapshot);
    Q_EMIT stateChanged();
    Q_EMIT planChanged();
    poll();
}

// The run has gone back to there.
void Session::forgetFrom(sim::Instant here) {
    if (here >= m_liveSnapshot->now)
        return;
    for (int i = 0; i < m_undoStack.count(); ++i) {
        // The session made every command of its stack, so the cast away from const is ours to do.
        auto* action =
            const_cast<FaultAction*>(dynamic_cast<const FaultAction*>(m_undoStack.command(i)));
        const auto isItsOwn = [&](const SeenFault& each) {
            return action && action->faultId() == each.begun.id && each.begun.since >= here;
        };
        if (std::ranges::any_of(m_seen.faults, isItsOwn))
            action->forget();
    }
    std::erase_if(m_seen.faults,
                  [here](const SeenFault& each) { return each.begun.since >= here; });
    for (SeenFault& each : m_seen.faults) {
        if (each.endedAt && *each.endedAt >= here)
            each.endedAt.reset();
    }
    std::erase_if(m_seen.acts, [here](const UserAct& each) { return each.at >= here; });
}

}  // namespace app
