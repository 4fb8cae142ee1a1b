// What a door believes by its health checks, to the nanosecond: when it notices, what it sends to
// the dead meanwhile, and when it believes again. The network takes exactly 1 ms a message.
#include <QtTest>

#include <algorithm>
#include <numeric>

#include "sim/policy/health_belief.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestHealthChecks : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void beliefChangesAfterSoManyInARow();
    void aHangIsNoticedWithinItsLaw();
    void aDeathIsNoticedByTheChecksAfterIt_data();
    void aDeathIsNoticedByTheChecksAfterIt();
    void aHangIsNoticedATimeoutLater_data();
    void aHangIsNoticedATimeoutLater();
    void whoIsBackIsBelievedAfterSoManyChecks();
    void aDeadInstanceThatIsListedTakesItsShare();
    void theFailureIsHeardOneLatencyLater();
    void nobodyListedIsUnavailable();
    void aCheckTakesNoSlot();
    void withoutChecksADeathIsKnownAtOnce();
};

namespace {

using namespace std::chrono_literals;
using models::Duration;
using models::runStart;

std::string workOf(const std::string& more, const std::string& faults,
                   const std::string& arrivals = "constant(1/s)") {
    return "watertight: 1\nname: health\nrun: { duration: 100 s }\nnetwork: { latency: 1 ms }\n"
           "services:\n  worker:\n" +
           more +
           "    endpoints: { work: [ { compute: 0.1 ms } ] }\n"
           "journeys: { users: { arrivals: " +
           arrivals +
           ", steps: [ { call: worker.work } ] } }\n"
           "faults: [ " +
           faults + " ]\n";
}

std::string checked(const std::string& settings, int instances = 1) {
    return "    instances: " + std::to_string(instances) + "\n    health-check: { " + settings +
           " }\n";
}

std::vector<Duration> timesOf(const sim::Report& report, const std::string& what,
                              const std::string& where = {}) {
    std::vector<Duration> times;
    for (const sim::TimelineRow& row : report.timeline) {
        if (row.what == what && (where.empty() || row.where == where)) {
            times.push_back(models::sinceStart(row.at));
        }
    }
    return times;
}

// When the first check of this instance is sent: one that fails at once is enough to see it.
Duration phaseOf(const std::string& every, int number = 1, int instances = 1) {
    const std::string name = "worker#" + std::to_string(number);
    return timesOf(tests::reportOf(
                       workOf(checked("every: " + every + ", unhealthy-after: 1", instances),
                              "{ at: 0, kill: " + name + " }")),
                   "ejected", name)
        .at(0);
}

std::string text(Duration duration) {
    return std::to_string(duration.count()) + " ns";
}

std::int64_t unavailable(const sim::Counts& counts) {
    return counts.byCause[static_cast<std::size_t>(models::Cause::Unavailable)];
}

}  // namespace

void TestHealthChecks::beliefChangesAfterSoManyInARow() {
    const models::HealthCheck settings{1s, 1s, 3, 2};
    sim::HealthBelief belief;

    QVERIFY(!belief.learns(false, settings));
    QVERIFY(!belief.learns(false, settings));
    QVERIFY(!belief.learns(true, settings));  // not in a row
    QVERIFY(!belief.learns(false, settings));
    QVERIFY(!belief.learns(false, settings));
    QVERIFY(belief.isHealthy());
    QVERIFY(belief.learns(false, settings));
    QVERIFY(!belief.isHealthy());
    QVERIFY(!belief.learns(false, settings));
    QVERIFY(!belief.learns(true, settings));
    QVERIFY(!belief.learns(false, settings));
    QVERIFY(!belief.learns(true, settings));
    QVERIFY(belief.learns(true, settings));
    QVERIFY(belief.isHealthy());
}

// HC-1: every 10 s, a timeout of 1 s, three in a row: evenly between 21 and 31 s after the hang, on
// average 26 s. A thousand instances, each at its own phase; 1 %.
void TestHealthChecks::aHangIsNoticedWithinItsLaw() {
    const std::vector<Duration> times = timesOf(
        tests::reportOf(workOf(checked("every: 10 s, timeout: 1 s, unhealthy-after: 3", 1000),
                               "{ at: 50 s, hang: worker }")),
        "ejected");

    QCOMPARE(times.size(), std::size_t(1000));
    const auto [least, most] = std::ranges::minmax(times);
    QVERIFY(least >= 71s && least < 71.1s);
    QVERIFY(most < 81s && most > 80.9s);
    const Duration mean = std::accumulate(times.begin(), times.end(), Duration{}) / 1000 - 50s;
    QVERIFY2(mean > 25.74s && mean < 26.26s, QByteArray::number(models::inSeconds(mean)));
    const auto early = std::ranges::count_if(times, [](Duration each) { return each < 76s; });
    QVERIFY2(early > 450 && early < 550, QByteArray::number(qint64(early)));
}

// Checks at the phase + k s. One due at the very instant of the kill is sent before it.
void TestHealthChecks::aDeathIsNoticedByTheChecksAfterIt_data() {
    QTest::addColumn<qint64>("killed");  // ns from the phase
    QTest::addColumn<int>("noticed");    // s from the phase

    QTest::newRow("1 ns before a check") << qint64(4'999'999'999) << 7;
    QTest::newRow("at a check") << qint64(5'000'000'000) << 8;
    QTest::newRow("1 ns after a check") << qint64(5'000'000'001) << 8;
}

void TestHealthChecks::aDeathIsNoticedByTheChecksAfterIt() {
    QFETCH(qint64, killed);
    QFETCH(int, noticed);
    const Duration phase = phaseOf("1 s");

    const sim::Report report =
        tests::reportOf(workOf(checked("every: 1 s, unhealthy-after: 3"),
                               "{ at: " + text(phase + Duration(killed)) + ", kill: worker }"));

    QCOMPARE(timesOf(report, "ejected"),
             std::vector<Duration>{phase + std::chrono::seconds(noticed)});
}

// Of a hang from just after the check at phase + 5 s. With a timeout longer than the period there
// is one check at a time: sent at 6, given up at 8.5, the next at 9, given up at 11.5.
void TestHealthChecks::aHangIsNoticedATimeoutLater_data() {
    QTest::addColumn<QString>("settings");
    QTest::addColumn<QString>("lasts");
    QTest::addColumn<QList<qint64>>("noticed");  // ms from the phase: ejected, returned
    const QString once = "every: 1 s, timeout: 300 ms, unhealthy-after: 1";

    QTest::newRow("once") << once << "" << QList<qint64>{6300};
    QTest::newRow("twice") << "every: 1 s, timeout: 300 ms, unhealthy-after: 2"
                           << "" << QList<qint64>{7300};
    QTest::newRow("as long as the period") << "every: 1 s, timeout: 1 s, unhealthy-after: 2"
                                           << "" << QList<qint64>{8000};
    QTest::newRow("longer than the period") << "every: 1 s, timeout: 2.5 s, unhealthy-after: 2"
                                            << "" << QList<qint64>{11'500};
    QTest::newRow("over just in time") << once << "1.3 s" << QList<qint64>{};
    QTest::newRow("over later") << once << "1.4 s" << QList<qint64>{6300, 7000};
}

void TestHealthChecks::aHangIsNoticedATimeoutLater() {
    QFETCH(QString, settings);
    QFETCH(QString, lasts);
    QFETCH(QList<qint64>, noticed);
    const Duration phase = phaseOf("1 s");
    std::string duration = lasts.toStdString();
    if (lasts == "1.3 s") {
        duration = text(1299999998ns);  // answered 1 ns before the check is given up
    }

    const sim::Report report =
        tests::reportOf(workOf(checked(settings.toStdString()),
                               "{ at: " + text(phase + 5s + 1ns) + ", hang: worker" +
                                   (duration.empty() ? "" : ", for: " + duration) + " }"));

    std::vector<Duration> changes = timesOf(report, "ejected");
    for (const Duration each : timesOf(report, "returned")) {
        changes.push_back(each);
    }
    std::vector<Duration> wanted;
    for (const qint64 each : noticed) {
        wanted.push_back(phase + std::chrono::milliseconds(each));
    }
    QCOMPARE(changes, wanted);
}

// Dead from 5.5 to 9.5 s after the phase, starting until 10.2: unhealthy at the second check (7),
// healthy at the third that is answered (11, 12, 13). Until then it is ready and not believed.
void TestHealthChecks::whoIsBackIsBelievedAfterSoManyChecks() {
    const Duration phase = phaseOf("1 s");
    const sim::Report report = tests::reportOf(workOf(
        checked("every: 1 s, unhealthy-after: 2, healthy-after: 3") + "    start-up: 700 ms\n",
        "{ at: " + text(phase + 5500ms) + ", kill: worker, for: 4 s }"));

    QCOMPARE(timesOf(report, "ejected"), std::vector<Duration>{phase + 7s});
    QCOMPARE(timesOf(report, "ready"), std::vector<Duration>{phase + 10200ms});
    QCOMPARE(timesOf(report, "returned"), std::vector<Duration>{phase + 13s});
    std::int64_t meanwhile = 0;
    for (Duration atTheDoor = 1ms; atTheDoor < 100s; atTheDoor += 1s) {
        meanwhile += atTheDoor >= phase + 5500ms && atTheDoor < phase + 13s ? 1 : 0;
    }
    QCOMPARE(unavailable(tests::journeyOf(report, "users").counts), meanwhile);
}

// SD-1: 100/s over five instances in turn; one is dead for 10 s before that is noticed.
void TestHealthChecks::aDeadInstanceThatIsListedTakesItsShare() {
    const Duration phase = phaseOf("10 s", 2, 5);
    const sim::Report report = tests::reportOf(
        workOf(checked("every: 10 s, unhealthy-after: 1", 5),
               "{ at: " + text(phase + 10s) + ", kill: worker#2 }", "constant(100/s)"));
    const sim::ServiceReport& worker = tests::serviceOf(report, "worker");

    QCOMPARE(timesOf(report, "ejected"), std::vector<Duration>{phase + 20s});
    QCOMPARE(tests::journeyOf(report, "users").counts.failed, 200);
    QCOMPARE(worker.counts.failed, 200);  // none was refused: the door had passed them on
    QCOMPARE(worker.counts.rejected, 0);
    QCOMPARE(worker.counts.started, worker.counts.ok + worker.counts.failed);
}

void TestHealthChecks::theFailureIsHeardOneLatencyLater() {
    const sim::Report report =
        tests::reportOf(workOf(checked("every: 10 s"), "{ at: 50.5 s, kill: worker }"));

    QCOMPARE(*tests::journeyOf(report, "users").failedLatency.max, 0.002);
}

// Noticed, it is left out; with nobody else there the door refuses, because of the kill.
void TestHealthChecks::nobodyListedIsUnavailable() {
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation run(tests::scenarioFrom(workOf(checked("every: 1 s, unhealthy-after: 1"),
                                                   "{ at: 50.5 s, kill: worker }")),
                        options);
    run.advanceTo(runStart + 60500ms);
    const sim::Snapshot snapshot = run.snapshot();

    QVERIFY(!snapshot.services.front().instances.front().isListed);
    QVERIFY(snapshot.services.front().counts.rejected >= 9);
    QCOMPARE(snapshot.services.front().counts.rejected + snapshot.services.front().counts.failed,
             10);
    QCOMPARE(snapshot.impacts.front().journeys[0].failed, 10);
}

// The one slot is held throughout; the checks are answered all the same.
void TestHealthChecks::aCheckTakesNoSlot() {
    std::string full =
        workOf(checked("every: 1 s, unhealthy-after: 1") + "    concurrency: 1\n", "");
    full.replace(full.find("compute: 0.1 ms"), 15, "compute: 200 s");
    const sim::Report report = tests::reportOf(full);

    QCOMPARE(report.timeline.size(), std::size_t(0));
    QVERIFY(*tests::serviceOf(report, "worker").utilization > 0.99);
}

void TestHealthChecks::withoutChecksADeathIsKnownAtOnce() {
    const sim::Report report =
        tests::reportOf(workOf("    instances: 2\n", "{ at: 50.5 s, kill: worker#1 }"));

    QCOMPARE(tests::journeyOf(report, "users").counts.failed, 0);
}

TEST_OF_THIS_FILE(TestHealthChecks);
#include "tst_health_checks.moc"
