// Service graphs of isotope: what they say is kept to the last visit, what they lack is assumed,
// and what a scenario has no place for is said.
#include <QtTest>
#include <fstream>
#include <numeric>
#include <sstream>

#include "models/import/go_duration.h"
#include "models/import/isotope_importer.h"
#include "tests/models/read_text.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace models;

class TestIsotopeImporter : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void keepsTheScript();
    void statesWhatItAssumes();
    void takesComputeAndLoadFromItsOptions();
    void putsDefaultsWhereNothingIsSaid_data();
    void putsDefaultsWhereNothingIsSaid();
    void givesEachEntrypointAJourney();
    void beginsWhereNobodyCalls();
    void saysWhatItLeavesOut();
    void readsGoDurations_data();
    void readsGoDurations();
    void refusesOtherDurations_data();
    void refusesOtherDurations();
    void refuses_data();
    void refuses();
    void namesEveryProblemAtOnce();
    void boundsWhatDefaultsMultiply();
    void failsAsOftenAsTheGraphSays();
    void visitsAsOftenAsTheGraphSays();
    void importsTheExampleTopologies_data();
    void importsTheExampleTopologies();
};

namespace {

QString stepsOf(const std::string& graph, const std::string& service) {
    const std::string text = scenarioFromIsotope(graph, "graph.yaml").text;
    const std::size_t at = text.find("\n  " + service + ":\n");
    const std::size_t begin = text.find("handle:\n", at) + 8;
    return QString::fromStdString(text.substr(begin, text.find("\n\n", begin) + 1 - begin));
}

// All that services received for each journey begun, in a run that has drained.
double visitsPerRequest(Scenario scenario) {
    scenario.run.duration = std::chrono::seconds(5);
    for (Journey& each : scenario.journeys) {
        each.workload = OpenWorkload{{{std::chrono::seconds(1), ConstantArrivals{Rate{20}}},
                                      {std::nullopt, ConstantArrivals{Rate{0}}}}};
    }
    const sim::Report report = tests::runOf(std::move(scenario)).report();
    std::int64_t started = 0;
    for (const sim::JourneyReport& each : report.journeys) {
        started += each.counts.started;
        if (each.counts.ok != each.counts.started) {
            return -1;
        }
    }
    std::int64_t received = 0;
    for (const sim::ServiceReport& each : report.services) {
        received += each.counts.started;
    }
    return static_cast<double>(received) / static_cast<double>(started);
}

}  // namespace

void TestIsotopeImporter::keepsTheScript() {
    const QString steps = stepsOf(R"(services:
- name: d
  isEntrypoint: true
  errorRate: 0.5%
  script:
  - - call: a
    - call: { service: b, probability: 60 }
    - sleep: 100us
  - sleep: 1m30s
  - - call: a
  - []
  - call: { service: b, size: 1KB, probability: 7 }
- name: a
- name: b
)",
                                  "d");

    QCOMPARE(steps, QString(R"(        - fail: 0.5 %
        - compute: exp(1 ms)
        - parallel:
            - [ { call: a.handle } ]
            - [ { call: b.handle, probability: 60 % } ]
            - [ { sleep: 100 us } ]
        - sleep: 90 s
        - call: a.handle
        - { call: b.handle, probability: 7 % }
)"));
}

void TestIsotopeImporter::statesWhatItAssumes() {
    const IsotopeImport import = scenarioFromIsotope(
        "services: [ { name: a, isEntrypoint: true, numReplicas: 3 } ]\n", "graph.yaml");

    QCOMPARE(tests::printed(import.diagnostics), QByteArray());
    QCOMPARE(
        QString::fromStdString(import.text),
        QString(
            R"(# Imported from a service graph of isotope, the benchmark of Istio. Which service calls which,
# sleeps, error rates, probabilities and instances are the graph's. Assumed is what it lacks:
#
#   compute    exp(1 ms) for every request (import --compute)
#   arrivals   100/s at every entrypoint, independent (import --rate)
#   network    250 us one way, paid by every message
#   serving    event-loop without a limit: isotope serves each request by a goroutine
#   timeouts   none, as in isotope: nothing fails but by an error rate or a fault

watertight: 1
name: graph
run: { seed: 42, duration: 1 min }  # assumed
network: { latency: 250 us }  # assumed
lint:
  ignore:
    no-timeout: isotope's calls have none

services:
  a:
    instances: 3
    serving: event-loop
    concurrency: unlimited
    endpoints:
      handle:
        - compute: exp(1 ms)

journeys:
  visit-a:
    arrivals: poisson(100/s)  # assumed
    steps:
      - call: a.handle
)"));
    QCOMPARE(tests::printed(tests::read(import.text).diagnostics), QByteArray());
}

void TestIsotopeImporter::takesComputeAndLoadFromItsOptions() {
    const IsotopeOptions options{.compute = Distribution::constant(std::chrono::milliseconds(2)),
                                 .rate = Rate{30, std::chrono::minutes(1)}};

    const std::string text =
        scenarioFromIsotope("services: [ { name: a, isEntrypoint: yes } ]", "g", options).text;

    QVERIFY(text.find("- compute: 2 ms\n") != std::string::npos);
    QVERIFY(text.find("arrivals: poisson(30/min)") != std::string::npos);
}

void TestIsotopeImporter::putsDefaultsWhereNothingIsSaid_data() {
    QTest::addColumn<QString>("key");
    QTest::newRow("as the examples write it") << "defaults";
    QTest::newRow("as the manual writes it") << "default";
}

void TestIsotopeImporter::putsDefaultsWhereNothingIsSaid() {
    QFETCH(QString, key);
    const std::string graph =
        "services:\n"
        "- { name: a, isEntrypoint: true, script: [ call: b, call: c ] }\n"
        "- { name: b, numReplicas: 1, errorRate: 0 }\n"
        "- { name: c, script: [] }\n" +
        key.toStdString() + ": { numReplicas: 2, errorRate: 10%, script: [ sleep: 1ms ] }\n";

    const Scenario scenario = tests::scenarioFrom(scenarioFromIsotope(graph, "g").text);

    QCOMPARE(scenario.services[0].instances, 2);
    QCOMPARE(scenario.services[1].instances, 1);
    QCOMPARE(stepsOf(graph, "b"), QString("        - compute: exp(1 ms)\n        - sleep: 1 ms\n"));
    QCOMPARE(stepsOf(graph, "c"), QString("        - fail: 10 %\n        - compute: exp(1 ms)\n"));
}

void TestIsotopeImporter::givesEachEntrypointAJourney() {
    const IsotopeImport import = scenarioFromIsotope(R"(services:
- { name: a, isEntrypoint: true, script: [ call: visit-a ] }
- { name: visit-a }
- { name: b, isEntrypoint: true }
)",
                                                     "g");

    const Scenario scenario = tests::scenarioFrom(import.text);

    QCOMPARE(scenario.journeys.size(), std::size_t(2));
    QCOMPARE(scenario.journeys[0].name, std::string("visit-a-journey"));
    QCOMPARE(scenario.journeys[1].name, std::string("visit-b"));
}

void TestIsotopeImporter::beginsWhereNobodyCalls() {
    const IsotopeImport import =
        scenarioFromIsotope("services:\n- name: a\n- { name: b, script: [ - call: a ] }\n", "g");
    const IsotopeImport good = scenarioFromIsotope(
        "services:\n- name: a\n- { name: b, script: [ [ call: a ], sleep: 1ms ] }\n", "g");

    QVERIFY(import.text.empty());
    QCOMPARE(tests::printed(good.diagnostics),
             QByteArray("g:2:9: warning: no service has `isEntrypoint: true`: requests come in "
                        "where nobody calls, at `b` [no-entrypoint]\n"));
    QCOMPARE(tests::scenarioFrom(good.text).journeys.front().name, std::string("visit-b"));
}

void TestIsotopeImporter::saysWhatItLeavesOut() {
    const IsotopeImport import = scenarioFromIsotope(R"(apiVersion: v1alpha1
kind: MockServiceGraph
defaults: { requestSize: 1 KB, type: grpc }
services:
- { name: a, type: http, isEntrypoint: true, "ro\rgue": 1, scrpt: [], script: [ call: { service: b, size: 1K } ] }
- { name: b, type: http, numRbacPolicies: 3 }
)",
                                                     "g");

    QCOMPARE(tests::printed(import.diagnostics),
             QByteArray(
                 "g:3:13: warning: `requestSize` is left out: a scenario has nothing like it "
                 "[left-out]\n"
                 "g:3:32: warning: `type` is left out: a scenario has nothing like it, in 3 "
                 "places [left-out]\n"
                 "g:5:46: warning: `ro\rgue` is left out: isotope has no such key here [left-out]\n"
                 "g:5:60: warning: `scrpt` is left out: isotope has no such key here: did "
                 "you mean `script`? [left-out]\n"
                 "g:5:101: warning: `size` is left out: a scenario has nothing like it [left-out]\n"
                 "g:6:26: warning: `numRbacPolicies` is left out: a scenario has nothing "
                 "like it [left-out]\n"));
    QVERIFY(import.text.find("# Left out: `type`, `requestSize`, `size`, `numRbacPolicies`\n") !=
            std::string::npos);
    QCOMPARE(tests::scenarioFrom(import.text).services.size(), std::size_t(2));
}

void TestIsotopeImporter::readsGoDurations_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("nanoseconds");
    const auto row = [](const char* text, qint64 nanoseconds) {
        QTest::newRow(text) << text << nanoseconds;
    };
    row("0", 0);
    row("0s", 0);
    row("10ms", 10'000'000);
    row("1.5s", 1'500'000'000);
    row(".5s", 500'000'000);
    row("1.s", 1'000'000'000);
    row("100us", 100'000);
    row("100µs", 100'000);
    row("7ns", 7);
    row("1m", 60'000'000'000);
    row("1h2m3s4ms", 3'723'004'000'000);
}

void TestIsotopeImporter::readsGoDurations() {
    QFETCH(QString, text);

    const Parsed<Duration> parsed = parseGoDuration(text.toStdString());

    QVERIFY2(parsed, parsed.problem.message.c_str());
    QTEST(qint64(parsed->count()), "nanoseconds");
}

void TestIsotopeImporter::refusesOtherDurations_data() {
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"", "10", "ms", "-1s", "10 ms", "1min", "1d", "1s2", "1..5s", ".s", "1.5ns", "3000000h",
          "292277h292277h292277h292277h292277h292277h292277h292277h292277h"}) {
        QTest::newRow(text) << text;
    }
}

void TestIsotopeImporter::refusesOtherDurations() {
    QFETCH(QString, text);

    QVERIFY(!parseGoDuration(text.toStdString()));
}

void TestIsotopeImporter::refuses_data() {
    QTest::addColumn<QString>("graph");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, const char* graph, const char* problem) {
        QTest::newRow(name) << graph << problem;
    };
    row("nothing", "", ":1:1: error: found no service graph, expected `services:`");
    row("no services", "kind: MockServiceGraph",
        ":1:1: error: a service graph of isotope has a list of `services`");
    row("empty services", "services: []", ":1:11: error: there are no services");
    row("a nameless service", "services: [ { isEntrypoint: true } ]",
        ":1:13: error: a service has a `name`");
    row("a name that is none", "services: [ { name: a.b } ]",
        ":1:21: error: found `a.b` as a service's name, expected letters, digits, - and _");
    row("a name twice", "services: [ { name: a }, { name: a } ]",
        ":1:34: error: service `a` is there already, in line 1");
    row("a callee that is not there",
        "services: [ { name: user, isEntrypoint: true, script: [ call: usr ] } ]",
        ":1:63: error: there is no service `usr`: did you mean `user`?");
    row("an unknown command", "services: [ { name: a, script: [ cal: b ] } ]",
        ":1:34: error: found `cal`, expected a command such as `call: b` or `sleep: 10ms`: did you "
        "mean `call`?");
    row("nested concurrency", "services: [ { name: a, script: [ [ [ sleep: 1s ] ] ] } ]",
        ":1:36: error: a list inside a concurrent list: isotope has only one level of them");
    row("a duration", "services: [ { name: a, script: [ sleep: 10 ] } ]",
        ":1:41: error: found `10`, expected a duration such as `10ms` or `1m30s`");
    row("a probability",
        "services: [ { name: a }, { name: b, script: [ call: { service: a, "
        "probability: 101 } ] } ]",
        ":1:80: error: `101 %` is more than 100 %: a ratio is from 0 to 1");
    row("an error rate", "services: [ { name: a, errorRate: 2 } ]",
        ":1:35: error: `2` is more than 100 %: a ratio is from 0 to 1");
    row("no replicas", "services: [ { name: a, numReplicas: 0 } ]",
        ":1:37: error: `numReplicas` is 0, expected from 1 to 100000");
    row("a script that is none", "services: [ { name: a, script: b } ]",
        ":1:32: error: a script is a list of calls and sleeps");
    row("no way in",
        "services: [ { name: a, script: [ call: b ] }, { name: b, script: [ call: a ] } ]",
        ":1:21: error: no service has `isEntrypoint: true`, and each is called by another: where "
        "do "
        "requests come in?");
    row("too many instances",
        "defaults: { numReplicas: 100000 }\nservices: [ {name: a}, {name: b}, "
        "{name: c}, {name: d}, {name: e}, {name: f}, {name: g}, {name: h}, {name: i}, {name: j}, "
        "{name: k, isEntrypoint: true} ]",
        ": error: this makes no scenario: with this service there are more instances in all than "
        "1000000");
}

void TestIsotopeImporter::refuses() {
    QFETCH(QString, graph);
    QFETCH(QString, problem);

    const IsotopeImport import = scenarioFromIsotope(graph.toStdString(), "g");

    QByteArray errors;
    for (const Diagnostic& each : import.diagnostics) {
        if (each.severity == Severity::Error) {
            errors += QByteArray::fromStdString(toText(each)) + '\n';
        }
    }
    QCOMPARE(errors, ("g" + problem + '\n').toUtf8());
    QVERIFY(import.text.empty());
}

void TestIsotopeImporter::namesEveryProblemAtOnce() {
    const IsotopeImport import = scenarioFromIsotope(R"(services:
- name: a
  isEntrypoint: perhaps
  script:
  - call: b
  - sleep: long
  - wait: 1s
)",
                                                     "g");

    QCOMPARE(import.diagnostics.size(), std::size_t(5));  // no entrypoint is left, too
}

void TestIsotopeImporter::boundsWhatDefaultsMultiply() {
    std::string graph = "defaults:\n  script:\n";
    for (int i = 0; i < 2000; ++i) {
        graph += "  - sleep: 1ms\n";
    }
    graph += "services:\n";
    for (int i = 0; i < 2000; ++i) {
        graph += "- name: s" + std::to_string(i) + '\n';
    }

    const IsotopeImport import = scenarioFromIsotope(graph, "g");

    QVERIFY(import.text.empty());
    QVERIFY(std::ranges::any_of(import.diagnostics, [](const Diagnostic& each) {
        return each.kind == DiagnosticKind::TooLarge;
    }));
}

void TestIsotopeImporter::failsAsOftenAsTheGraphSays() {
    const std::string text =
        scenarioFromIsotope("services: [ { name: a, isEntrypoint: true, errorRate: 0.25 } ]", "g")
            .text;

    const sim::Report report = tests::reportOf(text);

    const sim::Counts counts = tests::journeyOf(report, "visit-a").counts;
    const double ended = static_cast<double>(counts.ended());
    const double sd = std::sqrt(0.25 * 0.75 / ended);
    QVERIFY(std::abs(static_cast<double>(counts.failed) / ended - 0.25) < 3.3 * sd);
}

// d calls a and c at once, then b; c calls a, then b: d, a, c, b and c's a, b are six visits.
void TestIsotopeImporter::visitsAsOftenAsTheGraphSays() {
    const IsotopeImport import = scenarioFromIsotope(R"(services:
- name: a
- name: b
- name: c
  script: [ call: a, call: b ]
- name: d
  isEntrypoint: true
  script: [ [ call: a, call: c ], call: b ]
)",
                                                     "canonical.yaml");

    QCOMPARE(visitsPerRequest(tests::scenarioFrom(import.text)), 6.0);
}

void TestIsotopeImporter::importsTheExampleTopologies_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<double>("visits");
    const auto row = [](const char* file, double visits) { QTest::newRow(file) << file << visits; };
    row("1-service", 1);
    row("chain-2-services", 2);
    row("chain-2-services-different-cluster", 2);
    row("chain-2-services-different-namespace", 2);
    row("chain-3-services", 3);
    row("canonical", 6);
    row("canonical-2-replicas", 6);
    row("10-svc_10-end", 10);
    row("10-svc_100-end", 19);
    row("10-svc_1000-end", 10);
    row("10-svc_10000-end", 10);
    row("tree-13-services", 13);
    row("tree-111-services", 111);
    row("1000-svc_5000-end", 1000);
}

void TestIsotopeImporter::importsTheExampleTopologies() {
    QFETCH(QString, file);
    const QString path = SOURCE_DIR "/../shared/data/isotope/" + file + ".yaml";
    std::ifstream stream(path.toStdString());
    if (!stream) {
        QSKIP("isotope's example topologies are not on this machine: none of them was imported");
    }
    std::ostringstream graph;
    graph << stream.rdbuf();

    const IsotopeImport import = scenarioFromIsotope(graph.str(), file.toStdString());
    const ScenarioReading reading = tests::read(import.text);

    QVERIFY(reading.scenario.has_value());
    QCOMPARE(tests::printed(reading.diagnostics), QByteArray());
    QTEST(visitsPerRequest(*reading.scenario), "visits");
}

TEST_OF_THIS_FILE(TestIsotopeImporter);
#include "tst_isotope_importer.moc"
