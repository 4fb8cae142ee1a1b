#include "app/session/places.h"

namespace app {
namespace {

bool differInInstantOnly(const Place& a, const Place& b) {
    return a.view == b.view && a.node == b.node && a.edge == b.edge && a.past && b.past;
}

}  // namespace

void Places::visit(Place place) {
    if (m_places.empty()) {
        m_places.push_back(std::move(place));
        return;
    }
    if (m_places[m_here] == place)
        return;
    if (differInInstantOnly(m_places[m_here], place)) {
        m_places[m_here] = std::move(place);
        return;
    }
    m_places.resize(m_here + 1);
    m_places.push_back(std::move(place));
    if (m_places.size() > placesAtMost)
        m_places.erase(m_places.begin());
    m_here = m_places.size() - 1;
}

void Places::clear() {
    m_places.clear();
    m_here = 0;
}

}  // namespace app
