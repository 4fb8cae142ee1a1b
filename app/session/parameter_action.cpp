#include "app/session/parameter_action.h"

#include <utility>

#include "app/session/parameter_words.h"

namespace app {

ParameterAction::ParameterAction(sim::WantedParameter wanted, std::optional<std::string> before,
                                 Set set)
    : m_wanted(std::move(wanted)), m_before(std::move(before)), m_set(std::move(set)) {
    // Undo buttons show what follows the line break; what was done is in text().
    setText(setName(m_wanted.path, m_wanted.to) + QLatin1Char('\n') +
            setUndoName(m_wanted.path, m_before));
}

}  // namespace app
