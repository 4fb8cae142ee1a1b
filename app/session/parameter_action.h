// A parameter that the user set, as an undoable action. Undoing sets it back.
#pragma once

#include <QUndoCommand>
#include <functional>

#include "sim/parameters.h"

namespace app {

class ParameterAction final : public QUndoCommand {
  public:
    using Set = std::function<void(const sim::WantedParameter&)>;

    // `before`: what it was, in the language's words; absent: it was not written.
    ParameterAction(sim::WantedParameter wanted, std::optional<std::string> before, Set set);

    void redo() override { m_set(m_wanted); }
    void undo() override { m_set({m_wanted.path, m_before}); }

  private:
    sim::WantedParameter m_wanted;
    std::optional<std::string> m_before;
    Set m_set;
};

}  // namespace app
