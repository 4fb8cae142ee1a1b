// The layouts that can be chosen: by forces, as a grid, in lanes; and going back to what was
// before.
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

#include "app/desktop/scenario_files.h"
#include "app/graph/force_layout.h"
#include "app/graph/grid_layout.h"
#include "app/graph/lanes_layout.h"
#include "tests/desktop/opened_window.h"
#include "tests/support/test_program.h"

using namespace app;
using Strings = QStringList;

namespace {

// `front` and `back` are a group each way of a call; `slow` answers last, `flaky` fails a half.
constexpr auto shop = R"(
watertight: 1
services:
  front: { group: doors, endpoints: { go: [ { call: slow.go }, { call: flaky.go } ] } }
  other: { group: doors, endpoints: { go: [ { call: slow.go } ] } }
  slow: { group: rooms, endpoints: { go: [ { compute: 80 ms } ] } }
  flaky: { group: rooms, endpoints: { go: [ { compute: 1 ms } ] } }
journeys:
  buy: { arrivals: poisson(50/s), steps: [ { call: front.go } ] }
  look: { arrivals: poisson(2/s), steps: [ { call: other.go } ] }
)";

constexpr auto plain = R"(
watertight: 1
services:
  far: { endpoints: { go: [ { compute: 1 ms } ] } }
  near: { endpoints: { go: [ { call: far.go } ] } }
  alone: { endpoints: { go: [ { compute: 1 ms } ] } }
journeys:
  buy: { arrivals: poisson(50/s), steps: [ { call: near.go } ] }
)";

LayoutInput inputOf(int nodes) {
    LayoutInput input;
    input.canvas = {1240, 612};
    input.sizes.assign(static_cast<std::size_t>(nodes), QSizeF(176, 140));
    for (int to = 1; to < nodes; ++to)
        input.edges.emplace_back((to - 1) / 3, to);
    return input;
}

bool overlaps(const Layout& layout) {
    for (std::size_t a = 0; a < layout.nodes.size(); ++a)
        for (std::size_t b = a + 1; b < layout.nodes.size(); ++b)
            if (layout.nodes[a].intersects(layout.nodes[b]))
                return true;
    return false;
}

QRectF rectOf(const CallGraphView& view, const char* name) {
    return view.scene().nodes[static_cast<std::size_t>(view.scene().find(name))].rect;
}

QList<QPointF> corners(const CallGraphView& view) {
    QList<QPointF> all;
    for (const SceneNode& node : view.scene().nodes)
        all << node.rect.topLeft();
    return all;
}

// As they are read: from the top, and in a row from the left.
QStringList asRead(const CallGraphView& view) {
    std::vector<SceneNode> nodes = view.scene().nodes;
    std::ranges::sort(nodes, [](const SceneNode& a, const SceneNode& b) {
        const QPointF one = a.rect.center(), other = b.rect.center();
        return std::abs(one.y() - other.y()) > 1 ? one.y() < other.y() : one.x() < other.x();
    });
    QStringList names;
    for (const SceneNode& node : nodes)
        names << node.name;
    return names;
}

struct Window : support::OpenedWindow {
    using OpenedWindow::OpenedWindow;
    QAction* layoutNamed(const QString& name) {
        for (QAction* action : window.findChild<QMenu*>("layoutMenu")->actions())
            if (action->text() == name)
                return action;
        return nullptr;
    }
    void choose(const QString& name) { layoutNamed(name)->trigger(); }
    CallGraphView& graph() { return window.graph(); }
};

}  // namespace

class TestLayouts : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aGridIsReadInTheOrderGiven() {
        LayoutInput input = inputOf(5);
        const Layout layout = layOutInGrid(input, {4, 0, 3, 1, 2});
        QVERIFY(!overlaps(layout));
        QVERIFY(layout.nodes[4].left() < layout.nodes[0].left());
        QCOMPARE(layout.nodes[4].top(), layout.nodes[0].top());
        QVERIFY(layout.nodes[2].top() >= layout.nodes[4].top());
    }

    void aThousandCardsOverlapInNoLayout() {
        const LayoutInput input = inputOf(1000);
        std::vector<int> order(1000), lanes(1000);
        for (int n = 0; n < 1000; ++n) {
            order[static_cast<std::size_t>(n)] = n;
            lanes[static_cast<std::size_t>(n)] = n == 0 ? -1 : n % 7;
        }
        for (const Layout& layout : {layOutInGrid(input, order), layOutInLanes(input, lanes),
                                     layOutByDistance(input, distancesFrom({0}, input))}) {
            QVERIFY(!overlaps(layout));
            const double shape = layout.bounds.width() / layout.bounds.height();
            const double canvas = 1240.0 / 612.0;
            QVERIFY2(shape > canvas / 3 && shape < canvas * 3, qPrintable(QString::number(shape)));
        }
    }

    void callsLeadRightInLanes() {
        const LayoutInput input = inputOf(40);
        std::vector<int> lanes(40);
        for (std::size_t n = 0; n < lanes.size(); ++n)
            lanes[n] = n == 0 ? -1 : static_cast<int>(n) % 3;
        const Layout layout = layOutInLanes(input, lanes);
        for (const auto& [from, to] : input.edges)
            QVERIFY(layout.nodes[static_cast<std::size_t>(from)].right() <
                    layout.nodes[static_cast<std::size_t>(to)].left());
    }

    void graphvizPlacesAThousandByForces() {
        if (!isGraphvizThere())
            QSKIP("Graphviz is not installed");
        Graphviz graphviz;
        QSignalSpy placed(&graphviz, &Graphviz::placed), failed(&graphviz, &Graphviz::failed);
        const LayoutInput input = inputOf(1000);
        graphviz.askForces(input);
        QTRY_VERIFY_WITH_TIMEOUT(placed.count() + failed.count() == 1, patience);
        QCOMPARE(placed.count(), 1);
        const auto centres = placed.front().front().value<std::vector<QPointF>>();
        QVERIFY(!overlaps(layOutByForces(input, centres)));
    }

    // In the proportions of the canvas, and not farther apart than they must be.
    void whatForcesPlacedFillsTheCanvas() {
        LayoutInput input = inputOf(4);
        const Layout few = layOutByForces(input, {{0, 0}, {9, 0}, {0, 7}, {9, 7}});
        QCOMPARE(few.bounds.width(), input.canvas.width() - 2 * input.margin);
        QCOMPARE(few.bounds.height(), input.canvas.height() - 2 * input.margin - input.footer);
        input = inputOf(100);
        std::vector<QPointF> centres;
        for (int n = 0; n < 100; ++n)
            centres.emplace_back(n % 10, n / 10);
        const Layout many = layOutByForces(input, centres);
        QVERIFY(!overlaps(many));
        const double apart = many.nodes[1].left() - many.nodes[0].right();
        const double below = many.nodes[10].top() - many.nodes[0].bottom();
        QVERIFY2(std::min(apart, below) < 66, qPrintable(QString::number(apart)));
    }

    void refusesAnAnswerThatLeavesANodeOut() {
        const LayoutInput input = inputOf(2);
        QVERIFY(!centresFromPlain("graph 1 2 2\nnode n0 1 1 1 1\nstop\n", input));
        const auto both =
            centresFromPlain("graph 1 2 2\nnode n0 1 1 1 1\nnode n1 2 2 1 1\nstop\n", input);
        QVERIFY(both);
        QVERIFY(both->at(1).x() > both->at(0).x() && both->at(1).y() < both->at(0).y());
    }

    void theWorstStandsFirstInAGridAndNothingJumpsLater() {
        Window shown(shop);
        QVERIFY(shown.stepTo(models::runStart + std::chrono::seconds(4)));
        models::Fault fault;
        fault.kind = models::FailRequests{{0.5}};
        fault.targets = {{"flaky", {}, {}}};
        shown.session.begin(fault);
        QVERIFY(shown.goOn(std::chrono::seconds(4)));
        shown.choose("Grid, most errors first");

        const QStringList names = asRead(shown.graph());
        QVERIFY2(names.indexOf("flaky") < names.indexOf("slow"), qPrintable(names.join(' ')));
        QVERIFY(names.indexOf("flaky") < names.indexOf("other"));
        QVERIFY(shown.layoutNamed("Grid, most errors first")->isChecked());
        const QList<QPointF> before = corners(shown.graph());
        shown.session.haltAll();
        QVERIFY(shown.goOn(std::chrono::seconds(12)));
        QCOMPARE(corners(shown.graph()), before);

        shown.choose("Lay out again");
        QVERIFY(asRead(shown.graph()).indexOf("flaky") > names.indexOf("flaky"));
    }

    void theSlowestAndTheBusiestStandFirstToo() {
        Window shown(shop);
        QVERIFY(shown.stepTo(models::runStart + std::chrono::seconds(6)));
        shown.choose("Grid, slowest first");
        QStringList names = asRead(shown.graph());
        QVERIFY2(names.indexOf("slow") < names.indexOf("flaky"), qPrintable(names.join(' ')));
        shown.choose("Grid, busiest first");
        names = asRead(shown.graph());
        QVERIFY2(names.indexOf("front") < names.indexOf("other"), qPrintable(names.join(' ')));
    }

    void eachGroupIsALane() {
        Window shown(shop);
        shown.window.resize(1280, 640);  // there is little room
        shown.choose("Lanes");
        const CallGraphView& view = shown.graph();
        const std::vector<GroupFrame>& frames = view.groupFramesSeen();
        QCOMPARE(frames.size(), std::size_t(2));
        QCOMPARE(frames[0].name, "doors");
        QCOMPARE(frames[1].name, "rooms");
        QVERIFY(frames[0].isGroup);
        QVERIFY(frames[0].rect.bottom() < frames[1].rect.top());
        QVERIFY(frames[0].rect.contains(rectOf(view, "front") | rectOf(view, "other")));
        QVERIFY(frames[1].rect.contains(rectOf(view, "slow") | rectOf(view, "flaky")));
        for (const GroupFrame& frame : frames)  // with their names
            QVERIFY(QRectF(view.rect())
                        .contains(QRectF(view.toWidget(frame.rect.topLeft()),
                                         view.toWidget(frame.rect.bottomRight()))));
        QVERIFY(!frames[0].rect.intersects(rectOf(view, "buy")));
    }

    void withoutGroupsALaneIsADistance() {
        Window shown(plain);
        shown.choose("Lanes");
        const CallGraphView& view = shown.graph();
        Strings names;
        for (const GroupFrame& frame : view.groupFramesSeen()) {
            names << frame.name;
            QVERIFY(!frame.isGroup);
        }
        QCOMPARE(names, (Strings{"clients", "1 call away", "2 calls away", "not called"}));
        QVERIFY(rectOf(view, "near").right() < rectOf(view, "far").left());
        QVERIFY(rectOf(view, "far").right() < rectOf(view, "alone").left());
    }

    void forcesMoveTheCardsAndAreGoneBackFrom() {
        if (!isGraphvizThere())
            QSKIP("Graphviz is not installed");
        Window shown(shop);
        const QList<QPointF> layers = corners(shown.graph());
        shown.choose("Forces");
        QTRY_VERIFY(corners(shown.graph()) != layers);
        for (const SceneNode& one : shown.graph().scene().nodes)
            for (const SceneNode& other : shown.graph().scene().nodes)
                QVERIFY(one.name == other.name || !one.rect.intersects(other.rect));
        shown.window.commands().undo->trigger();
        QCOMPARE(corners(shown.graph()), layers);
        QVERIFY(shown.layoutNamed("Layers")->isChecked());
    }

    void cardsMovedByHandComeBack() {
        Window shown(shop);
        CallGraphView& view = shown.graph();
        const QList<QPointF> layers = corners(view);
        const QPoint from = view.toWidget(rectOf(view, "slow").center()).toPoint();
        QTest::mousePress(&view, Qt::LeftButton, {}, from);
        QTest::mouseMove(&view, from + QPoint(20, 20));
        QTest::mouseMove(&view, from + QPoint(30, 60));
        QTest::mouseRelease(&view, Qt::LeftButton, {}, from + QPoint(30, 60));
        const QList<QPointF> moved = corners(view);
        QVERIFY(moved != layers);

        shown.choose("Lanes");
        QVERIFY(view.positions().isEmpty());
        shown.window.commands().undo->trigger();
        QCOMPARE(corners(view), moved);
        shown.window.commands().undo->trigger();
        QCOMPARE(corners(view), layers);
        QVERIFY(view.positions().isEmpty());
        shown.window.commands().redo->trigger();
        QCOMPARE(corners(view), moved);
        shown.choose("Lay out again");
        QCOMPARE(corners(view), layers);
    }

    void theLayoutIsKeptWithTheFile() {
        QTemporaryDir folder;
        QCoreApplication::setOrganizationName("watertight-test");
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
        Session session;
        const QString shipped = app::firstScenario();
        QList<QPointF> grid;
        {
            MainWindow window(session, Remember::Layout);
            window.openFile(shipped);
            QTRY_VERIFY(session.hasRun() && session.openingName().isEmpty());
            window.graph().layOutBy(LayoutKind::Grid, GridMeasure::P99);
            grid = corners(window.graph());
        }
        MainWindow window(session, Remember::Layout);
        window.openFile(shipped);
        QTRY_VERIFY(session.openingName().isEmpty());
        const Arrangement& now = window.graph().arrangement();
        QVERIFY(now.kind == LayoutKind::Grid && now.measure == GridMeasure::P99);
        QCOMPARE(corners(window.graph()), grid);
    }

    void theMenuOfTheCanvasOffersThem() {
        Window shown(shop);
        const auto menu = shown.window.canvasMenu();
        QVERIFY(menu->actions().front()->menu() == shown.window.findChild<QMenu*>("layoutMenu"));
    }
};

TEST_OF_THIS_FILE(TestLayouts);
#include "tst_layouts.moc"
