// Groups of services on the canvas: collapsed into one card, expanded, one of them alone, and what
// is said of them; kept in the settings and never in the scenario.
#include <QAccessible>
#include <QSettings>
#include <QtTest>

#include "app/graph/group_painter.h"
#include "app/graph/group_values.h"
#include "tests/desktop/opened_window.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::CallGraphView;

namespace {

// The two of the back are called from front and from clerk; within the back one call.
constexpr const char* groupedShop = R"(watertight: 1
name: Grouped shop
run: { duration: 200 s, warm-up: 1 s }
services:
  front: { group: edge, endpoints: { ask: [ { call: stock.count }, { call: bill.write } ] } }
  stock: { group: back, endpoints: { count: [ { compute: exp(2 ms) } ] } }
  bill: { group: back, endpoints: { write: [ { compute: exp(2 ms) }, { call: stock.count } ] } }
  clerk: { endpoints: { note: [ { call: bill.write } ] } }
  mail: { endpoints: { send: [ { compute: exp(2 ms) } ] } }
journeys:
  buyers: { arrivals: poisson(100/s), steps: [ { call: front.ask } ] }
  clerks: { arrivals: poisson(50/s), steps: [ { call: clerk.note }, { call: mail.send } ] }
)";

models::Scenario manyGrouped(int services, int aGroup) {
    models::Scenario scenario;
    scenario.name = "many";
    for (int n = 0; n < services; ++n) {
        models::Service service;
        service.name = "service-" + std::to_string(n);
        service.group = "group-" + std::to_string(n / aGroup);
        models::Endpoint endpoint;
        endpoint.name = "handle";
        service.endpoints.push_back(endpoint);
        scenario.services.push_back(service);
    }
    return scenario;
}

}  // namespace

class TestGroupsOnCanvas : public QObject {
    Q_OBJECT

    std::unique_ptr<support::OpenedWindow> m_opened;

    CallGraphView& graph() { return m_opened->window.graph(); }
    app::Session& session() { return m_opened->session; }
    QAction* command(const char* name) { return m_opened->window.findChild<QAction*>(name); }
    const app::SceneNode* card(const QString& name) {
        const int found = graph().scene().find(name);
        return found < 0 ? nullptr : &graph().scene().nodes[static_cast<std::size_t>(found)];
    }
    const app::CardValues& valuesOf(const QString& name) {
        return graph().cardValuesSeen()[static_cast<std::size_t>(graph().scene().find(name))];
    }
    int line(const QString& from, const QString& to) {
        const app::GraphScene& scene = graph().scene();
        for (int e = 0; e < static_cast<int>(scene.edges.size()); ++e)
            if (scene.nodes[scene.edges[e].caller].name == from &&
                scene.nodes[scene.edges[e].callee].name == to)
                return e;
        return -1;
    }
    double rateOf(const char* from, const char* to) {
        const models::CallGraph& calls = session().graph();
        for (std::size_t e = 0; e < calls.edges.size(); ++e)
            if (calls.edges[e].caller == *calls.node(from) &&
                calls.edges[e].callee == *calls.node(to))
                return session().snapshot()->edges[e].recent.startedPerSecond();
        return -1;
    }
    void click(QPointF scenePoint) {
        QTest::mouseClick(&graph(), Qt::LeftButton, {}, graph().toWidget(scenePoint).toPoint());
    }

  private Q_SLOTS:
    void init() {
        m_opened = std::make_unique<support::OpenedWindow>(groupedShop);
        QVERIFY(m_opened->stepTo(models::runStart + 10s));
    }
    void cleanup() { m_opened.reset(); }

    void aGroupOfOneIsNone() { QCOMPARE(graph().groups(), QStringList{"back"}); }

    void collapsedTheServicesAreOneCard() {
        graph().setCollapsed({"back"});
        QVERIFY(card("group back") && !card("stock") && !card("bill") && card("front"));
        QCOMPARE(graph().scene().hidden, 2);
        const app::CardValues& values = valuesOf("group back");
        QCOMPARE(values.group.services, 2);
        QCOMPARE(app::faresText(values.group), QStringLiteral("2 ok"));
        QVERIFY(values.health == app::Health::Ok);
        QVERIFY(values.sentence.startsWith("group back: 2 services, 2 ok; "));
        auto* chip = graph().findChild<QPushButton*>("hiddenChip");
        QTRY_VERIFY(chip->isVisible());
        QCOMPARE(chip->text(), QStringLiteral("hidden: 2 services in 1 group \u2013 show"));
        chip->click();
        QVERIFY(card("stock") && card("bill") && !card("group back"));
        QVERIFY(!chip->isVisible());
    }

    void edgesToItAreOneLineWithTheirSums() {
        graph().setCollapsed({"back"});
        QCOMPARE(line("group back", "group back"), -1);  // bill calls stock: not drawn
        const int bundle = line("front", "group back");
        QVERIFY(bundle >= 0);
        const app::EdgeValues& values = graph().edgeValuesSeen()[static_cast<std::size_t>(bundle)];
        QCOMPARE(values.perSecond, rateOf("front", "stock") + rateOf("front", "bill"));
        QVERIFY(values.perSecond > 150);
        QVERIFY2(values.sentence.contains("2 edges of calls"), qPrintable(values.sentence));
        const int single = line("clerk", "group back");
        QCOMPARE(graph().edgeValuesSeen()[static_cast<std::size_t>(single)].perSecond,
                 rateOf("clerk", "bill"));
    }

    void aKillShowsOnTheCard() {
        graph().setCollapsed({"back"});
        session().kill("bill", {});
        QVERIFY(m_opened->goOn(2s));
        QTRY_VERIFY(valuesOf("group back").health == app::Health::Down);
        QCOMPARE(app::faresText(valuesOf("group back").group), QStringLiteral("1 down, 1 ok"));
        QVERIFY(valuesOf("group back").badge == app::Badge::Fault);
    }

    void theSignOfAFrameCollapsesAndItsTitleLeadsIn() {
        const models::Scenario scenario = manyGrouped(2, 2);
        CallGraphView view;
        view.resize(1240, 612);
        view.setScenario(scenario);
        const std::vector<app::GroupFrame> frames = app::groupFrames(view.scene(), scenario);
        QCOMPARE(frames.size(), std::size_t{1});
        const QPointF sign = app::foldSignRect(frames.front()).center();
        QTest::mouseDClick(&view, Qt::LeftButton, {},
                           view.toWidget(sign + QPointF(40, 0)).toPoint());
        QCOMPARE(view.folding().within, QStringLiteral("group-0"));
        view.showWithin({});
        QTest::mouseClick(&view, Qt::LeftButton, {}, view.toWidget(sign).toPoint());
        QCOMPARE(view.folding().collapsed, QSet<QString>{"group-0"});
    }

    void theSignOfTheCardExpands() {
        graph().setCollapsed({"back"});
        graph().setZoom(1);
        click(app::foldSignRect(*card("group back")).center());
        QVERIFY(card("stock") && graph().folding().isNone());
    }

    void theKeyCollapsesAndExpands() {
        QAction* fold = command("foldGroup");
        QVERIFY(!fold->isEnabled());
        graph().select("stock");
        QVERIFY(fold->isEnabled());
        fold->trigger();
        QCOMPARE(graph().selected(), QStringLiteral("group back"));
        QCOMPARE(session().selectedNode(), -1);
        fold->trigger();
        QCOMPARE(graph().selected(), QStringLiteral("stock"));
        graph().select({});
        command("foldAllGroups")->trigger();
        QVERIFY(card("group back"));
        command("foldAllGroups")->trigger();
        QVERIFY(!card("group back"));
    }

    void whatIsSelectedElsewhereIsTakenOut() {
        graph().setCollapsed({"back"});
        session().selectNamed("bill");
        QCOMPARE(graph().selected(), QStringLiteral("bill"));
        QVERIFY(graph().folding().isNone());
        graph().select({});
        graph().setCollapsed({"back"});
        const models::CallGraph& calls = session().graph();
        for (std::size_t e = 0; e < calls.edges.size(); ++e)
            if (calls.edges[e].caller == *calls.node("bill"))
                session().selectEdge(static_cast<int>(e));
        QCOMPARE(graph().selectedEdge(), session().selectedEdge());
        QVERIFY(graph().selectedEdge() >= 0 && card("stock"));
    }

    void aLineForSeveralEdgesIsSelectedOnlyHere() {
        graph().setCollapsed({"back"});
        graph().selectLine(line("front", "group back"));
        QVERIFY(graph().isOwnSelection() && graph().selectedLine() >= 0);
        QCOMPARE(graph().selectedEdge(), -1);
        QCOMPARE(session().selectedEdge(), -1);
        graph().selectLine(line("clerk", "group back"));
        QVERIFY(!graph().isOwnSelection() && session().selectedEdge() >= 0);
        QCOMPARE(session().selectedEdge(), graph().selectedEdge());
    }

    void aDoubleClickShowsTheGroupAlone() {
        graph().setCollapsed({"back"});
        QAction* up = command("backToAll");
        QVERIFY(!up->isEnabled());
        QTest::mouseDClick(&graph(), Qt::LeftButton, {},
                           graph().toWidget(card("group back")->rect.center()).toPoint());
        QCOMPARE(graph().folding().within, QStringLiteral("back"));
        QVERIFY(!card("stock")->isOutside && !card("bill")->isOutside);
        QVERIFY(card("front")->isOutside && card("clerk")->isOutside);
        QVERIFY(!card("mail") && !card("buyers") && !card("clerks"));
        QVERIFY(line("bill", "stock") >= 0);
        QVERIFY(graph().selected().isEmpty());  // it would dim the rest of the group
        auto* path = graph().findChild<QPushButton*>("groupPath");
        QCOMPARE(path->text(), QStringLiteral("All \u203a back"));
        QVERIFY(path->isVisible() && up->isEnabled());
        QCOMPARE(graph().findChild<QPushButton*>("hiddenChip")->text(),
                 QStringLiteral("hidden: 1 service \u2013 show"));
        QTest::keyClick(&graph(), Qt::Key_Backspace);
        QVERIFY(graph().folding().within.isEmpty() && card("group back") && card("buyers"));
        QVERIFY(!path->isVisible());
    }

    void whatIsNotInTheGroupLeadsUp() {
        graph().showWithin("back");
        session().selectNamed("mail");
        QVERIFY(graph().folding().within.isEmpty());
        QCOMPARE(graph().selected(), QStringLiteral("mail"));
    }

    void aMovedGroupTakesItsServicesAlong() {
        QMap<QString, QPointF> places;
        double x = 0;
        for (const char* name : {"front", "stock", "bill", "clerk", "mail", "buyers", "clerks"})
            places.insert(name, QPointF(x += 200, 40));
        graph().setPositions(places);
        graph().setCollapsed({"back"});
        QCOMPARE(card("group back")->rect.topLeft(), QPointF(500, 40));
        QCOMPARE(graph().positions(), places);
        graph().setZoom(1);
        const QPoint from = graph().toWidget(card("group back")->rect.center()).toPoint();
        QTest::mousePress(&graph(), Qt::LeftButton, {}, from);
        QTest::mouseMove(&graph(), from + QPoint(0, 60));
        QTest::mouseRelease(&graph(), Qt::LeftButton, {}, from + QPoint(0, 60));
        places["stock"] += QPointF(0, 60);
        places["bill"] += QPointF(0, 60);
        QCOMPARE(graph().positions(), places);
    }

    void aScreenReaderHearsOfIt() {
        graph().setCollapsed({"back"});
        QAccessibleInterface* canvas = QAccessible::queryAccessibleInterface(&graph());
        QAccessibleInterface* child = canvas->child(graph().scene().find("group back"));
        QCOMPARE(child->text(QAccessible::Name), QStringLiteral("group back"));
        QVERIFY(child->text(QAccessible::Description).contains("2 services"));
        QVERIFY(child->state().collapsed && child->state().expandable);
    }

    void itIsNoPartOfTheScenario() {
        const std::string text = session().text();
        graph().setCollapsed({"back"});
        QCOMPARE(m_opened->window.file().collapsed().value(), QSet<QString>{"back"});
        QVERIFY(!m_opened->window.file().isModified());
        QCOMPARE(session().text(), text);
    }

    void manyServicesOpenAsAnOverviewOfTheirGroups() {
        CallGraphView view;
        view.resize(1240, 612);
        view.setScenario(manyGrouped(1000, 20));
        QCOMPARE(static_cast<int>(view.scene().nodes.size()), 50);
        QCOMPARE(view.scene().hidden, 1000);
        view.select("service-999");
        QCOMPARE(view.selected(), QStringLiteral("service-999"));
        QCOMPARE(static_cast<int>(view.scene().nodes.size()), 49 + 20);
        QCOMPARE(view.scene().hidden, 980);
    }

    void fewServicesOpenExpanded() {
        CallGraphView view;
        view.setScenario(manyGrouped(100, 20));
        QCOMPARE(static_cast<int>(view.scene().nodes.size()), 100);
    }
};

TEST_OF_THIS_FILE(TestGroupsOnCanvas);
#include "tst_groups_on_canvas.moc"
