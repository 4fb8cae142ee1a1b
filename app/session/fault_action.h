// A fault that the user began, as an undoable action. Undoing ends the fault: a kill restarts.
#pragma once

#include <QUndoCommand>
#include <functional>
#include <optional>

#include "sim/command.h"
#include "sim/snapshot.h"

namespace app {

class FaultAction final : public QUndoCommand {
  public:
    using Send = std::function<void(sim::Command)>;

    FaultAction(models::Fault fault, Send send);

    void redo() override;
    void undo() override;

    const models::Fault& fault() const { return m_fault; }
    std::optional<sim::FaultId> faultId() const { return m_id; }

    // The run gives a fault its number a moment after it was asked to begin it.
    enum class Standing { Unknown, Active, Over };
    void settle(const sim::Snapshot& snapshot, const std::vector<sim::FaultId>& taken);
    Standing standing() const { return m_standing; }
    // The run has gone back to before it: there is nothing to undo.
    void forget() { m_standing = Standing::Over; }

  private:
    models::Fault m_fault;
    Send m_send;
    std::optional<sim::FaultId> m_id;
    sim::FaultId m_newerThan = sim::noFault;
    Standing m_standing = Standing::Unknown;
    bool m_undoWanted = false;
};

}  // namespace app
