// The window: assembles the panes around one session; no logic of its own.
#pragma once

#include <QDockWidget>
#include <QMainWindow>
#include <QStackedWidget>
#include <QToolBar>

#include "app/charts/charts_strip.h"
#include "app/desktop/banner.h"
#include "app/desktop/commands.h"
#include "app/desktop/document_file.h"
#include "app/desktop/gallery_page.h"
#include "app/desktop/problems_page.h"
#include "app/desktop/run_bar.h"
#include "app/desktop/shortcut_overlay.h"
#include "app/desktop/status_line.h"
#include "app/desktop/tab_row.h"
#include "app/find/findable.h"
#include "app/graph/call_graph_view.h"
#include "app/look/term_tips.h"
#include "app/matrix/matrix_page.h"
#include "app/panels/event_log_panel.h"
#include "app/panels/guards_panel.h"
#include "app/panels/inspector_panel.h"
#include "app/panels/isolation_panel.h"
#include "app/panels/lesson_panel.h"
#include "app/panels/stores_panel.h"
#include "app/panels/time_bar.h"
#include "app/session/places.h"
#include "app/traces/span_panel.h"
#include "app/traces/traces_page.h"

namespace app {

class Finder;

class MainWindow final : public QMainWindow {
    Q_OBJECT

  public:
    explicit MainWindow(Session& session, Remember remember = Remember::Layout);
    ~MainWindow() override;

    // As large as it was asked for where the screen has room for that, else as large as the screen.
    void showFitting();
    void openFile(const QString& file);
    Commands& commands() { return *m_commands; }
    IsolationPanel& isolationPanel() { return *m_isolation; }
    InspectorPanel& inspector() { return *m_inspector; }
    EventLogPanel& eventLog() { return *m_events; }
    CallGraphView& graph() { return *m_graph; }
    ChartsStrip& charts() { return *m_charts; }
    GalleryPage& gallery() { return *m_gallery; }
    DocumentFile& file() { return *m_file; }
    KeyBindings& keys() { return *m_keys; }
    StatusLine& statusLine() { return *m_status; }
    // Selects the service and builds its menu, which the caller shows and deletes.
    std::unique_ptr<QMenu> serviceMenu(int node);
    std::unique_ptr<QMenu> edgeMenu(int edge);
    // Of a group's card; null where there is none.
    std::unique_ptr<QMenu> groupMenu(const QString& group);
    // Of the canvas, where there is nothing else.
    std::unique_ptr<QMenu> canvasMenu();

    MatrixPage& matrix() { return *m_matrix; }
    enum class View { CallGraph, Matrix, Traces };
    void showView(View view);
    void showMatrix(bool shows) { showView(shows ? View::Matrix : View::CallGraph); }

    void showTheme(bool dark);
    // The right dock shows the inspector of what is selected, or isolation again.
    void inspect();
    void showIsolation();
    bool isInspecting() const { return m_side->currentWidget() == m_inspector; }
    void showEventLog(bool shows) { showBelow(m_events, shows); }
    void showStores(bool shows) { showBelow(m_stores, shows); }
    StoresPanel& stores() { return *m_stores; }
    void showGuards(bool shows) { showBelow(m_guards, shows); }
    GuardsPanel& guards() { return *m_guards; }
    // Opens the file, and the lesson at this place of it once it runs.
    void startLesson(const QString& file, std::size_t lesson);
    LessonWalk& lessonWalk() { return *m_walk; }
    LessonPanel& lessonPanel() { return *m_lesson; }
    // What the words in the panes mean, in a dialog.
    void showTerms();

    // main_exports.cpp: what is shown, into a file. They return why it could not be; empty: done.
    QString exportGraph(const QString& file, bool dark = false);
    QString exportCharts(const QString& file, bool dark = false);
    QString exportEventLog(const QString& file);
    // Counted by the engine first: `then` is told why it could not be, or nothing.
    void exportReport(const QString& file, std::function<void(const QString& problem)> then);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void buildCentre();
    void buildPages();
    void buildBars();
    void buildMatrix();
    void showCharts();
    void buildDock();
    void buildLowerDock();
    QAction* belowAction(const QString& name, QWidget* page, const QKeySequence& key);
    void showBelow(QWidget* page, bool shows);
    void markBelow();
    void makeInspectActions();
    void showSide(QWidget* page);
    void connectTraces();
    void fitDock();  // as wide as its page asks for
    void makeRolloutsMenu();
    void buildMenus();
    void buildFileMenu();
    void buildViewMenu();
    void buildSimulateMenu();
    void buildScenariosMenu();
    void buildHelpMenu();
    void connectGraph();

    void explainTerms();  // main_terms.cpp

    // main_find.cpp
    void makeFindActions();
    std::vector<Findable> findables(const FindQuery& query);
    const std::vector<Findable>& commandsToFind();
    Place placeShown() const;
    void notePlace();
    void goTo(const Place& place);

    QAction* act(QMenu& menu, const QString& name, const QKeySequence& key,
                 std::function<void()> what);

    void showPageOfSession();
    void showGallery();
    void leaveGallery();

    // main_roads.cpp
    void addRoadsTo(QMenu& view);
    void showRoads();
    void colourByRoads(bool colours);

    // main_edges.cpp
    void connectEdges();
    void addCallsTo(QMenu& menu, int node);
    void addEdgeLabelsTo(QMenu& view);
    void addCallsLitTo(QMenu& view);
    void addMovingDotsTo(QMenu& view);
    void addMinimapTo(QMenu& view);
    void addHealthTo(QMenu& view);
    void showHealth();
    void addSizesTo(QMenu& view);
    void addPaletteTo(QMenu& view);
    void addZoomTo(QMenu& zoom);

    // main_layouts.cpp
    void connectLayouts();
    void addLayoutsTo(QMenu& view);
    void showLayout();

    // main_groups.cpp
    void connectGroups();
    void addGroupsTo(QMenu& view);
    void addGroupTo(QMenu& menu);
    void showGroups();

    // main_lessons.cpp
    void buildLessonDock();
    void showLesson();
    void addLessonsTo(QMenu& scenarios);
    void fillLessons();
    void exportAnswers();

    // main_exports.cpp
    QString titleOfExport() const;
    void addExportsTo(QMenu& file);
    QString askWhereTo(const QString& what, const QString& filters);
    void sayNotExported(const QString& problem);

    // main_files.cpp
    void newFromSketch(const QString& lines = {});
    void pasteSketch();
    void chooseFile();
    bool save();
    bool saveAs();
    // The run that is open (main_run_files.cpp): to be replayed, or with what was done to it in the
    // scenario.
    void chooseRun();
    void saveRunAs();
    void saveRunAsScenario();
    bool saveTo(const QString& file);
    bool mayLeave();
    void showTitle();
    void rememberRecent(const QString& file);
    void fillRecent();

    void showOpened();
    void showOpening();
    void showState();
    void showSelection();
    QSet<QString> unaffected() const;
    void showSnapshot();
    void applyCompactness();
    void resetLayout();
    void restoreLayout();
    void showAbout();
    void showSelfCheck();
    void showSweep();
    void changeKeys();
    void showKeys();

    Session& m_session;
    Remember m_remember;
    DocumentFile* m_file = nullptr;
    Commands* m_commands = nullptr;
    QStackedWidget* m_pages = nullptr;
    QWidget* m_centre = nullptr;
    TabRow* m_views = nullptr;
    QStackedWidget* m_canvas = nullptr;
    CallGraphView* m_graph = nullptr;
    MatrixPage* m_matrix = nullptr;
    TracesPage* m_traces = nullptr;
    ChartsStrip* m_charts = nullptr;
    ProblemsPage* m_problems = nullptr;
    GalleryPage* m_gallery = nullptr;
    Banner* m_banner = nullptr;
    Banner* m_openingBanner = nullptr;
    RunBar* m_runBar = nullptr;
    TimeBar* m_timeBar = nullptr;
    StatusLine* m_status = nullptr;
    QDockWidget* m_dock = nullptr;
    DockTitle* m_dockTitle = nullptr;
    QStackedWidget* m_side = nullptr;
    IsolationPanel* m_isolation = nullptr;
    SpanPanel* m_span = nullptr;
    InspectorPanel* m_inspector = nullptr;
    QDockWidget* m_lessonDock = nullptr;
    LessonWalk* m_walk = nullptr;
    LessonPanel* m_lesson = nullptr;
    QMenu* m_lessonsMenu = nullptr;
    QAction* m_restartLessonAction = nullptr;
    QAction* m_exportAnswersAction = nullptr;
    QDockWidget* m_lowerDock = nullptr;
    DockTitle* m_lowerTitle = nullptr;
    QStackedWidget* m_below = nullptr;
    EventLogPanel* m_events = nullptr;
    StoresPanel* m_stores = nullptr;
    GuardsPanel* m_guards = nullptr;
    QAction* m_eventsAction = nullptr;
    QAction* m_storesAction = nullptr;
    QAction* m_guardsAction = nullptr;
    QAction* m_inspectAction = nullptr;
    QMenu* m_layoutMenu = nullptr;
    QAction* m_fitAction = nullptr;
    QAction* m_foldAction = nullptr;
    QAction* m_foldAllAction = nullptr;
    QAction* m_withinAction = nullptr;
    QAction* m_upAction = nullptr;
    QAction* m_backAction = nullptr;
    KeyBindings* m_keys = nullptr;
    ShortcutOverlay* m_shortcuts = nullptr;
    TermTips* m_tips = nullptr;
    Finder* m_finder = nullptr;
    QAction* m_findAction = nullptr;
    // Of this opening of the finder; empty: not asked yet.
    std::vector<Findable> m_commandsToFind, m_partsToFind;
    Places m_places;
    bool m_isGoing = false;
    std::optional<bool> m_pastAwaited;  // whether the place gone to is in review
    QAction* m_placeBackAction = nullptr;
    QAction* m_placeForwardAction = nullptr;
    QMenu* m_faultsMenu = nullptr;
    QMenu* m_rolloutsMenu = nullptr;
    QMenu* m_recentMenu = nullptr;
    QAction* m_saveAction = nullptr;
    QAction* m_saveAsAction = nullptr;
    QAction* m_saveRunAction = nullptr;
    QAction* m_saveScenarioAction = nullptr;
    QAction* m_darkAction = nullptr;
    QAction* m_chartsAction = nullptr;
    QAction* m_roadsAction = nullptr;
    std::shared_ptr<const sim::PairSeen> m_roadsShown;  // that the graph is coloured by
    QByteArray m_defaultState;
    bool m_isCompact = false;
    bool m_isWidthSet = false;
    bool m_dockUnderGallery = true;     // comes back with the run
    bool m_lessonUnderGallery = false;  // the same
};

}  // namespace app
