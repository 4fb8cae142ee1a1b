// The docks of MainWindow: isolation and inspector at the right, the event log and the stores
// below.
#include "app/desktop/main_window.h"

namespace app {
namespace {

constexpr int dockWide = 360, dockNarrow = 320;
constexpr int inspectorWide = 472, inspectorNarrow = 400;  // its tables need more
constexpr int spanWide = 344;
constexpr int lowerHeight = 220;

}  // namespace

void MainWindow::buildDock() {
    m_isolation = new IsolationPanel(m_session);
    m_inspector = new InspectorPanel(m_session);
    m_inspector->setRolloutsMenu(m_rolloutsMenu);
    m_side = new QStackedWidget;
    m_side->addWidget(m_isolation);
    m_side->addWidget(m_inspector);
    m_span = new SpanPanel(m_session);
    m_side->addWidget(m_span);
    m_dock = new QDockWidget(tr("Isolation and inspector"), this);
    m_dock->setObjectName("isolationDock");
    // A floating dock cannot be brought back by the mouse on Wayland with this Qt (QTBUG-87332).
    m_dock->setFeatures(QDockWidget::DockWidgetClosable);
    m_dock->setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    m_dock->setWidget(m_side);
    auto* menu = new QMenu(m_dock);
    QAction* steady =
        menu->addAction(tr("Show the steady state"), m_isolation, &IsolationPanel::dismiss);
    steady->setEnabled(false);
    connect(m_isolation, &IsolationPanel::shownFaultChanged, this,
            [this, steady] { steady->setEnabled(m_isolation->showsFault()); });
    menu->addAction(tr("Close"), m_dock, &QDockWidget::close);
    m_dockTitle = new DockTitle({tr("Isolation"), tr("Inspector"), tr("Span")}, menu);
    m_dock->setTitleBarWidget(m_dockTitle);
    m_dockTitle->offerPage(m_side->indexOf(m_span), false);
    connect(m_dockTitle, &DockTitle::pageWanted, this,
            [this](int page) { showSide(m_side->widget(page)); });
    connectTraces();
    addDockWidget(Qt::RightDockWidgetArea, m_dock);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setCorner(Qt::TopRightCorner, Qt::RightDockWidgetArea);
    connect(m_isolation, &IsolationPanel::killWanted, this,
            [this](const QString& service, std::optional<sim::Duration> duration) {
                // What is killed stays selected, so that K and R keep meaning it.
                m_session.selectNamed(service);
                m_session.kill(service, duration);
            });
}

void MainWindow::connectTraces() {
    connect(m_isolation, &IsolationPanel::pairsWanted, this, [this](const PairsWanted& wanted) {
        showView(View::Traces);
        m_traces->showPairs(wanted);
    });
    const Waterfall& waterfall = m_traces->waterfall();
    connect(&waterfall, &Waterfall::shown, this,
            [this, &waterfall] { m_span->show(waterfall.trace(), waterfall.selected()); });
    connect(&waterfall, &Waterfall::spanSelected, this, [this] {
        m_dock->show();
        showSide(m_span);
    });
}

void MainWindow::buildLowerDock() {
    m_events = new EventLogPanel(m_session);
    m_stores = new StoresPanel(m_session);
    m_guards = new GuardsPanel(m_session);
    m_below = new QStackedWidget;
    m_below->addWidget(m_events);
    m_below->addWidget(m_stores);
    m_below->addWidget(m_guards);
    m_lowerDock = new QDockWidget(tr("Event log, stores and guards"), this);
    m_lowerDock->setObjectName("eventsDock");  // as it was saved before the stores came
    m_lowerDock->setFeatures(QDockWidget::DockWidgetClosable);
    m_lowerDock->setAllowedAreas(Qt::BottomDockWidgetArea);
    m_lowerDock->setWidget(m_below);
    auto* menu = new QMenu(m_lowerDock);
    menu->addAction(tr("Close"), m_lowerDock, &QDockWidget::close);
    m_lowerTitle = new DockTitle({tr("Event log"), tr("Stores"), tr("Guards")}, menu);
    m_lowerDock->setTitleBarWidget(m_lowerTitle);
    connect(m_lowerTitle, &DockTitle::pageWanted, this,
            [this](int page) { showBelow(m_below->widget(page), true); });
    addDockWidget(Qt::BottomDockWidgetArea, m_lowerDock);
    resizeDocks({m_lowerDock}, {lowerHeight}, Qt::Vertical);
    m_lowerDock->hide();
    m_eventsAction = belowAction(tr("Event log"), m_events, Qt::ALT | Qt::Key_3);
    m_storesAction = belowAction(tr("Stores"), m_stores, Qt::ALT | Qt::Key_4);
    m_guardsAction = belowAction(tr("Guards of calls"), m_guards, Qt::ALT | Qt::Key_6);
    connect(m_lowerDock, &QDockWidget::visibilityChanged, this, &MainWindow::markBelow);
    connect(m_events, &EventLogPanel::nodeWanted, &m_session, &Session::selectNamed);
}

QAction* MainWindow::belowAction(const QString& name, QWidget* page, const QKeySequence& key) {
    auto* action = new QAction(name, this);
    action->setCheckable(true);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this,
            [this, page](bool shows) { showBelow(page, shows); });
    return action;
}

void MainWindow::showBelow(QWidget* page, bool shows) {
    if (shows)
        m_below->setCurrentWidget(page);
    m_lowerTitle->setPage(m_below->currentIndex());
    m_lowerDock->setVisible(shows);
    markBelow();
}

void MainWindow::markBelow() {
    const bool shows = m_lowerDock->isVisible();
    m_eventsAction->setChecked(shows && m_below->currentWidget() == m_events);
    m_storesAction->setChecked(shows && m_below->currentWidget() == m_stores);
    m_guardsAction->setChecked(shows && m_below->currentWidget() == m_guards);
}

void MainWindow::makeInspectActions() {
    m_inspectAction = new QAction(tr("Inspect"), this);
    m_inspectAction->setShortcut(Qt::Key_I);
    connect(m_inspectAction, &QAction::triggered, this, &MainWindow::inspect);
    addAction(m_inspectAction);
    // Only while there is something to go back from: else Esc is the graph's, which deselects.
    m_backAction = new QAction(tr("Back to isolation"), this);
    m_backAction->setShortcut(Qt::Key_Escape);
    m_backAction->setEnabled(false);
    connect(m_backAction, &QAction::triggered, this, &MainWindow::showIsolation);
    addAction(m_backAction);
}

void MainWindow::inspect() {
    m_dock->show();
    showSide(m_inspector);
}

void MainWindow::showIsolation() {
    showSide(m_isolation);
}

void MainWindow::showSide(QWidget* page) {
    m_side->setCurrentWidget(page);
    m_dockTitle->setPage(m_side->currentIndex());
    m_backAction->setEnabled(m_side->currentWidget() != m_isolation);
    fitDock();
}

void MainWindow::fitDock() {
    const int width = isInspecting() ? (m_isCompact ? inspectorNarrow : inspectorWide)
                      : m_isCompact  ? dockNarrow
                      : m_side->currentWidget() == m_span ? spanWide
                                                          : dockWide;
    // Of the stack and not of its pages: that of the hidden one would count, too, and a moment
    // later.
    m_side->setMinimumWidth(width);
    resizeDocks({m_dock}, {width}, Qt::Horizontal);
}

}  // namespace app
