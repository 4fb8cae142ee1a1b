// The view "Matrix" of MainWindow: beside the call graph, and from a cell to its run.
#include "app/desktop/main_window.h"
#include "app/session/outage_replay.h"

namespace app {

void MainWindow::buildMatrix() {
    m_matrix = new MatrixPage(m_session, m_canvas);
    m_canvas->addWidget(m_matrix);
    connect(m_views, &TabRow::viewWanted, this, [this](int view) { showMatrix(view == 1); });
    connect(m_matrix, &MatrixPage::isolationChanged, this, [this] {
        if (m_canvas->currentWidget() == m_matrix)
            m_isolation->showOutage(m_matrix->isolation());
    });
    auto* replay = new OutageReplay(m_session, this);
    connect(m_matrix, &MatrixPage::runWanted, this,
            [this, replay](const sim::BlastRadius& plan, const sim::OutageRun& outage) {
                showMatrix(false);
                replay->begin(plan, outage);
            });
}

void MainWindow::showMatrix(bool shows) {
    m_views->setView(shows ? 1 : 0);
    m_canvas->setCurrentIndex(shows ? 1 : 0);
    showCharts();
    m_isolation->showOutage(shows ? m_matrix->isolation() : std::nullopt);
    if (shows)
        m_matrix->view().setFocus(Qt::OtherFocusReason);
    else
        m_graph->setFocus();
}

// They are of the live run, and would be taken for the matrix's.
void MainWindow::showCharts() {
    m_charts->setVisible(m_chartsAction->isChecked() && m_session.hasRun() &&
                         m_canvas->currentWidget() == m_graph);
}

}  // namespace app
