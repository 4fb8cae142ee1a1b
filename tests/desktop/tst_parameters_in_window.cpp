// Parameters of a running system, set in place in the inspector, with the real engine.
#include <QtTest>

#include "app/panels/parameter_list.h"
#include "sim/command_plan.h"
#include "tests/desktop/opened_window.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::ParameterList;

namespace {

const char* const parameterShop = R"(watertight: 1
name: shop
run: { duration: 10 min }
network: { latency: 1 ms }
services:
  shop:
    concurrency: 2
    start-up: 1 s
    endpoints:
      buy:
        - compute: 50 ms
        - { call: stock.take, timeout: 1 s }
  stock: { endpoints: { take: [ { compute: 10 ms } ] } }
journeys: { users: { arrivals: constant(20/s), steps: [ { call: shop.buy, timeout: 5 s } ] } }
)";

// Values on several lines, and steps in all that has steps in it.
const char* const nestedShop = R"(watertight: 1
name: shop
run: { duration: 10 min }
network: { latency: 1 ms }
services:
  shop:
    store: { tables: { orders: { key: request, columns: { status: text } } } }
    endpoints:
      buy:
        - call: stock.take
          timeout: 1 s
          retry:
            attempts: 3
            backoff: 50 ms
          fallback: [ { compute: 16 ms } ]
        - choose:
            - { weight: 1, steps: [ { compute: 11 ms } ] }
            - { weight: 1, steps: [ { compute: 12 ms } ] }
        - repeat: { times: 2, steps: [ { compute: 13 ms } ] }
        - saga:
            - { do: [ { compute: 14 ms } ], undo: [ { compute: 15 ms } ] }
        - fail: 1 %
  stock: { endpoints: { take: [ { compute: 10 ms } ] } }
journeys: { users: { arrivals: constant(20/s), steps: [ { call: shop.buy, timeout: 5 s } ] } }
)";

}  // namespace

class TestParametersInWindow : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() {
        opened = std::make_unique<support::OpenedWindow>(parameterShop);
        // It has run for a moment before it heard that it is to wait.
        QVERIFY(opened->stepTo(models::runStart + 3s));
        opened->session.selectNamed("shop");
        opened->window.inspect();
    }
    void cleanup() { opened.reset(); }

    void isSetByKeysAndTakenBackByName();
    void isSetByAClick();
    void badInputIsAnsweredAndEscapeLeavesIt();
    void lettersAreNoCommandsMeanwhile();
    void whatIsEditedStaysWhileTheRunGoesOn();
    void whatIsNotThereIsAddedAndTakenOut();
    void anEndpointsComputeIsSet();
    void aBreakerIsAddedToACall();
    void whatStandsOnSeveralLinesIsSetOnOne();
    void stepsWithinOthersAreSet();
    void aLongValueIsEditedOnALineOfItsOwn();
    void theNumberOfInstancesIsScaled();
    void inReviewItBeginsAnotherRoad();
    void isToldInTheLogAndNoScenario();

  private:
    template <typename List = app::ParametersSection>
    List& list() {
        List* found = opened->window.findChild<List*>();
        found->refresh();
        return *found;
    }
    void open(const char* text) {
        opened.reset();
        opened = std::make_unique<support::OpenedWindow>(text);
        opened->session.selectNamed("shop");
    }
    void selectEdgeTo(const std::string& callee) {
        const auto& graph = opened->session.graph();
        for (std::size_t e = 0; e < graph.edges.size(); ++e) {
            if (graph.nodes[static_cast<std::size_t>(graph.edges[e].callee)].name == callee)
                opened->session.selectEdge(static_cast<int>(e));
        }
    }
    QLineEdit& editor(ParameterList& list) { return *list.findChild<QLineEdit*>(); }
    static const app::ParameterRow& row(const ParameterList& list, const QString& name) {
        const auto found = std::ranges::find(list.rows(), name, &app::ParameterRow::name);
        if (found == list.rows().end())
            qFatal("there is no such row");
        return *found;
    }
    // By the keyboard alone, from wherever the list stands.
    void openRow(ParameterList& list, const QString& name) {
        list.setFocus();
        for (std::size_t i = 0; i < list.rows().size(); ++i)
            QTest::keyClick(&list, Qt::Key_Up);
        for (const app::ParameterRow& each : list.rows()) {
            if (each.name == name)
                break;
            if (each.isEditable())
                QTest::keyClick(&list, Qt::Key_Down);
        }
        QTest::keyClick(&list, Qt::Key_F2);
    }
    void set(ParameterList& list, const QString& name, const QString& value) {
        openRow(list, name);
        editor(list).setText(value);
        QTest::keyClick(&editor(list), Qt::Key_Return);
    }
    const sim::ServiceSnapshot& seen(const QString& service = "shop") {
        return *opened->session.seenService(service);
    }
    // Small steps, which even a busy machine executes soon. A command moves the run that waits on
    // by a nanosecond, so it may come to stand behind what was asked for.
    bool step(models::Duration by) {
        const models::Instant until = opened->session.liveSnapshot()->now + by;
        opened->session.step(by);
        return opened->waitFor([&] {
            return opened->session.liveSnapshot()->now >= until && !opened->session.state().running;
        });
    }
    int slotsOfShop() { return seen().slots.value_or(-1); }

    std::unique_ptr<support::OpenedWindow> opened;
};

void TestParametersInWindow::isSetByKeysAndTakenBackByName() {
    app::ParametersSection& parameters = list();
    QCOMPARE(row(parameters, "concurrency").shown, "2");
    openRow(parameters, "concurrency");
    QVERIFY(editor(parameters).isVisible());
    QCOMPARE(editor(parameters).text(), "2");
    QTest::keyClicks(&editor(parameters), "8");
    QTest::keyClick(&editor(parameters), Qt::Key_Return);

    QVERIFY(!editor(parameters).isVisible());
    QVERIFY(step(500ms));
    QCOMPARE(slotsOfShop(), 8);
    QCOMPARE(row(list(), "concurrency").shown, "8");
    QVERIFY(row(list(), "concurrency").isSet);
    QVERIFY(opened->window.inspector().text().contains("concurrency 8, set while it runs"));

    QUndoStack& stack = opened->session.undoStack();
    QCOMPARE(stack.undoText(), "Set concurrency of shop back to 2");
    stack.undo();
    QVERIFY(step(500ms));
    QCOMPARE(slotsOfShop(), 2);
    QVERIFY(!row(list(), "concurrency").isSet);
    stack.redo();
    QVERIFY(step(500ms));
    QCOMPARE(slotsOfShop(), 8);
}

void TestParametersInWindow::isSetByAClick() {
    app::ParametersSection& parameters = list();
    // The second row below the heading.
    QTest::mouseClick(&parameters, Qt::LeftButton, {}, QPoint(parameters.width() - 30, 49 + 22));
    QVERIFY(editor(parameters).isVisible());
    QCOMPARE(editor(parameters).accessibleName(), "concurrency");
    QVERIFY(parameters.rect().contains(editor(parameters).geometry()));
    QTest::keyClicks(&editor(parameters), "3");
    QTest::keyClick(&editor(parameters), Qt::Key_Enter);
    QVERIFY(step(500ms));
    QCOMPARE(slotsOfShop(), 3);
}

void TestParametersInWindow::badInputIsAnsweredAndEscapeLeavesIt() {
    app::ParametersSection& parameters = list();
    set(parameters, "concurrency", "many");
    QVERIFY2(parameters.problem().contains("many"), qPrintable(parameters.problem()));
    QVERIFY2(parameters.problem().contains("whole number"), qPrintable(parameters.problem()));
    QVERIFY(parameters.accessibleName().contains(parameters.problem()));
    QVERIFY(editor(parameters).isVisible());

    QTest::keyClick(&editor(parameters), Qt::Key_Escape);
    QVERIFY(!editor(parameters).isVisible());
    QVERIFY(parameters.problem().isEmpty());
    QVERIFY(opened->window.isInspecting());  // Escape was the editor's alone
    QVERIFY(!opened->session.undoStack().canUndo());
    QVERIFY(step(500ms));
    QCOMPARE(slotsOfShop(), 2);
}

void TestParametersInWindow::lettersAreNoCommandsMeanwhile() {
    app::ParametersSection& parameters = list();
    openRow(parameters, "start-up");
    QTest::keyClicks(&editor(parameters), "kkk");
    QCOMPARE(editor(parameters).text(), "kkk");
    QVERIFY(step(500ms));
    QVERIFY(opened->session.snapshot()->faults.empty());
}

void TestParametersInWindow::whatIsEditedStaysWhileTheRunGoesOn() {
    app::ParametersSection& parameters = list();
    openRow(parameters, "inbox");
    editor(parameters).setText("7");
    QVERIFY(step(500ms));
    list();
    QVERIFY(editor(parameters).isVisible());
    QCOMPARE(editor(parameters).text(), "7");
    QTest::keyClick(&editor(parameters), Qt::Key_Return);
    QVERIFY(step(500ms));
    QCOMPARE(seen().inboxCapacity.value_or(-1), 7);
    QCOMPARE(opened->session.undoStack().undoText(), "Set inbox of shop back to 1000");
}

void TestParametersInWindow::whatIsNotThereIsAddedAndTakenOut() {
    set(list(), "rate-limit", "{ rate: 5/s, burst: 1 }");
    QVERIFY(step(500ms));
    QVERIFY(seen().counts.rejected > 3);
    QCOMPARE(row(list(), "rate-limit").shown, "{ rate: 5/s, burst: 1 }");
    QCOMPARE(opened->session.undoStack().undoText(), "Take rate-limit of shop out again");

    set(list(), "rate-limit", "");
    QVERIFY(step(500ms));
    const std::int64_t rejected = seen().counts.rejected;
    QVERIFY(step(500ms));
    QCOMPARE(seen().counts.rejected, rejected);
    QCOMPARE(row(list(), "rate-limit").shown, "none");
}

void TestParametersInWindow::anEndpointsComputeIsSet() {
    QCOMPARE(row(list(), "buy: compute").words, "50 ms");
    set(list(), "buy: compute", "5 ms");
    QVERIFY(step(500ms));
    QCOMPARE(row(list(), "buy: compute").words, "5 ms");
    QCOMPARE(opened->session.undoStack().undoText(),
             "Set compute of shop.buy, step 1 back to 50 ms");
}

void TestParametersInWindow::aBreakerIsAddedToACall() {
    const auto& graph = opened->session.graph();
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
        if (graph.nodes[static_cast<std::size_t>(graph.edges[e].callee)].name == "stock")
            opened->session.selectEdge(static_cast<int>(e));
    }
    auto& calls = list<app::EdgeSettingsSection>();
    QCOMPARE(calls.rows().front().name, QString::fromUtf8("buy \u2192 stock.take"));
    QCOMPARE(row(calls, "timeout").shown, "1 s");
    QCOMPARE(row(calls, "circuit-breaker").shown, "none");
    QVERIFY(opened->session.snapshot()->breakers.empty());
    set(calls, "circuit-breaker", "{ window: 10, minimum: 10, open-for: 5 s }");
    QVERIFY2(calls.problem().isEmpty(), qPrintable(calls.problem()));
    QVERIFY(step(500ms));
    QCOMPARE(opened->session.snapshot()->breakers.size(), std::size_t{1});
    QCOMPARE(row(calls, "circuit-breaker").shown, "{ window: 10, minimum: 10, open-for: 5 s }");
}

void TestParametersInWindow::whatStandsOnSeveralLinesIsSetOnOne() {
    open(nestedShop);
    selectEdgeTo("stock");
    auto& calls = list<app::EdgeSettingsSection>();
    QCOMPARE(row(calls, "retry").shown, "{ attempts: 3, backoff: 50 ms }");
    set(calls, "retry", "{ attempts: 5, backoff: 50 ms }");
    QVERIFY2(calls.problem().isEmpty(), qPrintable(calls.problem()));
    QVERIFY(step(500ms));
    QCOMPARE(row(calls, "retry").shown, "{ attempts: 5, backoff: 50 ms }");
    opened->session.undoStack().undo();
    QVERIFY(step(500ms));
    list<app::EdgeSettingsSection>();  // looks anew
    QCOMPARE(row(calls, "retry").words, "{ attempts: 3, backoff: 50 ms }");
}

void TestParametersInWindow::stepsWithinOthersAreSet() {
    open(nestedShop);
    const struct {
        QString before, after, undo;
    } all[] = {{"16 ms", "2 ms", "shop.buy, step 1.1"},    // of the fallback
               {"11 ms", "3 ms", "shop.buy, step 2.1.1"},  // of the choices
               {"12 ms", "4 ms", "shop.buy, step 2.2.1"},
               {"13 ms", "5 ms", "shop.buy, step 3.1"},    // of the rounds
               {"14 ms", "6 ms", "shop.buy, step 4.1.1"},  // of the saga
               {"15 ms", "7 ms", "shop.buy, step 4.1.1"},
               {"1 %", "2 %", "shop.buy, step 5"}};
    for (const auto& each : all) {
        const auto& rows = list().rows();
        const auto found = std::ranges::find(rows, each.before, &app::ParameterRow::words);
        QVERIFY2(found != rows.end(), qPrintable(each.before));
        const QString name = found->name;
        set(list(), name, each.after);
        QVERIFY2(list().problem().isEmpty(), qPrintable(list().problem()));
        QVERIFY(step(100ms));
        QCOMPARE(row(list(), name).words, each.after);
        QVERIFY(row(list(), name).isSet);
        const QString undo = opened->session.undoStack().undoText();
        QVERIFY2(undo.contains(each.undo), qPrintable(undo));
    }
}

void TestParametersInWindow::aLongValueIsEditedOnALineOfItsOwn() {
    open(nestedShop);
    selectEdgeTo("stock");
    auto& calls = list<app::EdgeSettingsSection>();
    openRow(calls, "timeout");
    QVERIFY(editor(calls).width() < calls.width() * 2 / 3);
    QTest::keyClick(&editor(calls), Qt::Key_Escape);
    set(calls, "circuit-breaker",
        "{ window: 20, failures: 50 %, minimum: 10, open-for: 5 s, slow-after: 2 s, probes: 3 }");
    QVERIFY2(calls.problem().isEmpty(), qPrintable(calls.problem()));
    QVERIFY(step(100ms));
    openRow(calls, "circuit-breaker");
    QVERIFY(editor(calls).width() > calls.width() * 2 / 3);
}

void TestParametersInWindow::theNumberOfInstancesIsScaled() {
    set(list(), "instances", "3");
    QVERIFY(step(500ms));
    QCOMPARE(seen().wanted, 3);
    QCOMPARE(opened->session.undoStack().undoText(), "Scale shop back to 1");
    set(list(), "instances", "lots");
    QVERIFY(list().problem().contains("whole number"));
}

void TestParametersInWindow::inReviewItBeginsAnotherRoad() {
    QVERIFY(step(500ms));
    const models::Instant then = opened->session.liveSnapshot()->now;
    set(list(), "concurrency", "6");
    QVERIFY(step(500ms));
    opened->session.review(then);
    QVERIFY(opened->waitFor(
        [&] { return opened->session.isInReview() && opened->session.snapshot()->now == then; }));
    QCOMPARE(row(list(), "concurrency").shown, "2");

    set(list(), "concurrency", "9");
    QVERIFY(opened->waitFor([&] {
        return !opened->session.isInReview() && opened->session.state().otherRoad.has_value();
    }));
    opened->session.pause();
    QVERIFY(opened->waitFor([&] { return slotsOfShop() == 9; }));
    QCOMPARE(row(list(), "concurrency").shown, "9");

    opened->session.takeOtherRoad();
    QVERIFY(opened->waitFor([&] { return slotsOfShop() == 6; }));
    QCOMPARE(row(list(), "concurrency").shown, "6");
}

void TestParametersInWindow::isToldInTheLogAndNoScenario() {
    set(list(), "concurrency", "8");
    QVERIFY(step(500ms));
    const app::UserAct& act = opened->session.userActs().back();
    QCOMPARE(act.what, "Set concurrency of shop to 8");
    QCOMPARE(act.where, "shop");
    const auto rows = opened->session.snapshot()->timeline;
    QVERIFY(std::ranges::any_of(rows, [](const sim::TimelineRow& each) {
        return each.what == "set" && each.detail == "concurrency: 2 -> 8";
    }));
    QCOMPARE(opened->session.state().commands->size(), std::size_t{1});
}

TEST_OF_THIS_FILE(TestParametersInWindow);
#include "tst_parameters_in_window.moc"
