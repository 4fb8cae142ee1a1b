// Messages against closed forms.
//   MQ-2  Each delivery is lost before its acknowledgement with probability p, here by an endpoint
//         that fails: 1 / (1 - p) deliveries a message, p / (1 - p) of them duplicates, none lost.
//         At most once, by `attempts: 1`, loses p.
//   FL-1  A queue that grew by lambda x outage drains in lambda x outage / (mu - lambda).
// Source: the case table (CASES.md). Tolerance: 1 %, and the 99 % interval of the mean of ten
// replications with fixed seeds.
#include <QtTest>

#include <cmath>
#include <string>

#include "tests/support/replications.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestMessages : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void atLeastOnceDeliversByTheGeometricSum();
    void atMostOnceLosesWhatFails();
    void aBacklogDrainsByWhatIsLeftOfTheCapacity();
};

namespace {

using namespace std::chrono_literals;

std::string messagesScenario(const std::string& consumer, const std::string& steps,
                             const std::string& arrivals, const std::string& rest = "") {
    return "watertight: 1\nname: messages\nrun: { duration: 500 s }\nnetwork: { latency: 0 }\n"
           "topics: { work: { kind: queue } }\nservices:\n"
           "  worker: { concurrency: 1, consumes: { work: { endpoint: handle" +
           consumer + " } }, endpoints: { handle: [ " + steps +
           " ] } }\njourneys: { users: { arrivals: " + arrivals +
           ", steps: [ { publish: work } ] } }\n" + rest;
}

double aMessage(const sim::Report& report, std::int64_t sim::TopicReport::*count) {
    const sim::TopicReport& topic = report.topics.front();
    return static_cast<double>(topic.*count) / static_cast<double>(topic.published);
}

}  // namespace

void TestMessages::atLeastOnceDeliversByTheGeometricSum() {
    const auto reports = tests::replicate(messagesScenario("", "{ fail: 2 % }", "poisson(1000/s)"));

    tests::verifyExact(reports, "deliveries a message", 1.020408, 0.01,
                       [](const sim::Report& report) {
                           return aMessage(report, &sim::TopicReport::delivered) +
                                  aMessage(report, &sim::TopicReport::redelivered);
                       });
    tests::verifyExact(
        reports, "duplicates a message", 0.020408, 0.01,
        [](const sim::Report& report) { return aMessage(report, &sim::TopicReport::redelivered); });
    for (const sim::Report& report : reports) {
        QCOMPARE(report.topics.front().backlog, 0);
        QCOMPARE(tests::serviceOf(report, "worker").counts.ok, report.topics.front().published);
    }
}

void TestMessages::atMostOnceLosesWhatFails() {
    const auto reports =
        tests::replicate(messagesScenario(", attempts: 1", "{ fail: 2 % }", "poisson(1000/s)"));

    tests::verifyExact(reports, "lost a message", 0.02, 0.01, [](const sim::Report& report) {
        return aMessage(report, &sim::TopicReport::dead);
    });
}

// Down for 50 s at 100/s: 5000 messages, which take 5000 / (125 - 100) = 200 s.
void TestMessages::aBacklogDrainsByWhatIsLeftOfTheCapacity() {
    const std::string text =
        messagesScenario("", "{ compute: exp(8 ms) }", "poisson(100/s)",
                         "faults: [ { at: 50 s, kill: worker, for: 50 s } ]\n");
    const std::vector<double> times = tests::replicateWith([&](int replication) {
        sim::RunOptions options;
        options.seed = tests::seedOf(replication);
        sim::Simulation simulation(tests::scenarioFrom(text), options);
        models::Instant at = models::runStart + 100s;
        do {
            at += 100ms;
            simulation.advanceTo(at);
        } while (simulation.report().topics.front().backlog > 0);
        return models::inSeconds(models::sinceStart(at)) - 100;
    });

    const tests::Estimate estimate = tests::estimateOf(times);
    const QByteArray found = QByteArray::number(estimate.mean) + " s, within " +
                             QByteArray::number(estimate.halfWidth) + " s";
    QVERIFY2(std::fabs(estimate.mean - 200) <= estimate.halfWidth, found.constData());
    QVERIFY2(estimate.halfWidth < 15, found.constData());
}

TEST_OF_THIS_FILE(TestMessages);
#include "tst_messages.moc"
