// Where the cards stand: layers, order, gaps. And what becomes of it as lines.
#include <QtTest>
#include <random>

#include "app/graph/graph_scene.h"
#include "app/graph/graphviz.h"
#include "models/io/scenario_reader.h"
#include "tests/support/test_program.h"

using namespace app;

namespace {

GraphScene platform(QSizeF canvas, bool compact = false) {
    const models::ScenarioReading reading =
        models::readScenarioFile(SOURCE_DIR "/scenarios/streaming-platform.yaml");
    GraphScene scene =
        sceneOf(models::callGraph(reading.scenario.value_or(models::Scenario{})), compact);
    arrange(scene, layOut(layoutInput(scene, canvas)), {});
    return scene;
}

const SceneNode& node(const GraphScene& scene, const char* name) {
    return scene.nodes[scene.find(name)];
}

LayoutInput randomInput(unsigned seed, int nodes) {
    std::mt19937 random(seed);
    LayoutInput input;
    input.canvas = {1240, 612};
    input.sizes.assign(nodes, QSizeF(176, 140));
    for (int to = 1; to < nodes; ++to)
        for (int k = 0; k < 2; ++k)
            input.edges.emplace_back(static_cast<int>(random() % static_cast<unsigned>(to)), to);
    return input;
}

}  // namespace

class GraphLayoutTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void layersFollowTheLongestPath() {
        const std::vector<std::pair<int, int>> edges{{0, 1}, {1, 2}, {0, 2}, {2, 3}, {1, 3}};
        QCOMPARE(layersOf(5, edges), (std::vector<int>{0, 1, 2, 3, 0}));
    }

    void aCycleIsCutWhereItCloses() {
        QCOMPARE(layersOf(3, {{0, 1}, {1, 2}, {2, 0}}), (std::vector<int>{0, 1, 2}));
        QCOMPARE(layersOf(2, {{0, 0}, {0, 1}}), (std::vector<int>{0, 1}));
    }

    void nothingOverlapsAndEdgesLeadRight() {
        for (unsigned seed = 1; seed <= 20; ++seed) {
            const LayoutInput input = randomInput(seed, 12);
            const Layout layout = layOut(input);
            for (std::size_t a = 0; a < layout.nodes.size(); ++a) {
                for (std::size_t b = a + 1; b < layout.nodes.size(); ++b)
                    QVERIFY(!layout.nodes[a].intersects(layout.nodes[b]));
                for (const auto& runs : layout.runs)
                    for (const Layout::Run& run : runs)
                        QVERIFY(!layout.nodes[a].intersects(
                            QRectF(run.left + 1, run.y - 2, run.right - run.left - 2, 4)));
            }
            for (const auto& [from, to] : input.edges)
                QVERIFY(layout.nodes[from].right() < layout.nodes[to].left());
        }
    }

    void theSameInputGivesTheSamePlaces() {
        const LayoutInput input = randomInput(7, 30);
        QCOMPARE(layOut(input).nodes, layOut(input).nodes);
    }

    void thePlatformFillsItsCanvas() {
        const GraphScene scene = platform({1240, 612});
        QCOMPARE(node(scene, "browse").rect.left(), 24.0);
        QCOMPARE(node(scene, "gateway").rect.left(), 272.0);
        QCOMPARE(node(scene, "streaming").rect.left(), 528.0);
        QCOMPARE(node(scene, "user").rect.left(), 784.0);
        QCOMPARE(node(scene, "payment").rect.right(), 1216.0);
        QVERIFY(scene.bounds.height() > 440);
        QVERIFY(scene.bounds.top() >= 24 && scene.bounds.bottom() <= 612 - 44);
    }

    void onlyTheDoorIsAHexagon() {
        const GraphScene scene = platform({1240, 612});
        QCOMPARE(node(scene, "gateway").shape, Shape::Hexagon);
        QCOMPARE(node(scene, "streaming").shape, Shape::Card);
        QCOMPARE(node(scene, "browse").shape, Shape::Pill);
    }

    void noLineRunsUnderACard() {
        for (const bool compact : {false, true}) {
            const GraphScene scene =
                platform(compact ? QSizeF(960, 460) : QSizeF(1240, 612), compact);
            for (const SceneEdge& edge : scene.edges)
                for (double s = 0; s <= edge.curve.length(); s += 2)
                    for (const SceneNode& card : scene.nodes)
                        QVERIFY(!card.rect.adjusted(1, 1, -1, -1).contains(edge.curve.pointAt(s)) ||
                                card.shape == Shape::Hexagon);
        }
    }

    void portsOfASideDoNotCross() {
        const GraphScene scene = platform({1240, 612});
        for (const SceneEdge& a : scene.edges)
            for (const SceneEdge& b : scene.edges) {
                const bool above = a.curve.pointAt(0).y() < b.curve.pointAt(0).y();
                if (a.caller == b.caller && above)
                    QVERIFY(a.curve.pointAt(60).y() < b.curve.pointAt(60).y() + 1);
            }
    }

    void aCardMovedByHandTakesItsLinesAlong() {
        GraphScene scene = platform({1240, 612});
        const Layout layout = layOut(layoutInput(scene, {1240, 612}));
        arrange(scene, layout, {{"payment", {600, 20}}});
        for (const SceneEdge& edge : scene.edges)
            if (scene.nodes[edge.callee].name == "payment")
                QVERIFY(std::abs(edge.tip.x() - 600) < 1);
    }

    void graphvizAnswersAreUnderstood() {
        LayoutInput input;
        input.sizes.assign(3, QSizeF(100, 50));
        input.edges = {{0, 1}, {0, 2}};
        const auto ranking = rankingFromPlain(
            "graph 1 4 2\nnode n0 1 1 1 1 n0\nnode n1 3 0.5 1 1 n1\nnode n2 3 1.5 1 1 n2\nstop\n",
            input);
        QVERIFY(ranking.has_value());
        QCOMPARE(ranking->layer, (std::vector<int>{0, 1, 1}));
        QVERIFY(ranking->order[2] < ranking->order[1]);
        QVERIFY(!rankingFromPlain("node n0 1 1 1 1 n0\n", input));
        QVERIFY(!rankingFromPlain("", input));
        const Layout layout = layOut(input, ranking);
        QVERIFY(layout.nodes[2].top() < layout.nodes[1].top());
    }
};

TEST_OF_THIS_FILE(GraphLayoutTest);
#include "tst_graph_layout.moc"
