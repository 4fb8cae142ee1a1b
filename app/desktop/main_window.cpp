#include "app/desktop/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QStyle>
#include <QVBoxLayout>

#include "app/desktop/warnings_dialog.h"
#include "app/look/number_text.h"
#include "app/look/style.h"
#include "app/panels/expectation_text.h"
#include "app/panels/plan_lane.h"

namespace app {
namespace {

constexpr int layoutVersion = 2;
constexpr int wideFrom = 1400;  // below: compact cards, a narrower dock, fewer captions

QToolBar* fixedBar(const QString& name, QWidget* content) {
    auto* bar = new QToolBar(name);
    bar->setObjectName(name);
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->addWidget(content);
    content->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    bar->toggleViewAction()->setVisible(false);
    return bar;
}

}  // namespace

MainWindow::MainWindow(Session& session, Remember remember)
    : m_session(session), m_remember(remember) {
    setObjectName("mainWindow");
    setMinimumSize(960, 600);
    setAcceptDrops(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    m_file = new DocumentFile(session, remember, this);  // hears first what was opened
    connect(m_file, &DocumentFile::changed, this, &MainWindow::showTitle);
    buildCentre();
    m_commands = new Commands(session, this, m_centre);
    m_keys = new KeyBindings(remember, this);
    connect(m_keys, &KeyBindings::changed, this, &MainWindow::showKeys);
    m_faultsMenu = new QMenu(tr("F&aults"), this);
    m_commands->addFaultsTo(*m_faultsMenu);
    makeRolloutsMenu();
    buildMatrix();
    buildLessonDock();
    buildDock();
    buildLowerDock();
    makeInspectActions();
    makeFindActions();
    buildBars();
    buildMenus();
    m_shortcuts = new ShortcutOverlay(*m_keys, this);
    connect(m_shortcuts, &ShortcutOverlay::changeWanted, this, &MainWindow::changeKeys);
    explainTerms();
    connectGraph();
    connect(&session, &Session::opened, this, &MainWindow::showOpened);
    connect(&session, &Session::openingChanged, this, &MainWindow::showOpening);
    connect(&session, &Session::stateChanged, this, &MainWindow::showState);
    connect(&session, &Session::selectionChanged, this, &MainWindow::showSelection);
    menuBar()->setFixedHeight(28);
    resize(1600, 1000);
    m_defaultState = saveState(layoutVersion);
    if (m_remember == Remember::Layout)
        restoreLayout();
    m_lessonDock->hide();  // opens by itself only where a lesson is started
    showOpened();
}

// QWidget's destructor hides what is shown, and the docks would tell a window that is none by then.
MainWindow::~MainWindow() {
    for (QObject* child : findChildren<QObject*>())
        child->disconnect(this);
}

void MainWindow::buildCentre() {
    m_centre = new QWidget(this);
    m_canvas = new QStackedWidget(m_centre);
    m_graph = new CallGraphView(m_canvas);
    m_canvas->addWidget(m_graph);
    m_graph->setObjectName("callGraph");
    // Ahead of all panes made later: that what was clicked is dead is shown first.
    connect(&m_session, &Session::snapshotChanged, this, &MainWindow::showSnapshot);
    m_charts = new ChartsStrip(m_session, m_centre);
    m_banner = new Banner(m_centre);
    auto* column = new QVBoxLayout(m_centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_views = new TabRow({tr("Call graph"), tr("Matrix"), tr("Traces")}, m_centre);
    column->addWidget(m_views);
    column->addWidget(m_banner);
    column->addWidget(m_canvas, 1);
    column->addWidget(m_charts);
    connect(m_banner, &Banner::actionWanted, &m_session, &Session::run);
    buildPages();
}

void MainWindow::buildBars() {
    m_runBar = new RunBar(m_session, *m_commands, {m_faultsMenu, m_rolloutsMenu});
    addToolBar(Qt::TopToolBarArea, fixedBar("runBar", m_runBar));
    m_timeBar = new TimeBar(m_session);
    connect(m_timeBar, &TimeBar::noteWanted, m_commands, &Commands::askForNote);
    m_status = new StatusLine(m_session);
    connect(m_status, &StatusLine::warningsWanted, this, [this] {
        auto* dialog = new WarningsDialog(m_session, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    auto* bottom = new QWidget;
    auto* column = new QVBoxLayout(bottom);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new PlanLane(m_session, *m_timeBar));
    column->addWidget(m_timeBar);
    column->addWidget(m_status);
    addToolBar(Qt::BottomToolBarArea, fixedBar("timeBar", bottom));
}

void MainWindow::connectGraph() {
    const auto nodeOf = [this](const QString& name) {
        return m_session.graph().node(name.toStdString()).value_or(-1);
    };
    connect(m_graph, &CallGraphView::selectionChanged, this,
            [this, nodeOf](const QString& name) { m_session.selectNode(nodeOf(name)); });
    connect(m_graph, &CallGraphView::activated, this, [this](const QString& name) {
        m_session.selectNamed(name);
        inspect();
    });
    connectEdges();
    connectGroups();
    connect(&m_session, &Session::reachPreviewed, m_graph, [this](const QStringList& nodes) {
        m_graph->setPreviewed(QSet<QString>(nodes.begin(), nodes.end()));
    });
    connectLayouts();
    connect(m_graph, &CallGraphView::zoomChanged, m_status, &StatusLine::setZoom);
    connect(m_graph, &CallGraphView::contextMenuRequested, this,
            [this, nodeOf](const QString& name, const QPoint& at) {
                std::unique_ptr<QMenu> menu;
                if (name.isEmpty() && m_graph->selectedLine() < 0)
                    menu = canvasMenu();
                else if (m_graph->isOwnSelection())
                    menu = groupMenu(m_graph->selectedGroup());
                else
                    menu = m_graph->selectedEdge() >= 0 ? edgeMenu(m_graph->selectedEdge())
                                                        : serviceMenu(nodeOf(name));
                if (menu) {
                    menu->setAttribute(Qt::WA_DeleteOnClose);
                    menu.release()->popup(at);
                }
            });
}

std::unique_ptr<QMenu> MainWindow::serviceMenu(int node) {
    m_session.selectNode(node);
    if (m_session.selectedNode() < 0)
        return nullptr;
    auto menu = std::make_unique<QMenu>(this);
    menu->setObjectName("serviceMenu");
    menu->addAction(m_inspectAction);
    if (m_session.selectedJourneyIndex()) {
        addCallsTo(*menu, node);
        menu->addSeparator();
        m_commands->addJourneyTo(*menu);
        menu->addAction(m_commands->pauseWhen);
        return menu;
    }
    if (m_session.selectedTopicIndex()) {
        menu->addSeparator();
        m_commands->addTopicTo(*menu);
        menu->addAction(m_commands->pauseWhen);
        return menu;
    }
    if (m_session.scenario().services[*m_session.selectedServiceIndex()].store)
        menu->addAction(tr("Show its store"), this, [this] { showStores(true); });
    addCallsTo(*menu, node);
    addGroupTo(*menu);
    menu->addSeparator();
    m_commands->addServiceTo(*menu);
    menu->addSeparator();
    m_commands->addRolloutsTo(*menu);
    menu->addSeparator();
    menu->addAction(m_commands->pauseWhen);
    return menu;
}

// ----------------------------------------------------------------------------------------- showing

// The frame is not known yet; without room for it the status line would lie below the screen.
void MainWindow::showFitting() {
    const QSize room = screen()->availableSize();
    const int title = style()->pixelMetric(QStyle::PM_TitleBarHeight);
    if (width() > room.width() || height() + title > room.height())
        showMaximized();
    else
        show();
}

void MainWindow::openFile(const QString& file) {
    if (!mayLeave())
        return;
    const QFileInfo chosen(file);
    const bool isInRun = chosen.fileName() == QLatin1String("run.sqlite");
    const std::filesystem::path path((isInRun ? chosen.path() : file).toStdString());
    if (isInRun || chosen.isDir())
        m_session.openRecordedBeside(path);
    else
        m_session.openBeside(path);
}

void MainWindow::showOpening() {
    const QString name = QFileInfo(m_session.openingName()).fileName();
    if (name.isEmpty() || m_session.isPlanBeingTaken())  // the lane of the plan says so
        m_openingBanner->show({}, {});
    else if (const auto seed = m_session.seedToCome())
        m_openingBanner->show(tr("Starting again with seed %1…").arg(*seed), tr("Cancel"));
    else
        m_openingBanner->show(tr("Opening %1…").arg(name), tr("Cancel"));
}

void MainWindow::showOpened() {
    if (m_session.hasRun() && QFileInfo::exists(m_session.openedFrom()))
        rememberRecent(m_session.openedFrom());
    showPageOfSession();
    showCharts();
    m_graph->setScenario(m_session.scenario());
    if (m_graph->arrangement() != m_file->arrangement())
        m_graph->setArrangement(m_file->arrangement());
    showLayout();
    if (m_file->collapsed())
        m_graph->setCollapsed(*m_file->collapsed());
    showGroups();
    showSelection();
    showState();
    showSnapshot();
    m_saveAction->setEnabled(m_session.hasRun() || m_file->isEdited());
    m_saveAsAction->setEnabled(m_session.hasRun());
    m_saveRunAction->setEnabled(m_session.hasRun());
    m_saveScenarioAction->setEnabled(m_session.hasRun());
    showTitle();
    if (m_session.hasRun())
        m_graph->setFocus();
}

void MainWindow::showSelection() {
    m_inspectAction->setEnabled(m_session.selectedNode() >= 0 || m_session.selectedEdge() >= 0);
    if (m_session.selectedEdge() >= 0) {
        m_graph->selectEdge(m_session.selectedEdge());
        return;
    }
    const int node = m_session.selectedNode();
    // Of a group's card the rest of the window knows nothing: to it nothing is selected.
    if (node < 0 && m_graph->isOwnSelection())
        return;
    m_graph->select(node < 0 ? QString()
                             : QString::fromStdString(
                                   m_session.graph().nodes[static_cast<std::size_t>(node)].name));
}

void MainWindow::showState() {
    const sim::LiveState& state = m_session.state();
    m_graph->setRunning(state.running);
    if (!state.failure.empty()) {
        m_banner->show(tr("The engine stopped: %1").arg(QString::fromStdString(state.failure)), {});
    } else if (state.finished && m_session.hasRun() && !m_session.isInReview()) {
        const auto end = secondsOf(state.snapshot->end);
        QString said = tr("The run is at its end, %1.").arg(minutesText(end));
        const QString verdicts = verdictsText(m_session);
        if (m_remember == Remember::Layout && !verdicts.isEmpty())
            rememberResult(m_session.fileName(), verdicts);
        if (!verdicts.isEmpty())
            said += QLatin1Char(' ') + verdicts;
        m_banner->show(said, tr("Go on"));
    } else if (!state.stoppedFor.empty() && !state.running && !m_session.isInReview()) {
        m_banner->show(
            tr("Stopped at %1: %2.")
                .arg(clockText(state.snapshot->now, 4), QString::fromStdString(state.stoppedFor)),
            tr("Go on"));
    } else {
        m_banner->show(m_session.notice(), {});
    }
}

void MainWindow::showSnapshot() {
    m_graph->setUnaffected(unaffected());
    m_graph->setSnapshot(m_session.snapshot());
    showRoads();
}

// Those that get the shield: only while a fault is active, and only where there is enough to tell.
QSet<QString> MainWindow::unaffected() const {
    QSet<QString> names;
    if (m_session.snapshot()->faults.empty())
        return names;
    const auto isolation = m_session.isolation();
    if (!isolation)
        return names;
    for (const auto* subjects : {&isolation->journeys, &isolation->services}) {
        for (const sim::SubjectIsolation& subject : *subjects) {
            if (subject.effect == sim::Effect::DidNotNotice)
                names.insert(QString::fromStdString(subject.name));
        }
    }
    return names;
}

void MainWindow::showTheme(bool dark) {
    applyLook(*qApp, dark);
    if (m_remember == Remember::Layout)
        QSettings().setValue("theme", dark ? "dark" : "light");
    m_darkAction->setChecked(dark);
    m_runBar->restyle();
    m_charts->restyle();
    m_graph->themeChanged();
    for (QWidget* widget : findChildren<QWidget*>())
        widget->update();
}

// ------------------------------------------------------------------------------------------ layout

void MainWindow::applyCompactness() {
    const bool compact = width() < wideFrom;
    if (m_isWidthSet && compact == m_isCompact)
        return;
    m_isWidthSet = true;
    m_isCompact = compact;
    m_runBar->setCompact(compact);
    m_charts->setCompact(compact);
    m_status->setCompact(compact);
    m_graph->setCompact(compact);
    fitDock();
}

void MainWindow::resetLayout() {
    restoreState(m_defaultState, layoutVersion);
    m_dock->show();
    m_lowerDock->hide();
    m_lessonDock->setVisible(m_walk->isOn());
    m_chartsAction->setChecked(true);
    showIsolation();
    m_isWidthSet = false;
    applyCompactness();
}

void MainWindow::restoreLayout() {
    const QSettings settings;
    restoreGeometry(settings.value("window/geometry").toByteArray());
    restoreState(settings.value("window/state").toByteArray(), layoutVersion);
    m_chartsAction->setChecked(settings.value("window/charts", true).toBool());
    m_charts->setSpan(settings.value("charts/span", m_charts->span()).toDouble());
    m_charts->setShowsHeat(settings.value("charts/heat", false).toBool());
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    applyCompactness();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!mayLeave()) {
        event->ignore();
        return;
    }
    if (m_remember == Remember::Layout) {
        QSettings settings;
        settings.setValue("window/geometry", saveGeometry());
        settings.setValue("window/state", saveState(layoutVersion));
        settings.setValue("window/charts", m_chartsAction->isChecked());
        settings.setValue("charts/span", m_charts->span());
        settings.setValue("charts/heat", m_charts->showsHeat());
    }
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().front().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    openFile(event->mimeData()->urls().front().toLocalFile());
}

}  // namespace app
