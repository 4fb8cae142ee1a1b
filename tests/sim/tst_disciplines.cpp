// Who is served next, and by whom: disciplines, balancing and shared cores in whole runs, to the
// nanosecond. Instants are counted by hand from the scenario's text; the network takes no time
// unless it says otherwise.
#include <QtTest>

#include "sim/policy/hash_ring.h"
#include "sim/service/shared_cores.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestDisciplines : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theLineIsServedByItsDiscipline_data();
    void theLineIsServedByItsDiscipline();
    void anEventLoopQueuesAgainByItsDiscipline();
    void prioritiesOfTheSameRankKeepTheirOrder();
    void twoOfTwoIsTheLessLoaded();
    void hashKeepsAMemberWhereItIs();
    void onlyTheShareOfTheInstanceThatWentMoves();
    void computesShareTheCores_data();
    void computesShareTheCores();
    void sharesEndAtTheNearestNanosecond();
    void sharesDoNotDrift();
    void utilizationIsOfCores();
    void aHangStopsAllShares();
    void aKillEmptiesTheCores();
};

namespace {

using namespace std::chrono_literals;
using models::Duration;
using models::runStart;

std::string disciplinesScenario(const std::string& rest) {
    return "watertight: 1\nname: lines\nrun: { duration: 10 s }\nnetwork: { latency: 0 }\n" + rest;
}

// Journeys `a`, `b`, ... arrive `at` these milliseconds once, and call server.work with these
// options.
struct Arrival {
    std::string journey;
    std::string at;
    std::string options;
};

std::string journeysOf(const std::vector<Arrival>& arrivals) {
    std::string text = "journeys:\n";
    for (const Arrival& each : arrivals) {
        text += "  " + each.journey +
                ": { arrivals: constant(1/min), steps: [ { sleep: " + each.at +
                " }, { call: server." + (each.options.empty() ? "work" : each.options) + " } ] }\n";
    }
    return text;
}

// When the one request of the journey ended, in milliseconds since the start.
double disciplinesEndMs(const sim::Report& report, const std::string& journey) {
    return *tests::journeyOf(report, journey).latency.max * 1e3;
}

}  // namespace

// `first` is served from 0 to 10 ms, the others arrive at 1, 2 and 3 ms and take 10 ms each.
void TestDisciplines::theLineIsServedByItsDiscipline_data() {
    QTest::addColumn<QString>("discipline");
    QTest::addColumn<QList<double>>("ends");  // of b, c, d

    QTest::newRow("fifo") << "fifo" << QList<double>{20, 30, 40};
    QTest::newRow("lifo") << "lifo" << QList<double>{40, 30, 20};
    QTest::newRow("priority") << "priority" << QList<double>{30, 20, 40};
}

void TestDisciplines::theLineIsServedByItsDiscipline() {
    QFETCH(QString, discipline);
    QFETCH(QList<double>, ends);

    const sim::Report report = tests::reportOf(disciplinesScenario(
        "services:\n  server:\n    concurrency: 1\n    discipline: " + discipline.toStdString() +
        "\n    endpoints: { work: [ { compute: 10 ms } ] }\n" +
        journeysOf({{"a", "0", ""},
                    {"b", "1 ms", ""},
                    {"c", "2 ms", "work, priority: 5"},
                    {"d", "3 ms", "work, priority: -1"}})));

    QCOMPARE(disciplinesEndMs(report, "a"), 10.0);
    QCOMPARE(disciplinesEndMs(report, "b"), ends[0]);
    QCOMPARE(disciplinesEndMs(report, "c"), ends[1]);
    QCOMPARE(disciplinesEndMs(report, "d"), ends[2]);
}

// `a` computes 0 to 10, waits for the store of its callee until 15, when `c` has the slot; with
// lifo it goes before `d`, who came at 12 and has waited longer.
void TestDisciplines::anEventLoopQueuesAgainByItsDiscipline() {
    const sim::Report report = tests::reportOf(disciplinesScenario(
        "services:\n  server:\n    concurrency: 1\n    serving: event-loop\n    discipline: lifo\n"
        "    endpoints:\n      work: [ { compute: 10 ms } ]\n"
        "      twice: [ { compute: 10 ms }, { call: other.work }, { compute: 1 ms } ]\n"
        "  other: { endpoints: { work: [ { compute: 5 ms } ] } }\n" +
        journeysOf({{"a", "0", "twice"}, {"c", "9 ms", ""}, {"d", "12 ms", ""}})));

    QCOMPARE(disciplinesEndMs(report, "c"), 20.0);
    QCOMPARE(disciplinesEndMs(report, "a"), 21.0);
    QCOMPARE(disciplinesEndMs(report, "d"), 31.0);
}

void TestDisciplines::prioritiesOfTheSameRankKeepTheirOrder() {
    const sim::Report report = tests::reportOf(
        disciplinesScenario("services:\n  server:\n    concurrency: 1\n    discipline: priority\n"
                            "    endpoints: { work: [ { compute: 10 ms } ] }\n" +
                            journeysOf({{"a", "0", ""},
                                        {"b", "1 ms", "work, priority: 2"},
                                        {"c", "2 ms", "work, priority: 2"},
                                        {"d", "3 ms", ""},
                                        {"e", "11 ms", "work, priority: 3"}})));

    QCOMPARE(disciplinesEndMs(report, "b"), 20.0);  // never preempted by e
    QCOMPARE(disciplinesEndMs(report, "e"), 30.0);
    QCOMPARE(disciplinesEndMs(report, "c"), 40.0);
    QCOMPARE(disciplinesEndMs(report, "d"), 50.0);
}

// Of two instances both are looked at: the first request goes to #1, the second to the idle #2, the
// third, when both have one, to the lowest number.
void TestDisciplines::twoOfTwoIsTheLessLoaded() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(
        disciplinesScenario("services:\n  server:\n    instances: 2\n    balancing: power-of-two\n"
                            "    endpoints: { work: [ { compute: 1 s } ] }\n" +
                            journeysOf({{"a", "0", ""}, {"b", "1 ms", ""}, {"c", "2 ms", ""}}))));

    const std::vector<sim::InstanceSnapshot> seen = run.snapshot().services.front().instances;
    QCOMPARE(seen[0].served, 2);
    QCOMPARE(seen[1].served, 1);
}

// Ten users, each always the same member, a hundred calls each: every instance has served whole
// hundreds, and both have served.
void TestDisciplines::hashKeepsAMemberWhereItIs() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(
        disciplinesScenario("populations: { viewer: { size: 10 } }\n"
                            "services:\n  server:\n    instances: 3\n    balancing: hash(viewer)\n"
                            "    endpoints: { work: [ { compute: 0 } ] }\n"
                            "journeys:\n  users: { users: 10, as: viewer, think: 99.9 ms, steps: [ "
                            "{ call: server.work } ] }\n")));

    std::int64_t all = 0;
    const sim::Snapshot seen = run.snapshot();
    for (const sim::InstanceSnapshot& each : seen.services.front().instances) {
        QCOMPARE(each.served % 100, 0);
        QVERIFY(each.served < 1000);
        all += each.served;
    }
    QCOMPARE(all, 1000);
}

void TestDisciplines::onlyTheShareOfTheInstanceThatWentMoves() {
    sim::HashRing ring;
    for (std::uint32_t i = 0; i < 10; ++i) {
        ring.add(sim::identityOf("server"), i, static_cast<int>(i) + 1);
    }
    const auto any = [](std::uint32_t) { return true; };
    const auto without3 = [](std::uint32_t instance) { return instance != 3; };

    int ofThree = 0;
    for (int member = 1; member <= 10'000; ++member) {
        const std::uint32_t before = ring.find(member, 99, any);
        const std::uint32_t after = ring.find(member, 99, without3);
        ofThree += before == 3 ? 1 : 0;
        QVERIFY(after != 3);
        QVERIFY(before == 3 || after == before);
    }
    QVERIFY2(ofThree > 700 && ofThree < 1300, QByteArray::number(ofThree));
    QCOMPARE(ring.find(1, 99, [](std::uint32_t) { return false; }), 99U);
}

void TestDisciplines::computesShareTheCores_data() {
    QTest::addColumn<int>("cores");
    QTest::addColumn<QString>("serving");
    QTest::addColumn<QList<double>>("ends");  // of a, b, c

    // 10 ms alone, and from then on shares: b and c come at 10 and 20 ms.
    // One core. a (30 ms of work) is alone until 10, has 10 done; with b (10 ms) it shares until
    // 20, 15 done of a, 5 of b; with c (20 ms) a third each: b ends after 15 ms more, at 35 (a 20,
    // c 5 done); then halves: a ends after 20, at 55 (c 15); c after 5, at 60.
    QTest::newRow("one core") << 1 << "thread-per-request" << QList<double>{55, 35, 60};
    QTest::newRow("one core, event loop") << 1 << "event-loop" << QList<double>{55, 35, 60};
    // Two cores: both full until 20; then b has all its 10 done, so a and c go on at full speed.
    QTest::newRow("two cores") << 2 << "thread-per-request" << QList<double>{30, 20, 40};
    QTest::newRow("three cores") << 3 << "event-loop" << QList<double>{30, 20, 40};
}

void TestDisciplines::computesShareTheCores() {
    QFETCH(int, cores);
    QFETCH(QString, serving);
    QFETCH(QList<double>, ends);

    const sim::Report report = tests::reportOf(disciplinesScenario(
        "services:\n  server:\n    cores: " + std::to_string(cores) +
        "\n    serving: " + serving.toStdString() +
        "\n    endpoints:\n      a: [ { compute: 30 ms } ]\n      b: [ { compute: 10 ms } ]\n"
        "      c: [ { compute: 20 ms } ]\n" +
        journeysOf({{"a", "0", "a"}, {"b", "10 ms", "b"}, {"c", "20 ms", "c"}})));

    QCOMPARE(disciplinesEndMs(report, "a"), ends[0]);
    QCOMPARE(disciplinesEndMs(report, "b"), ends[1]);
    QCOMPARE(disciplinesEndMs(report, "c"), ends[2]);
}

void TestDisciplines::sharesEndAtTheNearestNanosecond() {
    sim::SharedCores cores(2);
    for (std::uint32_t strand = 0; strand < 3; ++strand) {
        cores.add(strand, 100ns, runStart);
    }
    // 100 ns of work at a speed of 2/3: 150 ns, all three together, in the order of their begin.
    QVERIFY(cores.firstEnd() == (sim::SharedCores::End{0, runStart + 150ns}));
    cores.remove(0, runStart + 150ns);
    QVERIFY(cores.firstEnd() == (sim::SharedCores::End{1, runStart + 150ns}));

    sim::SharedCores one(1);
    one.add(7, 10ns, runStart);
    one.add(8, 10ns, runStart + 1ns);
    one.add(9, 10ns, runStart + 2ns);
    // 7 has 1.5 of its 10 at 2 ns; the other 8.5 take 25.5: 27.5, so 28.
    QVERIFY(one.firstEnd() == (sim::SharedCores::End{7, runStart + 28ns}));
}

// A hundred thousand rounds of computes that begin and end at all kinds of instants: what was given
// out is the time that passed. Each end is rounded by up to half a nanosecond, either way.
void TestDisciplines::sharesDoNotDrift() {
    sim::SharedCores cores(1);
    models::Instant now = runStart;
    Duration given{};
    std::uint32_t strand = 0;
    cores.add(strand++, 1h, now);
    for (int i = 0; i < 100'000; ++i) {
        const Duration work(1 + i % 977);
        cores.add(strand, work, now);
        given += work;
        now += Duration(1 + i % 13);
        cores.add(strand + 1, work, now);
        given += work;
        strand += 2;
        while (cores.firstEnd()->strand != 0) {
            now = cores.firstEnd()->at;
            cores.remove(cores.firstEnd()->strand, now);
        }
    }
    // The long compute alone is left, and has had what the others have not.
    const Duration left = 1h - ((now - runStart) - given);
    const Duration error = cores.firstEnd()->at - (now + left);
    QVERIFY2(error >= -2us && error <= 2us, QByteArray::number(qint64(error.count())));
}

// Two computes keep one core each busy for 2.5 s: 5 of the 40 seconds of four cores. Slots have
// nothing to do with it.
void TestDisciplines::utilizationIsOfCores() {
    const sim::Report report = tests::reportOf(disciplinesScenario(
        "services:\n  server:\n    cores: 2\n    instances: 2\n    concurrency: unlimited\n"
        "    endpoints: { work: [ { compute: 2.5 s }, { sleep: 1 s } ] }\n" +
        journeysOf({{"a", "0", ""}, {"b", "1 s", ""}})));

    QCOMPARE(*tests::serviceOf(report, "server").utilization, 0.125);
}

// 10 ms of work shared by two would end at 20 ms; the hang from 5 to 8 ms adds its 3 ms. What comes
// meanwhile (at 6 ms, 1 ms of work) begins when it is over: at 8 ms a and b have 7.5 left each, a
// third share each ends c at 11, and a and b at 8 + 3 + 13 = 24.
void TestDisciplines::aHangStopsAllShares() {
    const sim::Report report = tests::reportOf(disciplinesScenario(
        "services:\n  server:\n    cores: 1\n    endpoints:\n"
        "      work: [ { compute: 10 ms } ]\n      short: [ { compute: 1 ms } ]\n" +
        journeysOf({{"a", "0", ""}, {"b", "0", ""}, {"c", "6 ms", "short"}}) +
        "faults: [ { at: 5 ms, hang: server, for: 3 ms } ]\n"));

    QCOMPARE(disciplinesEndMs(report, "c"), 11.0);
    QCOMPARE(disciplinesEndMs(report, "a"), 24.0);
    QCOMPARE(disciplinesEndMs(report, "b"), 24.0);
}

// a and b share from 0 until the kill at 5 ms; c, at 20 ms, is alone for its 10 ms. The core was
// busy for 15 ms of the 9.995 s in which it was there.
void TestDisciplines::aKillEmptiesTheCores() {
    const sim::Report report = tests::reportOf(
        disciplinesScenario("services:\n  server:\n    cores: 1\n    endpoints:\n"
                            "      work: [ { compute: 10 ms } ]\n" +
                            journeysOf({{"a", "0", ""}, {"b", "0", ""}, {"c", "20 ms", ""}}) +
                            "faults: [ { at: 5 ms, kill: server, for: 5 ms } ]\n"));

    QCOMPARE(tests::journeyOf(report, "a").counts.failed, 1);
    QCOMPARE(tests::journeyOf(report, "b").counts.failed, 1);
    QCOMPARE(disciplinesEndMs(report, "c"), 30.0);
    QCOMPARE(*tests::serviceOf(report, "server").utilization, 0.015 / 9.995);
}

TEST_OF_THIS_FILE(TestDisciplines);
#include "tst_disciplines.moc"
