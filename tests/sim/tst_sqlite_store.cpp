// Stores as the engine uses them: every action and its rows.
#include <QRegularExpression>
#include <QTest>
#include <chrono>

#include "tests/sim/opened_store.h"
#include "tests/support/test_program.h"

using namespace store_test;

class TestSqliteStore : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    // Qt only warns of a connection that is used on another thread or closed too late.
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readFindsTheRowOfTheRequestsMember() {
        OpenedStore store(subscriptions(), {aStep(StoreAction::Read, "subscriptions")});

        QCOMPARE(store.execute(0, {.viewer = 1}), "1");
        QCOMPARE(store.execute(0, {.viewer = 10}), "1");
        QCOMPARE(store.execute(0, {.viewer = 11}), "0");
    }

    void readFindsNothingWhereTheRowDoesNotFit() {
        OpenedStore store(subscriptions(),
                          {aStep(StoreAction::Read, "subscriptions").where("plan = 'basic'"),
                           aStep(StoreAction::Read, "subscriptions").where("plan = 'premium'"),
                           aStep(StoreAction::Read, "subscriptions").where("mail = 'x'")});

        QCOMPARE(store.execute(0), "1");
        QCOMPARE(store.execute(1), "0");
        QCOMPARE(store.execute(2), "0");
    }

    void insertChangesNothingWhereTheKeyIsThere() {
        OpenedStore store(aService("payment", {aTable("orders", {"request"})}),
                          {aStep(StoreAction::Insert, "orders")});

        QCOMPARE(store.execute(0, {.request = 7}), "1");
        QCOMPARE(store.execute(0, {.request = 7}), "0");
        QCOMPARE(store.execute(0, {.request = 8}), "1");
        QCOMPARE(store.tables(), "orders 2");
    }

    void insertSetsColumnsFromBinds() {
        OpenedStore store(
            aService("payment",
                     {aTable("orders", {"request"},
                             {{"buyer", "integer"}, {"at", "real"}, {"state", "text"}})}),
            {aStep(StoreAction::Insert, "orders")
                 .set("buyer", ":viewer * 10")
                 .set("at", ":now")
                 .set("state", "'paid'"),
             aStep(StoreAction::Read, "orders")
                 .where("buyer = 50 and \"at\" = 2.5 and state = 'paid'")});

        QCOMPARE(store.execute(0, {.viewer = 5, .request = 3, .nowSeconds = 2.5}), "1");

        QCOMPARE(store.execute(1, {.request = 3}), "1");
    }

    void insertHappensOnlyWhereItsConditionHolds() {
        OpenedStore store(aService("payment", {aTable("orders", {"request"})}),
                          {aStep(StoreAction::Insert, "orders").where(":viewer % 2 = 0")});

        QCOMPARE(store.execute(0, {.viewer = 3, .request = 1}), "0");
        QCOMPARE(store.execute(0, {.viewer = 4, .request = 1}), "1");
        QCOMPARE(store.execute(0, {.viewer = 4, .request = 1}), "0");
    }

    void updateChangesTheRowWhileItsConditionHolds() {
        OpenedStore store(subscriptions(), {aStep(StoreAction::Update, "subscriptions")
                                                .set("renewed", "renewed + 1")
                                                .where("renewed < 2")});

        QCOMPARE(store.execute(0), "1");
        QCOMPARE(store.execute(0), "1");
        QCOMPARE(store.execute(0), "0");
        QCOMPARE(store.execute(0, {.viewer = 11}), "0");
        QCOMPARE(store.tables(), "subscriptions 10");
    }

    void deleteRemovesTheRow() {
        OpenedStore store(subscriptions(),
                          {aStep(StoreAction::Delete, "subscriptions").where("renewed > 0"),
                           aStep(StoreAction::Delete, "subscriptions")});

        QCOMPARE(store.execute(0), "0");
        QCOMPARE(store.execute(1), "1");
        QCOMPARE(store.execute(1), "0");
        QCOMPARE(store.tables(), "subscriptions 9");
    }

    void brokenConstraintFailsTheStepAndChangesNothing() {
        OpenedStore store(
            subscriptions(),
            {aStep(StoreAction::Update, "subscriptions").set("renewed", "3"),
             aStep(StoreAction::Update, "subscriptions").set("plan", "NULL"),
             aStep(StoreAction::Insert, "subscriptions").set("plan", "NULL"),
             aStep(StoreAction::Update, "subscriptions").set("mail", "'one@example.org'"),
             aStep(StoreAction::Insert, "subscriptions").set("mail", "'one@example.org'"),
             aStep(StoreAction::Read, "subscriptions").where("plan = 'basic' and renewed = 0")});

        QCOMPARE(store.execute(0), "broken");
        QCOMPARE(store.execute(1), "broken");
        QCOMPARE(store.execute(2, {.viewer = 20}), "broken");
        QCOMPARE(store.execute(3, {.viewer = 1}), "1");
        QCOMPARE(store.execute(3, {.viewer = 2}), "broken");
        QCOMPARE(store.execute(4, {.viewer = 20}), "broken");

        QCOMPARE(store.execute(5), "1");
        QCOMPARE(store.tables(), "subscriptions 10");
    }

    void whatSqliteCannotComputeFailsTheStep() {
        OpenedStore store(
            subscriptions(),
            {aStep(StoreAction::Read, "subscriptions").where("abs(-9223372036854775807 - :viewer)"),
             aStep(StoreAction::Update, "subscriptions")
                 .set("plan", "hex(zeroblob(900000 + :viewer))"),
             aStep(StoreAction::Update, "subscriptions").set("plan", "json_extract('{', '$')")});

        QCOMPARE(store.execute(0), "broken");
        QCOMPARE(store.execute(1), "broken");
        QCOMPARE(store.execute(2), "broken");
    }

    void compoundKeyAddressesOneRow() {
        OpenedStore store(
            aService("history", {aTable("watched", {"viewer", "video"}, {{"times", "integer"}})}),
            {aStep(StoreAction::Insert, "watched").set("times", "1"),
             aStep(StoreAction::Read, "watched"),
             aStep(StoreAction::Update, "watched").set("times", "times + 1")});

        QCOMPARE(store.execute(0, {.viewer = 1, .video = 2}), "1");
        QCOMPARE(store.execute(0, {.viewer = 1, .video = 3}), "1");
        QCOMPARE(store.execute(0, {.viewer = 1, .video = 2}), "0");
        QCOMPARE(store.execute(1, {.viewer = 1, .video = 2}), "1");
        QCOMPARE(store.execute(1, {.viewer = 2, .video = 1}), "0");
        QCOMPARE(store.execute(2, {.viewer = 1, .video = 3}), "1");
    }

    void allReadsEveryRowOfTheFirstKeyColumn() {
        OpenedStore store(
            aService("history", {aTable("watched", {"viewer", "video"})}),
            {aStep(StoreAction::Insert, "watched"), aStep(StoreAction::Read, "watched").all(),
             aStep(StoreAction::Read, "watched").all().where("video > 2"),
             aStep(StoreAction::Read, "watched").all().at("viewer", ":follower")});
        for (const std::int64_t video : {1, 2, 3}) {
            store.execute(0, {.viewer = 4, .video = video});
        }
        store.execute(0, {.viewer = 5, .video = 1});

        QCOMPARE(store.execute(1, {.viewer = 4, .video = 9}), "3");
        QCOMPARE(store.execute(2, {.viewer = 4}), "1");
        QCOMPARE(store.execute(3, {.viewer = 4, .follower = 5}), "1");
        QCOMPARE(store.execute(1, {.viewer = 6}), "0");
    }

    void atAddressesAnotherRow() {
        OpenedStore store(
            aService("user", {aTable("feeds", {"viewer"}, {{"unread", "integer default 0"}}, 3)}),
            {aStep(StoreAction::Read, "feeds").at("viewer", ":follower"),
             aStep(StoreAction::Read, "feeds").at("viewer", ":round + 1"),
             aStep(StoreAction::Insert, "feeds").at("viewer", ":follower"),
             aStep(StoreAction::Update, "feeds")
                 .at("viewer", ":follower")
                 .set("unread", "unread + :viewer")});

        QCOMPARE(store.execute(0, {.viewer = 1, .follower = 4}), "0");
        QCOMPARE(store.execute(1, {.viewer = 9, .round = 2}), "1");
        QCOMPARE(store.execute(1, {.viewer = 1, .round = 3}), "0");
        QCOMPARE(store.execute(2, {.viewer = 1, .follower = 4}), "1");
        QCOMPARE(store.execute(3, {.viewer = 1, .follower = 4}), "1");
    }

    void rowWithoutKeyIsBroken() {
        OpenedStore store(
            aService("user", {aTable("feeds", {"viewer"}), aTable("pairs", {"viewer", "video"})}),
            {aStep(StoreAction::Insert, "feeds").at("viewer", "NULL"),
             aStep(StoreAction::Insert, "pairs").at("video", "NULL"),
             aStep(StoreAction::Insert, "feeds").at("viewer", "'one'")});

        QCOMPARE(store.execute(0), "broken");
        QCOMPARE(store.execute(1), "broken");
        QCOMPARE(store.execute(2), "broken");
        QCOMPARE(store.tables(), "feeds 0 pairs 0");
    }

    void hyphensOfNamesAreUnderscoresInSql() {
        OpenedStore store(
            aService("user-base",
                     {aTable("sign-ins", {"power-user"}, {{"last-seen", "real default 0"}}, 2)}),
            {aStep(StoreAction::Update, "sign-ins").set("last-seen", "last_seen + :now"),
             aStep(StoreAction::Read, "sign-ins").where("power_user = :power_user"),
             aStep(StoreAction::Read, "sign-ins").at("power-user", ":viewer")});

        QCOMPARE(store.execute(0, {.powerUser = 2, .nowSeconds = 1}), "1");
        QCOMPARE(store.execute(1, {.powerUser = 2}), "1");
        QCOMPARE(store.execute(1, {.powerUser = 3}), "0");
        QCOMPARE(store.execute(2, {.viewer = 2, .powerUser = 9}), "1");
    }

    void wordsOfSqlMayBeNames() {
        OpenedStore store(aService("order", {aTable("order", {"viewer"}, {{"group", "text"}})}),
                          {aStep(StoreAction::Insert, "order").set("group", "'select ? :x'"),
                           aStep(StoreAction::Read, "order").where("\"group\" = 'select ? :x'")});

        QCOMPARE(store.execute(0), "1");
        QCOMPARE(store.execute(1), "1");
    }

    void rowsOfDefaultsAreThereFromTheStart() {
        OpenedStore store(aService("user", {aTable("profiles", {"viewer"},
                                                   {{"name", "text default 'nobody'"}}, 100'000)}),
                          {aStep(StoreAction::Read, "profiles").where("name = 'nobody'")});

        QCOMPARE(store.tables(), "profiles 100000");
        QCOMPARE(store.execute(0, {.viewer = 100'000}), "1");
        QCOMPARE(store.execute(0, {.viewer = 100'001}), "0");
    }

    void endlessReadFailsTheStep() {
        const std::string costly = "length(mail) > 0 or " + [] {
            std::string sum = "0";
            for (int i = 0; i < 150; ++i) {
                sum += " + (renewed + " + std::to_string(i) + ")";
            }
            return sum + " < 0";
        }();
        OpenedStore store(
            aService("user", {aTable("watched", {"viewer", "video"},
                                     {{"renewed", "integer default 0"}, {"mail", "text"}})}),
            {aStep(StoreAction::Insert, "watched"),
             aStep(StoreAction::Read, "watched").all().where(costly),
             aStep(StoreAction::Read, "watched").all()});
        for (std::int64_t video = 1; video <= 250'000; ++video) {
            store.execute(0, {.viewer = 1, .video = video});
        }

        QCOMPARE(store.execute(1), "broken");

        QCOMPARE(store.execute(2), "250000");
        QCOMPARE(store.tables(), "watched 250000");
    }

    void storesDoNotSeeEachOther() {
        const models::Service service = aService("user", {aTable("orders", {"request"})});
        OpenedStore one(service, {aStep(StoreAction::Insert, "orders")});
        OpenedStore other(service, {aStep(StoreAction::Read, "orders")});

        QCOMPARE(one.execute(0), "1");

        QCOMPARE(other.execute(0), "0");
    }

    void uncheckedBadExpressionIsAFaultWithItsReason() {
        OpenedStore store(subscriptions(),
                          {aStep(StoreAction::Read, "subscriptions").where("random() > 0")});

        QVERIFY(!store.isOpen());
        QVERIFY2(store.fault().contains("random() would make the run irreproducible"),
                 qPrintable(store.fault()));
    }

    void conditionsHoldWhenTrueAndNeitherNullNorWrong_data() {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<bool>("holds");
        QTest::newRow("true") << ":viewer = 7" << true;
        QTest::newRow("false") << ":viewer = 8" << false;
        QTest::newRow("number") << "0.5" << true;
        QTest::newRow("null") << "NULL" << false;
        QTest::newRow("text") << "'text'" << false;
        QTest::newRow("one bind twice") << ":round % 2 = 1 and :round > 2" << true;
        QTest::newRow("time") << ":now between 1 and 2" << true;
        QTest::newRow("overflow") << "abs(-9223372036854775807 - 1)" << false;
        QTest::newRow("no expression") << "1 +" << false;
        QTest::newRow("refused") << "random()" << false;
    }

    void conditionsHoldWhenTrueAndNeitherNullNorWrong() {
        QFETCH(QString, sql);
        QFETCH(bool, holds);
        sim::SqliteStoreMaker maker(populations, sim::StoreKind::Memory, {});
        const models::Expression expression{sql.toStdString(), {}};
        const auto conditions = maker.conditions({&expression});
        const std::array<std::int64_t, 4> members{7, 1, 1, 1};

        QCOMPARE(conditions->holds(0, {members, 1, 3, 1.5}), holds);
        QCOMPARE(conditions->holds(0, {members, 1, 3, 1.5}), holds);
    }
};

TEST_OF_THIS_FILE(TestSqliteStore);
#include "tst_sqlite_store.moc"
