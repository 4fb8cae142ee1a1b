#include <QtTest>

#include <QFile>
#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include "tests/cli/a_command.h"
#include "tests/support/test_program.h"

class TestTraceCommand : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void saysWhereLatencyComesFrom();
    void drawsOneRequest();
    void printsJson();
    void tracesARecordedRun();
    void takesWhatRunTakes();
    void refuses_data();
    void refuses();

  private:
    tests::Outcome trace(std::vector<std::string> options) const;

    QTemporaryDir m_folder;
    std::string m_file;
};

// 100 requests a second, of which 1 in 10 is sampled; each alone.
void TestTraceCommand::initTestCase() {
    QFile file(m_folder.filePath("shop.yaml"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"(
watertight: 1
name: a shop
run: { duration: 20 s }
network: { latency: 1 ms }
services:
  shop: { endpoints: { buy: [ { compute: 1 ms }, { call: stock.take, timeout: 1 s, fallback: skip } ] } }
  stock: { endpoints: { take: [ { compute: 5 ms }, { sleep: 2 ms } ] } }
journeys:
  buy: { arrivals: constant(50/s), steps: [ { call: shop.buy, timeout: 1 s } ] }
  look: { arrivals: constant(50/s), steps: [ { call: stock.take } ] }
variants:
  fast: { set: { services.stock.endpoints.take: [ { compute: 2 ms } ] } }
)");
    m_file = file.fileName().toStdString();
}

tests::Outcome TestTraceCommand::trace(std::vector<std::string> options) const {
    options.insert(options.begin(), {"trace", m_file, "--quiet"});
    return tests::watertight(options);
}

void TestTraceCommand::saysWhereLatencyComesFrom() {
    const tests::Outcome outcome = trace({"--journey", "buy"});

    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.err, std::string());
    const QString text = QString::fromStdString(outcome.out);
    QVERIFY2(text.startsWith("a shop\n  where latency comes from, until 20.000 s: 1 request in 10 "
                             "is traced, seed 42\n\nbuy: "),
             qPrintable(text));
    QVERIFY2(text.contains("  p50 12 ms: of the "), qPrintable(text));
    QVERIFY2(text.contains("too few to tell much\n"), qPrintable(text));  // 2 % of about 100
    QVERIFY2(text.contains(QRegularExpression("\n  stock works +5 ms +41.67 % +5 ms +41.67 %\n")),
             qPrintable(text));
    QVERIFY2(text.contains(QRegularExpression("\n  stock sleeps +2 ms +16.67 %")),
             qPrintable(text));
    QVERIFY2(text.contains(QRegularExpression("\n  #\\d+ +12 ms +\\d+\\.\\d+ s +ok +stock works 5 "
                                              "ms, (shop|stock) (network|sleeps) 2 ms\n")),
             qPrintable(text));
    QVERIFY(!text.contains("look:"));
    QVERIFY(QString::fromStdString(trace({}).out).contains("\nlook: "));
}

// The third purchase: 1 + 2 * 2.
void TestTraceCommand::drawsOneRequest() {
    const QString text = QString::fromStdString(trace({"--request", "5"}).out);

    QVERIFY2(text.startsWith("a shop\n  buy #5: ok, 12 ms, 3 spans, at 0.0"), qPrintable(text));
    QVERIFY2(text.contains(QRegularExpression("\n +shop buy +0 s +12 ms +3 ms +"
                                              "-{4}={4}_{36}-{4}\n")),
             qPrintable(text));
    QVERIFY2(
        text.contains(QRegularExpression("\n +stock take +2 ms +9 ms +9 ms +-{4}={20}z{8}-{4}\n")),
        qPrintable(text));
    QVERIFY2(text.contains(QRegularExpression("\n  stock works +5 ms +41.67 %\n")),
             qPrintable(text));
}

void TestTraceCommand::printsJson() {
    const auto all = nlohmann::json::parse(trace({"--format", "json"}).out);
    QCOMPARE(all["traced_one_in"].get<int>(), 10);
    const auto& buy = all["journeys"]["buy"];
    QCOMPARE(buy["started"].get<int>(), 1000);
    QCOMPARE(buy["p50"]["at_s"].get<double>(), 0.012);
    double sum = 0;
    for (const auto& share : buy["p50"]["shares"])
        sum += share["mean_s"].get<double>();
    QVERIFY(qFuzzyCompare(sum, 0.012));
    QVERIFY(buy["p99"]["too_few"].get<bool>());
    QCOMPARE(buy["slowest"].size(), std::size_t(5));

    const auto one = nlohmann::json::parse(trace({"--request", "5", "--format", "json"}).out);
    QCOMPARE(one["trace"]["journey"].get<std::string>(), std::string("buy"));
    QCOMPARE(one["trace"]["spans"].size(), std::size_t(3));
    QCOMPARE(one["trace"]["spans"][2]["service"].get<std::string>(), std::string("stock"));
    QCOMPARE(one["trace"]["spans"][2]["parts"][1]["kind"].get<std::string>(), std::string("works"));
    QCOMPARE(one["trace"]["spans"][2]["parts"][1]["to_s"].get<double>(), 0.008);
}

void TestTraceCommand::tracesARecordedRun() {
    const std::string run = m_folder.filePath("shop.run").toStdString();
    QCOMPARE(tests::watertight({"run", m_file, "--quiet", "--seed", "7", "--out", run}).exitCode,
             0);

    const tests::Outcome outcome =
        tests::watertight({"trace", run, "--quiet", "--request", "5", "--until", "2 s"});

    QCOMPARE(outcome.exitCode, 0);
    QVERIFY2(QString::fromStdString(outcome.out).contains("seed 7\n"), outcome.out.c_str());
    const tests::Outcome seeded = tests::watertight({"trace", run, "--quiet", "--seed", "8"});
    QCOMPARE(seeded.exitCode, 2);
    QVERIFY2(QString::fromStdString(seeded.err).contains("is a recorded run"), seeded.err.c_str());
}

void TestTraceCommand::takesWhatRunTakes() {
    const auto json = nlohmann::json::parse(
        trace({"--request", "6", "--variant", "fast", "--set", "network.latency=2 ms", "--seed",
               "9", "--threads", "1", "--until", "1 s", "--format", "json"})
            .out);

    QCOMPARE(json["seed"].get<int>(), 9);
    QCOMPARE(json["until_s"].get<double>(), 1.0);
    QCOMPARE(json["trace"]["took_s"].get<double>(), 0.006);
}

void TestTraceCommand::refuses_data() {
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("message");
    QTest::newRow("journey") << QStringList{"--journey", "bye"}
                             << "there is no journey `bye`: did you mean `buy`?";
    QTest::newRow("not begun") << QStringList{"--request", "5", "--until", "1 ms"}
                               << "request 5 had not begun by 1 ms";
    QTest::newRow("another's") << QStringList{"--request", "5", "--journey", "look"}
                               << "request 5 is one of `buy`, not of `look`";
    QTest::newRow("no number") << QStringList{"--request", "0"}
                               << "'0' is not a whole number from 1";
}

void TestTraceCommand::refuses() {
    QFETCH(QStringList, options);
    QFETCH(QString, message);
    std::vector<std::string> asked;
    for (const QString& each : options)
        asked.push_back(each.toStdString());

    const tests::Outcome outcome = trace(asked);

    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(outcome.out.empty());
    QVERIFY2(QString::fromStdString(outcome.err).contains(message), outcome.err.c_str());
}

TEST_OF_THIS_FILE(TestTraceCommand);
#include "tst_trace_command.moc"
