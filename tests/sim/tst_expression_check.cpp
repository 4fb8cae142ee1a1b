// Bad SQL of a scenario is found before anything runs, in plain words; good SQL passes.
#include <QTest>
#include <chrono>

#include "sim/store/expression_check.h"
#include "tests/support/test_program.h"

using models::StoreAction;
using models::StoreStep;

namespace {

constexpr models::Place tablePlace{10, 3};
constexpr models::Place stepPlace{20, 5};
constexpr models::Place expressionPlace{20, 12};

models::Expression anExpression(const QString& sql) {
    return {sql.toStdString(), expressionPlace};
}

models::Table aTable(const std::string& name, std::vector<std::string> key,
                     std::vector<models::Column> columns, std::int64_t rows = 0) {
    models::Table table;
    table.name = name;
    table.place = tablePlace;
    table.key = std::move(key);
    table.columns = std::move(columns);
    table.rows = rows;
    return table;
}

StoreStep aStep(StoreAction action, const std::string& table = "orders") {
    StoreStep step;
    step.action = action;
    step.table = table;
    step.place = stepPlace;
    return step;
}

// Two populations, and one service with two tables and one endpoint.
models::Scenario aScenario(models::Steps steps = {}) {
    models::Scenario scenario;
    for (const char* name : {"viewer", "power-user"}) {
        models::Population population;
        population.name = name;
        scenario.populations.push_back(population);
    }
    models::Service service;
    service.name = "payment";
    service.store.emplace();
    service.store->tables = {
        aTable("orders", {"viewer"}, {{"status", "text default 'new'"}, {"count", "integer"}}),
        aTable("refunds", {"request"}, {})};
    models::Endpoint endpoint;
    endpoint.name = "charge";
    endpoint.steps = std::move(steps);
    service.endpoints.push_back(endpoint);
    scenario.services.push_back(service);
    return scenario;
}

models::Scenario withStep(StoreStep step) {
    models::Step wrapped;
    wrapped.action = std::move(step);
    return aScenario({wrapped});
}

models::Scenario withTable(const models::Table& table) {
    models::Scenario scenario = aScenario();
    scenario.services.front().store->tables = {table};
    return scenario;
}

models::Scenario withWhere(const QString& sql) {
    StoreStep step = aStep(StoreAction::Read);
    step.where = anExpression(sql);
    return withStep(step);
}

models::Scenario withWhen(const QString& sql) {
    models::Step step;
    step.action = models::Stop{};
    step.when = anExpression(sql);
    return aScenario({step});
}

// All messages, one a line, without the file's name.
QString found(const models::Scenario& scenario) {
    QStringList lines;
    for (const models::Diagnostic& each : sim::checkExpressions(scenario, "shop.yaml")) {
        lines << QString::fromStdString(models::toText(each)).remove("shop.yaml:");
    }
    return lines.join('\n');
}

}  // namespace

class TestExpressionCheck : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void allowsPureExpressions_data() {
        QTest::addColumn<QString>("sql");
        for (const char* sql : {"status = 'paid'",
                                "count > 0 and status <> 'it''s; -- (fine)'",
                                "count in (1, 2, 3)",
                                "count between :viewer and :power_user",
                                "coalesce(count, 0) + abs(-1) > 0",
                                "case when count > 1 then 1 else 0 end",
                                "max(count, 1) = 1",
                                "status like 'p%'",
                                "status glob 'p*'",
                                "cast(count as text) = '1'",
                                "orders.count = 1",
                                "\"count\" = 1",
                                "[count] = 1",
                                "`count` = 1",
                                "iif(count, 1, 0)",
                                "round(:now, 1) = 1.5",
                                "printf('%d', count) = '1'",
                                "count is not null",
                                ":request % 10 = 0 or :round = 1",
                                "json_extract(status, '$.a') = 1",
                                "status ->> 'a' = 1",
                                "x'ab' = 1e5",
                                "count = 0x1F",
                                "status collate nocase = 'PAID'",
                                "(((count)))"}) {
            QTest::newRow(sql) << sql;
        }
    }

    void allowsPureExpressions() {
        QFETCH(QString, sql);
        QCOMPARE(found(withWhere(sql)), "");
    }

    void refusesWithTheReason_data() {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* sql, const char* reason) {
            QTest::newRow(sql) << sql << reason;
        };
        row("random() > 0", "random() would make the run irreproducible");
        row("RANDOM() > 0", "random() would make the run irreproducible");
        row("\"random\"() > 0", "random() would make the run irreproducible");
        row("randomblob(4)", "randomblob() would make the run irreproducible");
        row("date('now') > 1", "date() can read this machine's clock");
        row("datetime() > 1", "simulated seconds are `:now`");
        row("strftime('%s', 'now') > 1", "strftime() can read this machine's clock");
        row("julianday(1) > 1", "julianday() can read this machine's clock");
        row("unixepoch() > 1", "unixepoch() can read this machine's clock");
        row("current_timestamp > 1", "current_timestamp() can read this machine's clock");
        row("current_time > 1", "clock");
        row("current_date > 1", "clock");
        row("changes() > 0", "changes() depends on what ran before");
        row("total_changes() > 0", "depends on what ran before");
        row("last_insert_rowid() > 0", "depends on what ran before");
        row("load_extension('x')", "load_extension() reaches outside the store");
        row("pow(count, 2) > 1", "pow() differs in its last digit between machines");
        row("sqlite_version() > 1", "sqlite_version() is not among the functions");
        row("readfile('x')", "SQLite has no function readfile()");
        row("lenght(status) > 1", "did you mean length()?");
        row("count(*) > 0", "count() wants many rows, and an expression sees one");
        row("max(count) > 0", "max() and min() want many rows");
        row("sum(count) > 0", "sum() wants many rows");
        row("row_number() over () > 0", "row_number() is not among");
        row("(select 1) = 1", "a subquery is not allowed");
        row("exists (SELECT 1 from refunds)", "a subquery is not allowed");
        row("count in (values (1))", "a subquery is not allowed");
        row("count in refunds", "refunds");
        row("count in sqlite_master", "sqlite_master");
        row("count in json_each('[1]')", "json_each");
        row("refunds.request = 1", "no column `refunds.request`");
        row("statsu = 'paid'", "there is no column `statsu`; did you mean `status`?");
        row("status = \"paid\"", "a text stands in single quotes: 'paid'");
        row("status = premium",
            "there are `viewer`, `status` and `count`; a text stands in single");
        row("count > ", "it ends too early");
        row("count > > 1", "it is no SQL expression near `>`");
        row("", "it is empty");
        row("  ", "it is empty");
        row("1, 2", "a `,` outside parentheses");
        row("(1, 2)", "it is several values");
        row("count = :viewr", "there is no bind `:viewr`; did you mean `:viewer`?");
        row("count = :x", "`request`, `round`, `now`, `viewer` and `power_user`");
        row("count = ?", "`?` is no bind");
        row("count = ?1", "`?` is no bind");
        row("count = @viewer", "`@` is no bind");
        row("count = $viewer", "`$` is no bind");
        row("count = #1", "`#` is no bind");
        row("count = :viewer(1)", "`:viewer` is followed by `(`");
        row("count = :viewer::x", "`:viewer` is followed by `:`");
        row("raise(abort, 'x')", "RAISE");
    }

    void refusesWithTheReason() {
        QFETCH(QString, sql);
        QFETCH(QString, reason);

        const QString message = found(withWhere(sql));

        QVERIFY2(message.startsWith("20:12: error: the expression `"), qPrintable(message));
        QVERIFY2(message.contains(reason), qPrintable(message));
        QCOMPARE(message.count('\n'), 0);
    }

    void nothingBreaksOutOfItsPlace_data() {
        QTest::addColumn<QString>("sql");
        for (const char* sql : {"1); DROP TABLE orders; --",
                                "1) OR (1",
                                "1; DELETE FROM orders",
                                "1 --",
                                "1 /* x",
                                "1 /* x */",
                                "1) -- ",
                                "'1",
                                "\"1",
                                "`1",
                                "[1",
                                "(1",
                                "1)",
                                "1)) UNION (SELECT ((1",
                                "1) RETURNING (1",
                                "1) ON CONFLICT DO UPDATE SET count = (1",

                                "1 UNION SELECT 1",
                                "1 ORDER BY 1",
                                "1 LIMIT 0",
                                "1) ATTACH DATABASE 'x' AS (y",
                                "PRAGMA user_version",
                                "ATTACH 'x' AS y",
                                "COMMIT",
                                "WITH x AS (VALUES (1)) SELECT 1",
                                "1 AS x",
                                ":viewer'",
                                "count = 1 FROM refunds",
                                "* ",
                                "orders.*"}) {
            QTest::newRow(sql) << sql;
        }
    }

    void nothingBreaksOutOfItsPlace() {
        QFETCH(QString, sql);
        StoreStep update = aStep(StoreAction::Update);
        update.set = {{"count", anExpression(sql)}};
        StoreStep insert = aStep(StoreAction::Insert);
        insert.set = {{"count", anExpression(sql)}};
        StoreStep at = aStep(StoreAction::Delete);
        at.at = {{"viewer", anExpression(sql)}};

        for (const models::Scenario& scenario :
             {withWhere(sql), withWhen(sql), withStep(update), withStep(insert), withStep(at)}) {
            const auto diagnostics = sim::checkExpressions(scenario, "shop.yaml");
            QCOMPARE(diagnostics.size(), 1U);
            QCOMPARE(diagnostics.front().kind, models::DiagnosticKind::BadExpression);
            QCOMPARE(diagnostics.front().place, expressionPlace);
        }
    }

    void zeroByteIsNoWayOut() {
        QVERIFY(found(withWhere(QString("1") + QChar(0) + ") DROP")).contains("a zero byte"));
        QVERIFY(found(withWhere(QString("'") + QChar(0) + "'")).contains("a zero byte"));
    }

    void hugeExpressionsAreBounded() {
        QVERIFY(found(withWhere(QString(20'000, '1'))).contains("longer than 10000 bytes"));
        const QString deep = QString(2'000, '(') + '1' + QString(2'000, ')');
        QVERIFY(found(withWhere(deep)).contains("SQLite says"));
        const QString chain = "1" + QString(" + 1").repeated(1'000);
        QVERIFY(found(withWhere(chain)).contains("SQLite says"));
    }

    void conditionsSeeBindsOnly() {
        QCOMPARE(found(withWhen(":viewer % 2 = 0 and :round = 1")), "");
        QCOMPARE(found(withWhen("status = 'paid'")),
                 "20:12: error: the expression `status = 'paid'`: `status` is no bind, and `when` "
                 "sees binds only, no row; a text stands in single quotes: 'status'");
    }

    void insertsSeeNoRowYet() {
        StoreStep step = aStep(StoreAction::Insert);
        step.set = {{"count", anExpression("count + 1")}};
        QVERIFY(found(withStep(step)).contains("an `insert` sees binds only, no row yet"));

        step.set = {{"count", anExpression(":viewer + 1")}};
        QCOMPARE(found(withStep(step)), "");
    }

    void updatesSeeTheRow() {
        StoreStep step = aStep(StoreAction::Update);
        step.set = {{"count", anExpression("count + :viewer")}};
        step.where = anExpression("status = 'new'");
        QCOMPARE(found(withStep(step)), "");
    }

    void addressesSeeBindsOnly() {
        StoreStep step = aStep(StoreAction::Read);
        step.at = {{"viewer", anExpression("count")}};
        QVERIFY(found(withStep(step)).contains("`at` sees binds only, no row"));

        step.at = {{"viewer", anExpression(":round + 1")}};
        QCOMPARE(found(withStep(step)), "");
    }

    void unknownColumnsAreNamedWithTheNearest() {
        StoreStep step = aStep(StoreAction::Update);
        step.set = {{"staus", anExpression("'paid'")}};
        QCOMPARE(found(withStep(step)),
                 "20:12: error: `orders` has no column `staus`; did you mean `status`?");

        step.set = {{"xyz", anExpression("1")}};
        QVERIFY(found(withStep(step)).contains("it has `viewer`, `status` and `count`"));
    }

    void stepsThatMakeNoSenseAreRefused() {
        StoreStep at = aStep(StoreAction::Read);
        at.at = {{"status", anExpression("1")}};
        QVERIFY(found(withStep(at)).contains("not in the key of `orders`: `viewer`"));

        StoreStep all = aStep(StoreAction::Delete);
        all.all = true;
        QVERIFY(found(withStep(all)).contains("only a `read` may say `all: true`"));

        StoreStep key = aStep(StoreAction::Insert);
        key.set = {{"viewer", anExpression("1")}};
        QVERIFY(found(withStep(key)).contains("say where with `at`"));

        StoreStep twice = aStep(StoreAction::Update);
        twice.set = {{"count", anExpression("1")}, {"COUNT", anExpression("2")}};
        QVERIFY(found(withStep(twice)).contains("is set twice"));

        QVERIFY(found(withStep(aStep(StoreAction::Update))).contains("needs `set`"));
    }

    void unknownTablesAreTheReadersToReport() {
        QCOMPARE(found(withStep(aStep(StoreAction::Read, "elsewhere"))), "");
    }

    void declarationsMayBeWhatCreateTableAllows_data() {
        QTest::addColumn<QString>("declaration");
        for (const char* declaration :
             {"", "text", "integer not null default 0", "varchar(20)", "decimal(10, 2)",
              "text default 'it''s'", "integer check (amount > 0 and amount < 100)", "text unique",
              "real default (1 + 2)", "text collate nocase", "integer as (viewer * 2)",
              "text constraint positive check (amount > 0)", "text default null"}) {
            QTest::newRow(declaration) << declaration;
        }
    }

    void declarationsMayBeWhatCreateTableAllows() {
        QFETCH(QString, declaration);
        QCOMPARE(
            found(withTable(aTable("orders", {"viewer"}, {{"amount", declaration.toStdString()}}))),
            "");
    }

    void badDeclarationsAreRefused_data() {
        QTest::addColumn<QString>("declaration");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* declaration, const char* reason) {
            QTest::newRow(declaration) << declaration << reason;
        };
        row("integer, evil text", "a `,` outside parentheses");
        row("integer); DROP TABLE x; --", "a `)` has no `(`");
        row("integer) WITHOUT ROWID", "a `)` has no `(`");
        row("integer; DROP TABLE x", "`;`");
        row("integer -- x", "comments");
        row("text default 'x", "never closed");
        row("integer primary key", "the primary key is what the table's `key` says");
        row("integer references other(id)", "reaches another table");
        row("text unique on conflict replace", "conflict clause");
        row("text default (random())", "random() would make the run irreproducible");
        row("text default current_timestamp", "clock");
        row("text default (1 + randomblob(2))", "randomblob() would");
        row("text default (current_time)", "clock");
        row("text not null default(pow(1, 2)) unique", "pow() differs");
        row("text check (amount > random())", "random() would make the run irreproducible");
        row("text check (amount in (select 1))", "a subquery is not allowed");
        row("text check (amuont > 1)", "no column `amuont`; did you mean `amount`?");
        row("text default :viewer", "nothing can be bound");
        row("text default (viewer)", "SQLite says");
        row("text not", "it ends too early");
        row("integer as (pow(viewer, 2))", "pow() differs");
    }

    void badDeclarationsAreRefused() {
        QFETCH(QString, declaration);
        QFETCH(QString, reason);

        const QString message =
            found(withTable(aTable("orders", {"viewer"}, {{"amount", declaration.toStdString()}})));

        QVERIFY2(message.startsWith("10:3: error: ") && message.contains(reason),
                 qPrintable(message));
        QCOMPARE(message.count('\n'), 0);
    }

    void badTablesAreRefused() {
        QVERIFY(found(withTable(aTable("orders", {"viewer"}, {{"a-b", ""}, {"A_B", ""}})))
                    .contains("has two columns `A_B`"));
        QVERIFY(found(withTable(aTable("orders", {"viewer"}, {{"viewer", ""}})))
                    .contains("has two columns `viewer`"));
        QVERIFY(found(withTable(aTable("sqlite_x", {"viewer"}, {}))).contains("reserved"));
        QVERIFY(found(withTable(aTable("orders", {}, {}))).contains("has no key"));
    }

    void rowsOfDefaultsMustBePossible() {
        QCOMPARE(found(withTable(aTable("orders", {"viewer"}, {{"a", "text"}}, 5))), "");
        QVERIFY(found(withTable(aTable("orders", {"viewer", "power-user"}, {}, 5)))
                    .contains("`rows` does not say which rows"));
        QVERIFY(found(withTable(aTable("orders", {"request"}, {}, 5))).contains("`request`"));
        QVERIFY(found(withTable(aTable("orders", {"viewer"}, {{"a", "text not null"}}, 1)))
                    .contains("NOT NULL constraint failed: orders.a"));
        QVERIFY(found(withTable(aTable("orders", {"viewer"}, {{"a", "int unique default 1"}}, 2)))
                    .contains("UNIQUE constraint failed: orders.a"));
    }

    void everyStepIsReachedAndEveryProblemReported() {
        StoreStep inner = aStep(StoreAction::Read);
        inner.where = models::Expression{"random()", {30, 1}};
        StoreStep outer = aStep(StoreAction::Read);
        outer.where = models::Expression{"nowhere", {29, 1}};
        outer.orElse = models::Steps{{inner, {}, {}}};
        models::Step conditional;
        conditional.action = models::Stop{};
        conditional.when = models::Expression{"1 +", {28, 1}};
        const models::Step store{outer, {}, {}};
        models::Call call;
        call.fallback = models::Fallback{{store}};
        models::Parallel parallel;
        parallel.branches = {{store}, {conditional}};
        models::Choose choose;
        choose.branches = {{store}};
        models::Repeat repeat;
        repeat.steps = {store};
        models::Scenario scenario =
            aScenario({{call, {}, {}}, {parallel, {}, {}}, {choose, {}, {}}, {repeat, {}, {}}});
        models::Journey journey;
        journey.steps = {conditional};
        scenario.journeys.push_back(journey);

        const QString messages = found(scenario);

        QCOMPARE(messages.count("28:1: error: "), 2);
        QCOMPARE(messages.count("29:1: error: "), 4);
        QCOMPARE(messages.count("30:1: error: "), 4);
        QVERIFY(messages.startsWith("28:1"));
    }

    void manyServicesWithoutStoresAreNoProblem() {
        models::Scenario scenario;
        scenario.services.resize(50'000, aScenario().services.front());
        for (models::Service& service : scenario.services) {
            service.store.reset();
        }

        QVERIFY(sim::checkExpressions(scenario, "big.yaml").empty());
    }
};

TEST_OF_THIS_FILE(TestExpressionCheck);
#include "tst_expression_check.moc"
