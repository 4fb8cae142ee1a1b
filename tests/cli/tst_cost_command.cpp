#include <QtTest>

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include "tests/cli/a_command.h"
#include "tests/support/test_program.h"

class TestCostCommand : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void saysItInSentences();
    void printsJson();
    void takesWhatRunTakes();
    void refusesWhatIsNoFault_data();
    void refusesWhatIsNoFault();
    void whatItNamesCanBeTraced();

  private:
    std::string fileOf(const QString& name, const QByteArray& text) const;
    tests::Outcome cost(std::vector<std::string> options) const;

    QTemporaryDir m_folder;
    std::string m_file;
};

std::string TestCostCommand::fileOf(const QString& name, const QByteArray& text) const {
    QFile file(m_folder.filePath(name));
    [&] { QVERIFY(file.open(QIODevice::WriteOnly)); }();
    file.write(text);
    return file.fileName().toStdString();
}

void TestCostCommand::initTestCase() {
    m_file = fileOf("shop.yaml", R"(
watertight: 1
name: a shop
run: { duration: 10 s }
network: { latency: 0.5 ms }
services:
  shop: { endpoints: { buy: [ { call: stock.take, timeout: 1 s } ] } }
  stock: { endpoints: { take: [ { compute: 1 ms } ] } }
  page: { endpoints: { show: [ { compute: 1 ms } ] } }
journeys:
  buy: { arrivals: constant(100/s), steps: [ { call: shop.buy, timeout: 1 s } ] }
  look: { arrivals: constant(50/s), steps: [ { call: page.show, timeout: 1 s } ] }
faults:
  - { name: stock outage, at: 2.1 s, kill: stock, for: 3 s }
  - { name: too late, at: 30 s, kill: stock, for: 3 s }
  - { at: 8 s, slow: page, by: 1.5x, for: 1 s }
variants:
  patient: { set: { services.shop.instances: 2 } }
)");
}

tests::Outcome TestCostCommand::cost(std::vector<std::string> options) const {
    options.insert(options.begin(), {"cost", m_file, "--quiet"});
    return tests::watertight(options);
}

void TestCostCommand::saysItInSentences() {
    const tests::Outcome outcome = cost({"--fault", "stock outage"});

    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.err, std::string());
    const QString text = QString::fromStdString(outcome.out);
    QVERIFY2(
        text.startsWith("a shop\n  what \"stock outage\" cost: every request from 2.10 s to 10 "
                        "s, with it and without it, seed 42\n"),
        qPrintable(text));
    QVERIFY2(text.contains("\nbuy: 300 of 790 requests failed that would have succeeded "
                           "(unavailable 300).\n"),
             qPrintable(text));
    QVERIFY2(text.contains("\nlook: 0 of 395 requests noticed it: the same outcomes at the same "
                           "nanosecond.\n"),
             qPrintable(text));
    QVERIFY2(text.contains("Outcomes"), qPrintable(text));
    // Arrivals at 10 ms: the first that reaches stock while it is down is the one at 2.10 s.
    QVERIFY2(text.contains(QRegularExpression("\n  buy lost +300 +#421, #423, #425, #427, #429, "
                                              "#431, \\.\\.\\.\n")),
             qPrintable(text));
    QVERIFY2(text.contains("--request 421, and the same with --without \"stock outage\"\n"),
             qPrintable(text));
    QVERIFY(!text.contains("look lost"));
}

void TestCostCommand::printsJson() {
    const auto json =
        nlohmann::json::parse(cost({"--fault", "stock outage", "--format", "json"}).out);

    QCOMPARE(json["fault"].get<std::string>(), std::string("stock outage"));
    QCOMPARE(json["at_s"].get<double>(), 2.1);
    QCOMPARE(json["seed"].get<int>(), 42);
    QVERIFY(json["fingerprint"] != json["fingerprint_without"]);
    const auto& buy = json["journeys"]["buy"];
    QCOMPARE(buy["requests"].get<int>(), 790);
    QCOMPARE(buy["lost"].get<int>(), 300);
    QCOMPARE(buy["lost_by_cause"]["unavailable"].get<int>(), 300);
    QCOMPARE(buy["of_pairs"]["with"]["count"].get<int>(), 490);
    const auto& lost = buy["requests_by_number"]["lost"];
    QCOMPARE(lost.size(), std::size_t(20));
    QCOMPARE(lost[0].get<int>(), 421);
    QCOMPARE(lost[19].get<int>(), 459);
    QVERIFY(json["journeys"]["look"]["requests_by_number"].empty());
    QCOMPARE(json["journeys"]["look"]["lost"].get<int>(), 0);
    QCOMPARE(json["journeys"]["look"]["pairs"].get<int>(), 395);
}

void TestCostCommand::takesWhatRunTakes() {
    const std::vector<std::string> asked = {"--fault",   "stock outage",
                                            "--format",  "json",
                                            "--seed",    "7",
                                            "--threads", "1",
                                            "--variant", "patient",
                                            "--set",     "services.stock.start-up=1 s"};
    const auto json = nlohmann::json::parse(cost(asked).out);

    QCOMPARE(json["seed"].get<int>(), 7);
    QCOMPARE(json["journeys"]["buy"]["lost"].get<int>(), 400);
}

void TestCostCommand::whatItNamesCanBeTraced() {
    const auto outcomeOf = [this](const std::vector<std::string>& more) {
        std::vector<std::string> options = {"trace", m_file,     "--quiet", "--request",
                                            "421",   "--format", "json"};
        options.insert(options.end(), more.begin(), more.end());
        return nlohmann::json::parse(tests::watertight(options).out)["trace"]["outcome"];
    };
    QCOMPARE(outcomeOf({}).get<std::string>(), std::string("unavailable"));
    QCOMPARE(outcomeOf({"--without", "stock outage"}).get<std::string>(), std::string("ok"));

    const tests::Outcome refused =
        tests::watertight({"trace", m_file, "--request", "421", "--without", "rain"});
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(refused.err.find("no fault or rollout named `rain`") != std::string::npos,
             refused.err.c_str());
}

void TestCostCommand::refusesWhatIsNoFault_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("message");
    const QString start =
        "watertight: 1\nname: a page\nservices: { page: { endpoints: { show: [ { "
        "compute: 1 ms } ] } } }\njourneys: { look: { arrivals: constant(1/s), "
        "steps: [ { call: page.show } ] } }\n";
    QTest::newRow("a name like it") << ""
                                    << "stok outage"
                                    << "there is no fault or rollout `stok outage`: did you mean "
                                       "`stock outage`?";
    QTest::newRow("after the end") << ""
                                   << "too late"
                                   << "`too late` begins after the end";
    QTest::newRow("no faults") << start << "outage"
                               << "has no faults and no rollouts";
    QTest::newRow("no names") << start + "faults: [ { at: 1 s, kill: page } ]\n"
                              << "outage"
                              << "give one its `name`";
}

void TestCostCommand::refusesWhatIsNoFault() {
    QFETCH(QString, file);
    QFETCH(QString, fault);
    QFETCH(QString, message);
    const std::string path = file.isEmpty() ? m_file : fileOf("page.yaml", file.toUtf8());

    const tests::Outcome outcome =
        tests::watertight({"cost", path, "--quiet", "--fault", fault.toStdString()});

    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(outcome.out.empty());
    QVERIFY2(QString::fromStdString(outcome.err).contains(message), outcome.err.c_str());
}

TEST_OF_THIS_FILE(TestCostCommand);
#include "tst_cost_command.moc"
