// A deployment or a scaling by the user, as an undoable action. Undoing scales back, or rolls the
// service back.
#pragma once

#include <QUndoCommand>
#include <functional>

#include "sim/command.h"

namespace app {

class RolloutAction final : public QUndoCommand {
  public:
    using Send = std::function<void(sim::Command)>;

    // `instances`: how many the service was to have before; of a scaling.
    RolloutAction(models::Rollout rollout, int instances, Send send);

    void redo() override;
    void undo() override;

  private:
    models::Rollout m_rollout;
    int m_before;
    Send m_send;
};

// "Scale user to 5", "Deploy user v2 by a rolling update".
QString rolloutName(const models::Rollout& rollout);
// "Scale user back to 4", "Roll back user".
QString rolloutUndoName(const models::Rollout& rollout, int instances);
QString strategyWord(models::Strategy strategy);  // "rolling update"

}  // namespace app
