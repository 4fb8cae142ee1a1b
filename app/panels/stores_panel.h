// The stores of one service or of two side by side: what belongs to whom.
#pragma once

#include "app/panels/store_view.h"

namespace app {

class StoresPanel final : public QWidget {
    Q_OBJECT

  public:
    explicit StoresPanel(Session& session, QWidget* parent = nullptr);

    StoreView& left() { return *m_left; }
    StoreView& right() { return *m_right; }
    void showBeside(bool shows);

  private:
    // The left one goes with the selection of the graph.
    void showSelection();

    Session& m_session;
    StoreView* m_left;
    StoreView* m_right;
};

}  // namespace app
