// Any fault of the language, begun from the window: the dialog, and the menus of calls and
// journeys.
#include <QtTest>

#include "app/desktop/fault_dialog.h"
#include "app/desktop/fault_form.h"
#include "app/desktop/main_window.h"
#include "app/session/fault_reach.h"
#include "models/io/entry_reader.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::FaultDialog;
using app::MainWindow;
using app::Session;

namespace {

// Two zones, a store, a topic, and a service that nobody calls.
const char* const faultShop = R"(
watertight: 1
name: shop
run: { duration: 60 s, warm-up: 1 s }
network: { zones: { north: shop#1, south: shop#2 } }
populations: { member: { size: 50 } }
services:
  shop:
    instances: 2
    endpoints: { buy: [ { call: stock.take, timeout: 1 s }, { publish: sold } ], look: [ { compute: 1 ms } ] }
  stock:
    cores: 2
    store: { tables: { items: { key: member, rows: 50, columns: { left: integer default 9 } } } }
    endpoints: { take: [ { compute: 2 ms }, { read: items } ] }
  mail: { consumes: { sold: { endpoint: send } }, endpoints: { send: [ { compute: 1 ms } ] } }
  idle: { endpoints: { wait: [ { compute: 1 ms } ] } }
topics: { sold: {} }
journeys:
  buyers: { arrivals: constant(20/s), steps: [ { call: shop.buy, timeout: 1 s } ] }
  readers: { arrivals: constant(20/s), steps: [ { call: shop.look, timeout: 1 s } ] }
)";

struct OpenedFaultDialog {
    Session session;
    MainWindow window{session, app::Remember::Nothing};

    OpenedFaultDialog() {
        window.resize(1400, 900);
        window.show();
        session.open(models::readScenario(faultShop, "shop.yaml", {}), "shop.yaml");
        session.pause();
    }

    FaultDialog* dialog() {
        for (QAction* each : window.findChildren<QAction*>()) {
            if (each->text().startsWith("Begin a fault"))
                each->trigger();
        }
        return window.findChild<FaultDialog*>();
    }

    void stepBy(sim::Duration by) {
        const sim::Instant until = session.snapshot()->now + by;
        session.step(by);
        QTRY_VERIFY_WITH_TIMEOUT(session.snapshot()->now >= until, 20000);
    }
};

QString said(FaultDialog& dialog) {
    return dialog.findChild<QLabel*>("faultSaid")->text();
}

}  // namespace

class TestFaultDialog : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void lightsWhomItWouldReachUntilItIsClosed() {
        OpenedFaultDialog opened;
        QSignalSpy lit(&opened.session, &Session::reachPreviewed);
        FaultDialog* dialog = opened.dialog();

        dialog->propose("kill", "stock");
        QStringList reached = lit.back().front().toStringList();
        reached.removeDuplicates();
        reached.sort();
        QCOMPARE(reached, QStringList({"buyers", "shop", "stock"}));
        dialog->findChild<QComboBox*>("faultTarget")->setEditText("nobody");
        QVERIFY(lit.back().front().toStringList().isEmpty());
        dialog->propose("kill", "stock");
        QVERIFY(!lit.back().front().toStringList().isEmpty());
        dialog->reject();

        QVERIFY(lit.back().front().toStringList().isEmpty());
    }

    void everyKindCanBeBegunAndUndone_data();
    void everyKindCanBeBegunAndUndone();
    void whatIsWrongIsSaid();
    void itBeginsWithWhatIsSelected();
    void aSlowStoreSaysHowSlow();
    void aTimeToComeMakesItAPlan();
    void aTimeThatIsNoneIsRefused();
    void itSaysWhoCanFeelIt();
    void itGoesByEndpoints();
    void callsAndJourneysHaveMenus();
};

void TestFaultDialog::everyKindCanBeBegunAndUndone_data() {
    QTest::addColumn<QString>("kind");
    for (const app::FaultForm& each : app::faultForms())
        QTest::newRow(each.key) << QString(each.key);
}

void TestFaultDialog::everyKindCanBeBegunAndUndone() {
    QFETCH(QString, kind);
    OpenedFaultDialog opened;
    QVERIFY(opened.session.hasRun());
    FaultDialog* dialog = opened.dialog();
    QVERIFY(dialog);
    dialog->propose(kind, {});
    QCOMPARE(dialog->findChild<QComboBox*>("faultKind")->currentData().toString(), kind);
    auto* begin = dialog->findChild<QPushButton*>("faultBegin");
    QVERIFY2(begin->isEnabled(), qPrintable(dialog->entry() + ": " + said(*dialog)));
    QVERIFY(!said(*dialog).isEmpty());
    // What is shown for copying says the same to a scenario.
    const auto read = models::readEntry(dialog->entry().toStdString(), opened.session.scenario());
    QVERIFY(read.entry.has_value());
    const auto wanted = std::get<models::Fault>(*read.entry);
    begin->click();
    opened.stepBy(100ms);
    QCOMPARE(opened.session.snapshot()->faults.size(), std::size_t(1));
    const models::Fault& begun = opened.session.snapshot()->faults.front().fault;
    QVERIFY(begun.kind == wanted.kind);
    QVERIFY(begun.duration == sim::Duration(30s));
    opened.session.undoStack().undo();
    opened.stepBy(100ms);
    QVERIFY(opened.session.snapshot()->faults.empty());
}

void TestFaultDialog::whatIsWrongIsSaid() {
    OpenedFaultDialog opened;
    FaultDialog* dialog = opened.dialog();
    dialog->propose("slow", "stock");
    auto* begin = dialog->findChild<QPushButton*>("faultBegin");
    auto* factor = dialog->findChild<QLineEdit*>("faultValue0");
    factor->setText("ten");
    QVERIFY(!begin->isEnabled());
    QVERIFY2(said(*dialog).contains("10x"), qPrintable(said(*dialog)));  // what is expected
    factor->setText("4x");
    QVERIFY(begin->isEnabled());
    dialog->findChild<QComboBox*>("faultTarget")->setEditText("stok");
    QVERIFY(!begin->isEnabled());
    QVERIFY2(said(*dialog).contains("`stock`"), qPrintable(said(*dialog)));  // the nearest name
    dialog->findChild<QComboBox*>("faultTarget")->setEditText("stock");
    dialog->findChild<QLineEdit*>("faultLasts")->setText("soon");
    QVERIFY(!begin->isEnabled());
    dialog->findChild<QLineEdit*>("faultLasts")->clear();
    QVERIFY(begin->isEnabled());
    begin->click();
    opened.stepBy(100ms);
    QVERIFY(!opened.session.snapshot()->faults.front().until);  // until it is lifted
    QCOMPARE(std::get<models::Slow>(opened.session.snapshot()->faults.front().fault.kind).by.value,
             4.0);
}

void TestFaultDialog::itBeginsWithWhatIsSelected() {
    OpenedFaultDialog opened;
    opened.session.selectNamed("stock");
    FaultDialog* ofService = opened.dialog();
    QVERIFY2(ofService->entry().contains("slow: stock,"), qPrintable(ofService->entry()));
    delete ofService;
    opened.session.selectNamed("readers");
    FaultDialog* ofJourney = opened.dialog();
    QVERIFY2(ofJourney->entry().contains("surge: readers,"), qPrintable(ofJourney->entry()));
    delete ofJourney;
    opened.session.selectEdge(2);
    FaultDialog* ofCall = opened.dialog();
    QVERIFY2(ofCall->entry().contains("delay: shop -> stock,"), qPrintable(ofCall->entry()));
}

void TestFaultDialog::aSlowStoreSaysHowSlow() {
    OpenedFaultDialog opened;
    FaultDialog* dialog = opened.dialog();
    dialog->propose("break-store", "stock");
    auto* factor = dialog->findChild<QLineEdit*>("faultValue1");
    QVERIFY(factor->isHidden());
    QVERIFY2(!dialog->entry().contains("by:"), qPrintable(dialog->entry()));
    dialog->findChild<QComboBox*>("faultChoice0")->setCurrentText("slow");
    QVERIFY(!factor->isHidden());
    QVERIFY(dialog->findChild<QComboBox*>("faultChoice1")->isHidden());
    factor->setText("3x");
    QVERIFY2(dialog->entry().contains("as: slow, by: 3x"), qPrintable(dialog->entry()));
}

// The scenario had nothing planned, so what is planned now is played.
void TestFaultDialog::aTimeToComeMakesItAPlan() {
    OpenedFaultDialog opened;
    FaultDialog* dialog = opened.dialog();
    dialog->propose("kill", "stock");
    dialog->findChild<QLineEdit*>("faultWhen")->setText("0:05");
    auto* begin = dialog->findChild<QPushButton*>("faultBegin");
    QCOMPARE(begin->text(), QStringLiteral("Plan"));
    QVERIFY2(dialog->entry().startsWith("{ at: 5 s, kill: stock"), qPrintable(dialog->entry()));
    begin->click();

    QTRY_VERIFY(!opened.session.isPlanBeingTaken());
    QCOMPARE(opened.session.scenario().faults.size(), std::size_t(1));
    QVERIFY(opened.session.text().find("kill: [ stock ]") != std::string::npos);
    QVERIFY(opened.session.snapshot()->faults.empty());
    opened.stepBy(5s);
    QCOMPARE(opened.session.snapshot()->faults.size(), std::size_t(1));
    QVERIFY(opened.session.snapshot()->faults.front().since == models::runStart + 5s);

    opened.session.undoStack().undo();
    QTRY_VERIFY(!opened.session.isPlanBeingTaken());
    QVERIFY(opened.session.scenario().faults.empty());
}

void TestFaultDialog::aTimeThatIsNoneIsRefused() {
    OpenedFaultDialog opened;
    opened.stepBy(2s);
    FaultDialog* dialog = opened.dialog();
    dialog->propose("kill", "stock");
    auto* when = dialog->findChild<QLineEdit*>("faultWhen");
    auto* begin = dialog->findChild<QPushButton*>("faultBegin");
    when->setText("soon");
    QVERIFY(!begin->isEnabled());
    QVERIFY2(said(*dialog).contains("is no time"), qPrintable(said(*dialog)));
    when->setText("0:01");
    QVERIFY2(said(*dialog).contains("is over already"), qPrintable(said(*dialog)));
    when->setText("60 s");
    QVERIFY2(said(*dialog).contains("The run is over at"), qPrintable(said(*dialog)));
    when->clear();
    QVERIFY(begin->isEnabled());
    QCOMPARE(begin->text(), QStringLiteral("Begin"));
}

// A service leads there by one of its endpoints, and not by the other.
void TestFaultDialog::itGoesByEndpoints() {
    const models::Scenario scenario = tests::scenarioFrom(R"(
watertight: 1
services:
  shop:
    endpoints:
      look: [ { call: hints.list, timeout: 1 s } ]
      pay:  [ { call: till.charge, timeout: 1 s } ]
  hints: { endpoints: { list: [ { compute: 1 ms } ] } }
  till:  { endpoints: { charge: [ { compute: 1 ms } ] } }
journeys:
  look: { arrivals: constant(10/s), steps: [ { call: shop.look, timeout: 1 s } ] }
  pay:  { arrivals: constant(10/s), steps: [ { call: shop.pay, timeout: 1 s } ] }
)");
    const models::CallGraph graph = models::callGraph(scenario);
    models::Fault fault;
    fault.kind = models::Hang{};
    fault.targets = {models::Target{"hints", std::nullopt, {}}};
    const app::FaultReach reach = app::faultReach(scenario, graph, fault);
    QCOMPARE(reach.journeys, QStringList{"look"});
    QCOMPARE(app::reachText(reach, graph, fault),
             QStringLiteral("Callers: shop. 1 of 2 journeys lead there: look."));
}

void TestFaultDialog::itSaysWhoCanFeelIt() {
    const models::Scenario scenario = tests::scenarioFrom(faultShop);
    const models::CallGraph graph = models::callGraph(scenario);
    const auto reachOf = [&](const std::string& entry) {
        const auto fault = std::get<models::Fault>(*models::readEntry(entry, scenario).entry);
        return app::reachText(app::faultReach(scenario, graph, fault), graph, fault);
    };
    QCOMPARE(reachOf("{ at: 1 s, kill: stock }"),
             QStringLiteral("Callers: shop. 1 of 2 journeys lead there: buyers."));
    QCOMPARE(reachOf("{ at: 1 s, kill: shop }"),
             QStringLiteral("Callers: buyers and readers. Every journey’s calls lead there."));
    QCOMPARE(reachOf("{ at: 1 s, kill: mail }"),
             QStringLiteral("Nobody calls it. No journey’s calls lead there. "
                            "By message only: buyers."));
    QCOMPARE(reachOf("{ at: 1 s, kill: idle }"),
             QStringLiteral("Nobody calls it. No journey’s calls lead there."));
    QCOMPARE(reachOf("{ at: 1 s, lose: buyers -> shop, probability: 10 % }"),
             QStringLiteral("Callers: buyers. 1 of 2 journeys lead there: buyers."));
    QCOMPARE(reachOf("{ at: 1 s, surge: buyers, by: 5x }"),
             QStringLiteral("More load for shop and stock."));
}

void TestFaultDialog::callsAndJourneysHaveMenus() {
    OpenedFaultDialog opened;
    opened.session.selectEdge(2);
    const auto edgeMenu = opened.window.edgeMenu(2);
    QVERIFY(edgeMenu);
    const auto pick = [](const QMenu& menu, const QString& text) {
        for (QAction* each : menu.findChildren<QAction*>() + menu.actions()) {
            if (each->text() == text)
                return each->trigger(), true;
        }
        return false;
    };
    QVERIFY(pick(*edgeMenu, "Cut"));
    opened.stepBy(100ms);
    QVERIFY(std::holds_alternative<models::Partition>(
        opened.session.snapshot()->faults.front().fault.kind));
    const auto journeyMenu = opened.window.serviceMenu(0);
    QVERIFY(journeyMenu);
    const auto* surge = journeyMenu->findChild<QMenu*>();
    QVERIFY(surge);
    bool found = false;
    for (const QMenu* each : journeyMenu->findChildren<QMenu*>())
        found = found || pick(*each, "5×");
    QVERIFY(found);
    opened.stepBy(100ms);
    QCOMPARE(opened.session.snapshot()->faults.size(), std::size_t(2));
}

TEST_OF_THIS_FILE(TestFaultDialog);
#include "tst_fault_dialog.moc"
