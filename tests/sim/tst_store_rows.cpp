// Looking into a store while it is used: which rows are shown, and that looking changes nothing.
#include <QtTest>

#include "sim/live_run.h"
#include "tests/sim/opened_store.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using store_test::aService;
using store_test::aStep;
using store_test::aTable;
using store_test::StoreAction;

namespace {

// "3 basic, 2 basic": the first column and the second of each row.
QString shown(const sim::TableRows& rows) {
    QStringList texts;
    for (const auto& row : rows.rows) {
        texts << QString::fromStdString(row[0].value_or("NULL") + ' ' + row[1].value_or("NULL"));
    }
    return texts.join(", ");
}

struct UserStore {
    sim::SqliteStoreMaker maker{store_test::populations, sim::StoreKind::Memory, {}};
    models::StoreStep update = aStep(StoreAction::Update, "plans").set("plan", "'premium'");
    models::StoreStep clear = aStep(StoreAction::Update, "plans").set("plan", "NULL");
    models::StoreStep remove = aStep(StoreAction::Delete, "plans");
    models::StoreStep watch = aStep(StoreAction::Insert, "history").set("watched", "1");
    std::unique_ptr<sim::Store> store =
        maker
            .open(aService("user",
                           {aTable("plans", {"viewer"}, {{"plan", "text default 'basic'"}}, 9),
                            aTable("history", {"viewer", "video"}, {{"watched", "real"}})}),
                  {&update, &clear, &remove, &watch})
            .store;

    void execute(int statement, std::int64_t viewer, std::int64_t video = 1,
                 std::int64_t request = 1) {
        const std::array members{viewer, video, viewer, viewer};
        store->execute(statement, {members, request, 0, 0});
    }
};

}  // namespace

class TestStoreRows : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void startsWithTheRowsOfDefaults();
    void showsTheRowsChangedLastFirst();
    void tellsWhichRequestChangedARow();
    void leavesDeletedRowsOut();
    void showsTablesWithSeveralKeysByThem();
    void saysWhyItShowsNone();
    void answersASelect();
    void endsALongAnswer();
    void refusesWhatDoesNotOnlyRead_data();
    void refusesWhatDoesNotOnlyRead();
    void readsARunningService();
    void changesNoFingerprint();
    void answersTheWindowAsynchronously();
};

void TestStoreRows::startsWithTheRowsOfDefaults() {
    UserStore user;
    const sim::TableRows rows = user.store->rows("plans", 3);

    QVERIFY(rows.columns == std::vector<std::string>({"viewer", "plan"}));
    QCOMPARE(shown(rows), "9 basic, 8 basic, 7 basic");
}

void TestStoreRows::showsTheRowsChangedLastFirst() {
    UserStore user;
    user.execute(0, 4);
    user.execute(1, 2);
    user.execute(0, 4);

    QCOMPARE(shown(user.store->rows("plans", 4)), "4 premium, 2 NULL, 9 basic, 8 basic");
}

void TestStoreRows::tellsWhichRequestChangedARow() {
    UserStore user;
    user.execute(0, 4, 0, 812);
    user.execute(1, 2, 0, 813);
    user.execute(0, 4, 0, 900);

    const sim::TableRows rows = user.store->rows("plans", 4);

    QVERIFY(rows.writers == std::vector<std::int64_t>({900, 813, 0, 0}));
    // What a transaction takes back was nobody's change.
    QVERIFY(user.store->savepoint().empty());
    user.execute(0, 4, 0, 1000);
    QVERIFY(user.store->rollBack().empty());
    QVERIFY(user.store->rows("plans", 4).writers == rows.writers);
    QVERIFY(user.store->savepoint().empty());
    user.execute(0, 4, 0, 1001);
    QVERIFY(user.store->keep().empty());
    QCOMPARE(user.store->rows("plans", 4).writers.front(), std::int64_t(1001));
}

void TestStoreRows::leavesDeletedRowsOut() {
    UserStore user;
    user.execute(0, 4);
    user.execute(2, 4);

    QCOMPARE(shown(user.store->rows("plans", 2)), "9 basic, 8 basic");
}

void TestStoreRows::showsTablesWithSeveralKeysByThem() {
    UserStore user;
    user.execute(3, 2, 7);
    user.execute(3, 2, 5);

    QCOMPARE(shown(user.store->rows("history", 4)), "2 7, 2 5");
}

void TestStoreRows::saysWhyItShowsNone() {
    UserStore user;
    QCOMPARE(user.store->rows("nothing", 4).problem, std::string("user has no such table"));
}

void TestStoreRows::answersASelect() {
    UserStore user;
    user.execute(0, 4);

    const sim::TableRows rows = user.store->answer(
        "SELECT plan, count(*) AS viewers FROM plans GROUP BY plan ORDER BY plan", 10);

    QCOMPARE(rows.problem, std::string());
    QVERIFY(rows.columns == std::vector<std::string>({"plan", "viewers"}));
    QCOMPARE(shown(rows), "basic 8, premium 1");
    QVERIFY(!rows.hasMore);
    const sim::TableRows none = user.store->answer("SELECT * FROM plans WHERE viewer > 9", 10);
    QVERIFY(none.columns == std::vector<std::string>({"viewer", "plan"}));
    QVERIFY(none.rows.empty());
}

void TestStoreRows::endsALongAnswer() {
    UserStore user;
    const sim::TableRows cut = user.store->answer("SELECT viewer, plan FROM plans", 3);
    QCOMPARE(cut.rows.size(), std::size_t(3));
    QVERIFY(cut.hasMore);

    const sim::TableRows endless = user.store->answer(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n", 3);
    QCOMPARE(endless.problem, std::string("it takes too long"));

    // The next one has its own time.
    QCOMPARE(user.store->answer("SELECT viewer, plan FROM plans", 3).problem, std::string());
}

void TestStoreRows::refusesWhatDoesNotOnlyRead_data() {
    QTest::addColumn<QString>("select");
    QTest::addColumn<QString>("reason");
    const QString onlyReads = "a look into a store only reads: it is one SELECT";
    QTest::newRow("delete") << "DELETE FROM plans" << onlyReads;
    QTest::newRow("attach") << "ATTACH 'x.sqlite' AS x" << onlyReads;
    QTest::newRow("pragma") << "PRAGMA journal_mode" << onlyReads;
    QTest::newRow("two") << "SELECT 1; DELETE FROM plans"
                         << "a look into a store is one SELECT";
    QTest::newRow("chance") << "SELECT random()"
                            << "random";
    QTest::newRow("unknown") << "SELECT * FROM payments"
                             << "no such table: payments";
    QTest::newRow("bind") << "SELECT :viewer"
                          << ":viewer";
    QTest::newRow("words") << "what is there"
                           << "syntax error";
}

void TestStoreRows::refusesWhatDoesNotOnlyRead() {
    QFETCH(QString, select);
    QFETCH(QString, reason);
    UserStore user;

    const sim::TableRows rows = user.store->answer(select.toStdString(), 10);

    QVERIFY2(QString::fromStdString(rows.problem).contains(reason), rows.problem.c_str());
    QVERIFY(rows.rows.empty() && rows.columns.empty());
    QCOMPARE(shown(user.store->rows("plans", 2)), "9 basic, 8 basic");
}

void TestStoreRows::readsARunningService() {
    sim::Simulation simulation(tests::shippedScenario("streaming-platform.yaml"), {});
    simulation.advanceTo(models::runStart + 5s);

    const sim::TableRows rows =
        simulation.storeRows({.service = 1, .table = "profiles", .limit = 50});

    QCOMPARE(rows.rows.size(), std::size_t(50));
    QVERIFY(rows.columns == std::vector<std::string>({"viewer", "name", "visits"}));
    QVERIFY(std::stoi(*rows.rows.front()[2]) > 0);
    QVERIFY(rows.at == models::runStart + 5s);
    QCOMPARE(simulation.storeRows({.service = 0, .table = "profiles", .limit = 50}).problem,
             std::string("gateway has no store"));
}

void TestStoreRows::changesNoFingerprint() {
    for (const int threads : {1, 2}) {
        sim::RunOptions options;
        options.threads = threads;
        sim::Simulation alone(tests::shippedScenario("streaming-platform.yaml"), options);
        alone.advanceTo(models::runStart + 5s);

        sim::Simulation watched(tests::shippedScenario("streaming-platform.yaml"), options);
        for (int i = 1; i <= 20; ++i) {
            watched.advanceTo(models::runStart + i * 250ms);
            QVERIFY(
                !watched.storeRows({.service = 1, .table = "profiles", .limit = 50}).rows.empty());
            watched.storeRows({.service = 2, .table = "history", .limit = 50});
        }

        QCOMPARE(watched.fingerprint(), alone.fingerprint());
    }
}

void TestStoreRows::answersTheWindowAsynchronously() {
    sim::LiveRun run(tests::shippedScenario("streaming-platform.yaml"), {});
    QVERIFY(run.state().rows.empty());
    const sim::RowsWanted left{.service = 1, .table = "subscriptions", .limit = 5, .asker = 1};
    const sim::RowsWanted right{.service = 1, .table = "profiles", .limit = 2, .asker = 2};

    run.requestRows(left);
    run.requestRows(right);

    QTRY_VERIFY(run.state().rows.size() == 3);
    const auto rows = run.state().rows;
    QVERIFY(!rows[0]);
    QVERIFY(rows[1]->wanted == left);
    QCOMPARE(rows[1]->rows.size(), std::size_t(5));
    QVERIFY(rows[1]->hasMore);
    QVERIFY(rows[2]->wanted == right);
    QCOMPARE(rows[2]->rows.size(), std::size_t(2));
}

TEST_OF_THIS_FILE(TestStoreRows);
#include "tst_store_rows.moc"
