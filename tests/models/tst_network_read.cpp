// What is read of the network and of the faults upon it, and what is refused with what words.
#include <QtTest>

#include "tests/models/read_text.h"
#include "tests/support/test_program.h"

class TestNetworkRead : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsTheNetwork();
    void readsEachFault();
    void readsHaltIf();
    void refuses_data();
    void refuses();
};

using namespace std::chrono_literals;
using tests::read;
using tests::withLines;

namespace {

models::FaultKind kindOf(const std::string& fault) {
    const auto reading = read(withLines("faults: [ { at: 1 s, " + fault + " } ]\n"));
    if (!reading.scenario) {
        qFatal("%s", tests::printed(reading.diagnostics).constData());
    }
    return reading.scenario->faults.front().kind;
}

}  // namespace

void TestNetworkRead::readsTheNetwork() {
    const auto reading = read(withLines(
        "network: { loss: 1 %, zones: { a: [user], b: [ user#2 ] }, between-zones: exp(1 ms) }\n"
        "faults: [ { at: 1 s, kill-zone: b }, { at: 1 s, kill-zone: [a, b] } ]\n"));
    QVERIFY2(reading.scenario, tests::printed(reading.diagnostics));
    const models::Network& network = reading.scenario->network;
    QCOMPARE(network.loss.value, 0.01);
    QCOMPARE(network.zones.size(), std::size_t(2));
    QVERIFY(network.zones[1].members[0] == (models::Target{"user", 2, {}}));
    QVERIFY(*network.betweenZones == models::Distribution::exponential(1ms));
    const auto& faults = reading.scenario->faults;
    QVERIFY(faults[0].targets == (std::vector<models::Target>{{"user", 2, {}}}));
    QVERIFY(faults[1].targets == (std::vector<models::Target>{{"user", {}, {}}}));
}

void TestNetworkRead::readsEachFault() {
    const std::vector<models::Link> own{{"user", "user", {}}};
    const std::vector<models::Link> two{{"any", "user", {}}, {"visit", "user", {}}};
    QVERIFY(kindOf("delay: user -> user, add: 5 ms") ==
            models::FaultKind(models::Delay{models::Distribution::constant(5ms), own}));
    QVERIFY(kindOf("lose: [ any -> user, visit -> user ], probability: 10 %") ==
            models::FaultKind(models::Lose{{0.1}, two}));
    QVERIFY(kindOf("partition: [ [visit], [user] ], one-way: true") ==
            models::FaultKind(models::Partition{{{"visit", {}, {}}}, {{"user", {}, {}}}, true}));
    QVERIFY(kindOf("kill-random: 30 %, of: any") == models::FaultKind(models::KillRandom{{0.3}}));
    QVERIFY(kindOf("surge: visit, by: 5x") == models::FaultKind(models::Surge{{5}}));
}

void TestNetworkRead::readsHaltIf() {
    const auto reading = read(withLines("halt-if: { journey: visit, availability: below 90 % }\n"));
    QVERIFY2(reading.scenario, tests::printed(reading.diagnostics));
    QCOMPARE(reading.scenario->haltIf->journey, std::string("visit"));
    QVERIFY(reading.scenario->haltIf->availability.holds(0.89));
    QVERIFY(!read(withLines("halt-if: {}\n")).scenario->haltIf);
}

void TestNetworkRead::refuses_data() {
    QTest::addColumn<QString>("lines");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* lines, const char* problem) {
        QTest::newRow(lines) << lines << problem;
    };
    const auto fault = [](const char* keys, const char* problem) {
        QTest::newRow(keys) << QString("faults: [ { at: 1 s, %1 } ]").arg(keys) << problem;
    };
    row("network: { zones: { a: [usr] } }", "7:25: error: there is no service `usr`: did you mean");
    row("network: { zones: { a: [ user#3 ] } }", "`user#3` is not there: `user` has 2 instances");
    row("network: { zones: { a: [ user#1 ], b: [ user#1 ] } }", "an instance stands in one zone");
    row("network: { zones: { a: [ user, user ] } }", "`user` stands twice in this zone");
    row("network: { zones: { a: [ user.get ] } }", "expected a service such as `user`");
    row("network: { zones: [a] }", "a mapping of names, each of a zone");
    row("network: { loss: 120 % }", "`loss`");
    row("halt-if: { journey: vist, availability: below 9 % }", "did you mean `visit`?");
    row("halt-if: { journey: visit }", "`halt-if` has no `availability`");
    row("halt-if: { journey: visit, availability: 90 % }", "a bound such as `at least 99.9 %`");
    fault("delay: user -> user", "7:22: error: `delay` does not say how long");
    fault("delay: user, add: 1 s", "an edge such as `user -> payment`");
    fault("delay: user -> usr, add: 1 s", "7:29: error: there is no service, journey or topic");
    fault("delay: [], add: 1 s", "at least one edge");
    fault("lose: user#1 -> user", "which instance is chosen at the door: expected `user`");
    fault("lose: visit -> user.get", "expected `user`");
    fault("lose: user -> visit", "nobody calls a journey");
    fault("lose: user -> user, add: 1 s", "`add` is for `delay`, not for `lose`");
    fault("kill: user, one-way: true", "`one-way` is for `partition`, not for `kill`");
    fault("kill: user, of: any", "`of` is for `kill-random`, not for `kill`");
    fault("partition: [ user ]", "two sides such as");
    fault("partition: [ [user], [user] ]", "stands on both sides");
    fault("partition: [ [user#1], [visit] ]", "which instance is chosen at the door");
    fault("partition: [ [usr], [visit] ]", "did you mean `user`?");
    fault("kill-zone: a", "there is no zone `a`");
    row("network: { zones: { a: [] } }\nfaults: [ { at: 1 s, kill-zone: a } ]",
        "no instance of any service stands in `a`");
    fault("kill-random: 3, of: user", "`kill-random`");
    fault("kill-random: 30 %, of: usr", "did you mean `user`?");
    fault("surge: vist, by: 5x", "there is no journey `vist`: did you mean `visit`?");
    fault("surge: user, by: 5x", "it is a service, and a surge is of users");
    fault("surge: visit, by: 5 %", "`by`");
    fault("surge: visit, kill: user", "are two faults");
}

void TestNetworkRead::refuses() {
    QFETCH(QString, lines);
    QFETCH(QString, problem);
    const auto reading = read(withLines(lines.toStdString() + "\n"));
    const QByteArray found = tests::printed(reading.diagnostics);
    QVERIFY(!reading.scenario);
    QVERIFY2(QString::fromUtf8(found).contains(problem), found);
}

TEST_OF_THIS_FILE(TestNetworkRead);
#include "tst_network_read.moc"
