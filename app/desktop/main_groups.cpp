// Groups of services in MainWindow: collapsing, expanding, and looking at one alone.
#include <QMenu>

#include "app/desktop/main_window.h"

namespace app {

void MainWindow::connectGroups() {
    connect(m_graph, &CallGraphView::foldingChanged, this, [this] {
        m_file->setCollapsed(m_graph->folding().collapsed);
        showGroups();
    });
    connect(m_graph, &CallGraphView::selectionChanged, this, &MainWindow::showGroups);
    connect(&m_session, &Session::selectionChanged, this, &MainWindow::showGroups);
}

void MainWindow::addGroupsTo(QMenu& view) {
    QMenu* groups = view.addMenu(tr("Groups"));
    m_foldAction = act(*groups, tr("Collapse or expand the group"), Qt::Key_G,
                       [this] { m_graph->toggleGroup(m_graph->selectedGroup()); });
    m_foldAction->setObjectName("foldGroup");
    m_foldAllAction = act(*groups, tr("Collapse or expand all groups"), Qt::SHIFT | Qt::Key_G,
                          [this] { m_graph->toggleAllGroups(); });
    m_foldAllAction->setObjectName("foldAllGroups");
    groups->addSeparator();
    m_withinAction = act(*groups, tr("Show the group alone"), {},
                         [this] { m_graph->showWithin(m_graph->selectedGroup()); });
    m_withinAction->setObjectName("showWithinGroup");
    m_upAction =
        act(*groups, tr("Back to all"), Qt::Key_Backspace, [this] { m_graph->showWithin({}); });
    m_upAction->setObjectName("backToAll");
    showGroups();
}

// The menu of a service, or of a group's card, names the group.
void MainWindow::addGroupTo(QMenu& menu) {
    const QString group = m_graph->selectedGroup();
    if (group.isEmpty())
        return;
    menu.addSeparator();
    const Folding& folding = m_graph->folding();
    const bool isCollapsed = folding.collapsed.contains(group) && folding.within != group;
    menu.addAction(
        (isCollapsed ? tr("Expand the group %1") : tr("Collapse the group %1")).arg(group), this,
        [this, group] { m_graph->toggleGroup(group); });
    if (folding.within == group)
        menu.addAction(m_upAction);
    else
        menu.addAction(tr("Show %1 alone").arg(group), this,
                       [this, group] { m_graph->showWithin(group); });
}

std::unique_ptr<QMenu> MainWindow::groupMenu(const QString& group) {
    if (group.isEmpty())
        return nullptr;
    auto menu = std::make_unique<QMenu>(this);
    menu->setObjectName("groupMenu");
    addGroupTo(*menu);
    return menu;
}

void MainWindow::showGroups() {
    const QString group = m_graph->selectedGroup();
    const QString within = m_graph->folding().within;
    m_foldAction->setEnabled(!group.isEmpty());
    m_foldAllAction->setEnabled(!m_graph->groups().isEmpty());
    m_withinAction->setEnabled(!group.isEmpty() && group != within);
    m_upAction->setEnabled(!within.isEmpty());
}

}  // namespace app
