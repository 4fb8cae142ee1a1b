// The two roads of a run in MainWindow: whether the graph shows what they differ in.
#include <QMenu>

#include "app/desktop/main_window.h"

namespace app {

void MainWindow::addRoadsTo(QMenu& view) {
    m_roadsAction = view.addAction(tr("Difference from the other road"));
    m_roadsAction->setObjectName("colourByRoadsAction");
    m_roadsAction->setCheckable(true);
    m_roadsAction->setEnabled(false);
    connect(m_roadsAction, &QAction::triggered, this, &MainWindow::colourByRoads);
    connect(m_isolation, &IsolationPanel::roadColouringWanted, this, &MainWindow::colourByRoads);
    connect(&m_session, &Session::stateChanged, this, &MainWindow::showRoads);
}

void MainWindow::colourByRoads(bool colours) {
    m_roadsAction->setChecked(colours);
    m_isolation->showRoadColouring(colours);
    if (colours)
        showView(View::CallGraph);
    showRoads();
}

// Where nothing is known of the instant that is shown, health is.
void MainWindow::showRoads() {
    const sim::LiveState& state = m_session.state();
    const bool isKnown = state.otherRoad && state.roads && state.roads->first;
    if (!state.otherRoad && m_roadsAction->isChecked()) {
        m_roadsAction->setChecked(false);
        m_isolation->showRoadColouring(false);
    }
    m_roadsAction->setEnabled(state.otherRoad.has_value());
    const auto wanted = isKnown && m_roadsAction->isChecked() ? state.roads : nullptr;
    if (wanted == m_roadsShown)
        return;
    m_roadsShown = wanted;
    m_graph->setCompared(
        wanted ? std::make_shared<const ComparedGraph>(comparedGraph(m_session.graph(), *wanted))
               : nullptr);
}

}  // namespace app
