// What the reader refuses: a test for each kind of problem, each with its place.
#include <QtTest>

#include "tests/models/read_text.h"
#include "tests/support/test_program.h"

using namespace models;
using tests::printed;
using tests::read;
using tests::withLines;
using tests::withSteps;

class TestRefusals : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void reportsEachKindOfProblem_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("printedAs");
        const auto row = [](const char* name, const std::string& text, DiagnosticKind kind,
                            const char* printedAs) {
            QTest::newRow(name) << QString::fromStdString(text) << int(kind) << printedAs;
        };
        using enum DiagnosticKind;
        row("no YAML", "watertight: [", Syntax, "1:14: error: not YAML");
        row("nothing", "", MissingKey, "1:1: error: the scenario has no `watertight`");
        row("a list", "[]", WrongType, "1:1: error: found a list, expected the keys");
        row("no version", "services: { a: {} }", MissingKey, "has no `watertight`");
        row("another version", "watertight: 2\nservices: { a: {} }", WrongType, "1:13: error");
        row("no services", "watertight: 1", MissingKey, "has no `services`");
        row("empty services", "watertight: 1\nservices: {}", MissingKey, "2:11: error");
        row("unknown key", withLines("run: { seeed: 1 }"), UnknownKey,
            "7:8: error: `run` has no key `seeed`: did you mean `seed`?");
        row("key twice", withLines("name: a\nname: b"), DuplicateKey,
            "8:1: error: `name` is given twice");
        row("wrong type", withLines("run: { duration: 5 }"), WrongType,
            "7:18: error: `duration`: found `5`, expected a duration with its unit");
        row("a list for a value", withLines("run: { seed: [1] }"), WrongType,
            "7:14: error: found a list, expected one value");
        row("out of bounds", withLines("run: { in-flight-at-most: 0 }"), OutOfBounds, "7:27: ");
        row("unknown name", withLines("faults: [ { at: 1 s, kill: usr } ]"), UnknownName,
            "7:28: error: there is no service `usr`: did you mean `user`?");
        row("two things that exclude each other",
            withLines("faults: [ { at: 1 s, kill: user, hang: user } ]"), Conflict,
            "7:34: error: `kill` and `hang` are two faults");
        row("a file elsewhere", withLines("network: { latency: empirical(../x.csv) }"),
            OutsideFolder, "7:21: error: `../x.csv` lies outside");
        row("an absolute file", withLines("network: { latency: empirical(/etc/passwd) }"),
            OutsideFolder, "7:21: error");
        row("no such file", withLines("network: { latency: empirical(no-such.csv) }"),
            UnreadableFile, "7:21: error");
        row("subquery", withSteps("{ read: profiles, where: (select 1) }"), BadExpression,
            "9:36: error");
        row("call in a transaction",
            withSteps("{ transaction: [ { read: profiles }, { call: user.get } ] }"), Conflict,
            "9:48: error: a `call` in a transaction would hold its connection");
        row("too many steps",
            withSteps("parallel: [ [" +
                      [] {
                          std::string text;
                          for (int i = 0; i < 10'001; ++i) {
                              text += "reply, ";
                          }
                          return text;
                      }() +
                      "] ]"),
            TooLarge, "more than 10000 steps");
    }
    void reportsEachKindOfProblem() {
        QFETCH(QString, text);
        QFETCH(int, kind);
        QFETCH(QString, printedAs);

        const ScenarioReading reading = read(text.toStdString());

        QVERIFY(!reading.scenario);
        const auto found =
            std::ranges::find(reading.diagnostics, DiagnosticKind(kind), &Diagnostic::kind);
        QVERIFY2(found != reading.diagnostics.end(), printed(reading.diagnostics).constData());
        QVERIFY2(QString::fromStdString(toText(*found)).contains(printedAs),
                 printed(reading.diagnostics).constData());
    }

    void reportsWhatIsWrongWithASection_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char* lines, const char* problem) {
            QTest::newRow(lines) << lines << problem;
        };
        row("name: a, b: c", "quotes");
        row("expect: { All, well: { journey: visit, p99: below 1 s } }", "7:11: ");
        row("expect: { A: { journey: visit } }", "measures nothing");
        row("expect: { A: { p99: below 1 s } }", "is about nothing");
        row("expect: { A: { journey: visit, service: user, p99: below 1 s } }", "one subject");
        row("expect: { A: { journey: visit, during: outage, p99: below 1 s } }",
            "there is no fault or rollout named `outage`");
        row("expect: { A: { journey: visit, during: [9 s, 1 s], p99: below 1 s } }", "is empty");
        row("expect: { A: { journey: visit, recovery: below 1 s } }", "must name the fault");
        row("expect: { A: { journey: visit, inbox: below 5 } }", "is of a `service`");
        row("expect: { A: { endpoint: user.gt, p99: below 1 s } }", "did you mean `get`?");
        row("invariants: { A: { exactly: 0 } }", "has no `sql`");
        row("invariants: { A: { sql: SELECT 1 } }", "does not say what its SELECT must give");
        row("invariants: { A: { sql: SELECT 1, exactly: 0, at-most: 1 } }", "has two bounds");
        row("invariants: { A: { sql: SELECT 1, exactly: none } }", "found `none`");
        row("invariants: { A: { sql: SELECT 1, exactly: 0, judged: allways } }", "did you mean");
        row("invariants: [ 1 ]", "a mapping of sentences");
        row("variants: { a: { set: { run.sed: 1 } } }", "variant `a`: `run.sed`: `run` has no key");
        row("variants: { a: { set: { services.usr.instances: 1 } } }", "did you mean `user`?");
        row("variants: { a: { set: { run.seed: many } } }", "variant `a`: `seed`: found `many`");
        row("variants: { a: { set: { journeys.visit.steps: [ { cal: user.get } ] } } }",
            "variant `a`: there is no step `cal`");
        row("variants: { a: { set: 5 } }", "a mapping such as");
        row("variants: { a: { breaks: [ Nothing ] } }", "there is no expectation or invariant");
        row("expect: { A: { event: explode } }", "found `explode` for `event`");
        row("expect: { A: { event: killed, where: usr } }", "did you mean `user`?");
        row("expect: { A: { event: killed, p99: below 1 s } }", "it has a `count`");
        row("faults: [ { at: 1 s, slow: user, probability: 5 % } ]", "`probability` is for `fail`");
        row("faults: [ { at: 1 s, kill: user, as: down } ]",
            "7:34: error: `as` is for `break-store`, not for `kill`");
        row("faults: [ { at: 1 s, break-store: user } ]", "does not say what is wrong");
        row("faults: [ { at: 1 s, break-store: user, as: read-onyl } ]",
            "did you mean `read-only`");
        row("faults: [ { at: 1 s, break-store: user, as: down, by: 5x } ]",
            "`by` is for a store that is `slow`");
        row("faults: [ { at: 1 s, break-store: user#1, as: down } ]",
            "a store belongs to all instances of its service");
        row("faults: [ { at: 1 s, break-store: user, as: down } ]",
            "7:35: error: `user` has no `store` that could break");
        row("faults: [ { at: 1 s, restart: user, for: 1 s } ]", "it has no `for`");
        row("faults: [ { kill: user } ]", "the fault has no `at`");
        row("faults: [ { at: 1 s, kill: user#0 } ]", "numbered from 1");
        row("faults: { at: 1 s, kill: user }", "expected a list of faults");
        row("layout: { usr: [1, 2] }", "did you mean `user`?");
        row("layout: { user: 5 }", "expected a position");
        row("lint: { ignore: { no-such: x } }", "there is no rule `no-such`");
    }
    void reportsWhatIsWrongWithASection() {
        QFETCH(QString, lines);
        QFETCH(QString, problem);
        const QByteArray found = printed(read(withLines(lines.toStdString())).diagnostics);
        QVERIFY2(found.contains(problem.toUtf8()), found.constData());
    }

    void reportsWhatIsWrongWithAStep_data() {
        QTest::addColumn<QString>("step");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char* step, const char* problem) {
            QTest::newRow(step) << step << problem;
        };
        row("{ cal: user.get }", "9:13: error: there is no step `cal`: did you mean `call`?");
        row("{ when: \":viewer > 1\" }", "this is no step");
        row("{ call: user.get, compute: 1 ms }", "`compute` and `call` are two steps");
        row("compute", "`compute` wants a value");
        row("{ call: user }", "expected an endpoint such as `user.sign-in`");
        row("{ compute: 1 ms, timeout: 1 s }", "the step `compute` has no key `timeout`");
        row("{ call: user.get, retry: { attempts: 0 } }", "`attempts` is `0`");
        row("{ call: user.get, retry: 3 }", "expected the keys of `retry`");
        row("{ call: user.get, timeout: 0 }", "expected above 0");
        row("{ call: user.get, fallback: none }", "expected `skip` or a list of steps");
        row("{ call: user.get, circuit-breaker: { window: 10, minimum: 20 } }", "never opens");
        row("{ call: user.get, hedge: { copies: 0 } }", "`copies` is `0`, expected from 1 to 31");
        row("{ call: user.get, bulkhead: 3 }", "expected the keys of `bulkhead`");
        row("{ call: user.get, rate-limit: { burst: 0 } }", "`burst` is `0`");
        row("{ call: user.get, priority: high }", "expected a whole number");
        row("{ parallel: [ [ reply ] ], need: 2 }", "`need` is 2, but there are 1 branches");
        row("{ parallel: [ { compute: 1 ms } ] }", "expected a branch");
        row("{ choose: [ { weight: 0, steps: [] } ] }", "every branch has weight 0");
        row("{ choose: [ { steps: [] } ] }", "has no `weight`");
        row("{ repeat: { times: [3, 1], steps: [] } }", "ends before it begins");
        row("{ repeat: { times: 3, draw: viewr, steps: [] } }", "did you mean `viewer`?");
        row("{ repeat: { times: lots, steps: [] } }", "how often: a whole number");
        row("{ read: profile }", "did you mean `profiles`?");
        row("{ read: payments }", "payment's data belongs to payment: call it instead");
        row("{ read: profiles, set: { name: 1 } }", "`set` is for `insert` and `update`");
        row("{ update: profiles }", "`update` has no `set`");
        row("{ update: profiles, set: { nam: 1 } }", "did you mean `name`?");
        row("{ update: profiles, set: { viewer: 1 } }", "is a key column");
        row("{ update: profiles, set: { name: 'paid' } }", "text is written \"'paid'\"");
        row("{ update: profiles, set: { name: nme || 'x' } }", "has no column `nme`");
        row("{ read: profiles, where: name = \":viewr\" }", "has no column `:viewr`");
        row("{ read: profiles, where: \"name = :viewr\" }", "did you mean `viewer`?");
        row("{ read: profiles, where: random() > 0 }", "no clock");
        row("{ read: profiles, where: (name }", "parentheses do not match");
        row("{ read: profiles, at: { name: 1 } }", "there is no key column `name`");
        row("{ compute: 1 ms, when: name = 1 }", "is no bind");
        row("{ read: profiles, when: :viewer > 1 }", "quotes");
        row("{ cache: sesions, miss: [] }", "did you mean `sessions`?");
        row("{ invalidate: profiles }", "has no cache `profiles`");
        row("{ cache: sessions, miss: { compute: 1 ms } }", "expected a list of steps");
        row("{ cache: sessions, mis: [] }", "did you mean `miss`?");
        row("{ publish: it }", "there is no topic `it`");
        row("{ publish: it, outbox: true }", "there is no topic `it`");
        row("{ transaction: [] }", "expected the steps that happen together");
        row("{ transaction: { read: profiles } }", "expected the steps that happen together");
        row("{ transaction: [ { read: profiles }, { call: user.get } ] }",
            "a `call` in a transaction would hold its connection for as long as `user.get` takes");
        row("{ transaction: [ { transaction: [ { read: profiles } ] } ] }", "no `transaction`");
        row("{ transaction: [ { read: profil } ] }", "did you mean `profiles`?");
        row("{ transaction: [ { read: profiles, where: nam = 1 } ] }", "did you mean `name`?");
        row("{ saga: [] }", "expected a list of parts");
        row("{ saga: [ { undo: [ { compute: 1 ms } ] } ] }", "`do`");
        row("{ saga: [ { do: [ stop ] } ] }", "9:29: error: a `stop` within a saga");
        row("{ saga: [ { do: [ { saga: [ { do: [ { sleep: 1 s } ] } ] } ] } ] }",
            "9:29: error: a `saga` within a saga");
        row("{ saga: [ { do: [ { sleep: 1 s } ], undo: [ reply ] } ] }",
            "a `reply` in `undo` would tell the caller that all is well");
        row("{ transaction: [ { saga: [ { do: [ { sleep: 1 s } ] } ] } ] }", "no `saga`");
        row("{ compute: 1 ms, about }", "`about` stands alone");
        row("{ fail: 150 % }", "more than 100 %");
        row("{ call, timeout: 1 s }", "`call` has no value");
    }
    void reportsWhatIsWrongWithAStep() {
        QFETCH(QString, step);
        QFETCH(QString, problem);
        const ScenarioReading reading = read(withSteps(step.toStdString()));
        QVERIFY(!reading.scenario);
        QVERIFY2(printed(reading.diagnostics).contains(problem.toUtf8()),
                 printed(reading.diagnostics).constData());
    }

    void asksForTheStoreThatKeepsTheProgressOfASaga() {
        const QByteArray none = printed(
            read(
                "watertight: 1\nservices: { a: { endpoints: { go: [ { saga: [ { do: [ { sleep: 1 s "
                "} ] } ] } ] } } }")
                .diagnostics);
        QVERIFY2(none.contains("2:37: error: `a` has no `store`, where the progress"), none);

        const QByteArray taken =
            printed(read("watertight: 1\nservices: { a: { store: { tables: { saga-progress: { key: "
                         "request } } "
                         "}, endpoints: { go: [ { saga: [ { do: [ { sleep: 1 s } ] } ] } ] } } }")
                        .diagnostics);
        QVERIFY2(taken.contains("2:37: error: the store of `a` keeps a table"), taken);
    }

    void refusesStepsThatAJourneyDoesNotHave() {
        const QByteArray found = printed(
            read(withLines("  other: { users: 1, steps: [ { read: profiles }, reply, { compute: 1 "
                           "ms }, { sleep: 1 s } ] }\n"))
                .diagnostics);
        QVERIFY2(found.contains("7:33: error: a journey has no step `read`"), found);
        QVERIFY2(found.contains("7:51: error: a journey has no step `reply`"), found);
        QVERIFY2(found.contains("7:60: error: a journey has no step `compute`"), found);
        QVERIFY(!found.contains("sleep`, only"));
    }

    void refusesNamesThatAreTaken() {
        const QByteArray journey = printed(
            read(withLines("  user: { users: 1, think: 1 s, steps: [ { call: user.get } ] }"))
                .diagnostics);
        QVERIFY2(journey.contains("7:3: error: `user` is a service already"), journey);

        const QByteArray any =
            printed(read("watertight: 1\nservices: { any: {}, a-b: {}, a_b: {} }").diagnostics);
        QVERIFY2(any.contains("2:13: error: `any` means every service"), any);
        QVERIFY2(any.contains("2:31: error: services `a_b` and `a-b` have the same name"), any);
    }

    void reportsWhatIsWrongWithAService_data() {
        QTest::addColumn<QString>("keys");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char* keys, const char* problem) {
            QTest::newRow(keys) << keys << problem;
        };
        row("discipline: lilo", "expected `fifo`");
        row("discipline: codel", "expected `codel` with two times above 0");
        row("discipline: codel(target 5 ms)", "expected `codel` with two times above 0");
        row("discipline: codel(target 0 ms interval 100 ms)", "two times above 0");
        row("discipline: codel(interval 100 ms target 5 ms)", "two times above 0");
        row("balancing: hash", "expected `hash` of a population such as `hash(viewer)`");
        row("balancing: hash(viewr)", "there is no population `viewr`: did you mean `viewer`?");
        row("balancing: hash(viewer) twice", "expected `hash` of a population");
        row("cores: 0", "`cores` is `0`");
        row("cancellation: all", "expected `none`");
        row("rate-limit: { burst: 5 }", "`rate-limit` has no `rate`");
        row("health-check: { evry: 1 s }", "did you mean `every`?");
        row("health-check: { every: 0 }", "`every` is `0`, expected above 0");
        row("health-check: { timeout: 0 }", "`timeout` is `0`, expected above 0");
        row("health-check: { unhealthy-after: 0 }", "`unhealthy-after` is `0`, expected from 1");
        row("health-check: 5 s", "expected");
        row("outlier-detection: { max-ejected: 110 % }", "more than 100 %");
        row("outlier-detection: { consecutive-errors: 0 }", "`consecutive-errors` is `0`");
        row("outlier-detection: { consecutive-error: 3 }", "did you mean `consecutive-errors`?");
        row("rate-limit: { rate: 5/s, max-wait: 1 s }", "`rate-limit` has no key `max-wait`");
    }
    void reportsWhatIsWrongWithAService() {
        QFETCH(QString, keys);
        QFETCH(QString, problem);
        const QByteArray found =
            printed(read("watertight: 1\npopulations: { viewer: { size: 5 } }\nservices: { a: { " +
                         keys.toStdString() + " } }")
                        .diagnostics);
        QVERIFY2(found.contains(problem.toUtf8()), found.constData());
    }

    void reportsWhatIsWrongWithAJourney_data() {
        QTest::addColumn<QString>("keys");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char* keys, const char* problem) {
            QTest::newRow(keys) << keys << problem;
        };
        row("arrivals: ramp(5/s), ", "expected the form `ramp(50/s to 500/s in 2 min)`");
        row("arrivals: renewal(0), ", "never lets any time pass");
        row("arrivals: trace(../secret.csv), ", "lies outside the scenario's folder");
        row("arrivals: constant(1/s), as: viewer, ", "`as` is for a closed journey");
        row("users: 6, as: viewer, ", "has 6 users, but only 5 members of `viewer`");
        row("users: 5, as: viewr, ", "did you mean `viewer`?");
    }
    void reportsWhatIsWrongWithAJourney() {
        QFETCH(QString, keys);
        QFETCH(QString, problem);
        const QByteArray found = printed(
            read("watertight: 1\npopulations: { viewer: { size: 5 } }\nservices: { a: {} }\n"
                 "journeys: { j: { " +
                 keys.toStdString() + "steps: [ { sleep: 1 s } ] } }")
                .diagnostics);
        QVERIFY2(found.contains(problem.toUtf8()), found.constData());
    }

    void membersDrawnAnewMustFitTheirNumber() {
        const QByteArray found = printed(
            read("watertight: 1\npopulations: { a: { size: 1000000000 }, b: { size: 1000000000 }, "
                 "c: { size: 1000 } }\nservices: { s: { endpoints: { e: [ "
                 "{ repeat: { times: 1, draw: a, steps: [] } }, "
                 "{ repeat: { times: 1, draw: b, steps: [] } }, "
                 "{ repeat: { times: 1, draw: c, steps: [] } } ] } } }")
                .diagnostics);
        QVERIFY2(found.contains("more than 2^63 combinations"), found.constData());
    }
};

TEST_OF_THIS_FILE(TestRefusals);
#include "tst_refusals.moc"
