// What `faults` may say of crash loops, leaks and stolen cores, and `services` of what a door
// believes: what comes of it, and what is refused, with its place.
#include <QtTest>

#include "models/io/scenario_reader.h"
#include "tests/models/read_text.h"
#include "tests/support/test_program.h"

using namespace models;
using namespace std::chrono_literals;
using tests::printed;
using tests::read;

class TestFaultReader : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsEachFault();
    void readsWhatADoorBelieves();
    void refusesWhatMakesNoSense_data();
    void refusesWhatMakesNoSense();
};

namespace {

ScenarioReading faultOf(const std::string& fault) {
    return read(
        "watertight: 1\nservices: { user: { cores: 2 }, plain: {} }\ntopics: { news: {} }\n"
        "faults: [ { at: 1 s, " +
        fault + " } ]");
}

FaultKind kindOf(const std::string& fault) {
    return faultOf(fault).scenario.value().faults.at(0).kind;
}

}  // namespace

void TestFaultReader::readsEachFault() {
    QVERIFY(kindOf("crash-loop: user#1, first: 3 s, cap: 1 min") == FaultKind(CrashLoop{3s, 1min}));
    QVERIFY(kindOf("crash-loop: user") == FaultKind(CrashLoop{10s, 5min}));
    QVERIFY(kindOf("leak: user, dies-after: 40 s") == FaultKind(Leak{40s}));
    QVERIFY(kindOf("steal-cores: user, by: 35 %") == FaultKind(StealCores{{0.35}}));
    QVERIFY(kindOf("steal-cores: user, by: 100 %") == FaultKind(StealCores{{1}}));
    QVERIFY(kindOf("steal-cores: plain, by: 99 %") == FaultKind(StealCores{{0.99}}));
}

void TestFaultReader::readsWhatADoorBelieves() {
    const ScenarioReading reading = read(R"(
watertight: 1
services:
  a: { health-check: { every: 2 s, timeout: 500 ms, unhealthy-after: 4, healthy-after: 2 } }
  b: { health-check: {}, outlier-detection: {} }
  c: { outlier-detection: { consecutive-errors: 2, eject-for: 1 min, max-ejected: 50 % } }
)");

    QCOMPARE(printed(reading.diagnostics), QByteArray());
    const std::vector<Service> services = reading.scenario.value().services;
    QVERIFY(services[0].healthCheck == (HealthCheck{2s, 500ms, 4, 2}));
    QVERIFY(!services[0].outlierDetection);
    QVERIFY(services[1].healthCheck == (HealthCheck{10s, 1s, 3, 1}));
    QVERIFY(services[1].outlierDetection == (OutlierDetection{5, 30s, {0.1}}));
    QVERIFY(!services[2].healthCheck);
    QVERIFY(services[2].outlierDetection == (OutlierDetection{2, 1min, {0.5}}));
}

void TestFaultReader::refusesWhatMakesNoSense_data() {
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* fault, const char* problem) {
        QTest::newRow(fault) << problem;
    };
    row("leak: user", "4:22: error: `leak` wants `dies-after`, such as `dies-after: 40 s`");
    row("leak: user, dies-after: 0", "`dies-after` is `0`, expected above 0");
    row("leak: user, die-after: 1 s", "did you mean `dies-after`?");
    row("leak: user, dies-after: 1 s, first: 1 s", "`first` is for `crash-loop`, not for `leak`");
    row("steal-cores: user", "`steal-cores` wants `by`, such as `by: 50 %`");
    row("steal-cores: user, by: 10x", "`by`: found `10x`, expected a ratio");
    row("steal-cores: user, by: 0.5x", "`by`: found `0.5x`, expected a ratio");
    row("steal-cores: user, by: 120 %", "more than 100 %");
    row("steal-cores: plain, by: 100 %", "4:35: error: `plain` has no `cores`");
    row("slow: user, by: 50 %", "expected a factor such as `10x`");
    row("crash-loop: user#2", "`user#2` is not there: `user` has 1 instance");
    row("crash-loop: usr", "did you mean `user`?");
    row("crash-loop: news", "`news` is a topic");
    row("crash-loop: user, first: 0", "`first` is `0`, expected above 0");
    row("crash-loop: user, dies-after: 1 s", "`dies-after` is for `leak`, not for `crash-loop`");
    row("crash-loop: user, by: 5x",
        "`by` is for `slow`, `surge`, `break-store` or `steal-cores`, not for `crash-loop`");
    row("crash-lop: user", "did you mean `crash-loop`?");
    row("leak: user, dies-after: 1 s, kill: user", "`kill` and `leak` are two faults");
}

void TestFaultReader::refusesWhatMakesNoSense() {
    QFETCH(QString, problem);

    const ScenarioReading reading = faultOf(QTest::currentDataTag());

    QVERIFY(!reading.scenario);
    const QByteArray found = printed(reading.diagnostics);
    QVERIFY2(found.contains(problem.toUtf8()), found.constData());
}

TEST_OF_THIS_FILE(TestFaultReader);
#include "tst_fault_reader.moc"
