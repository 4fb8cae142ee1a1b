// The range of time that the panes are looked at in.
#include <algorithm>

#include "app/session/session.h"

namespace app {

void Session::setFocus(const std::optional<FocusRange>& range) {
    const std::optional<FocusRange> wanted = hasRun() ? range : std::nullopt;
    if (wanted == m_focus)
        return;
    m_focus = wanted;
    Q_EMIT focusChanged();
}

}  // namespace app
