#include <QtTest>

#include "app/desktop/main_window.h"
#include "app/session/edge_words.h"
#include "tests/support/fake_run.h"
#include "tests/support/streaming_scenario.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::MainWindow;
using app::Session;

class TestEdgeSelection : public QObject {
    Q_OBJECT

    std::shared_ptr<support::FakeRunLog> log;
    std::unique_ptr<Session> session;
    std::unique_ptr<MainWindow> window;

    int edge(const std::string& caller, const std::string& callee) const {
        const models::CallGraph& graph = session->graph();
        for (std::size_t e = 0; e < graph.edges.size(); ++e) {
            if (graph.edges[e].caller == *graph.node(caller) &&
                graph.edges[e].callee == *graph.node(callee))
                return static_cast<int>(e);
        }
        return -1;
    }

    QString selectedEdge() const {
        return session->selectedEdge() < 0
                   ? QString()
                   : app::edgeName(session->graph(),
                                   static_cast<std::size_t>(session->selectedEdge()));
    }

    // A point of the line that no card and no other line covers.
    QPoint pointOn(int wanted) const {
        const app::CallGraphView& graph = window->graph();
        const app::Curve& curve = graph.scene().edges[static_cast<std::size_t>(wanted)].curve;
        for (double s = 0; s < curve.length(); s += 2) {
            const QPointF at = curve.pointAt(s);
            if (app::nodeAt(graph.scene(), at) < 0 && app::edgeAt(graph.scene(), at) == wanted)
                return graph.toWidget(at).toPoint();
        }
        return {};
    }

  private Q_SLOTS:
    void init() {
        log = std::make_shared<support::FakeRunLog>();
        session = std::make_unique<Session>(support::fakeRuns(log));
        window = std::make_unique<MainWindow>(*session, app::Remember::Nothing);
        window->show();
        QVERIFY(session->open({support::streamingScenario(), {}, "watertight: 1\n"}, "s.yaml"));
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }

    void cleanup() {
        window.reset();
        session.reset();
    }

    void selectsTheLineThatIsClicked() {
        const int wanted = edge("gateway", "payment");
        QTest::mouseClick(&window->graph(), Qt::LeftButton, {}, pointOn(wanted));

        QCOMPARE(session->selectedEdge(), wanted);
        QCOMPARE(session->selectedNode(), -1);
        QCOMPARE(window->graph().selectedEdge(), wanted);
        QVERIFY(window->graph().selected().isEmpty());
    }

    void selectsACardInsteadOfTheLine() {
        session->selectEdge(edge("gateway", "payment"));
        session->selectNamed("user");

        QCOMPARE(session->selectedEdge(), -1);
        QCOMPARE(window->graph().selectedEdge(), -1);
        QCOMPARE(window->graph().selected(), "user");
    }

    void deselectsByEscAndByAClickBesides() {
        session->selectEdge(edge("gateway", "payment"));
        QTest::keyClick(&window->graph(), Qt::Key_Escape);
        QCOMPARE(session->selectedEdge(), -1);

        session->selectEdge(edge("gateway", "payment"));
        QTest::mouseClick(&window->graph(), Qt::LeftButton, {}, QPoint(3, 3));
        QCOMPARE(session->selectedEdge(), -1);
        QCOMPARE(window->graph().selectedEdge(), -1);
    }

    void walksFromCardToLineToCardByKeys() {
        session->selectNamed("streaming");
        QTest::keyClick(&window->graph(), Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(selectedEdge(), QString::fromUtf8("streaming → user"));

        QTest::keyClick(&window->graph(), Qt::Key_Right);
        QCOMPARE(session->selectedService(), "user");

        QTest::keyClick(&window->graph(), Qt::Key_Left, Qt::ControlModifier);
        QVERIFY(selectedEdge().endsWith(QString::fromUtf8("→ user")));
    }

    void walksAmongTheLinesOfACard() {
        session->selectNamed("gateway");
        QTest::keyClick(&window->graph(), Qt::Key_Right, Qt::ControlModifier);
        QStringList met{selectedEdge()};
        for (int i = 0; i < 3; ++i) {
            QTest::keyClick(&window->graph(), Qt::Key_Down);
            met << selectedEdge();
        }

        met.sort();
        QCOMPARE(met, QStringList({QString::fromUtf8("gateway → payment"),
                                   QString::fromUtf8("gateway → recommendation"),
                                   QString::fromUtf8("gateway → streaming"),
                                   QString::fromUtf8("gateway → user")}));
        QTest::keyClick(&window->graph(), Qt::Key_Up);
        QVERIFY(session->selectedEdge() >= 0);
    }

    void goesToALineByTheMenuOfItsCard() {
        const auto menu = window->serviceMenu(*session->graph().node("user"));
        QMenu* calls = nullptr;
        for (QAction* action : menu->actions()) {
            if (action->text() == "Calls")
                calls = action->menu();
        }
        QVERIFY(calls);
        for (QAction* action : calls->actions()) {
            if (action->text() == QString::fromUtf8("user → payment"))
                action->trigger();
        }
        QCOMPARE(session->selectedEdge(), edge("user", "payment"));

        const auto back = window->edgeMenu(session->selectedEdge());
        back->actions().back()->trigger();
        QCOMPARE(session->selectedService(), "payment");
    }

    void showsTheLineInTheInspector() {
        session->selectEdge(edge("gateway", "payment"));
        QTest::keyClick(&window->graph(), Qt::Key_Return);

        QVERIFY(window->isInspecting());
        const QString said = window->inspector().text();
        QVERIFY2(said.startsWith(QString::fromUtf8("gateway → payment, calls. Healthy: 0 of 200 "
                                                   "calls failed")),
                 qPrintable(said));
        QVERIFY2(said.contains("rate 20/s"), qPrintable(said));
        QVERIFY2(said.contains("payment.charge closed"), qPrintable(said));
        QVERIFY(!said.contains("Instances"));
    }

    // Parameters are read from the text, which the small platform of the other tests has not.
    void saysTheGuardsOfTheCallAsTheyAreWritten() {
        models::ScenarioReading reading = models::readScenario(R"(watertight: 1
services:
  gateway:
    endpoints:
      buy: [ { call: payment.charge, timeout: 1 s, circuit-breaker: { window: 20, failures: 50 %, minimum: 10 } } ]
  payment: { endpoints: { charge: [ { compute: exp(1 ms) } ] } }
journeys:
  buyers: { arrivals: constant(10/s), steps: [ { call: gateway.buy } ] }
)",
                                                               "guarded.yaml", {});
        QVERIFY(reading.scenario);
        QVERIFY(session->open(std::move(reading), "guarded.yaml"));
        session->selectEdge(edge("gateway", "payment"));
        QTest::keyClick(&window->graph(), Qt::Key_Return);

        const QString said = window->inspector().text();
        QVERIFY2(said.contains("circuit-breaker { window: 20, failures: 50 %"), qPrintable(said));
    }

    void countsSinceTheKillAndSaysWhy() {
        session->selectEdge(edge("gateway", "payment"));
        session->kill("payment");
        session->step(8s);
        window->inspect();
        window->inspector().refresh();

        const QString said = window->inspector().text();
        QVERIFY2(said.contains("because payment is down"), qPrintable(said));
        QVERIFY2(said.contains("since the kill 160"), qPrintable(said));
        QVERIFY2(said.contains("payment.charge open"), qPrintable(said));
    }

    void chartsTheLine() {
        const int wanted = edge("gateway", "payment");
        session->selectEdge(wanted);
        window->charts().refresh();

        const app::ChartContent& content = window->charts().chart(0).content();
        QCOMPARE(content.title, QString::fromUtf8("Throughput of gateway → payment"));
        QCOMPARE(content.unit, "calls/s");
        // The fake has 10 calls more a tick for each edge, and a tick is half a second.
        QCOMPARE(content.lines.back().points.back().y(), 2.0 * 10 * (wanted + 1));
    }

    void showsOtherFiguresBesideTheLines() {
        const auto label = [&] {
            return window->graph()
                .edgeValuesSeen()[static_cast<std::size_t>(edge("gateway", "payment"))]
                .label;
        };
        QCOMPARE(label(), "20/s");
        for (QAction* action : window->findChildren<QAction*>()) {
            if (action->text() == "Errors" && action->isCheckable())
                action->trigger();
        }
        QCOMPARE(label(), QString::fromUtf8("0.0\u00a0%"));
        for (QAction* action : window->findChildren<QAction*>()) {
            if (action->text() == "None" && action->isCheckable())
                action->trigger();
        }
        QCOMPARE(label(), QString());
    }
};

TEST_OF_THIS_FILE(TestEdgeSelection);
#include "tst_edge_selection.moc"
