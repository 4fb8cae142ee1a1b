// A graph of a thousand services: where they stand, how much of them is drawn, and which lines.
#include <QtTest>

#include "app/graph/banded_layout.h"
#include "app/graph/call_graph_view.h"
#include "app/graph/label_room.h"
#include "tests/support/test_program.h"

using namespace app;

namespace {

// A tree of services, each calling up to 30 others.
models::CallGraph treeOf(int services) {
    models::CallGraph graph;
    for (int n = 0; n < services; ++n) {
        graph.nodes.push_back({models::NodeKind::Service, n, "service-" + std::to_string(n)});
        if (n > 0)
            graph.edges.push_back({(n - 1) / 30, n, {"handle"}});
    }
    return graph;
}

models::Scenario scenarioOf(int services) {
    models::Scenario scenario;
    scenario.name = "large";
    for (int n = 0; n < services; ++n) {
        models::Service service;
        service.name = "service-" + std::to_string(n);
        models::Endpoint endpoint;
        endpoint.name = "handle";
        service.endpoints.push_back(endpoint);
        scenario.services.push_back(service);
    }
    for (int n = 1; n < services; ++n) {
        models::Call call;
        call.callee = {"service-" + std::to_string(n), "handle"};
        models::Step step;
        step.action = call;
        scenario.services[(n - 1) / 30].endpoints.front().steps.push_back(step);
    }
    return scenario;
}

std::vector<EdgeValues> healthyValues(std::size_t count) {
    std::vector<EdgeValues> values(count);
    for (std::size_t e = 0; e < count; ++e) {
        values[e].health = Health::Ok;
        values[e].traffic = true;
        values[e].perSecond = static_cast<double>(e);
    }
    return values;
}

std::vector<EdgeSight> allSeen(std::size_t count) {
    return std::vector<EdgeSight>(count, EdgeSight::End);
}

}  // namespace

class LargeGraphTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aThousandServicesFillTheCanvasAndDoNotOverlap() {
        const LayoutInput input = layoutInput(sceneOf(treeOf(1000), false), QSizeF(1240, 612));
        const Layout layout = layOutInBands(input);
        for (std::size_t a = 0; a < layout.nodes.size(); ++a)
            for (std::size_t b = a + 1; b < layout.nodes.size(); ++b)
                QVERIFY(!layout.nodes[a].intersects(layout.nodes[b]));
        const double canvas = 1240.0 / 612.0;
        const double shape = layout.bounds.width() / layout.bounds.height();
        QVERIFY2(shape > canvas / 2 && shape < canvas * 2, qPrintable(QString::number(shape)));
    }

    void callsLeadRight() {
        const LayoutInput input = layoutInput(sceneOf(treeOf(1000), false), QSizeF(1240, 612));
        const Layout layout = layOutInBands(input);
        for (const auto& [from, to] : input.edges)
            QVERIFY(layout.nodes[from].right() < layout.nodes[to].left());
    }

    void aRankingDecidesLayersAndOrder() {
        LayoutInput input;
        input.canvas = {1000, 500};
        input.sizes.assign(3, QSizeF(176, 140));
        const Layout layout = layOutInBands(input, Ranking{{1, 0, 0}, {0, 2, 1}});
        QVERIFY(layout.nodes[0].left() > layout.nodes[1].right());
        const QRectF second = layout.nodes[1], first = layout.nodes[2];
        QVERIFY(first.top() < second.top() || first.left() < second.left());
    }

    void detailFollowsTheZoom() {
        QCOMPARE(detailAt(1.0), Detail::Cards);
        QCOMPARE(detailAt(0.70), Detail::Cards);
        QCOMPARE(detailAt(0.69), Detail::Chips);
        QCOMPARE(detailAt(0.35), Detail::Chips);
        QCOMPARE(detailAt(0.34), Detail::Shapes);
    }

    void theBusiestHealthyEdgesAreShown() {
        const GraphScene scene = sceneOf(treeOf(1001), false);
        const EdgeChoice choice =
            chooseEdges(allSeen(1000), scene.edges, healthyValues(1000), -1, 300);
        QCOMPARE(choice.hidden, 700);
        QVERIFY(choice.shown[999] && choice.shown[700] && !choice.shown[699] && !choice.shown[0]);
    }

    void whatMattersIsShownWhateverItsRate() {
        const GraphScene scene = sceneOf(treeOf(1001), false);
        std::vector<EdgeValues> values = healthyValues(1000);
        values[1].health = Health::Failing;
        values[2].breaker = sim::BreakerState::Open;
        values[3].fallsBack = true;
        const int selected = scene.edges[100].callee;
        const EdgeChoice choice = chooseEdges(allSeen(1000), scene.edges, values, selected, 300);
        QVERIFY(choice.shown[1] && choice.shown[2] && choice.shown[3] && choice.shown[100]);
        QVERIFY(!choice.shown[0]);
        QCOMPARE(choice.hidden, 1000 - 300 - 4);
    }

    void fewEdgesAreAllShown() {
        const GraphScene scene = sceneOf(treeOf(20), false);
        const EdgeChoice choice = chooseEdges(allSeen(19), scene.edges, healthyValues(19), -1, 300);
        QCOMPARE(choice.hidden, 0);
        QCOMPARE(std::count(choice.shown.begin(), choice.shown.end(), true), 19);
    }

    void aLineThatOnlyPassesByIsHiddenWhereItIsHealthy() {
        const GraphScene scene = sceneOf(treeOf(4), false);
        std::vector<EdgeValues> values = healthyValues(3);
        const std::vector<EdgeSight> sights{EdgeSight::Passing, EdgeSight::None,
                                            EdgeSight::Passing};
        values[2].health = Health::Failing;
        const EdgeChoice choice = chooseEdges(sights, scene.edges, values, -1, 300);
        QVERIFY(!choice.shown[0] && choice.shown[2]);
        QCOMPARE(choice.hidden, 1);
    }

    void whatIsInSightOfALine() {
        GraphScene scene = sceneOf(treeOf(3), false);
        scene.nodes[0].rect.moveTo(0, 0);
        scene.nodes[1].rect.moveTo(2000, 0);
        scene.nodes[2].rect.moveTo(0, 2000);
        for (SceneEdge& edge : scene.edges) {
            QPainterPath path(scene.nodes[edge.caller].rect.center());
            path.lineTo(scene.nodes[edge.callee].rect.center());
            edge.curve = Curve(path);
        }
        const auto seen = [&](const QRectF& visible) { return edgeSights(scene, visible); };
        QCOMPARE(seen({1900, -10, 200, 200}), (std::vector{EdgeSight::End, EdgeSight::None}));
        QCOMPARE(seen({900, 10, 100, 100}), (std::vector{EdgeSight::Passing, EdgeSight::None}));
    }

    void wordsStandAboveTheirLineUnlessAnotherRunsThere() {
        GraphScene scene = sceneOf(treeOf(3), false);
        const auto run = [](SceneEdge& edge, double y) {
            QPainterPath path(QPointF(200, y));
            path.lineTo(600, y);
            edge.curve = Curve(path);
            edge.flat = true;
            edge.labelAt = QPointF(400, y);
        };
        run(scene.edges[0], 470);
        run(scene.edges[1], 455);
        const QRectF sight(0, 0, 1000, 1000);
        LabelRoom alone(scene, {true, false}, sight);
        QVERIFY(alone.boxFor(0, QSizeF(60, 16), 2).bottom() < 470);
        LabelRoom both(scene, {true, true}, sight);
        QVERIFY(both.boxFor(0, QSizeF(60, 16), 2).top() > 470);
        QVERIFY(both.boxFor(1, QSizeF(60, 16), 2).bottom() < 455);
    }

    void wordsKeepClearOfOtherWords() {
        GraphScene scene = sceneOf(treeOf(3), false);
        for (const std::size_t line : {0, 1}) {
            QPainterPath path(QPointF(200, 470));
            path.lineTo(600, 470);
            scene.edges[line].curve = Curve(path);
            scene.edges[line].flat = true;
            scene.edges[line].labelAt = QPointF(400, 470);
        }
        LabelRoom room(scene, {true, true}, QRectF(0, 0, 1000, 1000));
        const QRectF first = room.boxFor(0, QSizeF(60, 16), 2);
        QVERIFY(!first.intersects(room.boxFor(1, QSizeF(60, 16), 2)));
    }

    void theChipSaysWhatIsHiddenAndShowsIt() {
        CallGraphView view;
        view.resize(1240, 612);
        view.setScenario(scenarioOf(1000));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QVERIFY(view.zoomPercent() < 35);
        auto* chip = view.findChild<QPushButton*>("edgesChip");
        QTRY_VERIFY(chip->isVisible());
        QCOMPARE(chip->text(), QStringLiteral("hiding 699 healthy edges \u2013 show"));
        chip->click();
        QTRY_COMPARE(chip->text(), QStringLiteral("showing 699 more healthy edges \u2013 hide"));
    }

    void oneHiddenEdgeIsOneEdge() {
        CallGraphView view;
        view.resize(1240, 612);
        view.setScenario(scenarioOf(302));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        auto* chip = view.findChild<QPushButton*>("edgesChip");
        QTRY_COMPARE(chip->text(), QStringLiteral("hiding 1 healthy edge \u2013 show"));
    }
};

TEST_OF_THIS_FILE(LargeGraphTest);
#include "tst_large_graph.moc"
