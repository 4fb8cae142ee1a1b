// The canvas with a made-up instant of the streaming platform: what is selected, what keys and
// mouse do, and pictures of it in the build folder for who wants to look.
#include <QAccessible>
#include <QDir>
#include <QSignalSpy>
#include <QtTest>

#include "app/graph/call_graph_view.h"
#include "app/look/theme.h"
#include "models/io/scenario_reader.h"
#include "sim/simulation.h"
#include "tests/support/test_program.h"

using namespace app;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

models::Scenario platform() {
    const models::ScenarioReading reading =
        models::readScenarioFile(SOURCE_DIR "/scenarios/streaming-platform.yaml");
    return reading.scenario.value_or(models::Scenario{});
}

struct Flow {
    double rate = 0;
    int p99 = 0;
    double failed = 0, degraded = 0;
};

void fill(sim::Counts& counts, sim::Recent& recent, const Flow& flow) {
    recent.span = seconds(10);
    sim::Counts& now = recent.counts;
    now.started = static_cast<std::int64_t>(flow.rate * 10);
    now.failed = static_cast<std::int64_t>(flow.rate * 10 * flow.failed);
    now.degraded = static_cast<std::int64_t>(flow.rate * 10 * flow.degraded);
    now.ok = now.started - now.failed - now.degraded;
    if (flow.p99 > 0) {
        recent.p99 = milliseconds(flow.p99);
        recent.p95 = milliseconds(flow.p99 * 2 / 3);
        recent.p50 = milliseconds(flow.p99 / 4);
    }
    counts = now;
}

int edgeOf(const models::CallGraph& graph, const char* from, const char* to) {
    for (std::size_t e = 0; e < graph.edges.size(); ++e)
        if (graph.nodes[graph.edges[e].caller].name == from &&
            graph.nodes[graph.edges[e].callee].name == to)
            return static_cast<int>(e);
    return -1;
}

void setService(sim::Snapshot& snapshot, const models::Scenario& scenario, const char* name,
                const Flow& flow, double slotsUsed, int inbox) {
    for (std::size_t s = 0; s < scenario.services.size(); ++s) {
        const models::Service& declared = scenario.services[s];
        if (declared.name != name)
            continue;
        sim::ServiceSnapshot& service = snapshot.services[s];
        fill(service.counts, service.recent, flow);
        service.instances.resize(declared.instances);
        service.slots = declared.instances * declared.concurrency.value_or(64);
        service.slotsHeld = static_cast<int>(*service.slots * slotsUsed);
        service.inboxCapacity = declared.inbox;
        service.inbox = inbox;
        if (declared.store)
            for (const models::Table& table : declared.store->tables)
                service.tables.push_back({table.name, table.rows});
    }
}

// Something is answered on every line, every so often.
void sample(sim::Snapshot& snapshot) {
    snapshot.sampleOneIn = 10;
    for (int e = 0; e < static_cast<int>(snapshot.edges.size()); ++e) {
        const sim::Recent& recent = snapshot.edges[e].recent;
        const int count = static_cast<int>(recent.startedPerSecond()) / snapshot.sampleOneIn;
        for (int i = 0; i <= count; ++i) {
            const sim::Instant at = snapshot.now - milliseconds(1000 * i / (count + 1));
            snapshot.samples.push_back(
                {e, at - recent.p95.value_or(milliseconds(1)), at, recent.failedShare() > 0.5});
        }
    }
}

std::shared_ptr<sim::Snapshot> instant(const models::Scenario& scenario, bool killed) {
    const models::CallGraph graph = models::callGraph(scenario);
    auto snapshot = std::make_shared<sim::Snapshot>();
    snapshot->now = sim::Instant(milliseconds(72'000));
    snapshot->services.resize(scenario.services.size());
    snapshot->journeys.resize(scenario.journeys.size());
    snapshot->edges.resize(graph.edges.size());
    const std::vector<Flow> journeys{
        {200, 46}, {120, 38, 0, killed ? 0.1 : 0}, {20, 214, killed ? 1.0 : 0.0}};
    for (std::size_t j = 0; j < journeys.size(); ++j)
        fill(snapshot->journeys[j].counts, snapshot->journeys[j].recent, journeys[j]);
    setService(*snapshot, scenario, "gateway", {341, killed ? 44 : 61, killed ? 0.058 : 0}, 0.21,
               0);
    setService(*snapshot, scenario, "streaming", {320, 27}, 0.34, 1);
    setService(*snapshot, scenario, "user", {340, 12, 0, killed ? 0.037 : 0}, 0.29, 1);
    setService(*snapshot, scenario, "recommendation", {320, 31}, 0.47, 3);
    setService(*snapshot, scenario, "payment", {32, 146, killed ? 1.0 : 0.0}, 0.12, 0);
    const auto edge = [&](const char* from, const char* to, const Flow& flow) {
        const int e = edgeOf(graph, from, to);
        fill(snapshot->edges[e].counts, snapshot->edges[e].recent, flow);
        snapshot->edges[e].attempts = snapshot->edges[e].counts.started;
    };
    const double failing = killed ? 1 : 0;
    edge("watch-video", "gateway", {200, 46});
    edge("browse", "gateway", {120, 38});
    edge("subscribe", "gateway", {20, 214, failing});
    edge("gateway", "streaming", {320, 27});
    edge("gateway", "user", {140, 12});
    edge("gateway", "recommendation", {120, 31});
    edge("gateway", "payment", {20, 146, failing});
    edge("streaming", "user", {200, 10});
    edge("streaming", "recommendation", {200, 31});
    edge("user", "payment", {12, 20, failing});
    if (killed) {
        sim::ServiceSnapshot& payment = snapshot->services.back();
        payment.tables.front().rows = 3184;
        for (sim::InstanceSnapshot& one : payment.instances)
            one.state = sim::InstanceState::Down;
        payment.downSince = snapshot->now - seconds(8);
        payment.readyAt = snapshot->now + seconds(22);
        snapshot->edges[edgeOf(graph, "user", "payment")].fallbacks = 96;
        sim::BreakerSnapshot breaker;
        breaker.edge = edgeOf(graph, "gateway", "payment");
        breaker.state = sim::BreakerState::Open;
        snapshot->breakers.push_back(breaker);
    }
    sample(*snapshot);
    if (killed)
        std::erase_if(snapshot->samples, [&](const sim::CallSample& one) {
            return one.edge == edgeOf(graph, "gateway", "payment");
        });
    return snapshot;
}

void picture(CallGraphView& view, const char* name) {
    QDir().mkpath(BINARY_DIR "/pictures");
    QVERIFY(view.grab().save(QString(BINARY_DIR "/pictures/%1.png").arg(name)));
}

}  // namespace

class CallGraphViewTest : public QObject {
    Q_OBJECT

    models::Scenario m_scenario = platform();

    void show(CallGraphView& view, bool killed, QSize size = {1240, 612}, bool compact = false) {
        view.resize(size);
        view.setCompact(compact);
        view.setScenario(m_scenario);
        if (killed)
            view.setUnaffected({"watch-video", "streaming", "recommendation"});
        view.setSnapshot(instant(m_scenario, killed), 1);
        for (int second = 0; second < 6; ++second) {
            const auto later = instant(m_scenario, killed);
            later->now += seconds(second + 1);
            for (sim::CallSample& one : later->samples) {
                one.sent += seconds(second + 1);
                *one.answered += seconds(second + 1);
            }
            if (later->services.back().downSince) {
                *later->services.back().downSince += seconds(second + 1);
                *later->services.back().readyAt += seconds(second + 1);
            }
            if (killed)
                later->edges[edgeOf(models::callGraph(m_scenario), "user", "payment")].fallbacks +=
                    12 * (second + 1);
            view.setSnapshot(later, 1);
            for (int frame = 0; frame < 30; ++frame)
                view.advanceDots(0.0333);
        }
    }

  private Q_SLOTS:
    void cleanup() { setDark(true); }

    void pictures_data() {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("killed");
        QTest::addColumn<bool>("compact");
        QTest::addColumn<QString>("selection");
        QTest::newRow("running-dark") << true << false << false << "";
        QTest::newRow("running-light") << false << false << false << "";
        QTest::newRow("killed-dark") << true << true << false << "";
        QTest::newRow("killed-light") << false << true << false << "";
        QTest::newRow("selected-dark") << true << true << false << "user";
        QTest::newRow("selected-light") << false << true << false << "gateway";
        QTest::newRow("running-compact") << true << false << true << "";
        QTest::newRow("killed-compact") << true << true << true << "";
    }
    void pictures() {
        QFETCH(bool, dark);
        QFETCH(bool, killed);
        QFETCH(bool, compact);
        QFETCH(QString, selection);
        setDark(dark);
        CallGraphView view;
        show(view, killed, compact ? QSize(960, 460) : QSize(1240, 612), compact);
        view.select(selection);
        picture(view, QTest::currentDataTag());
        QCOMPARE(view.zoomPercent(), 100);
        for (const SceneNode& node : view.scene().nodes)
            QVERIFY(QRectF(view.rect()).contains(node.rect));
    }

    // The engine itself plays: nothing is made up, so nothing can be forgotten.
    void aRealRun() {
        CallGraphView view;
        view.resize(1240, 612);
        view.setScenario(m_scenario);
        sim::RunOptions options;
        options.observe = true;
        sim::Simulation simulation(m_scenario, options);
        const auto playTo = [&](std::chrono::milliseconds end) {
            simulation.advanceTo(sim::Instant(end - seconds(4)));
            simulation.snapshot();
            for (auto at = end - seconds(4); at <= end; at += milliseconds(100)) {
                simulation.advanceTo(sim::Instant(at));
                view.setSnapshot(std::make_shared<sim::Snapshot>(simulation.snapshot()), 0.1);
                for (int frame = 0; frame < 4; ++frame)
                    view.advanceDots(0.025);
            }
        };
        playTo(seconds(40));
        picture(view, "real-40-s");
        QCOMPARE(view.accessibleName(), "Call graph");
        playTo(seconds(68));
        picture(view, "real-68-s");
        view.selectNextUnhealthy();
        QCOMPARE(view.selected(), "payment");
    }

    // Forty services: smaller than life, chips instead of cards, and still everything in view.
    void aLargeGraphFits() {
        models::Scenario scenario;
        const auto name = [](int n) { return "service-" + std::to_string(n); };
        for (int n = 0; n < 40; ++n) {
            models::Service service;
            service.name = name(n);
            models::Endpoint endpoint;
            endpoint.name = "ask";
            for (const int callee : {2 * n + 1, 2 * n + 2, n + 7}) {
                if (callee >= 40)
                    continue;
                models::Step step;
                models::Call call;
                call.callee.service = name(callee);
                call.callee.endpoint = "ask";
                step.action = call;
                endpoint.steps.push_back(step);
            }
            service.endpoints.push_back(endpoint);
            scenario.services.push_back(service);
        }
        CallGraphView view;
        view.resize(1240, 612);
        view.setScenario(scenario);
        QTest::qWait(1500);  // Graphviz answers, or is not there
        picture(view, "large");
        for (const SceneNode& node : view.scene().nodes)
            QVERIFY(QRectF(view.rect()).contains(view.toWidget(node.rect.center())));
        view.select("service-3");
        view.fitSelection();
        QVERIFY(view.zoomPercent() <= 100);
        picture(view, "large-selection");
    }

    void aClickSelectsAndOnEmptyCanvasNothing() {
        CallGraphView view;
        show(view, false);
        QSignalSpy changed(&view, &CallGraphView::selectionChanged);
        const SceneNode& user = view.scene().nodes[view.scene().find("user")];
        const QPoint at = view.toWidget(user.rect.center()).toPoint();
        QTest::mouseClick(&view, Qt::LeftButton, {}, at);
        QCOMPARE(view.selected(), "user");
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(4, 4));
        QCOMPARE(view.selected(), "");
        QCOMPARE(changed.count(), 2);
    }

    void keysMoveTheSelection() {
        CallGraphView view;
        show(view, true);
        view.select("browse");
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.selected(), "gateway");
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.selected(), "streaming");
        QTest::keyClick(&view, Qt::Key_Escape);
        QCOMPARE(view.selected(), "");
        view.selectNextUnhealthy();
        QCOMPARE(view.selected(), "payment");
        QSignalSpy activated(&view, &CallGraphView::activated);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(activated.count(), 1);
    }

    void theKeysOfTheMainWindowPass() {
        CallGraphView view;
        show(view, false);
        for (const int key : {Qt::Key_K, Qt::Key_R, Qt::Key_Space}) {
            QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
            QCoreApplication::sendEvent(&view, &event);
            QVERIFY(!event.isAccepted());
        }
    }

    void theWheelZoomsAtTheCursor() {
        CallGraphView view;
        show(view, false);
        const QPointF under = view.scene().nodes[3].rect.center();
        const QPointF at = view.toWidget(under);
        QWheelEvent wheel(at, view.mapToGlobal(at), {}, {0, 120}, {}, {}, Qt::NoScrollPhase, false);
        QSignalSpy zoomed(&view, &CallGraphView::zoomChanged);
        QCoreApplication::sendEvent(&view, &wheel);
        QCOMPARE(view.zoomPercent(), 115);
        QVERIFY((view.toWidget(under) - at).manhattanLength() <= 2);
        QCOMPARE(zoomed.count(), 1);
        view.fitAll();
        QCOMPARE(view.zoomPercent(), 100);
    }

    // Payment stands to the right of user, which calls it; its own call leads back.
    void aCallToTheLeftGoesThere() {
        CallGraphView view;
        show(view, false);
        const GraphScene& scene = view.scene();
        const QRectF user = scene.nodes[scene.find("user")].rect;
        const QRectF payment = scene.nodes[scene.find("payment")].rect;
        const models::CallGraph graph = models::callGraph(m_scenario);
        const SceneEdge& forth = scene.edges[edgeOf(graph, "user", "payment")];
        const SceneEdge& back = scene.edges[edgeOf(graph, "payment", "user")];

        QVERIFY(!forth.leadsBack && back.leadsBack);
        QCOMPARE(forth.curve.pointAt(0).x(), user.right());
        QCOMPARE(forth.tip.x(), payment.left());
        QCOMPARE(back.curve.pointAt(0).x(), payment.left());
        QCOMPARE(back.tip.x(), user.right());
        QVERIFY(back.tip.y() != forth.curve.pointAt(0).y());
        for (double along = 0; along <= back.curve.length(); along += 2) {
            const double x = back.curve.pointAt(along).x();
            QVERIFY(x >= user.right() - 0.5 && x <= payment.left() + 0.5);
        }
    }

    void aDraggedCardStaysAndIsTold() {
        CallGraphView view;
        show(view, false);
        QSignalSpy moved(&view, &CallGraphView::positionsChanged);
        const int user = view.scene().find("user");
        const QRectF before = view.scene().nodes[user].rect;
        const QPoint from = view.toWidget(before.center()).toPoint();
        QTest::mousePress(&view, Qt::LeftButton, {}, from);
        QTest::mouseMove(&view, from + QPoint(20, 20));
        QTest::mouseMove(&view, from + QPoint(30, 60));
        QTest::mouseRelease(&view, Qt::LeftButton, {}, from + QPoint(30, 60));
        QCOMPARE(moved.count(), 1);
        QCOMPARE(view.scene().nodes[user].rect.topLeft(), before.topLeft() + QPointF(30, 60));
        QCOMPARE(view.positions().size(), 11);
        QCOMPARE(view.selected(), "");
        view.resize(1000, 600);
        QCOMPARE(view.scene().nodes[user].rect.topLeft(), before.topLeft() + QPointF(30, 60));
    }

    // Whoever polls may hand the same instant in twice: its requests are not shown twice.
    void theSameSnapshotCountsOnce() {
        CallGraphView view;
        view.resize(1240, 612);
        view.setScenario(m_scenario);
        const auto snapshot = instant(m_scenario, false);
        view.setSnapshot(snapshot);
        view.advanceDots(0.02);
        const QImage once = view.grab().toImage();
        for (int again = 0; again < 20; ++again)
            view.setSnapshot(snapshot);
        QCOMPARE(view.grab().toImage(), once);
    }

    void aSlowedServiceCarriesABadge() {
        CallGraphView view;
        view.resize(1240, 612);
        view.setScenario(m_scenario);
        const auto snapshot = instant(m_scenario, false);
        sim::ActiveFault fault;
        fault.fault.kind = models::Slow{};
        fault.fault.targets.push_back({"user", std::nullopt, {}});
        snapshot->faults.push_back(fault);
        sim::BreakerSnapshot breaker;
        breaker.edge = edgeOf(models::callGraph(m_scenario), "gateway", "payment");
        breaker.state = sim::BreakerState::HalfOpen;
        snapshot->breakers.push_back(breaker);
        view.setSnapshot(snapshot, 1);
        picture(view, "slowed");
        QCOMPARE(serviceValues(m_scenario, 1, snapshot.get(), false).badge, Badge::Fault);
        QCOMPARE(serviceValues(m_scenario, 2, snapshot.get(), true).badge, Badge::DidNotNotice);
    }

    void aDeadCardSaysSo() {
        const auto snapshot = instant(m_scenario, true);
        const CardValues dead = serviceValues(m_scenario, 4, snapshot.get(), true);
        QCOMPARE(dead.health, Health::Down);
        QCOMPARE(dead.downFor, QString("Down for 8.0\u00a0s"));
        QCOMPARE(dead.ready, QString("0 of 2 instances ready"));
        QCOMPARE(dead.returns, QString("ready in 22\u00a0s"));
        QCOMPARE(dead.badge, Badge::None);
        QCOMPARE(dead.sentence,
                 QString("payment: down for 8.0\u00a0s; 32/s arrive and are refused"));
        QVERIFY(std::abs(dead.countdown - 22.0 / 30) < 0.001);
    }

    void anotherScenarioSelectsNothing() {
        CallGraphView view;
        show(view, false);
        view.select("user");
        QSignalSpy changed(&view, &CallGraphView::selectionChanged);
        view.setScenario(m_scenario);
        QCOMPARE(view.selected(), "");
        QCOMPARE(changed.count(), 1);
    }

    void aRightClickAsksForAMenu() {
        CallGraphView view;
        show(view, false);
        QSignalSpy asked(&view, &CallGraphView::contextMenuRequested);
        const QPoint at = view.toWidget(view.scene().nodes[4].rect.center()).toPoint();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, view.mapToGlobal(at));
        QCoreApplication::sendEvent(&view, &event);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].toString(), view.scene().nodes[4].name);
    }

    // A frame is 25 ms: dots must take little of it, a rebuild (5 a second) not much more.
    void benchmarkFrame() {
        CallGraphView view;
        show(view, true);
        QImage canvas(view.size(), QImage::Format_ARGB32_Premultiplied);
        QBENCHMARK {
            view.advanceDots(0.001);
            view.render(&canvas);
        }
    }
    void benchmarkRebuild() {
        CallGraphView view;
        show(view, true);
        QImage canvas(view.size(), QImage::Format_ARGB32_Premultiplied);
        QBENCHMARK {
            view.themeChanged();
            view.render(&canvas);
        }
    }

    void anEmptyScenarioIsAnEmptyCanvas() {
        CallGraphView view;
        view.resize(600, 400);
        view.setScenario({});
        view.setSnapshot(std::make_shared<sim::Snapshot>());
        QVERIFY(!view.grab().isNull());
        QTest::keyClick(&view, Qt::Key_Right);
        view.selectNextUnhealthy();
        QCOMPARE(view.selected(), "");
        QCOMPARE(view.accessibleName(), "Call graph");
    }
};

TEST_OF_THIS_FILE(CallGraphViewTest);
#include "tst_call_graph_view.moc"
