// What the words on the screen mean: tooltips in the panes, and a dialog for the keyboard.
#include <algorithm>

#include "app/desktop/main_window.h"
#include "app/desktop/terms_dialog.h"

namespace app {

void MainWindow::explainTerms() {
    m_tips = new TermTips(this);
    for (QWidget* pane :
         std::initializer_list<QWidget*>{m_isolation, m_inspector, m_charts, m_graph, m_matrix,
                                         m_traces, m_lesson, m_events, m_guards})
        m_tips->explainIn(pane);
}

void MainWindow::showTerms() {
    std::vector<PaneTerms> panes;
    for (QWidget* pane : m_tips->panesSeen()) {
        PaneTerms shown{pane->accessibleName(), {}};
        for (const TermOnScreen& each : termsOnScreen(*pane)) {
            if (std::ranges::find(shown.terms, each.term) == shown.terms.end())
                shown.terms.push_back(each.term);
        }
        panes.push_back(std::move(shown));
    }
    auto* dialog = new TermsDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setPanes(std::move(panes));
    dialog->open();
}

}  // namespace app
