#include <QAbstractItemModelTester>
#include <QLabel>
#include <QScrollBar>
#include <QtTest>

#include "app/desktop/main_window.h"
#include "tests/support/fake_run.h"
#include "tests/support/streaming_scenario.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::EventLogModel;

namespace {

sim::TimelineRow aRow(sim::Duration at, const std::string& what, const std::string& where) {
    return {models::runStart + at, what, where, "", 1};
}

QString cell(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data().toString();
}

QStringList whatOf(const QAbstractItemModel& model) {
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row)
        all << cell(model, row, EventLogModel::What);
    return all;
}

}  // namespace

class TestEventLog : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void showsWhatWhenAndWhere() {
        EventLogModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.show({aRow(64s, "killed", "payment"),
                    aRow(65100ms, "breaker-open", "gateway -> payment.charge")},
                   {}, {});

        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(cell(model, 0, EventLogModel::Time), "01:04.000");
        QCOMPARE(cell(model, 0, EventLogModel::What), "killed");
        QCOMPARE(cell(model, 1, EventLogModel::What), "breaker opened");
        QCOMPARE(cell(model, 1, EventLogModel::Where),
                 QString::fromUtf8("gateway → payment.charge"));
        QCOMPARE(model.index(1, 0).data(EventLogModel::NodeRole).toString(), "gateway");
    }

    void putsAnActBeforeWhatCameOfIt() {
        EventLogModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.show({aRow(64s, "killed", "payment")},
                   {{models::runStart + 64s, "Kill payment", "payment"}}, {});

        QCOMPARE(whatOf(model), QStringList({"Kill payment", "killed"}));
    }

    void appendsOnlyWhatIsNew() {
        EventLogModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<sim::TimelineRow> timeline = {aRow(64s, "killed", "payment")};
        model.show(timeline, {}, {});
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);

        model.show(timeline, {}, {});
        timeline.push_back(aRow(70s, "restarted", "payment"));
        model.show(timeline, {}, {});

        QCOMPARE(inserts.count(), 1);
        QCOMPARE(resets.count(), 0);
        QCOMPARE(whatOf(model), QStringList({"killed", "restarted"}));
    }

    void beginsAnewWithAnotherRun() {
        EventLogModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.show({aRow(64s, "killed", "payment")}, {}, {});
        model.show({aRow(12s, "hung", "user")}, {}, {});

        QCOMPARE(whatOf(model), QStringList({"hung"}));
    }

    void bookmarksStandAtTheirInstants() {
        EventLogModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        const std::vector<sim::TimelineRow> timeline = {aRow(64s, "killed", "payment"),
                                                        aRow(70s, "restarted", "payment")};
        std::vector<sim::Bookmark> bookmarks = {{models::runStart + 66s, "the queue, it grows"}};
        model.show(timeline, {}, {});
        model.show(timeline, {}, bookmarks);

        QCOMPARE(whatOf(model), QStringList({"killed", "Bookmark", "restarted"}));
        QCOMPARE(cell(model, 1, EventLogModel::Detail), "the queue, it grows");
        QVERIFY(app::eventLogCsv(timeline, {}, bookmarks)
                    .contains(R"("66.000000000","Bookmark","","the queue, it grows")"));
        bookmarks.clear();
        model.show(timeline, {}, bookmarks);
        QCOMPARE(whatOf(model), QStringList({"killed", "restarted"}));
    }

    void filtersFollowsAndSelects() {
        auto log = std::make_shared<support::FakeRunLog>();
        app::Session session(support::fakeRuns(log));
        app::MainWindow window(session, app::Remember::Nothing);
        window.show();
        QVERIFY(session.open({support::streamingScenario(), {}, ""}, "streaming.yaml"));
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QVERIFY(!window.eventLog().isVisible());
        QTest::keyClick(&window.graph(), Qt::Key_3, Qt::AltModifier);
        QTRY_VERIFY(window.eventLog().isVisible());
        for (int i = 0; i < 40; ++i) {
            session.slow(i % 2 == 0 ? "user" : "payment", 2);
            session.step(100ms);
        }
        window.eventLog().refresh();
        auto* view = window.findChild<QTableView*>("eventLog");
        QCOMPARE(view->model()->rowCount(), 40);
        QVERIFY(window.eventLog().follows());

        QTRY_VERIFY(view->verticalScrollBar()->maximum() > 0);
        view->verticalScrollBar()->setValue(0);
        QVERIFY(!window.eventLog().follows());

        window.findChild<QLineEdit*>("eventFilter")->setText("slow payment");
        QCOMPARE(view->model()->rowCount(), 20);
        const QRect first = view->visualRect(view->model()->index(0, 1));
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, first.center());
        QCOMPARE(session.selectedService(), "payment");

        auto* filter = window.findChild<QLineEdit*>("eventFilter");
        auto* empty = window.findChild<QLabel*>("noEvents");
        filter->setText("slow (user|payment)");
        QCOMPARE(view->model()->rowCount(), 40);
        QVERIFY(empty->isHidden());
        filter->setText("slow (user");  // no expression: as it stands
        QCOMPARE(view->model()->rowCount(), 0);
        QVERIFY(view->isHidden());
        QVERIFY(empty->text().startsWith(QString::fromUtf8("No event says “slow (user”.")));
        Q_EMIT empty->linkActivated("all");
        QCOMPARE(view->model()->rowCount(), 40);
        QVERIFY(!view->isHidden());
    }

    void saysWhyItIsEmpty() {
        auto log = std::make_shared<support::FakeRunLog>();
        app::Session session(support::fakeRuns(log));
        app::EventLogPanel panel(session);
        QVERIFY(panel.findChild<QLabel*>("noEvents")->text().contains("kill a service"));
        QVERIFY(panel.findChild<QTableView*>("eventLog")->isHidden());
    }
};

TEST_OF_THIS_FILE(TestEventLog);
#include "tst_event_log.moc"
