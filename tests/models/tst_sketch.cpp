// A few lines in, a running system out; and every slip of the pen named where it stands.
#include <QtTest>

#include "models/import/sketch.h"
#include "models/io/scenario_reader.h"
#include "models/io/value_text.h"
#include "tests/models/read_text.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace models;

class TestSketch : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void understands_data();
    void understands();
    void saysWhichValuesAreAssumed();
    void isReadWithoutWarnings();
    void keepsItsCommentsHarmless_data();
    void keepsItsCommentsHarmless();
    void showsAnOutageThatCanBeTried();
    void visitsEveryServiceOncePerRequest();
    void goesOnWithoutWhatIsOptional();
    void takesItsNameFromTheFile_data();
    void takesItsNameFromTheFile();
    void refuses_data();
    void refuses();
    void namesEveryProblemAtOnce();
    void warnsOfWhatNoJourneyReaches();
    void refusesWhatIsTooLarge();
};

namespace {

Scenario scenarioOf(const std::string& lines) {
    const Sketch sketch = scenarioFromSketch(lines, "shop.txt");
    return tests::scenarioFrom(sketch.text);
}

std::string printed(const Steps& steps) {
    std::string text;
    for (const Step& each : steps) {
        if (const auto* call = std::get_if<Call>(&each.action)) {
            text += (text.empty() ? "" : ", ") + call->callee.service + (call->fallback ? "?" : "");
        }
    }
    return text;
}

// Who calls whom, a caller a line, with the load of a journey in front.
QString printed(const Scenario& scenario) {
    std::string text;
    for (const Journey& each : scenario.journeys) {
        if (const auto* closed = std::get_if<ClosedWorkload>(&each.workload)) {
            text += std::to_string(closed->users) + " users ";
        } else {
            text += toText(std::get<OpenWorkload>(each.workload).phases.front().arrivals) + ' ';
        }
        text += each.name + ": " + printed(each.steps) + '\n';
    }
    for (const Service& each : scenario.services) {
        text += each.name + ": " + printed(each.endpoints.front().steps) + '\n';
    }
    return QString::fromStdString(text);
}

}  // namespace

void TestSketch::understands_data() {
    QTest::addColumn<QString>("lines");
    QTest::addColumn<QString>("scenario");
    const auto row = [](const char* name, const char* lines, const char* scenario) {
        QTest::newRow(name) << lines << scenario;
    };
    row("the example", "web 200/s -> gateway -> user, payment?\n",
        "poisson(200/s) web: gateway\ngateway: user, payment?\nuser: \npayment: \n");
    row("a chain", "web 1/s -> a -> b -> c", "poisson(1/s) web: a\na: b\nb: c\nc: \n");
    row("calls of a journey", "web 1/s -> a, b?", "poisson(1/s) web: a, b?\na: \nb: \n");
    row("calls below an optional one", "web 1/s -> a? -> b", "poisson(1/s) web: a?\na: b\nb: \n");
    row("calls added later", "web 1/s -> a -> b\na -> c?\nb -> c\n",
        "poisson(1/s) web: a\na: b, c?\nb: c\nc: \n");
    row("a call that is there already", "web 1/s -> a -> b\napp 2/s -> a -> b\n",
        "poisson(1/s) web: a\npoisson(2/s) app: a\na: b\nb: \n");
    row("twice in one list", "web 1/s -> a -> b, b", "poisson(1/s) web: a\na: b, b\nb: \n");
    row("a load given later", "web -> a\nweb 1/s -> b", "poisson(1/s) web: a, b\na: \nb: \n");
    row("a rate by the minute", "web 30/min -> a", "poisson(30/min) web: a\na: \n");
    row("users", "web 50 users -> a\nme 1 user->a", "50 users web: a\n1 users me: a\na: \n");
    row("a byte order mark", "\uFEFFweb 1/s -> a", "poisson(1/s) web: a\na: \n");
    row("no blanks", "web 1/s->a-b->c,d?#end", "poisson(1/s) web: a-b\na-b: c, d?\nc: \nd: \n");
    row("blank lines and comments", "# first\n\n \t\r\nweb 1/s -> a # -> b\r\n",
        "poisson(1/s) web: a\na: \n");
}

void TestSketch::understands() {
    QFETCH(QString, lines);

    const Sketch sketch = scenarioFromSketch(lines.toStdString(), "shop.txt");

    QCOMPARE(tests::printed(sketch.diagnostics), QByteArray());
    QTEST(printed(tests::scenarioFrom(sketch.text)), "scenario");
}

void TestSketch::saysWhichValuesAreAssumed() {
    const Sketch sketch = scenarioFromSketch("web 5 users -> shop -> stock?\n", "shop.txt");

    QCOMPARE(QString::fromStdString(sketch.text), QString::fromUtf8(R"(# Made from a sketch:
#
#   web 5 users -> shop -> stock?
#
# What a sketch does not say is marked `assumed`; put in what you know or measured.
# Also assumed: a service serves 64 requests at once (`concurrency`), then lets 1000 wait
# (`inbox`), and calls what it calls one after the other.

watertight: 1
name: shop
run: { seed: 42, duration: 1 min }  # assumed
network: { latency: 250 us }  # assumed; one way, paid by every message

services:
  shop:
    instances: 1  # assumed
    endpoints:
      handle:
        - compute: exp(5 ms)  # assumed
        - { call: stock.handle, timeout: 1 s, fallback: skip }  # timeout assumed; ?: goes on without it

  stock:
    instances: 1  # assumed
    endpoints:
      handle:
        - compute: exp(5 ms)  # assumed

journeys:
  web:
    users: 5
    think: exp(1 s)  # assumed
    steps:
      - { call: shop.handle, timeout: 1 s }  # timeout assumed

# To see what an outage does, remove the `# ` of these lines:
# faults:
#   - { name: outage, at: 20 s, kill: stock, for: 10 s }
# expect:
#   web goes on without stock:
#     { journey: web, during: outage, availability: at least 99 % }
)"));
}

void TestSketch::isReadWithoutWarnings() {
    const Sketch sketch =
        scenarioFromSketch("web 200/s -> gateway -> user, payment?\nuser -> ledger\n", "shop.txt");

    const ScenarioReading reading = tests::read(sketch.text);

    QVERIFY(reading.scenario.has_value());
    QCOMPARE(tests::printed(reading.diagnostics), QByteArray());
}

void TestSketch::keepsItsCommentsHarmless_data() {
    QTest::addColumn<QString>("comment");
    QTest::newRow("YAML") << "services: {} } ] : \" ' # x";
    QTest::newRow("carriage return") << "x\rservices: {}";
    QTest::newRow("next line") << "x\u0085services: {}";
    QTest::newRow("line separator") << "x\u2028services: {}";
    QTest::newRow("paragraph separator") << "x\u2029services: {}";
    QTest::newRow("byte order mark") << "x\uFEFF";
    QTest::newRow("no character") << "x\uFFFF";
    QTest::newRow("other letters") << "ä € 文 😀";
}

void TestSketch::keepsItsCommentsHarmless() {
    QFETCH(QString, comment);

    const std::string lines = "web 1/s -> a # " + comment.toStdString() + '\n';
    const Sketch sketch = scenarioFromSketch(lines, "shop.txt");

    QCOMPARE(printed(tests::scenarioFrom(sketch.text)), QString("poisson(1/s) web: a\na: \n"));
}

void TestSketch::showsAnOutageThatCanBeTried() {
    std::string text = scenarioFromSketch("web 200/s -> a -> b, c?\n", "shop.txt").text;
    const std::size_t tail = text.find("# faults:");
    QVERIFY(tail != std::string::npos);

    for (std::size_t at = tail; (at = text.find("# ", at)) != std::string::npos;) {
        text.erase(at, 2);
    }
    const sim::Report report = tests::reportOf(text);

    QCOMPARE(report.expectations.size(), std::size_t(1));
    QCOMPARE(report.expectations.front().name, std::string("web goes on without c"));
    QVERIFY(report.allHold());
}

void TestSketch::visitsEveryServiceOncePerRequest() {
    Scenario scenario = scenarioOf("web 200/s -> a -> b, c?\nb -> d\n");
    scenario.run.duration = std::chrono::seconds(4);
    const OpenWorkload none{{{std::nullopt, ConstantArrivals{Rate{0}}}}};
    auto& workload = std::get<OpenWorkload>(scenario.journeys.front().workload);
    workload.phases.front().duration = std::chrono::seconds(2);
    workload.phases.push_back(none.phases.front());

    const sim::Report report = tests::runOf(scenario).report();

    const sim::JourneyReport& web = tests::journeyOf(report, "web");
    QVERIFY(web.counts.started > 300);
    QCOMPARE(web.counts.ok, web.counts.started);
    for (const char* service : {"a", "b", "c", "d"}) {
        QCOMPARE(tests::serviceOf(report, service).counts.started, web.counts.started);
    }
}

void TestSketch::goesOnWithoutWhatIsOptional() {
    const auto availability = [](const std::string& lines) {
        const std::string text = scenarioFromSketch(lines, "shop.txt").text;
        return tests::journeyOf(tests::reportOf(text + "faults: [ { at: 0, kill: b } ]\n"), "web")
            .availability;
    };

    QCOMPARE(availability("web 20/s -> a -> b?\n").value_or(0), 1.0);
    QCOMPARE(availability("web 20/s -> a -> b\n").value_or(1), 0.0);
}

void TestSketch::takesItsNameFromTheFile_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("name");
    QTest::newRow("a file") << "sketches/my shop.txt"
                            << "my shop";
    QTest::newRow("standard input") << "<stdin>"
                                    << "Sketch";
    QTest::newRow("none") << ""
                          << "Sketch";
    QTest::newRow("one that YAML would misread") << "a: \"b\" # \\ c.txt"
                                                 << "a: \"b\" # \\ c";
    QTest::newRow("line separator") << "a\u2028services: {}"
                                    << "Sketch";
    QTest::newRow("null") << "null"
                          << "null";
    QTest::newRow("line break") << "a\nservices: {}"
                                << "Sketch";
}

void TestSketch::takesItsNameFromTheFile() {
    QFETCH(QString, file);

    const Sketch sketch = scenarioFromSketch("web 1/s -> a", file.toStdString());

    QTEST(QString::fromStdString(tests::scenarioFrom(sketch.text).name), "name");
}

void TestSketch::refuses_data() {
    QTest::addColumn<QString>("lines");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, const char* lines, const char* problem) {
        QTest::newRow(name) << lines << problem;
    };
    row("nothing", "",
        ": error: the sketch is empty: expected a line such as `web 200/s -> gateway`");
    row("no journey", "shop -> stock",
        ":1:1: error: nobody begins: expected a line such as `web 200/s -> shop`");
    row("a journey alone", "web 1/s",
        ":1:1: error: journey `web` calls nothing: expected "
        "`web -> ...` with a service's name");
    row("an optional message", "web 1/s ~> a?",
        ":1:12: error: nobody waits for a message, so `?` says nothing of `a`");
    row("a queue's name that is taken", "web 1/s ~> a\nweb -> a-messages",
        ":1:12: error: `a-messages` is a service already: faults and reports go by the name, so a "
        "topic needs another");
    row("another arrow", "web 1/s => a", ":1:9: error: found `=>`, expected `->`");
    row("nothing called", "web 1/s -> a ->",
        ":1:16: error: found the line's end, expected the name of what is called");
    row("nobody calls", "-> a", ":1:1: error: found `->`, expected a name such as `web`");
    row("two callers", "web 1/s -> a, b -> c",
        ":1:20: error: who calls `c`: `a` or `b`? Write it in a line of its own, such as `b -> c`");
    row("a name of two words", "web 1/s -> my shop",
        ":1:15: error: found `shop`, expected `->`, `,` or the line's end: a name has no blanks");
    row("a name that begins with a digit", "web 1/s -> 2nd",
        ":1:12: error: found `2nd`, expected the name of what is called: a name begins with a "
        "letter");
    row("no unit", "web 200 -> a",
        ":1:5: error: found `200`, expected a load such as `200/s` or `50 users`");
    row("a wrong unit", "web 200/x -> a",
        ":1:5: error: found `200/x`, expected a load such as `200/s` or `50 users`: its unit is "
        "ns, "
        "us, ms, s, min, h or d");
    row("a slip", "web 50 usres -> a",
        ":1:5: error: found `50 usres`, expected a load such as `200/s` or `50 users`: did you "
        "mean "
        "`users`?");
    row("too fast", "web 2/ns -> a", ":1:5: error: `2/ns` is more than one in a nanosecond");
    row("no users", "web 0 users -> a", ":1:5: error: `0` users: expected from 1 to 10000000");
    row("an optional caller", "web? -> a",
        ":1:1: error: `?` marks what is called: `web` calls here");
    row("a journey that is called", "web 1/s -> a -> web",
        ":1:17: error: `web` is a journey, since line 1 gives it a load: nobody calls it");
    row("two loads", "web 1/s -> a\nweb 2/s -> a",
        ":2:5: error: `web` has a load already, in line 1");
    row("optional and not", "web 1/s -> a -> b\na -> b?",
        ":2:6: error: `a -> b` is optional (`?`) here or in line 1, but not in both");
    row("a circle", "web 1/s -> a -> b\nb -> a",
        ":2:6: error: in a circle nobody would ever answer: calls come back to where they began: "
        "a -> b -> a");
    row("any", "web 1/s -> any",
        ":1:12: error: `any` means every service: it cannot be the name of one");
    row("one name in SQL", "web 1/s -> a-b, a_b",
        ":1:17: error: services `a_b` and `a-b` have the same name in SQL");
    row("no text", "web 1/s -> a\x01",
        ":1:13: error: this is no text: a sketch is UTF-8 without control characters");
}

void TestSketch::refuses() {
    QFETCH(QString, lines);
    QFETCH(QString, problem);

    const Sketch sketch = scenarioFromSketch(lines.toStdString(), "shop.txt");

    QCOMPARE(tests::printed(sketch.diagnostics), ("shop.txt" + problem + '\n').toUtf8());
    QVERIFY(sketch.text.empty());
}

void TestSketch::namesEveryProblemAtOnce() {
    const Sketch sketch =
        scenarioFromSketch("web 200 -> a\nb => c\napp 1/s -> d -> e -> d\n", "shop.txt");

    QCOMPARE(sketch.diagnostics.size(), std::size_t(3));
    for (std::size_t i = 0; i < sketch.diagnostics.size(); ++i) {
        QCOMPARE(sketch.diagnostics[i].place.line, static_cast<std::uint32_t>(i + 1));
    }
}

void TestSketch::warnsOfWhatNoJourneyReaches() {
    const Sketch sketch =
        scenarioFromSketch("web 1/s -> gateway -> user\ngatway -> user\n", "shop.txt");

    QCOMPARE(tests::printed(sketch.diagnostics),
             QByteArray("shop.txt:2:1: warning: no journey reaches `gatway`: did you mean "
                        "`gateway`? [unreached]\n"));
    QVERIFY(!sketch.text.empty());
}

void TestSketch::refusesWhatIsTooLarge() {
    const std::string long_ = "web 1/s -> " + std::string(201, 'a');
    QCOMPARE(scenarioFromSketch(long_, "a").diagnostics.front().kind, DiagnosticKind::TooLarge);

    const std::string big(sketchSizeMax + 1, '#');
    QCOMPARE(scenarioFromSketch(big, "a").diagnostics.front().kind, DiagnosticKind::TooLarge);

    std::string many = "web 1/s -> a\n";
    for (int i = 0; i < 1001; ++i) {
        many += "a -> b" + std::to_string(i) + '\n';
    }
    const Sketch sketch = scenarioFromSketch(many, "a");
    QCOMPARE(tests::printed(sketch.diagnostics),
             QByteArray("a:1002:6: error: `a` calls more than 1000 times\n"));
}

TEST_OF_THIS_FILE(TestSketch);
#include "tst_sketch.moc"
