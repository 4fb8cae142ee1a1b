// Moments that the user marked, with a note each.
#include <algorithm>

#include "app/session/session.h"

namespace app {

QString Session::noteAt(sim::Instant at) const {
    const auto found = std::ranges::find(m_seen.bookmarks, at, &sim::Bookmark::at);
    return found == m_seen.bookmarks.end() ? QString() : QString::fromStdString(found->note);
}

void Session::setBookmark(sim::Instant at, const QString& note) {
    if (!hasRun())
        return;
    auto& bookmarks = m_seen.bookmarks;
    std::erase_if(bookmarks, [at](const sim::Bookmark& each) { return each.at == at; });
    const QString said = note.trimmed();
    if (!said.isEmpty()) {
        const auto behind = std::ranges::upper_bound(bookmarks, at, {}, &sim::Bookmark::at);
        bookmarks.insert(behind, {at, said.toStdString()});
    }
    Q_EMIT bookmarksChanged();
}

}  // namespace app
