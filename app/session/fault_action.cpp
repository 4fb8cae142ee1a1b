#include "app/session/fault_action.h"

#include "app/session/fault_words.h"

namespace app {
namespace {

// The run fills in `at`, and draws whom a kill at random strikes; what was asked for is the same.
bool isSameFault(const models::Fault& begun, const models::Fault& asked) {
    const bool isDrawn = std::holds_alternative<models::KillRandom>(asked.kind);
    return begun.kind == asked.kind && (isDrawn || begun.targets == asked.targets) &&
           begun.duration == asked.duration;
}

}  // namespace

FaultAction::FaultAction(models::Fault fault, Send send)
    : m_fault(std::move(fault)), m_send(std::move(send)) {
    // Undo buttons show what follows the line break; what was done is in text().
    setText(faultName(m_fault) + QLatin1Char('\n') + undoName(m_fault));
}

void FaultAction::redo() {
    m_newerThan = std::max(m_newerThan, m_id.value_or(sim::noFault));
    m_id.reset();
    m_standing = Standing::Unknown;
    m_undoWanted = false;
    m_send(sim::BeginFault{m_fault});
}

void FaultAction::undo() {
    if (m_standing == Standing::Over)
        setObsolete(true);
    else if (m_id)
        m_send(sim::EndFault{*m_id});
    else
        m_undoWanted = true;
}

void FaultAction::settle(const sim::Snapshot& snapshot, const std::vector<sim::FaultId>& taken) {
    const auto isTaken = [&](sim::FaultId id) {
        return std::find(taken.begin(), taken.end(), id) != taken.end();
    };
    if (!m_id) {
        for (const sim::ActiveFault& active : snapshot.faults) {
            if (active.id > m_newerThan && !active.own && !isTaken(active.id) &&
                isSameFault(active.fault, m_fault)) {
                m_id = active.id;
                m_standing = Standing::Active;
                if (m_undoWanted)
                    m_send(sim::EndFault{*m_id});
                m_undoWanted = false;
                return;
            }
        }
        // It began and ended between two looks: nothing is left to undo.
        for (const sim::FaultImpact& impact : snapshot.impacts) {
            if (impact.fault > m_newerThan && !impact.own && impact.endedAt &&
                !isTaken(impact.fault) && isSameFault(impact.what, m_fault)) {
                m_id = impact.fault;
                m_standing = Standing::Over;
                m_undoWanted = false;
                return;
            }
        }
        return;
    }
    const bool active = std::any_of(snapshot.faults.begin(), snapshot.faults.end(),
                                    [&](const sim::ActiveFault& f) { return f.id == *m_id; });
    if (!active)
        m_standing = Standing::Over;
}

}  // namespace app
