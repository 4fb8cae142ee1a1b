// Zones: where instances stand, what the way between them costs, and what dies with one. The
// network takes exactly 1 ms a message, the way between zones 10 ms more, the work 5 ms.
#include <QtTest>
#include <algorithm>

#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestZones : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void instancesAreSpreadInTurn();
    void killsWhatStandsInTheZone_data();
    void killsWhatStandsInTheZone();
    void theWayBetweenIsPaidThereAndBack();
    void whatHasNoZonePaysNothing();
    void whoDiesMeanwhileDropsTheConnection();
    void aCancellationGoesWithItsRequest();
    void requestsOnTheirWayCountForTheBalance();
    void whoIsDroppedFromAnInboxHearsItFromItsZone();
};

using namespace std::chrono_literals;

namespace {

std::string zonesScenario(const std::string& zones, const std::string& more = "",
                          const std::string& faults = "",
                          const std::string& arrivals = "constant(10/s)",
                          const std::string& call = "") {
    return "watertight: 1\n"
           "name: zones\n"
           "run: { duration: 2 s }\n"
           "network: { latency: 1 ms, zones: { " +
           zones +
           " }, between-zones: 10 ms }\n"
           "services:\n"
           "  front: { concurrency: 1000, endpoints: { get: [ { call: worker.work" +
           call +
           " } ] } }\n"
           "  worker: { instances: 4, concurrency: 1000, " +
           more +
           "endpoints: { work: [ { compute: 5 ms } ] } }\n"
           "journeys: { users: { arrivals: " +
           arrivals +
           ", steps: [ { call: front.get } ] } }\n"
           "faults: [ " +
           faults + " ]\n";
}

}  // namespace

void TestZones::instancesAreSpreadInTurn() {
    using Places = std::vector<std::uint8_t>;
    const auto placesOf = [](const std::string& zones) {
        return models::zonePlaces(tests::scenarioFrom(zonesScenario(zones)))[1];
    };
    QCOMPARE(placesOf("a: [worker], b: [front, worker]"), (Places{1, 2, 1, 2}));
    QCOMPARE(placesOf("a: [worker], b: [worker], c: [ worker#1 ]"), (Places{3, 2, 1, 2}));
    QCOMPARE(placesOf("a: [ worker#3 ], b: [front]"), (Places{0, 0, 1, 0}));
}

void TestZones::killsWhatStandsInTheZone_data() {
    QTest::addColumn<QString>("zones");
    QTest::addColumn<QString>("killed");
    QTest::newRow("half of a service") << "a: [front, worker], b: [worker]"
                                       << "worker#2 worker#4 ";
    QTest::newRow("all of one, some of another") << "a: [worker], b: [front, worker]"
                                                 << "front worker#2 worker#4 ";
    QTest::newRow("all there is") << "b: [front, worker]"
                                  << "front worker ";
}

void TestZones::killsWhatStandsInTheZone() {
    QFETCH(QString, zones);
    QFETCH(QString, killed);
    const sim::Report report = tests::reportOf(
        zonesScenario(zones.toStdString(), "", "{ at: 1 s, kill-zone: b, for: 500 ms }"));
    QString found;
    int ready = 0;
    for (const sim::TimelineRow& row : report.timeline) {
        found += row.what == "killed" ? QString::fromStdString(row.where) + ' ' : QString();
        ready += row.what == "ready" ? 1 : 0;
    }
    QCOMPARE(found, killed);
    QCOMPARE(ready, int(killed.count(' ')));
}

// By turns within the zone (1 + 1 + 5 + 1 + 1 = 9 ms) and to the other (29 ms): 10 of each.
void TestZones::theWayBetweenIsPaidThereAndBack() {
    const sim::Report report = tests::reportOf(zonesScenario("a: [front, worker], b: [worker]"));
    QCOMPARE(tests::usersOf(report).counts.ok, 20);
    QCOMPARE(*tests::usersOf(report).latency.max, 0.029);
    QCOMPARE(*tests::usersOf(report).latency.mean, 0.019);
    QCOMPARE(tests::serviceOf(report, "worker").counts.started, 20);
    QCOMPARE(*tests::serviceOf(report, "worker").response.max, 0.005);
}

void TestZones::whatHasNoZonePaysNothing() {
    QCOMPARE(*tests::usersOf(tests::reportOf(zonesScenario("a: [front]"))).latency.max, 0.009);
    QCOMPARE(*tests::usersOf(tests::reportOf(zonesScenario("a: [worker]"))).latency.max, 0.009);
    QCOMPARE(*tests::usersOf(tests::reportOf(zonesScenario("a: [front, worker]"))).latency.max,
             0.009);
}

// The first request is sent at 1 ms, its instance chosen at 2 ms and reached at 12 ms; that died at
// 5 ms and was back at 6 ms. Its caller hears of it 11 ms later, the user at 24 ms.
void TestZones::whoDiesMeanwhileDropsTheConnection() {
    const sim::Report report = tests::reportOf(zonesScenario(
        "a: [front], b: [worker]", "", "{ at: 5 ms, kill: worker, for: 1 ms }", "constant(1/s)"));
    QCOMPARE(tests::usersOf(report).counts.failed, 1);
    QCOMPARE(*tests::usersOf(report).failedLatency.max, 0.024);
    QCOMPARE(
        tests::usersOf(report).counts.byCause[static_cast<std::size_t>(models::Cause::Unavailable)],
        1);
    QCOMPARE(tests::serviceOf(report, "worker").counts.rejected, 1);
}

// The timeout of 5 ms is at 6 ms, the cancellation at the door at 7 ms, the request at its instance
// at 12 ms: it ends there at once.
void TestZones::aCancellationGoesWithItsRequest() {
    const sim::Report report =
        tests::reportOf(zonesScenario("a: [front], b: [worker]", "cancellation: running, ", "",
                                      "constant(1/s)", ", timeout: 5 ms"));
    QCOMPARE(tests::serviceOf(report, "worker").counts.failed, 2);
    QCOMPARE(tests::serviceOf(report, "worker").counts.ok, 0);
    QCOMPARE(*tests::usersOf(report).failedLatency.max, 0.007);
}

// 20 come within the 10 ms that the way takes: without counting them all would go to the first.
void TestZones::requestsOnTheirWayCountForTheBalance() {
    sim::Simulation simulation = tests::runOf(tests::scenarioFrom(zonesScenario(
        "a: [front], b: [worker]", "balancing: least-requests, ", "", "constant(2000/s)")));
    const sim::Snapshot seen = simulation.snapshot();
    for (const sim::InstanceSnapshot& each : seen.services[1].instances) {
        QVERIFY2(each.served > 900 && each.served < 1100, QByteArray::number(qint64(each.served)));
    }
}

// The same requests come 10 ms later and the same are dropped, and each hears of it 20 ms later.
void TestZones::whoIsDroppedFromAnInboxHearsItFromItsZone() {
    const auto usersOf = [](const std::string& zones) {
        return tests::usersOf(tests::reportOf(
            "watertight: 1\n"
            "name: zones\n"
            "run: { duration: 2 s }\n"
            "network: { latency: 1 ms, zones: { " +
            zones +
            " }, between-zones: 10 ms }\n"
            "services:\n"
            "  front: { concurrency: 1000, endpoints: { get: [ { call: worker.work } ] } }\n"
            "  worker:\n"
            "    concurrency: 1\n"
            "    discipline: codel(target 5 ms interval 20 ms)\n"
            "    endpoints: { work: [ { compute: 5 ms } ] }\n"
            "journeys:\n"
            "  users:\n"
            "    arrivals: [ { for: 1 s, arrivals: constant(400/s) },\n"
            "                { arrivals: constant(0/s) } ]\n"
            "    steps: [ { call: front.get } ]\n"));
    };
    const sim::JourneyReport near = usersOf("a: [front, worker]");
    const sim::JourneyReport far = usersOf("a: [front], b: [worker]");

    QVERIFY(near.counts.failed > 100);
    QCOMPARE(far.counts.failed, near.counts.failed);
    QCOMPARE(*far.failedLatency.mean, *near.failedLatency.mean + 0.02);
}

TEST_OF_THIS_FILE(TestZones);
#include "tst_zones.moc"
