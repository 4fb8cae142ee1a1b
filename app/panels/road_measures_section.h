// The measures of the two roads beside each other: those that differ, by how much, and whether the
// graph is coloured by it.
#pragma once

#include <QPushButton>

#include "app/graph/road_difference.h"
#include "app/panels/panel_section.h"
#include "app/session/session.h"

namespace app {

class RoadMeasuresSection final : public PanelSection {
    Q_OBJECT

  public:
    RoadMeasuresSection(Session& session, QWidget* parent);
    // Hides where there is no other road, or nothing is known of it at the instant shown.
    void refresh();
    // The button shows whether the graph is.
    void setColouring(bool colours);
    const std::vector<RoadMeasure>& measures() const { return m_measures; }
    QString spoken() const override;

  Q_SIGNALS:
    void colouringWanted(bool colours);

  protected:
    double draw(PanelPen& pen) const override;
    void placeChildren() override;

  private:
    Session& m_session;
    QPushButton* m_colour;
    std::shared_ptr<const sim::PairSeen> m_roads;  // null: hidden
    std::vector<RoadMeasure> m_measures;
};

}  // namespace app
