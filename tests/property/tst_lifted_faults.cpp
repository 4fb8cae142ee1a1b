// Whatever faults were upon a system: when all are lifted, and what they caused has ended, it is as
// if they had never been.
#include <QtTest>
#include <string>

#include "sim/random/draw.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestLiftedFaults : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void leaveTheSystemAsItWas_data();
    void leaveTheSystemAsItWas();
};

using namespace std::chrono_literals;

namespace {

// Requests come until 2 s and from 6 s on; what is measured began after 6 s. No policy, cache or
// row remembers anything, so only the faults themselves could.
std::string scenarioWith(const std::string& faults) {
    return "watertight: 1\n"
           "name: lifted\n"
           "run: { duration: 8 s, warm-up: 6 s }\n"
           "network: { latency: 0.5 ms + exp(0.2 ms), zones: { a: [front, back], b: [back, store] "
           "},\n"
           "           between-zones: exp(0.4 ms) }\n"
           "populations: { thing: { size: 20 } }\n"
           "services:\n"
           "  front: { instances: 2, balancing: random,\n"
           "           endpoints: { get: [ { compute: exp(1 ms) },\n"
           "             { call: back.get, timeout: 200 ms, fallback: skip },\n"
           "             { publish: news } ] } }\n"
           "  back:  { instances: 3, balancing: least-requests, start-up: 50 ms,\n"
           "           endpoints: { get: [ { compute: exp(2 ms) }, { call: store.get, timeout: 100 "
           "ms } ] } }\n"
           "  store: { instances: 2, balancing: random, cores: 2,\n"
           "           store: { read: exp(0.2 ms), connections: 2,\n"
           "                    tables: { things: { key: thing, rows: 20 } } },\n"
           "           endpoints: { get: [ { compute: exp(1 ms) }, { read: things } ] } }\n"
           "  reader: { instances: 2, consumes: { news: { endpoint: read, attempts: 3 } },\n"
           "            endpoints: { read: [ compute: exp(1 ms) ] } }\n"
           "topics: { news: { kind: topic } }\n"
           "journeys:\n"
           "  visit:\n"
           "    arrivals: [ { for: 2 s, arrivals: constant(200/s) }, { for: 4 s, arrivals: "
           "constant(0/s) },\n"
           "                { arrivals: constant(200/s) } ]\n"
           "    steps: [ { call: front.get, timeout: 500 ms } ]\n"
           "faults: [ " +
           faults + " ]\n";
}

// Overlapping ones, within the first two seconds.
std::string randomFaults(std::uint64_t seed) {
    const char* kinds[] = {"kill: back",
                           "kill: \"store#2\"",
                           "hang: store",
                           "slow: back, by: 3x",
                           "fail: front, probability: 30 %",
                           "delay: any -> store, add: exp(5 ms)",
                           "delay: [ visit -> front, news -> reader ], add: 3 ms",
                           "lose: back -> store, probability: 40 %",
                           "lose: front -> news",
                           "partition: [ [front, news], [back, reader] ]",
                           "partition: [ [store], [any] ], one-way: true",
                           "kill-zone: b",
                           "kill-random: 40 %, of: any",
                           "kill: news",
                           "hang: reader",
                           "steal-cores: store, by: 50 %",
                           "steal-cores: [ back, reader ], by: 30 %",
                           "crash-loop: \"reader#1\", first: 40 ms, cap: 80 ms",
                           "leak: \"back#2\", dies-after: 120 ms",
                           "break-store: store, as: down",
                           "break-store: store, as: corrupt",
                           "break-store: store, as: read-only",
                           "break-store: store, as: slow, by: 4x",
                           "slow: [ front, store ], by: 2x"};
    constexpr std::uint64_t count = std::size(kinds);
    const sim::DrawKey key = sim::drawKey(seed, "lifted faults");
    std::string text;
    for (std::uint64_t i = 0; i < 6; ++i) {
        const std::string kind = kinds[sim::drawIndex(key, i, count)];
        text += (i == 0 ? "{ at: " : ", { at: ") +
                std::to_string(100 + sim::drawIndex(key, i, 1000, 1)) + " ms, " + kind +
                ", for: " + std::to_string(1 + sim::drawIndex(key, i, 800, 2)) + " ms }";
    }
    return text;
}

std::string measuredOf(const sim::Report& report) {
    std::string text;
    const sim::JourneyReport& visit = report.journeys.front();
    const auto add = [&](const sim::LatencySummary& latency) {
        text += " " + std::to_string(latency.count) + " " +
                QByteArray::number(latency.mean.value_or(-1), 'g', 17).toStdString() + " " +
                QByteArray::number(latency.max.value_or(-1), 'g', 17).toStdString();
    };
    text += std::to_string(visit.counts.ok) + " " + std::to_string(visit.counts.degraded) + " " +
            std::to_string(visit.counts.failed);
    add(visit.latency);
    for (const sim::ServiceReport& service : report.services) {
        text += "\n" + service.name + " " + std::to_string(service.counts.ok) + " " +
                std::to_string(service.counts.failed);
        add(service.response);
    }
    return text;
}

}  // namespace

void TestLiftedFaults::leaveTheSystemAsItWas_data() {
    QTest::addColumn<int>("seed");
    const int seeds = qEnvironmentVariableIsSet("WATERTIGHT_THOROUGH") ? 400 : 40;
    for (int seed = 1; seed <= seeds; ++seed) {
        QTest::addRow("seed %d", seed) << seed;
    }
}

void TestLiftedFaults::leaveTheSystemAsItWas() {
    QFETCH(int, seed);
    static const std::string quiet = measuredOf(tests::reportOf(scenarioWith("")));
    const std::string faults = randomFaults(static_cast<std::uint64_t>(seed));
    const models::Scenario scenario = tests::scenarioFrom(scenarioWith(faults));
    sim::Simulation simulation(scenario, {});
    simulation.advanceTo(models::runStart + 5900ms);
    const sim::Snapshot seen = simulation.snapshot();
    QVERIFY(seen.faults.empty());
    for (const sim::ServiceSnapshot& service : seen.services) {
        QVERIFY2(service.present == 0, faults.c_str());
        for (const sim::InstanceSnapshot& instance : service.instances) {
            QVERIFY2(instance.state == sim::InstanceState::Ready, faults.c_str());
        }
    }
    simulation.advanceTo(simulation.end());
    QVERIFY2(measuredOf(simulation.report()) == quiet,
             (faults + "\n" + measuredOf(simulation.report()) + "\n" + quiet).c_str());
}

TEST_OF_THIS_FILE(TestLiftedFaults);
#include "tst_lifted_faults.moc"
