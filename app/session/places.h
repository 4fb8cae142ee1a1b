// Where the user was: what was selected, in which view, at which instant. Back and forward go
// through them as in a browser.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "models/units.h"

namespace app {

struct Place {
    int view = 0;
    QString node;                         // selected; empty: none
    int edge = -1;                        // selected; -1: none
    std::optional<models::Instant> past;  // in review; absent: live
    bool operator==(const Place&) const = default;
};

class Places {
  public:
    static constexpr std::size_t placesAtMost = 100;

    // Another instant of the past is the same place, gone on with: dragging along the time bar
    // leaves one place behind, not hundreds.
    void visit(Place place);
    void clear();

    bool canGoBack() const { return m_here > 0; }
    bool canGoForward() const { return m_here + 1 < m_places.size(); }
    // Where that leads; only where it can.
    const Place& back() { return m_places[--m_here]; }
    const Place& forward() { return m_places[++m_here]; }

  private:
    std::vector<Place> m_places;
    std::size_t m_here = 0;
};

}  // namespace app
