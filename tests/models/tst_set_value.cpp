#include <QtTest>

#include "models/io/scenario_reader.h"
#include "tests/support/test_program.h"

using namespace models;

namespace {

const std::string commented = R"(watertight: 1   # the version
x-base: &base { inbox: 5, group: core }
run: { seed: 42, duration: 5 min }   # how long
network:
services:
  user:   # sign-in
    # two of them
    instances: 2     # for now
    concurrency: &slots 16
    endpoints:
      sign-in:
        - compute: exp(1 ms)   # work
        - { read: profiles }
      home: { steps: [ { call: user.sign-in, timeout: 1 s } ] }
    store: { read: 1 ms, tables: { profiles: { key: viewer } } }
  payment: { <<: *base, concurrency: *slots, endpoints: {} }
  catalog: *base
  search: {}
populations: { viewer: { size: 10 } }
expect:
  It works: { journey: watch, p99.9: below 1 s }
journeys:
  watch:
    arrivals: [ { for: 1 min, arrivals: poisson(1/s) }, { arrivals: poisson(2/s) } ]
    steps:
    - call: user.home
      retry: { attempts: 2 }
)";

// The lines that differ, as "old => new".
QString changed(const std::string& before, const std::string& after) {
    const QStringList old = QString::fromStdString(before).split('\n');
    const QStringList now = QString::fromStdString(after).split('\n');
    QStringList differing;
    qsizetype i = 0, k = 0;
    while (i < old.size() || k < now.size()) {
        if (i < old.size() && k < now.size() && old[i] == now[k]) {
            ++i, ++k;
        } else if (now.size() - k > old.size() - i) {
            differing << "+ " + now[k++];
        } else {
            differing << now[k++];
            ++i;
        }
    }
    return differing.join('\n');
}

}  // namespace

class TestSetValue : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void replacesOrAddsOneValueAndLeavesTheRest_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("line");
        const auto row = [](const char* path, const char* value, const char* line) {
            QTest::newRow(path) << path << value << line;
        };
        row("services.user.instances", "4", "    instances: 4     # for now");
        row("run.seed", "7", "run: { seed: 7, duration: 5 min }   # how long");
        row("run.warm-up", "10 s",
            "run: { seed: 42, duration: 5 min, warm-up: 10 s }   # how long");
        row("services.user.endpoints.sign-in.0.compute", "exp(2 ms)",
            "        - compute: exp(2 ms)   # work");
        row("services.user.endpoints.sign-in.steps.0.compute", "2 ms",
            "        - compute: 2 ms   # work");
        row("services.user.endpoints.sign-in.1.where", ":viewer > 3",
            "        - { read: profiles, where: \":viewer > 3\" }");
        row("services.user.endpoints.home.steps.0.retry.budget", "none",
            "      home: { steps: [ { call: user.sign-in, timeout: 1 s, "
            "retry: { budget: none } } ] }");
        row("services.user.endpoints.home.idempotent", "true",
            "      home: { steps: [ { call: user.sign-in, timeout: 1 s } ], idempotent: true }");
        row("services.user.start-up", "5 s", "+     start-up: 5 s");
        row("services.user.store.connections", "3",
            "    store: { read: 1 ms, tables: { profiles: { key: viewer } }, connections: 3 }");
        row("services.payment.inbox", "9",
            "  payment: { <<: *base, concurrency: *slots, endpoints: {}, inbox: 9 }");
        row("services.payment.concurrency", "9",
            "  payment: { <<: *base, concurrency: 9, endpoints: {} }");
        row("services.user.concurrency", "9", "    concurrency: &slots 9");
        row("services.search.instances", "3", "  search: { instances: 3 }");
        row("network.latency", "1 ms", "network: { latency: 1 ms }");
        row("expect.It works.p99.9", "below 2 s",
            "  It works: { journey: watch, p99.9: below 2 s }");
        row("expect.It works.p99", "below 2 s",
            "  It works: { journey: watch, p99.9: below 1 s, p99: below 2 s }");
        row("journeys.watch.steps.0.retry.budget", "20 %",
            "      retry: { attempts: 2, budget: 20 % }");
        row("journeys.watch.steps.0.timeout", "1 s", "+       timeout: 1 s");
        row("journeys.watch.arrivals.1.arrivals", "poisson(9/s)",
            "    arrivals: [ { for: 1 min, arrivals: poisson(1/s) }, "
            "{ arrivals: poisson(9/s) } ]");
        row("services.user.about", "Hello, world: \"all\"",
            "+     about: \"Hello, world: \\\"all\\\"\"");
        row("name", "No. 5", "+ name: No. 5");
        row("layout.user", "[10, 20]", "+ layout: { user: [10, 20] }");
        row("services.user", "{ instances: 1 }", nullptr);
    }
    void replacesOrAddsOneValueAndLeavesTheRest() {
        QFETCH(QString, path);
        QFETCH(QString, value);
        QFETCH(QString, line);

        const TextEdit edit =
            setValue(commented, "shop.yaml", path.toStdString(), value.toStdString());

        QVERIFY2(edit.diagnostics.empty(),
                 edit.diagnostics.empty() ? "" : toText(edit.diagnostics[0]).c_str());
        if (!line.isNull()) {
            QCOMPARE(changed(commented, edit.text), line);
        }
    }

    void takesOutOneValueAndLeavesTheRest_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("gone");
        QTest::addColumn<QString>("left");
        const auto row = [](const char* path, const char* gone, const char* left) {
            QTest::newRow(path) << path << gone << left;
        };
        row("services.user.instances", "    instances: 2     # for now\n", "");
        row("services.user.store",
            "    store: { read: 1 ms, tables: { profiles: { key: viewer } } }\n", "");
        row("services.user.store.read", "{ read: 1 ms, tables", "{ tables");
        row("services.user.endpoints.home.steps.0.timeout", "user.sign-in, timeout: 1 s }",
            "user.sign-in }");
        row("services.user.endpoints.home.steps.0.call", "call: user.sign-in, timeout", "timeout");
        row("journeys.watch.steps.0.retry", "\n      retry: { attempts: 2 }", "");
        row("run.duration", ", duration: 5 min }", " }");
        row("services.payment.concurrency", ", concurrency: *slots,", ",");
    }
    void takesOutOneValueAndLeavesTheRest() {
        QFETCH(QString, path);
        QFETCH(QString, gone);
        QFETCH(QString, left);

        const TextEdit edit = withoutValue(commented, "shop.yaml", path.toStdString());

        QVERIFY2(edit.diagnostics.empty(),
                 edit.diagnostics.empty() ? "" : toText(edit.diagnostics[0]).c_str());
        const QString before = QString::fromStdString(commented);
        QCOMPARE(before.count(gone), qsizetype{1});
        QCOMPARE(QString::fromStdString(edit.text), QString(before).replace(gone, left));
        QVERIFY(!WrittenValues(edit.text).at(path.toStdString()));
    }

    void takesNothingOutThatIsNotThere() {
        for (const char* path : {"services.user.inbox", "services.nobody.inbox",
                                 "services.user.endpoints.sign-in.0", "services.payment.group"}) {
            const TextEdit edit = withoutValue(commented, "shop.yaml", path);
            QVERIFY2(edit.diagnostics.size() == 1, path);
            QCOMPARE(edit.text, commented);
        }
    }

    void findsAValueAsItIsWritten() {
        const WrittenValues written(commented);
        QCOMPARE(*written.at("services.user.instances"), std::string("2"));
        QCOMPARE(*written.at("journeys.watch.steps.0.retry"), std::string("{ attempts: 2 }"));
        QCOMPARE(*written.at("services.payment.inbox"), std::string("5"));
        QVERIFY(!written.at("services.user.inbox"));
        QVERIFY(!written.at("services.nobody"));
    }

    void findsAValueOfSeveralLinesOnOne() {
        const WrittenValues written(R"(watertight: 1
x-calls:
  quick: &quick { timeout: 1 s }
services:
  shop:
    endpoints:
      buy:
        - call: stock.take
          retry:
            attempts: 3          # not for ever
            backoff: 50 ms
          fallback:
            - compute: 1 ms
            - update: orders
              set: { status: "'paid, and sent'" }
        - <<: *quick
          call: stock.give
)");
        const std::string steps = "services.shop.endpoints.buy.steps";
        QCOMPARE(*written.at(steps + ".0.retry"), "{ attempts: 3, backoff: 50 ms }");
        QCOMPARE(
            *written.at(steps + ".0.fallback"),
            "[ { compute: 1 ms }, { update: orders, set: { status: \"'paid, and sent'\" } } ]");
        QCOMPARE(*written.at(steps + ".1"), "{ call: stock.give, timeout: 1 s }");
    }

    // What was found on one line can be written back as it was.
    void takesBackWhatWasFoundOnOneLine() {
        const std::string text =
            "watertight: 1\nservices:\n  shop:\n    endpoints:\n      buy:\n"
            "        - call: stock.take\n          retry:\n"
            "            attempts: 3\n            backoff: 50 ms\n";
        const std::string path = "services.shop.endpoints.buy.steps.0.retry";
        const std::string found = *WrittenValues(text).at(path);
        const TextEdit other = setValue(text, "shop.yaml", path, "{ attempts: 5 }");
        const TextEdit back = setValue(other.text, "shop.yaml", path, found);
        QVERIFY(back.diagnostics.empty());
        QCOMPARE(*WrittenValues(back.text).at(path + ".backoff"), "50 ms");
    }

    void refusesPathsThatLeadNowhere_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char* path, const char* problem) {
            QTest::newRow(path) << path << problem;
        };
        row("services.usr.instances", "did you mean `user`?");
        row("services.user.instance", "did you mean `instances`?");
        row("service.user.instances", "did you mean `services`?");
        row("services.user.instances.first", "is a value");
        row("services.user.endpoints.sign-in.5.compute", "list of 2");
        row("services.user.endpoints.sign-in.first", "items count from 0");
        row("services.user.endpoints.sign-on.0", "did you mean `sign-in`?");
        row("services.user.endpoints.home.steps.0.retry.budgt", "did you mean `budget`?");
        row("services.user.endpoints.sign-in.0.timeout", "no key `timeout`");
        row("services.catalog.inbox", "is an alias");
        row("services.new", "no name `new`");
        row("", "path is empty");
    }
    void refusesPathsThatLeadNowhere() {
        QFETCH(QString, path);
        QFETCH(QString, problem);

        const TextEdit edit = setValue(commented, "shop.yaml", path.toStdString(), "1");

        QCOMPARE(edit.diagnostics.size(), std::size_t(1));
        const QString message = QString::fromStdString(edit.diagnostics[0].message);
        QVERIFY2(message.contains(problem), qPrintable(message));
        QCOMPARE(edit.text, commented);
    }

    void worksOnJson() {
        const std::string json = R"({"watertight": 1, "services": {"user": {"inbox": 5}}})";

        QCOMPARE(setValue(json, "a.json", "services.user.inbox", "6").text,
                 std::string(R"({"watertight": 1, "services": {"user": {"inbox": 6}}})"));
        QCOMPARE(
            setValue(json, "a.json", "services.user.instances", "4").text,
            std::string(R"({"watertight": 1, "services": {"user": {"inbox": 5, instances: 4}}})"));
    }

    void quotesWhatYamlWouldMisread_data() {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("line");
        for (const char* each : {",", "- ", "a, b", "a: b", "# no", "*x", "&x y", "%5", "", "> 3",
                                 "two\nlines", "'tis", "}", "a #b"}) {
            QString quoted = each;
            quoted.replace("\n", "\\n");
            QTest::newRow(each) << each << "about: \"" + quoted + "\"";
        }
        for (const char* each : {"5 ms", "poisson(1/s)", "[1, 2]", "{ a: 1 }", "'it'", "a#b"}) {
            QTest::newRow(each) << each << "about: " + QString(each);
        }
    }
    void quotesWhatYamlWouldMisread() {
        QFETCH(QString, value);
        QFETCH(QString, line);
        QCOMPARE(QString::fromStdString(
                     setValue("about: x", "a.yaml", "about", value.toStdString()).text),
                 line);
    }

    void addsAtTheEndOfAFileWithoutALastLineEnd() {
        QCOMPARE(setValue("watertight: 1", "a.yaml", "name", "x").text,
                 std::string("watertight: 1\nname: x"));
    }

    void addsAfterATextOfSeveralLines() {
        QCOMPARE(setValue("about: |\n  one\n  two\n\n# end\n", "a.yaml", "name", "x").text,
                 std::string("about: |\n  one\n  two\nname: x\n\n# end\n"));
    }

    void reportsATextThatIsNotYaml() {
        const TextEdit edit = setValue("a: [", "a.yaml", "name", "x");
        QVERIFY(hasErrors(edit.diagnostics));
        QCOMPARE(edit.text, std::string("a: ["));
    }
};

TEST_OF_THIS_FILE(TestSetValue);
#include "tst_set_value.moc"
