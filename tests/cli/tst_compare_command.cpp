#include <QtTest>

#include <QFile>
#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include "tests/cli/a_command.h"
#include "tests/support/test_program.h"

class TestCompareCommand : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void saysThatOneSeedProvesNothing();
    void tellsDifferencesFromChance();
    void comparesAFileWithItsVariant();
    void saysWhatIsInOneOnly();
    void saysWhatEachFaultDid();
    void saysWhatTheDataWantsInOneOnly();
    void comparesRecordedRuns();
    void printsJson();
    void refusesWhatCannotBeCompared_data();
    void refusesWhatCannotBeCompared();

  private:
    std::string fileOf(const QString& name, const QByteArray& text) const;
    tests::Outcome compare(std::vector<std::string> options) const;

    QTemporaryDir m_folder;
    std::string m_file, m_other;
};

std::string TestCompareCommand::fileOf(const QString& name, const QByteArray& text) const {
    QFile file(m_folder.filePath(name));
    [&] { QVERIFY(file.open(QIODevice::WriteOnly)); }();
    file.write(text);
    return file.fileName().toStdString();
}

void TestCompareCommand::initTestCase() {
    const QByteArray till = R"(
watertight: 1
name: a till
run: { duration: 5 s }
network: { latency: 0.5 ms }
services:
  till: { endpoints: { pay: [ { compute: 4 ms } ] } }
  page: { endpoints: { show: [ { compute: 1 ms } ] } }
journeys:
  pay: { arrivals: constant(100/s), steps: [ { call: till.pay } ] }
)";
    m_file = fileOf("till.yaml", till + R"(
  look: { arrivals: poisson(50/s), steps: [ { call: page.show } ] }
variants:
  slow till: { set: { services.till.endpoints.pay.0.compute: 6 ms } }
)");
    m_other = fileOf("other.yaml", till + R"(
  read: { arrivals: poisson(50/s), steps: [ { call: page.show } ] }
)");
}

tests::Outcome TestCompareCommand::compare(std::vector<std::string> options) const {
    options.insert(options.begin(), {"compare", m_file, "--quiet"});
    return tests::watertight(options);
}

void TestCompareCommand::saysThatOneSeedProvesNothing() {
    const tests::Outcome outcome = compare({"--set", "services.till.endpoints.pay.0.compute=6 ms"});

    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.err, std::string());
    const QString text = QString::fromStdString(outcome.out);
    QVERIFY2(text.contains("pay: of 500 requests in both, 0 failed in B only and 0 in A only; 500 "
                           "took longer in B, 0 in A.\n"),
             qPrintable(text));
    QVERIFY2(text.contains("requests in both, all have the same outcome at the same nanosecond."),
             qPrintable(text));
    QVERIFY2(text.endsWith("One seed proves nothing about chance: --seeds 10 gives intervals.\n"),
             qPrintable(text));
    QVERIFY2(text.contains("No difference in utilization and errors: page.\n"), qPrintable(text));
}

void TestCompareCommand::tellsDifferencesFromChance() {
    // Everybody comes a hair sooner, and a few more come.
    const tests::Outcome outcome = compare(
        {"--set", "journeys.look.arrivals=poisson(50.01/s)", "--seeds", "4", "--seed", "3"});

    QCOMPARE(outcome.exitCode, 0);
    const QString text = QString::fromStdString(outcome.out);
    QVERIFY2(text.contains("seeds 3 to 6, means"), qPrintable(text));
    QVERIFY2(text.contains("no difference beyond chance (95 %, 4 seeds)"), qPrintable(text));
    QVERIFY2(!text.contains("One seed"), qPrintable(text));
}

void TestCompareCommand::comparesAFileWithItsVariant() {
    const tests::Outcome outcome = compare({"--variant", "slow till", "--seeds", "2"});

    QCOMPARE(outcome.exitCode, 0);
    const QString text = QString::fromStdString(outcome.out);
    QVERIFY2(text.startsWith("A  " + QString::fromStdString(m_file) + "\nB  " +
                             QString::fromStdString(m_file) + ", variant \"slow till\"\n"),
             qPrintable(text));
    QVERIFY2(text.contains("differs"), qPrintable(text));
}

void TestCompareCommand::saysWhatIsInOneOnly() {
    const QString text = QString::fromStdString(compare({m_other}).out);

    QVERIFY2(text.contains(QRegularExpression("look throughput .* only in A\n")), qPrintable(text));
    QVERIFY2(text.contains(QRegularExpression("read throughput .* only in B\n")), qPrintable(text));
    QVERIFY2(text.contains("pay: of 500 requests in both, all have the same"), qPrintable(text));
}

void TestCompareCommand::saysWhatEachFaultDid() {
    const QByteArray users = R"(
journeys:
  pay: { arrivals: constant(100/s), steps: [ { call: till.pay } ] }
  look: { arrivals: constant(50/s), steps: [ { call: page.show } ] }
faults:
  - { name: outage, at: 2 s, kill: till, for: 1 s }
  - { name: quiet, at: 4 s, slow: till, by: 1x, for: 500 ms }
)";
    const QByteArray head = R"(
watertight: 1
name: a shop
run: { duration: 5 s }
network: { latency: 0.5 ms }
services:
)";
    const std::string apart = fileOf("apart.yaml", head + R"(
  till: { endpoints: { pay: [ { compute: 4 ms } ] } }
  page: { endpoints: { show: [ { compute: 1 ms } ] } }
)" + users);
    const std::string together = fileOf("together.yaml", head + R"(
  till: { endpoints: { pay: [ { compute: 4 ms } ], show: [ { compute: 1 ms } ] } }
)" + QByteArray(users).replace("page.show", "till.show"));

    const tests::Outcome outcome = tests::watertight({"compare", apart, together, "--quiet"});

    const QString text = QString::fromStdString(outcome.out);
    static const QRegularExpression table(
        "\nDuring outage +A +B +B - A\n"
        "  look availability +100 % +0 % +-100 points\n"
        "  the same: pay\n");
    QVERIFY2(text.contains(table), qPrintable(text));
    QVERIFY2(text.contains("\nDuring quiet nothing differs.\n"), qPrintable(text));
    const auto json = nlohmann::json::parse(
        tests::watertight({"compare", apart, together, "--quiet", "--format", "json"}).out);
    QCOMPARE(json["during"]["outage"]["look"]["availability"]["b"].get<double>(), 0.0);
}

void TestCompareCommand::saysWhatTheDataWantsInOneOnly() {
    const std::string file = fileOf("sales.yaml", R"(
watertight: 1
name: sales
run: { duration: 5 s }
network: { latency: 0.5 ms }
services:
  till:
    store: { tables: { sales: { key: request, columns: { paid: integer default 1 } } } }
    endpoints: { pay: [ insert: sales ] }
journeys:
  pay: { arrivals: constant(10/s), steps: [ { call: till.pay } ] }
invariants:
  Every sale is paid: { sql: SELECT count(*) FROM till.sales WHERE paid = 0, exactly: 0 }
  There are sales: { sql: SELECT count(*) > 0 FROM till.sales, exactly: 1 }
variants:
  on credit: { set: { services.till.store.tables.sales.columns.paid: integer default 0 } }
)");

    const QString text = QString::fromStdString(
        tests::watertight({"compare", file, "--variant", "on credit", "--quiet"}).out);

    static const QRegularExpression table(
        "\\nInvariants +A +B +B - A\\n"
        "  Every sale is paid +0 +(\\d+) +\\+\\1\\n\\n");
    QVERIFY2(text.contains(table), qPrintable(text));
}

// A run is what its scenario is where nothing was done to it; it is compared as it was.
void TestCompareCommand::comparesRecordedRuns() {
    const std::string run = m_folder.filePath("till.run").toStdString();
    QCOMPARE(tests::watertight({"run", m_file, "--seed", "8", "--out", run, "--quiet"}).exitCode,
             0);

    const tests::Outcome same = tests::watertight({"compare", run, m_file, "--quiet"});
    QCOMPARE(same.exitCode, 0);
    const QString text = QString::fromStdString(same.out);
    QVERIFY2(text.contains("seed 8"), qPrintable(text));
    QVERIFY2(text.contains("pay: of 500 requests in both, all have the same"), qPrintable(text));

    const tests::Outcome refused =
        tests::watertight({"compare", run, "--set", "services.till.instances=2"});
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(refused.err.find("is a recorded run") != std::string::npos, refused.err.c_str());
}

void TestCompareCommand::printsJson() {
    const auto json = nlohmann::json::parse(
        compare({"--variant", "slow till", "--seeds", "2", "--format", "json"}).out);

    QCOMPARE(json["seeds"].get<int>(), 2);
    QCOMPARE(json["pairs"]["pay"]["pairs"].get<int>(), 1000);
    QCOMPARE(json["pairs"]["pay"]["slower_in_b"].get<int>(), 1000);
    const auto& p50 = json["journeys"]["pay"]["p50"];
    QVERIFY(std::abs(p50["difference"].get<double>() - 0.002) < 0.002 / 50);
    QCOMPARE(p50["finding"].get<std::string>(), std::string("differs"));
    QVERIFY(p50["interval"][0].get<double>() > 0.0019);
    QCOMPARE(json["services"]["page"]["in"].get<std::string>(), std::string("both"));
    QVERIFY(json["stopped"][0].is_null());
}

void TestCompareCommand::refusesWhatCannotBeCompared_data() {
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("message");
    QTest::newRow("with nothing") << QStringList{} << 2 << "compare with what?";
    QTest::newRow("two files, one changed")
        << QStringList{QString::fromStdString(m_other), "--set", "run.seed=1"} << 2
        << "there are two";
    QTest::newRow("no such variant")
        << QStringList{"--variant", "slow til"} << 2 << "did you mean `slow till`?";
    QTest::newRow("no such file") << QStringList{"/nowhere/b.yaml"} << 3 << "nowhere";
    QTest::newRow("no seeds") << QStringList{"--variant", "slow till", "--seeds", "0"} << 2
                              << "whole number";
}

void TestCompareCommand::refusesWhatCannotBeCompared() {
    QFETCH(QStringList, options);
    QFETCH(int, exitCode);
    QFETCH(QString, message);
    std::vector<std::string> arguments;
    for (const QString& option : options) {
        arguments.push_back(option.toStdString());
    }

    const tests::Outcome outcome = compare(arguments);

    QCOMPARE(outcome.exitCode, exitCode);
    QVERIFY(outcome.out.empty());
    QVERIFY2(QString::fromStdString(outcome.err).contains(message), outcome.err.c_str());
}

TEST_OF_THIS_FILE(TestCompareCommand);
#include "tst_compare_command.moc"
