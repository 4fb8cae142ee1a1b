// The views "Matrix" and "Traces" of MainWindow, beside the call graph.
#include "app/desktop/main_window.h"
#include "app/session/outage_replay.h"

namespace app {

void MainWindow::buildMatrix() {
    m_matrix = new MatrixPage(m_session, m_canvas);
    m_canvas->addWidget(m_matrix);
    m_traces = new TracesPage(m_session, m_canvas);
    m_canvas->addWidget(m_traces);
    connect(m_views, &TabRow::viewWanted, this,
            [this](int view) { showView(static_cast<View>(view)); });
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

void MainWindow::showView(View view) {
    m_views->setView(static_cast<int>(view));
    m_canvas->setCurrentIndex(static_cast<int>(view));
    showCharts();
    m_isolation->showOutage(view == View::Matrix ? m_matrix->isolation() : std::nullopt);
    if (view == View::Matrix)
        m_matrix->view().setFocus(Qt::OtherFocusReason);
    else if (view == View::Traces)
        m_traces->waterfall().setFocus(Qt::OtherFocusReason);
    else
        m_graph->setFocus();
    // What is not seen has no details.
    m_dockTitle->offerPage(m_side->indexOf(m_span), view == View::Traces);
    if (view != View::Traces && m_side->currentWidget() == m_span)
        showIsolation();
    notePlace();
}

// They are of the live run, and would be taken for the matrix's.
void MainWindow::showCharts() {
    m_charts->setVisible(m_chartsAction->isChecked() && m_session.hasRun() &&
                         m_canvas->currentWidget() == m_graph);
}

}  // namespace app
