// Finding things in MainWindow, and going back to where one was.
#include <QMenuBar>
#include <QPointer>

#include "app/desktop/main_window.h"
#include "app/find/finder.h"
#include "app/find/run_findables.h"

namespace app {
namespace {

// "S&cenarios" → "Scenarios"
QString withoutMnemonic(QString name) {
    return name.remove(QLatin1Char('&'));
}

// What stands in a menu now, and in those below it.
void addCommands(QMenu& menu, const QString& path, std::vector<Findable>& commands) {
    Q_EMIT menu.aboutToShow();  // some are filled only then
    for (QAction* action : menu.actions()) {
        const QString name = withoutMnemonic(action->text());
        if (action->isSeparator() || !action->isEnabled() || !action->isVisible() ||
            action->objectName() == QLatin1String("find"))
            continue;
        if (action->menu() != nullptr) {
            addCommands(*action->menu(), path + QStringLiteral(" › ") + name, commands);
            continue;
        }
        commands.push_back({FindableKind::Command, name, path,
                            action->shortcut().toString(QKeySequence::NativeText),
                            Health::NotJudged, [chosen = QPointer<QAction>(action)] {
                                if (chosen)
                                    chosen->trigger();
                            }});
    }
}

}  // namespace

void MainWindow::makeFindActions() {
    m_finder = new Finder(this, [this](const FindQuery& query) { return findables(query); });
    m_findAction = new QAction(tr("Find…"), this);
    m_findAction->setObjectName("find");
    m_findAction->setShortcuts({Qt::CTRL | Qt::Key_K, QKeySequence::Find});
    connect(m_findAction, &QAction::triggered, this, [this] {
        m_commandsToFind.clear();
        m_partsToFind.clear();
        m_finder->open();
    });
    m_views->setFind(m_findAction);
    const auto go = [this](const QString& name, const QKeySequence& key, auto&& move) {
        auto* action = new QAction(name, this);
        action->setShortcut(key);
        connect(action, &QAction::triggered, this, move);
        return action;
    };
    m_placeBackAction = go(tr("Back"), Qt::ALT | Qt::Key_Left, [this] { goTo(m_places.back()); });
    m_placeForwardAction =
        go(tr("Forward"), Qt::ALT | Qt::Key_Right, [this] { goTo(m_places.forward()); });
    addActions({m_findAction, m_placeBackAction, m_placeForwardAction});
    connect(&m_session, &Session::selectionChanged, this, &MainWindow::notePlace);
    connect(&m_session, &Session::stateChanged, this, &MainWindow::notePlace);
    connect(&m_session, &Session::opened, this, [this] {
        m_places.clear();
        m_pastAwaited.reset();
        notePlace();
    });
    notePlace();
    connect(&m_session, &Session::traceWanted, this, [this](std::int64_t request) {
        showView(View::Traces);
        if (m_session.trace(request))
            m_traces->find(request);
        else
            m_traces->traceAgain(request);
    });
}

std::vector<Findable> MainWindow::findables(const FindQuery& query) {
    using Among = FindQuery::Among;
    const FoundPlaces places{[this](int node) {
                                 showView(View::CallGraph);
                                 m_session.selectNode(node);
                                 m_graph->reveal();
                             },
                             [this](int edge) {
                                 showView(View::CallGraph);
                                 m_session.selectEdge(edge);
                                 m_graph->reveal();
                             },
                             [this](std::int64_t request) {
                                 showView(View::Traces);
                                 m_traces->find(request);
                             },
                             [this](std::int64_t request) {
                                 showView(View::Traces);
                                 m_traces->traceAgain(request);
                             },
                             [this](sim::Instant moment) { m_session.review(moment); },
                             [this](const QString& group) {
                                 showView(View::CallGraph);
                                 m_graph->showWithin(group);
                             }};
    std::vector<Findable> all;
    const auto add = [&all](std::vector<Findable> some) {
        all.insert(all.end(), std::make_move_iterator(some.begin()),
                   std::make_move_iterator(some.end()));
    };
    const bool isRunShown = m_session.hasRun() && m_pages->currentWidget() == m_centre;
    const bool isNumber =
        !query.words.isEmpty() &&
        (query.words.front().front().isDigit() || query.words.front().front() == QLatin1Char('#'));
    // With 20,000 services their figures take longer to write than a key may.
    if (isRunShown && (query.among == Among::All || query.among == Among::Parts)) {
        if (m_partsToFind.empty())
            m_partsToFind = partsOf(m_session, places);
        add(m_partsToFind);
    }
    if (query.among == Among::Commands || (query.among == Among::All && !query.words.isEmpty()))
        add(commandsToFind());
    const bool wantsRequests =
        isRunShown && (query.among == Among::Requests || (query.among == Among::All && isNumber));
    if (auto untraced = wantsRequests ? untracedRequest(m_session, query, places) : std::nullopt)
        all.push_back(*std::move(untraced));
    // Thousands: only where they are asked for.
    if (wantsRequests)
        add(requestsOf(m_session, places));
    return all;
}

// Filling the menus reads settings and the shipped lessons: once while the finder is open.
const std::vector<Findable>& MainWindow::commandsToFind() {
    if (m_commandsToFind.empty()) {
        for (QAction* menu : menuBar()->actions())
            addCommands(*menu->menu(), withoutMnemonic(menu->text()), m_commandsToFind);
    }
    return m_commandsToFind;
}

Place MainWindow::placeShown() const {
    Place place;
    place.view = m_canvas->currentIndex();
    place.edge = m_session.selectedEdge();
    if (m_session.selectedNode() >= 0)
        place.node = QString::fromStdString(
            m_session.graph().nodes[static_cast<std::size_t>(m_session.selectedNode())].name);
    if (m_session.hasRun() && m_session.isInReview())
        place.past = m_session.instantShown();
    return place;
}

void MainWindow::notePlace() {
    const Place place = placeShown();
    // What is passed on the way is no place; into the past and back takes a while.
    if (m_isGoing || (m_pastAwaited && *m_pastAwaited != place.past.has_value()))
        return;
    m_pastAwaited.reset();
    m_places.visit(place);
    m_placeBackAction->setEnabled(m_places.canGoBack());
    m_placeForwardAction->setEnabled(m_places.canGoForward());
}

void MainWindow::goTo(const Place& place) {
    const Place wanted = place;
    m_isGoing = true;
    m_pastAwaited = wanted.past.has_value();
    showView(static_cast<View>(wanted.view));
    if (wanted.edge >= 0)
        m_session.selectEdge(wanted.edge);
    else
        m_session.selectNode(m_session.graph().node(wanted.node.toStdString()).value_or(-1));
    if (wanted.past)
        m_session.review(*wanted.past);
    else
        m_session.backToLive();
    m_isGoing = false;
    notePlace();
}

}  // namespace app
