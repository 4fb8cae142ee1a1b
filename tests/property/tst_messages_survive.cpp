// At least once, whatever dies: consumers are killed at random instants, and the topic too, while
// messages are handled that fail now and then. When all is quiet every message that was taken has
// been handled, none is left, and in a partition none was handled before an earlier one. The
// consumer's own rows are the witness. 40 seeds; with WATERTIGHT_THOROUGH (./dev check-all) 1,000.
#include <QtTest>

#include <string>

#include "sim/random/draw.h"
#include "tests/support/dice.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestMessagesSurvive : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyMessageIsHandledInOrder();
};

namespace {

// Draws by seed and how many were made before.
// Kills within the first two seconds, most of them of single instances, some of the topic.
std::string killsOf(tests::Dice& dice, int instances) {
    std::string text;
    for (int i = 3 + dice.number(12); i > 0; --i) {
        const int target = dice.number(instances + 2);
        const std::string name = target < instances ? "\"worker#" + std::to_string(target + 1) + '"'
                                 : target == instances ? "worker"
                                                       : "work";
        text += "  - { at: " + dice.upTo(2000) + " ms, kill: " + name +
                ", for: " + std::to_string(1 + dice.number(300)) + " ms }\n";
    }
    return text;
}

// One journey and a network of one latency: messages arrive in the order of their requests.
std::string scenarioOf(std::uint64_t seed) {
    tests::Dice dice(seed, "messages survive");
    const int instances = 1 + dice.number(4);
    const bool isPartitioned = dice.number(3) > 0;
    return "watertight: 1\nname: survive\nrun: { seed: " + std::to_string(seed) +
           ", duration: 1 min }\nnetwork: { latency: " + std::to_string(1 + dice.number(2000)) +
           " us }\npopulations: { viewer: { size: 20, popularity: zipf(0.5) } }\ntopics: { work: { "
           "kind: " +
           (dice.number(2) == 0 ? "queue" : "topic") +
           (isPartitioned ? ", key: viewer, partitions: " + std::to_string(1 + dice.number(12))
                          : "") +
           " } }\nservices:\n  worker:\n    instances: " + std::to_string(instances) +
           "\n    concurrency: " + std::to_string(1 + dice.number(6)) +
           "\n    start-up: " + dice.upTo(100) +
           " ms\n    consumes: { work: { endpoint: handle, prefetch: " +
           std::to_string(1 + dice.number(6)) + ", redeliver-after: " + dice.upTo(50) +
           " ms } }\n    store:\n      tables:\n"
           "        handled: { key: request, columns: { again: integer default 0 } }\n"
           "        newest: { key: viewer, rows: 20, columns: { n: integer default 0 } }\n"
           "        disorder: { key: request }\n"
           "    endpoints:\n      handle:\n        - compute: exp(2 ms)\n"
           "        - { update: newest, set: { n: \":request\" }, where: \"n <= :request\", "
           "else: [ { insert: disorder } ] }\n"
           "        - { insert: handled, else: [ { update: handled, set: { again: again + 1 } } ] "
           "}\n"
           "        - compute: exp(1 ms)\n        - fail: 3 %\n"
           "journeys:\n  users:\n    arrivals: [ { for: 2 s, arrivals: poisson(150/s) }, "
           "{ arrivals: constant(0/s) } ]\n    steps: [ { publish: work } ]\nfaults:\n" +
           killsOf(dice, instances);
}

std::int64_t rowsOf(const sim::Snapshot& snapshot, const std::string& table) {
    for (const sim::TableSnapshot& each : snapshot.services.front().tables) {
        if (each.name == table) {
            return each.rows;
        }
    }
    return -1;
}

std::string brokenBy(const std::string& text) {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(text));
    const sim::Report report = run.report();
    const sim::Snapshot snapshot = run.snapshot();
    const sim::TopicReport& topic = report.topics.front();
    const std::int64_t handled = rowsOf(snapshot, "handled");
    if (topic.backlog != 0 || topic.dead != 0) {
        return std::to_string(topic.backlog) + " left, " + std::to_string(topic.dead) + " dead";
    }
    if (handled != topic.published || topic.delivered != topic.published) {
        return std::to_string(topic.published) + " published, " + std::to_string(topic.delivered) +
               " handed over, " + std::to_string(handled) + " handled";
    }
    if (report.services.front().counts.ok < topic.published) {
        return "not every message ended well";
    }
    const bool isPartitioned = text.find("partitions") != std::string::npos;
    if (isPartitioned && rowsOf(snapshot, "disorder") != 0) {
        return std::to_string(rowsOf(snapshot, "disorder")) + " handled after a later one";
    }
    return {};
}

}  // namespace

void TestMessagesSurvive::everyMessageIsHandledInOrder() {
    const int seeds = qEnvironmentVariableIsSet("WATERTIGHT_THOROUGH") ? 1000 : 40;
    int redelivered = 0;
    for (int seed = 0; seed < seeds; ++seed) {
        const std::string text = scenarioOf(static_cast<std::uint64_t>(seed));
        const std::string broken = brokenBy(text);
        QVERIFY2(broken.empty(),
                 ("seed " + std::to_string(seed) + ": " + broken + "\n" + text).c_str());
        redelivered +=
            tests::reportOf(text, static_cast<std::uint64_t>(seed)).topics.front().redelivered > 0;
    }
    QVERIFY(redelivered > seeds * 9 / 10);  // or nothing was put to the test
}

TEST_OF_THIS_FILE(TestMessagesSurvive);
#include "tst_messages_survive.moc"
