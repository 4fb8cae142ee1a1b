// The lines of the call graph in MainWindow: choosing one, what the words beside them say, and from
// what shares on they and the cards are unwell.
#include <QActionGroup>
#include <QMenu>
#include <QSettings>

#include "app/desktop/main_window.h"
#include "app/graph/health.h"
#include "app/look/number_text.h"
#include "app/session/edge_words.h"

namespace app {
namespace {

struct LabelChoice {
    const char* name;
    const char* kept;  // in the settings
    EdgeLabel label;
};

constexpr LabelChoice labelChoices[] = {
    {"Rate", "rate", EdgeLabel::Rate},       {"p50", "p50", EdgeLabel::P50},
    {"p95", "p95", EdgeLabel::P95},          {"p99", "p99", EdgeLabel::P99},
    {"Errors", "errors", EdgeLabel::Errors}, {"None", "none", EdgeLabel::None}};

}  // namespace

void MainWindow::connectEdges() {
    connect(m_graph, &CallGraphView::edgeSelected, &m_session, &Session::selectEdge);
    connect(m_graph, &CallGraphView::edgeActivated, this, [this](int edge) {
        m_session.selectEdge(edge);
        inspect();
    });
}

std::unique_ptr<QMenu> MainWindow::edgeMenu(int edge) {
    m_session.selectEdge(edge);
    if (m_session.selectedEdge() < 0)
        return nullptr;
    const models::CallGraph& graph = m_session.graph();
    const models::CallGraphEdge& line = graph.edges[static_cast<std::size_t>(edge)];
    auto menu = std::make_unique<QMenu>(this);
    menu->setObjectName("edgeMenu");
    menu->addAction(m_inspectAction);
    menu->addSeparator();
    m_commands->addEdgeTo(*menu);
    menu->addSeparator();
    menu->addAction(m_commands->pauseWhen);
    menu->addSeparator();
    for (const int node : {line.caller, line.callee}) {
        const std::string& name = graph.nodes[static_cast<std::size_t>(node)].name;
        menu->addAction(tr("Go to %1").arg(QString::fromStdString(name)), this,
                        [this, node] { m_session.selectNode(node); });
    }
    return menu;
}

// Those that it makes, then those that it serves.
void MainWindow::addCallsTo(QMenu& menu, int node) {
    const models::CallGraph& graph = m_session.graph();
    QMenu* calls = menu.addMenu(tr("Calls"));
    for (const bool outgoing : {true, false}) {
        for (std::size_t e = 0; e < graph.edges.size(); ++e) {
            if ((outgoing ? graph.edges[e].caller : graph.edges[e].callee) == node)
                calls->addAction(edgeName(graph, e), this,
                                 [this, e] { m_session.selectEdge(static_cast<int>(e)); });
        }
    }
    calls->setEnabled(!calls->isEmpty());
}

void MainWindow::addEdgeLabelsTo(QMenu& view) {
    QMenu* labels = view.addMenu(tr("Edge labels"));
    auto* group = new QActionGroup(this);
    const bool remembers = m_remember == Remember::Layout;
    const QString kept = remembers ? QSettings().value("edgeLabels").toString() : QString();
    for (const LabelChoice& choice : labelChoices) {
        QAction* action = labels->addAction(tr(choice.name));
        action->setCheckable(true);
        action->setChecked(kept == QLatin1String(choice.kept) ||
                           (kept.isEmpty() && choice.label == EdgeLabel::Rate));
        group->addAction(action);
        if (action->isChecked())
            m_graph->setEdgeLabel(choice.label);
        connect(action, &QAction::triggered, this, [this, choice, remembers] {
            m_graph->setEdgeLabel(choice.label);
            if (remembers)
                QSettings().setValue("edgeLabels", choice.kept);
        });
    }
}

// What is selected leaves so much of the graph lit; Shift+F brings that into sight.
void MainWindow::addCallsLitTo(QMenu& view) {
    QMenu* choices = view.addMenu(tr("Selection lights"));
    auto* group = new QActionGroup(this);
    for (const int calls : {1, 2, 3, 0}) {
        QAction* action = choices->addAction(calls == 0   ? tr("All that hangs together")
                                             : calls == 1 ? tr("Its own calls")
                                                          : tr("%1 calls away").arg(calls));
        action->setObjectName(QStringLiteral("callsLit%1").arg(calls));
        action->setCheckable(true);
        action->setChecked(calls == 1);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, calls] { m_graph->setCallsLit(calls); });
    }
}

// Nothing else moves of itself: without them the window is still.
void MainWindow::addMovingDotsTo(QMenu& view) {
    const bool remembers = m_remember == Remember::Layout;
    QAction* dots = act(view, tr("Moving dots"), {}, [] {});
    dots->setObjectName("movingDots");
    dots->setCheckable(true);
    dots->setChecked(true);
    connect(dots, &QAction::toggled, this, [this, remembers](bool shown) {
        m_graph->setDotsShown(shown);
        if (remembers)
            QSettings().setValue("movingDots", shown);
    });
    if (remembers)
        dots->setChecked(QSettings().value("movingDots", true).toBool());
}

// Seen only while a part of the graph is out of sight.
void MainWindow::addMinimapTo(QMenu& view) {
    const bool remembers = m_remember == Remember::Layout;
    QAction* map = act(view, tr("Minimap"), {}, [] {});
    map->setObjectName("minimapShown");
    map->setCheckable(true);
    map->setChecked(true);
    connect(map, &QAction::toggled, this, [this, remembers](bool shown) {
        m_graph->setMinimapWanted(shown);
        if (remembers)
            QSettings().setValue("minimap", shown);
    });
    if (remembers)
        map->setChecked(QSettings().value("minimap", true).toBool());
}

// Of cards, lines, tables and the bar below, so that they never disagree; the legend states them.
void MainWindow::addHealthTo(QMenu& view) {
    const bool remembers = m_remember == Remember::Layout;
    if (remembers)
        setHealthThresholds({QSettings().value("degradedFrom", degradedFrom()).toDouble(),
                             QSettings().value("failingFrom", failingFrom()).toDouble()});
    QMenu* health = view.addMenu(tr("Health"));
    health->setObjectName("healthMenu");
    health->setProperty("withoutKeys", true);
    const auto add = [&](const QString& words, const char* key, double HealthThresholds::*which,
                         std::initializer_list<double> shares) {
        auto* group = new QActionGroup(this);
        for (const double share : shares) {
            const QString name = words.arg(percentText(share, share < 0.01 ? 1 : 0));
            QAction* action = act(*health, name, {}, [=, this] {
                // NOLINTNEXTLINE(misc-const-correctness): through a pointer to its member
                HealthThresholds wanted = healthThresholds();
                wanted.*which = share;
                setHealthThresholds(wanted);
                if (remembers)
                    QSettings().setValue(key, share);
                showHealth();
            });
            action->setCheckable(true);
            action->setChecked(share == healthThresholds().*which);
            group->addAction(action);
        }
    };
    add(tr("Degraded from %1 on"), "degradedFrom", &HealthThresholds::degraded,
        {0.001, 0.005, 0.01, 0.02, 0.05});
    health->addSeparator();
    add(tr("Failing from %1 on"), "failingFrom", &HealthThresholds::failing, {0.1, 0.2, 0.3, 0.5});
}

// What is shown is judged anew, as if it had just come.
void MainWindow::showHealth() {
    if (m_session.hasRun())
        Q_EMIT m_session.snapshotChanged(m_session.snapshot());
    m_graph->update();
}

}  // namespace app
