// The menus of MainWindow. Only what works stands in them.
#include <QActionGroup>
#include <QApplication>
#include <QMenuBar>
#include <QMessageBox>
#include <QSettings>

#include "app/desktop/keys_dialog.h"
#include "app/desktop/main_window.h"
#include "app/desktop/scenario_files.h"
#include "app/desktop/self_check_dialog.h"
#include "app/desktop/sweep_dialog.h"
#include "app/graph/legend.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr double zoomStep = 1.25;

}  // namespace

QAction* MainWindow::act(QMenu& menu, const QString& name, const QKeySequence& key,
                         std::function<void()> what) {
    QAction* action = menu.addAction(name);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, std::move(what));
    addAction(action);
    return action;
}

// Of the selected service as it is when it opens: in the menu bar, the toolbar and the inspector.
void MainWindow::makeRolloutsMenu() {
    m_rolloutsMenu = new QMenu(tr("&Deploy"), this);
    m_rolloutsMenu->setObjectName("deployMenu");
    m_rolloutsMenu->setProperty("withoutKeys", true);
    connect(m_rolloutsMenu, &QMenu::aboutToShow, this, [this] {
        m_rolloutsMenu->clear();
        m_commands->addRolloutsTo(*m_rolloutsMenu);
    });
}

void MainWindow::buildMenus() {
    buildFileMenu();
    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    edit->addAction(m_commands->undo);
    edit->addAction(m_commands->redo);
    edit->addAction(m_problems->fixAction());
    edit->addSeparator();
    edit->addAction(m_findAction);
    // A field that is typed in takes the key for itself.
    act(*edit, tr("Paste a sketch"), QKeySequence::Paste, [this] { pasteSketch(); });
    buildViewMenu();
    buildSimulateMenu();
    menuBar()->addMenu(m_faultsMenu);
    menuBar()->addMenu(m_rolloutsMenu);
    buildScenariosMenu();
    buildHelpMenu();
    m_keys->addMenus(*menuBar());
    m_keys->add(m_commands->rollBack, {tr("Deploy"), m_commands->rollBack->iconText()});
    m_keys->add(m_centre->findChild<QAction*>("runOverGraph"),
                {tr("Simulate"), tr("Run over the graph")});
    m_keys->restore();
}

// Some say their key in words; the others ask for it when they paint themselves.
void MainWindow::showKeys() {
    const QString live = m_keys->textOf(QStringLiteral("simulate.back-to-live"));
    for (QPushButton* button : findChildren<QPushButton*>("backToLive"))
        button->setText(tr("Back to live  %1").arg(live).trimmed());
    for (QWidget* widget : findChildren<QWidget*>())
        widget->update();
}

void MainWindow::changeKeys() {
    auto* dialog = new KeysDialog(*m_keys, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::buildFileMenu() {
    QMenu* file = menuBar()->addMenu(tr("&File"));
    act(*file, tr("New from sketch…"), QKeySequence::New, [this] { newFromSketch(); });
    act(*file, tr("Open…"), QKeySequence::Open, [this] { chooseFile(); });
    act(*file, tr("Open run…"), {}, [this] { chooseRun(); });
    m_recentMenu = file->addMenu(tr("Recent"));
    m_recentMenu->setProperty("withoutKeys", true);
    connect(file, &QMenu::aboutToShow, this, &MainWindow::fillRecent);
    act(*file, tr("Read again"), Qt::CTRL | Qt::Key_R, [this] {
        if (!m_session.openedFrom().isEmpty())
            openFile(m_session.openedFrom());
    });
    file->addSeparator();
    m_saveAction = act(*file, tr("Save"), QKeySequence::Save, [this] { save(); });
    m_saveAsAction =
        act(*file, tr("Save as…"), Qt::CTRL | Qt::SHIFT | Qt::Key_S, [this] { saveAs(); });
    m_saveRunAction = act(*file, tr("Save run as…"), {}, [this] { saveRunAs(); });
    m_saveRunAction->setObjectName("saveRun");
    m_saveScenarioAction = act(*file, tr("Save as scenario…"), {}, [this] { saveRunAsScenario(); });
    m_saveScenarioAction->setObjectName("saveAsScenario");
    addExportsTo(*file);
    file->addAction(m_exportAnswersAction);
    file->addSeparator();
    act(*file, tr("Quit"), Qt::CTRL | Qt::Key_Q, [this] { close(); });
}

void MainWindow::buildViewMenu() {
    QMenu* view = menuBar()->addMenu(tr("&View"));
    act(*view, tr("Call graph"), Qt::CTRL | Qt::Key_1, [this] { showMatrix(false); });
    act(*view, tr("Matrix"), Qt::CTRL | Qt::Key_2, [this] { showMatrix(true); });
    act(*view, tr("Traces"), Qt::CTRL | Qt::Key_3, [this] { showView(View::Traces); });
    view->addSeparator();
    view->addActions({m_placeBackAction, m_placeForwardAction});
    view->addSeparator();
    addZoomTo(*view->addMenu(tr("Zoom")));
    act(*view, tr("Next unhealthy service"), Qt::Key_N, [this] { m_graph->selectNextUnhealthy(); });
    QMenu* graph = view->addMenu(tr("Graph"));
    addLayoutsTo(*graph);
    addEdgeLabelsTo(*graph);
    addCallsLitTo(*graph);
    addGroupsTo(*graph);
    addMovingDotsTo(*graph);
    addMinimapTo(*graph);
    addHealthTo(*graph);
    addRoadsTo(*view);
    view->addSeparator();
    QAction* isolation = m_dock->toggleViewAction();
    isolation->setShortcut(Qt::ALT | Qt::Key_1);
    view->addAction(isolation);
    view->addAction(m_inspectAction);
    view->addAction(m_backAction);
    m_chartsAction = view->addAction(tr("Charts"));
    m_chartsAction->setCheckable(true);
    m_chartsAction->setChecked(true);
    m_chartsAction->setShortcut(Qt::ALT | Qt::Key_2);
    connect(m_chartsAction, &QAction::toggled, this, &MainWindow::showCharts);
    m_charts->addChoicesTo(*view->addMenu(tr("Charts show")));
    view->addActions({m_eventsAction, m_storesAction, m_guardsAction});
    view->addAction(m_lessonDock->toggleViewAction());
    act(*view, tr("Reset layout"), {}, [this] { resetLayout(); });
    view->addSeparator();
    addSizesTo(*view);
    m_darkAction = act(*view, tr("Dark theme"), Qt::CTRL | Qt::Key_T, [] {});
    m_darkAction->setCheckable(true);
    m_darkAction->setChecked(theme().dark);
    connect(m_darkAction, &QAction::triggered, this, &MainWindow::showTheme);
    addPaletteTo(*view);
    QAction* full = act(*view, tr("Full screen"), Qt::CTRL | Qt::SHIFT | Qt::Key_F11, [] {});
    full->setCheckable(true);
    connect(full, &QAction::toggled, this,
            [this](bool isFull) { isFull ? showFullScreen() : showNormal(); });
}

void MainWindow::addZoomTo(QMenu& zoom) {
    m_fitAction = act(zoom, tr("Fit all"), Qt::Key_F, [this] { m_graph->fitAll(); });
    act(zoom, tr("Fit the selection"), Qt::SHIFT | Qt::Key_F, [this] { m_graph->fitSelection(); });
    act(zoom, tr("100\u00a0%"), Qt::Key_1, [this] { m_graph->setZoom(1); });
    act(zoom, tr("Zoom in"), {}, [this] {
        m_graph->zoomBy(zoomStep);
    })->setShortcuts({Qt::CTRL | Qt::Key_Plus, Qt::CTRL | Qt::Key_Equal});
    act(zoom, tr("Zoom out"), Qt::CTRL | Qt::Key_Minus, [this] { m_graph->zoomBy(1 / zoomStep); });
}

void MainWindow::addPaletteTo(QMenu& view) {
    QMenu* palette = view.addMenu(tr("Palette"));
    palette->setObjectName("paletteMenu");
    palette->setProperty("withoutKeys", true);
    auto* group = new QActionGroup(this);
    for (const auto& [name, wanted] :
         {std::pair(tr("Colours, also for colour-blind eyes"), Hues::Safe),
          {tr("Greys and patterns"), Hues::None}}) {
        QAction* action = palette->addAction(name, this, [this, wanted = wanted] {
            setHues(wanted);
            if (m_remember == Remember::Layout)
                QSettings().setValue("hues", wanted == Hues::Safe ? "safe" : "none");
            showTheme(theme().dark);
        });
        action->setCheckable(true);
        action->setChecked(hues() == wanted);
        group->addAction(action);
    }
}

// Of text and all else. Qt takes it when the program starts.
void MainWindow::addSizesTo(QMenu& view) {
    if (m_remember == Remember::Nothing)
        return;
    QMenu* sizes = view.addMenu(tr("Size, from the next start"));
    auto* group = new QActionGroup(this);
    const int kept = QSettings().value("size", 100).toInt();
    for (const int percent : {80, 100, 125, 150, 175, 200}) {
        QAction* action = sizes->addAction(tr("%1\u00a0%").arg(percent));
        action->setCheckable(true);
        action->setChecked(percent == kept);
        group->addAction(action);
        connect(action, &QAction::triggered, this,
                [percent] { QSettings().setValue("size", percent); });
    }
}

void MainWindow::buildSimulateMenu() {
    QMenu* simulate = menuBar()->addMenu(tr("&Simulate"));
    simulate->addAction(m_commands->runPause);
    simulate->addActions(
        {m_commands->step, m_commands->stepEvent, m_commands->stepEventOfSelected});
    m_commands->addRunUntilTo(*simulate);
    simulate->addMenu(tr("Speed"))->addActions(m_commands->speeds->actions());
    simulate->addSeparator();
    simulate->addActions({m_commands->back, m_commands->forward});
    act(*simulate, tr("Back to live"), Qt::Key_End, [this] {
        m_charts->backToLive();
        m_session.backToLive();
    });
    simulate->addActions({m_commands->goOnFromHere, m_commands->otherRoad});
    simulate->addSeparator();
    simulate->addAction(m_commands->bookmark);
    act(*simulate, tr("Sweep a parameter…"), {}, [this] { showSweep(); })->setObjectName("sweep");
}

void MainWindow::buildScenariosMenu() {
    const std::vector<ShippedScenario> shipped = shippedScenarios();
    if (shipped.empty())
        return;
    QMenu* scenarios = menuBar()->addMenu(tr("S&cenarios"));
    act(*scenarios, tr("Gallery…"), Qt::CTRL | Qt::Key_G, [this] { showGallery(); });
    addLessonsTo(*scenarios);
    scenarios->addSeparator();
    QMenu* drills = nullptr;
    for (const ShippedScenario& scenario : shipped) {
        if (scenario.isDrill && drills == nullptr)
            drills = scenarios->addMenu(tr("Drills"));
        act(scenario.isDrill ? *drills : *scenarios, scenario.name, {},
            [this, file = scenario.file] { openFile(file); })
            ->setProperty("withoutKeys", true);
    }
}

void MainWindow::buildHelpMenu() {
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    act(*help, tr("Keys"), Qt::Key_Question, [this] { m_shortcuts->open(); });
    act(*help, tr("Legend of the call graph"), Qt::Key_L, [this] {
        auto* page = new LegendPage(this);
        page->setAttribute(Qt::WA_DeleteOnClose);
        page->show();
    });
    act(*help, tr("What the words mean…"), Qt::SHIFT | Qt::Key_F1, [this] { showTerms(); });
    act(*help, tr("Change keys…"), {}, [this] { changeKeys(); });
    act(*help, tr("Self-check…"), {}, [this] { showSelfCheck(); });
    act(*help, tr("About Watertight"), {}, [this] { showAbout(); });
}

void MainWindow::showSelfCheck() {
    auto* dialog = new SelfCheckDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->start(sim::closedFormCases());
    dialog->open();
}

void MainWindow::showSweep() {
    if (!m_session.hasRun())
        return;
    auto* dialog = new SweepDialog(m_session, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showAbout() {
    QMessageBox::about(this, tr("Watertight"),
                       tr("<b>Watertight %1</b><p>Is your architecture watertight? It runs a "
                          "microservice architecture, lets you kill any part of it, and tells you "
                          "who was hurt and why the others were not.</p><p>Free software under "
                          "the GNU General Public License, version 3 or later.</p>")
                           .arg(QStringLiteral(WATERTIGHT_VERSION)));
}

}  // namespace app
