// The fault `steal-cores`, to the nanosecond. The network takes no time.
#include <QtTest>

#include "sim/service/shared_cores.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestStolenCores : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void computesGoOnWithWhatIsLeft_data();
    void computesGoOnWithWhatIsLeft();
    void otherInstancesKeepTheirs();
    void aKillGivesNothingBack();
    void theFractionIsExact();
    void nextToNothingNeverEnds();
};

namespace {

using namespace std::chrono_literals;
using models::runStart;

std::string serverOf(const std::string& more, const std::string& faults, int requests = 1) {
    std::string text =
        "watertight: 1\nname: cores\nrun: { duration: 10 s }\n"
        "network: { latency: 0 }\nservices:\n  server:\n" +
        more + "    endpoints: { work: [ { compute: 10 ms } ] }\njourneys:\n";
    for (int i = 0; i < requests; ++i) {
        text += "  j" + std::to_string(i) +
                ": { arrivals: constant(1/min), steps: [ { call: server.work } ] }\n";
    }
    return text + "faults: [ " + faults + " ]\n";
}

qint64 endOf(const sim::Report& report, const std::string& journey) {
    return qRound64(*tests::journeyOf(report, journey).latency.max * 1e9);
}

}  // namespace

// Each begins at 0 and has 10 ms of work.
void TestStolenCores::computesGoOnWithWhatIsLeft_data() {
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("faults");
    QTest::addColumn<int>("requests");
    QTest::addColumn<int>("end");  // ns
    const QString one = "    cores: 1\n";
    const QString two = "    cores: 2\n";
    const auto steal = [](const char* at, const char* by, const char* more) {
        return QStringLiteral("{ at: %1, steal-cores: server, by: %2%3 }").arg(at, by, more);
    };

    QTest::newRow("6 ms at half the speed") << one << steal("4 ms", "50 %", "") << 1 << 16'000'000;
    QTest::newRow("2 ms of 4 to 8")
        << one << steal("4 ms", "50 %", ", for: 4 ms") << 1 << 12'000'000;
    QTest::newRow("one core is enough for one")
        << two << steal("4 ms", "50 %", "") << 1 << 10'000'000;
    QTest::newRow("two share one") << two << steal("4 ms", "50 %", "") << 2 << 16'000'000;
    QTest::newRow("two shares of one core") << one << steal("4 ms", "50 %", "") << 2 << 36'000'000;
    QTest::newRow("a quarter is left by two halves")
        << one << steal("0", "50 %", "") + ", " + steal("0", "50 %", "") << 1 << 40'000'000;
    QTest::newRow("each ends for itself")
        << one << steal("0", "50 %", ", for: 8 ms") + ", " + steal("0", "50 %", ", for: 4 ms") << 1
        << 15'000'000;
    QTest::newRow("63 % are left: the nearest nanosecond")
        << one << steal("0", "10 %", "") + ", " + steal("0", "30 %", "") << 1 << 15'873'016;
    QTest::newRow("all of them: nothing goes on")
        << one << steal("4 ms", "100 %", ", for: 5 ms") << 1 << 15'000'000;
    QTest::newRow("no cores: what has begun goes on")
        << "" << steal("4 ms", "50 %", "") << 1 << 10'000'000;
    QTest::newRow("no cores: what begins takes longer")
        << "" << steal("0", "50 %", "") << 2 << 20'000'000;
    QTest::newRow("no cores: drawn while it lasts")
        << "" << steal("0", "75 %", ", for: 1 ms") << 1 << 40'000'000;
    QTest::newRow("a restart is not its end")
        << one << steal("0", "50 %", "") + ", { at: 1 ms, restart: server }" << 1 << 20'000'000;
    QTest::newRow("a hang stops what is left")
        << one << steal("0", "50 %", "") + ", { at: 4 ms, hang: server, for: 7 ms }" << 1
        << 27'000'000;
    QTest::newRow("stolen within a hang")
        << one << "{ at: 4 ms, hang: server, for: 7 ms }, " + steal("5 ms", "50 %", "") << 1
        << 23'000'000;
    QTest::newRow("slow as well") << one
                                  << steal("0", "50 %", "") + ", { at: 0, slow: server, by: 3x }"
                                  << 1 << 60'000'000;
}

void TestStolenCores::computesGoOnWithWhatIsLeft() {
    QFETCH(QString, service);
    QFETCH(QString, faults);
    QFETCH(int, requests);
    QFETCH(int, end);

    const sim::Report report =
        tests::reportOf(serverOf(service.toStdString(), faults.toStdString(), requests));

    QCOMPARE(endOf(report, "j0"), qint64(end));
}

void TestStolenCores::otherInstancesKeepTheirs() {
    const sim::Report report = tests::reportOf(serverOf(
        "    cores: 1\n    instances: 2\n", "{ at: 0, steal-cores: server#2, by: 90 % }", 2));

    QCOMPARE(endOf(report, "j0"), qint64(10'000'000));
    QCOMPARE(endOf(report, "j1"), qint64(100'000'000));
    QCOMPARE(tests::printTimeline(report.timeline), std::string("0.000000 fault server#2\n"));
}

// j1 comes when the killed instance is back, and the theft goes on.
void TestStolenCores::aKillGivesNothingBack() {
    std::string text = serverOf("    cores: 1\n",
                                "{ at: 0, steal-cores: server, by: 50 % }, "
                                "{ at: 5 ms, kill: server, for: 1 ms }");
    text.insert(text.find("faults:"),
                "  j1: { arrivals: constant(1/min), steps: [ { sleep: 6 ms }, "
                "{ call: server.work } ] }\n");
    const sim::Report report = tests::reportOf(text);

    QCOMPARE(tests::journeyOf(report, "j0").counts.failed, 1);
    QCOMPARE(endOf(report, "j1"), qint64(26'000'000));
}

// 0.9 has no end in binary; of a billion parts it has. A thousand hours at 90 % are 900 hours of
// work.
void TestStolenCores::theFractionIsExact() {
    sim::SharedCores cores(3);
    cores.keep(900'000'000, runStart);
    for (std::uint32_t strand = 0; strand < 3; ++strand) {
        cores.add(strand, 900h, runStart);
    }
    QVERIFY(cores.firstEnd() == (sim::SharedCores::End{0, runStart + 1000h}));
    cores.keep(1'000'000'000, runStart + 500h);
    QVERIFY(cores.firstEnd() == (sim::SharedCores::End{0, runStart + 950h}));
    cores.remove(0, runStart + 500h);
    cores.keep(500'000'000, runStart + 500h);  // 1.5 cores for two
    QVERIFY(cores.firstEnd() == (sim::SharedCores::End{1, runStart + 1100h}));
}

void TestStolenCores::nextToNothingNeverEnds() {
    sim::SharedCores cores(1);
    cores.add(0, 1000h, runStart);
    cores.keep(1, runStart);
    QVERIFY(!cores.firstEnd());
    cores.keep(0, runStart + 1h);
    QVERIFY(!cores.firstEnd());
    cores.keep(1'000'000'000, runStart + 2h);
    QVERIFY(cores.firstEnd() == (sim::SharedCores::End{0, runStart + 1002h - 3600ns}));
}

TEST_OF_THIS_FILE(TestStolenCores);
#include "tst_stolen_cores.moc"
