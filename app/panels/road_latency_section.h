// How long the requests of both roads took since they parted: a histogram of each journey that they
// differ in, one road over the other.
#pragma once

#include "app/panels/panel_section.h"
#include "app/session/session.h"

namespace app {

struct RoadLatencies {
    QString journey;
    sim::LatencyBands other, here;
};
// Of the journeys in which at least one request fared otherwise and some were answered on both
// roads, up to where both are known.
std::vector<RoadLatencies> roadLatencies(const Session& session, const sim::PairSeen& roads);

class RoadLatencySection final : public PanelSection {
    Q_OBJECT

  public:
    RoadLatencySection(Session& session, QWidget* parent);
    // Hides where there is no other road, or no latency differs.
    void refresh();
    const std::vector<RoadLatencies>& rows() const { return m_rows; }
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;

  private:
    Session& m_session;
    std::shared_ptr<const sim::PairSeen> m_roads;  // null: hidden
    std::vector<RoadLatencies> m_rows;
};

}  // namespace app
