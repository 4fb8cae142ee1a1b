// The road that is gone beside the one that was left: how each journey's requests fare, one by one.
#pragma once

#include "app/panels/pair_links.h"
#include "app/session/session.h"

namespace app {

class RoadsSection final : public PairLinks {
    Q_OBJECT

  public:
    RoadsSection(Session& session, QWidget* parent);
    // Hides where there is no other road, or nothing is known of it.
    void refresh();
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;

  private:
    Session& m_session;
    std::shared_ptr<const sim::PairSeen> m_roads;  // null: hidden
};

}  // namespace app
