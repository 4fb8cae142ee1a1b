#include <QAbstractItemModelTester>
#include <QtTest>

#include "app/desktop/main_window.h"
#include "app/panels/expectation_text.h"
#include "app/panels/inspector_sentences.h"
#include "tests/support/fake_run.h"
#include "tests/support/streaming_scenario.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::MainWindow;
using app::Session;
using app::TableRowsModel;

namespace {

sim::TableRows someRows(const std::string& visits = "41") {
    sim::TableRows rows;
    rows.wanted.table = "profiles";
    rows.columns = {"viewer", "visits", "plan"};
    rows.rows = {{"8214", visits, "premium"}, {"9", "388", std::nullopt}};
    return rows;
}

std::filesystem::path shipped() {
    return std::filesystem::path(SOURCE_DIR) / "scenarios" / "streaming-platform.yaml";
}

}  // namespace

class TestInspector : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void showsRowsAsTheyAre();
    void marksRowsThatChanged();
    void saysInOneSentenceHowAServiceFares();
    void saysHowABreakerStands();
    void comesByKeyAndGoesByEsc();
    void comesByDoubleClickAndByTheMenu();
    void staysOnIsolationWhileSelecting();
    void showsAJourney();
    void saysWhatToDoWithNothingSelected();
    void showsTheRealEnginesInstancesAndRows();
    void showsTheMessagesOfATopic();
    void showsVerdictsAtTheEnd();
};

void TestInspector::showsRowsAsTheyAre() {
    TableRowsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(someRows());

    QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), "visits");
    QCOMPARE(model.index(0, 0).data().toString(), "8,214");
    QCOMPARE(model.index(1, 2).data().toString(), "NULL");
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TestInspector::marksRowsThatChanged() {
    TableRowsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(someRows());
    QCOMPARE(model.changedCount(), 0);

    model.setRows(someRows("42"));
    QVERIFY(model.index(0, 0).data(TableRowsModel::ChangedRole).toBool());
    QVERIFY(!model.index(1, 0).data(TableRowsModel::ChangedRole).toBool());

    sim::TableRows other = someRows("43");
    other.wanted.table = "subscriptions";
    model.setRows(other);
    QCOMPARE(model.changedCount(), 0);
}

void TestInspector::saysInOneSentenceHowAServiceFares() {
    models::Service user;
    user.name = "user";
    sim::ServiceSnapshot seen;
    const sim::Instant now = models::runStart + 80s;
    QCOMPARE(app::serviceState(user, seen, nullptr, now), "No request has ended yet.");

    seen.recent.span = 10s;
    seen.counts.ok = seen.recent.counts.ok = 3210;
    QCOMPARE(app::serviceState(user, seen, nullptr, now),
             QString::fromUtf8("Healthy: 0 of 3,210 requests failed in the last 10\u00a0s."));

    seen.recent.counts.degraded = 123;
    sim::Isolation isolation;
    isolation.title = "payment";
    isolation.what.targets = {models::Target{"payment", std::nullopt, {}}};
    isolation.services = {{models::NodeKind::Service, 1, "user", sim::Effect::Degraded}};
    QCOMPARE(app::serviceState(user, seen, &isolation, now),
             QString::fromUtf8(
                 "Degraded: 3.7\u00a0% of its answers lack something, because payment is down."));

    seen.downSince = now - 16s;
    seen.readyAt = now + 14s;
    QCOMPARE(app::serviceState(user, seen, nullptr, now),
             QString::fromUtf8("Down for 16\u00a0s. Ready again in 14\u00a0s."));
}

void TestInspector::saysHowABreakerStands() {
    sim::BreakerSnapshot breaker;
    breaker.state = sim::BreakerState::Open;
    breaker.since = models::runStart + 72s;
    breaker.openFor = 30s;
    breaker.results = 100;
    breaker.failures = 99;
    breaker.refused = 1;

    QCOMPARE(app::breakerTimes(breaker, models::runStart + 80s),
             QString::fromUtf8("for 8.0\u00a0s, next probe in 22\u00a0s"));
    QCOMPARE(app::breakerCounts(breaker), "99 of 100 results failed. 1 call refused at once.");
}

namespace {

struct OpenedInspector {
    std::shared_ptr<support::FakeRunLog> log = std::make_shared<support::FakeRunLog>();
    Session session{support::fakeRuns(log)};
    MainWindow window{session, app::Remember::Nothing};

    OpenedInspector() {
        window.show();
        session.open({support::streamingScenario(), {}, ""}, "streaming.yaml");
    }
};

}  // namespace

void TestInspector::comesByKeyAndGoesByEsc() {
    OpenedInspector opened;
    opened.session.selectNamed("user");
    QTest::keyClick(&opened.window.graph(), Qt::Key_Return);
    QVERIFY(opened.window.isInspecting());
    QTRY_COMPARE(opened.window.findChild<QDockWidget*>("isolationDock")->width(), 472);

    QTest::keyClick(&opened.window.graph(), Qt::Key_Escape);
    QVERIFY(!opened.window.isInspecting());
    QCOMPARE(opened.session.selectedService(), "user");
    QTRY_COMPARE(opened.window.findChild<QDockWidget*>("isolationDock")->width(), 360);

    QTest::keyClick(&opened.window.graph(), Qt::Key_Escape);
    QVERIFY(opened.session.selectedService().isEmpty());
}

void TestInspector::comesByDoubleClickAndByTheMenu() {
    OpenedInspector opened;
    Q_EMIT opened.window.graph().activated("streaming");
    QVERIFY(opened.window.isInspecting());
    QCOMPARE(opened.session.selectedService(), "streaming");

    opened.window.showIsolation();
    const auto menu = opened.window.serviceMenu(*opened.session.graph().node("user"));
    for (QAction* action : menu->actions()) {
        if (action->text() == "Inspect")
            action->trigger();
    }
    QVERIFY(opened.window.isInspecting());
}

void TestInspector::staysOnIsolationWhileSelecting() {
    OpenedInspector opened;
    opened.session.selectNamed("user");
    QVERIFY(!opened.window.isInspecting());
    QVERIFY(opened.log->rowsWanted.empty());
}

void TestInspector::showsAJourney() {
    OpenedInspector opened;
    opened.session.selectNamed("browse");
    opened.window.inspect();

    const QString said = opened.window.inspector().text();
    QVERIFY2(said.startsWith("browse, journey, "), qPrintable(said));
    QVERIFY2(said.contains("Its steps call, gateway."), qPrintable(said));
    QVERIFY(!said.contains("Instances"));
}

void TestInspector::saysWhatToDoWithNothingSelected() {
    OpenedInspector opened;
    opened.window.inspect();
    QVERIFY(opened.window.inspector().text().contains(
        "Select a service, a topic, a journey or an edge"));
}

void TestInspector::showsTheRealEnginesInstancesAndRows() {
    Session session;
    MainWindow window(session, app::Remember::Nothing);
    window.show();
    QVERIFY(session.open(shipped()));
    session.selectNamed("user");
    window.inspect();

    const TableRowsModel& rows = window.inspector().store().rows();
    QTRY_COMPARE(rows.rowCount(), 50);
    QCOMPARE(rows.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(), "viewer");
    QCOMPARE(window.inspector().store().chosenTable(), "profiles");
    const QString said = window.inspector().text();
    QVERIFY2(said.contains("Instances: round-robin, 2 of 2 ready"), qPrintable(said));
    QVERIFY2(said.contains("user#2 ready"), qPrintable(said));
    QVERIFY2(said.contains("payment.standing closed"), qPrintable(said));
    QVERIFY2(said.contains("profiles  100,000"), qPrintable(said));
}

// Every fiftieth order is one that cannot be handled: it comes again four times, and is a dead
// letter then.
void TestInspector::showsTheMessagesOfATopic() {
    Session session;
    MainWindow window(session, app::Remember::Nothing);
    window.show();
    QVERIFY(session.open(SOURCE_DIR "/scenarios/poison-message.yaml"));
    session.selectNamed("orders");
    window.inspect();
    session.setSpeed(100);

    const app::TopicMessagesSection& messages = window.inspector().topicMessages();
    const TableRowsModel& rows = messages.rows();
    QTRY_VERIFY(rows.rowCount() > 0);
    QCOMPARE(messages.chosenTable(), "messages");
    QCOMPARE(rows.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(), "request");
    QTRY_VERIFY(window.inspector().text().contains("dead letters  "));
    for (auto* chip : messages.findChildren<QPushButton*>()) {
        if (chip->property("table").toString() == "dead letters")
            chip->click();
    }
    QTRY_COMPARE(rows.headerData(3, Qt::Horizontal, Qt::DisplayRole).toString(), "died at (s)");
    QTRY_VERIFY(rows.rowCount() > 0);
    QCOMPARE(rows.data(rows.index(0, 1)).toString(), "error");
    QCOMPARE(rows.data(rows.index(0, 2)).toString(), "5");
    QCOMPARE(rows.changedCount(), 0);  // they grow older all the time, which is no news

    session.selectNamed("shop");
    QTRY_VERIFY(!messages.isVisibleTo(&window.inspector()));
}

void TestInspector::showsVerdictsAtTheEnd() {
    models::ScenarioReading reading = models::readScenarioFile(shipped());
    QVERIFY(reading.scenario);
    reading.scenario->run.duration = 12s;
    Session session;
    QVERIFY(session.open(std::move(reading), "streaming.yaml"));
    QVERIFY(app::verdictsText(session).isEmpty());
    session.setSpeed(100);

    QTRY_VERIFY_WITH_TIMEOUT(session.state().finished, 20'000);
    const QString said = app::verdictsText(session);
    const auto all = session.scenario().expectations.size();
    QVERIFY2(said.contains(QString("of %1 expectations hold").arg(all)), qPrintable(said));
    QVERIFY(session.judged(session.scenario().expectations.front().name));
}

TEST_OF_THIS_FILE(TestInspector);
#include "tst_inspector.moc"
