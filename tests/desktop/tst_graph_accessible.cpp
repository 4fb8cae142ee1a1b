#include <QAccessible>
#include <QtTest>

#include "app/desktop/main_window.h"
#include "tests/support/fake_run.h"
#include "tests/support/streaming_scenario.h"
#include "tests/support/test_program.h"

using app::MainWindow;
using app::Session;

class TestGraphAccessible : public QObject {
    Q_OBJECT

    std::unique_ptr<Session> session;
    std::unique_ptr<MainWindow> window;
    QAccessibleInterface* graph = nullptr;

    QAccessibleInterface* part(const QString& name) const {
        for (int i = 0; i < graph->childCount(); ++i) {
            if (graph->child(i)->text(QAccessible::Name) == name)
                return graph->child(i);
        }
        return nullptr;
    }

  private Q_SLOTS:
    void init() {
        session =
            std::make_unique<Session>(support::fakeRuns(std::make_shared<support::FakeRunLog>()));
        window = std::make_unique<MainWindow>(*session, app::Remember::Nothing);
        window->show();
        QVERIFY(session->open({support::streamingScenario(), {}, "watertight: 1\n"}, "s.yaml"));
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        window->graph().setFocus();
        graph = QAccessible::queryAccessibleInterface(&window->graph());
        QVERIFY(graph);
    }

    void cleanup() {
        window.reset();
        session.reset();
    }

    void hasAChildForEachCardAndEachLine() {
        const auto& scene = window->graph().scene();
        QCOMPARE(graph->text(QAccessible::Name), "Call graph");
        QCOMPARE(graph->childCount(), static_cast<int>(scene.nodes.size() + scene.edges.size()));
        QVERIFY(!graph->child(graph->childCount()));
        for (int i = 0; i < graph->childCount(); ++i) {
            QAccessibleInterface* child = graph->child(i);
            QVERIFY(child->isValid());
            QCOMPARE(graph->indexOfChild(child), i);
            QCOMPARE(child->parent(), graph);
            QVERIFY(!child->text(QAccessible::Name).isEmpty());
            QVERIFY(!child->text(QAccessible::Description).isEmpty());
            QVERIFY(child->rect().isValid());
        }
    }

    void saysHowACardAndALineFare() {
        QVERIFY(part("payment")->text(QAccessible::Description).startsWith("payment"));
        QAccessibleInterface* line = part("gateway calls payment");
        QVERIFY(line);
        QVERIFY(line->text(QAccessible::Description).contains("20/s"));
    }

    void isFoundWhereItIsDrawn() {
        QAccessibleInterface* card = part("user");
        const QPoint middle = card->rect().center();
        QCOMPARE(graph->childAt(middle.x(), middle.y()), card);
        QVERIFY(!graph->childAt(-5, -5));
    }

    void selectsByItsAction() {
        QAccessibleInterface* card = part("user");
        card->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(session->selectedService(), "user");
        QVERIFY(card->state().selected);
        QVERIFY(card->state().focused);
        QCOMPARE(graph->focusChild(), card);

        QAccessibleInterface* line = part("user calls payment");
        line->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QVERIFY(session->selectedEdge() >= 0);
        QVERIFY(!card->state().selected);
        QCOMPARE(graph->focusChild(), line);
    }

    // The announcement itself needs a screen reader's connection, which a test has not: what it
    // names is this child.
    void hasItsFocusWhereTheArrowsWent() {
        session->selectNamed("gateway");
        QTest::keyClick(&window->graph(), Qt::Key_Right);
        const QString next = session->selectedService();
        QVERIFY(!next.isEmpty() && next != "gateway");
        QVERIFY(graph->focusChild());
        QCOMPARE(graph->focusChild()->text(QAccessible::Name), next);
        QVERIFY(graph->focusChild()->state().focused);

        QTest::keyClick(&window->graph(), Qt::Key_Left, Qt::ControlModifier);
        const QString line = graph->focusChild()->text(QAccessible::Name);
        QVERIFY2(line.endsWith("calls " + next), qPrintable(line));
    }

    void survivesAnotherScenario() {
        QAccessibleInterface* last = graph->child(graph->childCount() - 1);
        QVERIFY(last->isValid());
        models::Scenario small = support::streamingScenario();
        small.services.resize(1);
        small.services.front().endpoints.clear();
        small.journeys.clear();
        small.faults.clear();
        small.expectations.clear();
        QVERIFY(session->open({small, {}, "watertight: 1\n"}, "small.yaml"));

        QCOMPARE(graph->childCount(), 1);
        QVERIFY(!last->isValid());
        QVERIFY(last->text(QAccessible::Name).isEmpty());
        QVERIFY(!last->rect().isValid());
        QVERIFY(last->state().invalid);
    }
};

TEST_OF_THIS_FILE(TestGraphAccessible);
#include "tst_graph_accessible.moc"
