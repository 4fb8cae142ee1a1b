#include <QtTest>

#include <QFile>
#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include "tests/cli/a_command.h"
#include "tests/support/test_program.h"

class TestBlastRadiusCommand : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void saysWhoIsHurtAndWhy();
    void printsJson();
    void printsARowAJourneyAndOutage();
    void givesIntervalsOverSeveralSeeds();
    void refusesTimesThatAreNone_data();
    void refusesTimesThatAreNone();

  private:
    tests::Outcome blastRadius(std::vector<std::string> options) const;

    QTemporaryDir m_folder;
    std::string m_file;
};

void TestBlastRadiusCommand::initTestCase() {
    m_file = m_folder.filePath("shop.yaml").toStdString();
    QFile file(QString::fromStdString(m_file));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"(
watertight: 1
name: a shop
run: { duration: 60 s, warm-up: 1 s }
services:
  shop: { endpoints: { buy: [ { call: stock.take, timeout: 1 s } ] } }
  stock: { endpoints: { take: [ { compute: normal(1 ms sd 0.02 ms) } ] } }
journeys:
  "buy": { arrivals: constant(100/s), steps: [ { call: shop.buy, timeout: 1 s } ] }
  look: { arrivals: constant(50/s), steps: [ { call: stock.take, timeout: 1 s } ] }
)");
}

tests::Outcome TestBlastRadiusCommand::blastRadius(std::vector<std::string> options) const {
    std::vector<std::string> arguments = {"blast-radius", m_file,  "--quiet", "--at",
                                          "3s",           "--for", "2s"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return tests::watertight(arguments);
}

void TestBlastRadiusCommand::saysWhoIsHurtAndWhy() {
    const tests::Outcome outcome = blastRadius({});

    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.err, std::string());
    const QString text = QString::fromStdString(outcome.out);
    QVERIFY2(text.contains("each service killed at 3 s for 2 s, seed 42; 3 runs of 25 s"),
             qPrintable(text));
    QVERIFY2(
        text.contains("buy        FAILING        0 %       0 %        -       -  needs shop.buy"),
        qPrintable(text));
    QVERIFY2(text.contains("never calls it"), qPrintable(text));
    QVERIFY2(text.endsWith("Takes every journey down: stock.\nHurts no journey: no service.\n"),
             qPrintable(text));
    // Worst first.
    QVERIFY(text.indexOf("stock killed") < text.indexOf("shop killed"));
}

void TestBlastRadiusCommand::printsJson() {
    const auto json = nlohmann::json::parse(blastRadius({"--format", "json", "--pairs"}).out);

    QCOMPARE(json["at_s"].get<double>(), 3.0);
    QCOMPARE(json["whole"]["journeys"]["buy"]["ended"].get<int>(), 200);
    QCOMPARE(json["outages"].size(), std::size_t(3));
    const auto& withoutShop = json["outages"][0];
    QCOMPARE(withoutShop["killed"], nlohmann::json::array({"shop"}));
    QCOMPARE(withoutShop["journeys"]["buy"]["harm"].get<std::string>(), std::string("failing"));
    QCOMPARE(withoutShop["journeys"]["buy"]["availability"].get<double>(), 0.0);
    QVERIFY(withoutShop["journeys"]["buy"]["p99_s"].is_null());
    QCOMPARE(withoutShop["journeys"]["look"]["harm"].get<std::string>(), std::string("ok"));
    QCOMPARE(json["outages"][2]["killed"], nlohmann::json::array({"shop", "stock"}));
}

void TestBlastRadiusCommand::printsARowAJourneyAndOutage() {
    const QStringList lines =
        QString::fromStdString(blastRadius({"--format", "csv"}).out).split('\n');

    QCOMPARE(lines.size(), 1 + 3 * 2 + 1);
    QCOMPARE(lines[0],
             QString("killed,journey,ended,availability,degraded,p99_s,recovery_s,harm,why,"
                     "availability_low,availability_high,p99_low_s,p99_high_s"));
    QVERIFY2(lines[1].startsWith(",buy,200,1.0,0.0,"), qPrintable(lines[1]));
    QVERIFY2(lines[3].startsWith("shop,buy,200,0.0,0.0,,"), qPrintable(lines[3]));
    QVERIFY2(lines[3].endsWith(",failing,needs shop.buy,,,,"), qPrintable(lines[3]));
}

void TestBlastRadiusCommand::givesIntervalsOverSeveralSeeds() {
    const std::vector<std::string> poisson = {"--seeds", "4", "--seed", "5"};
    const tests::Outcome text = blastRadius(poisson);
    const auto json =
        nlohmann::json::parse(blastRadius({"--seeds", "4", "--seed", "5", "--format", "json"}).out);

    QVERIFY2(
        text.out.find("seeds 5 to 8, 95 % intervals in brackets; 12 runs") != std::string::npos,
        text.out.c_str());
    QVERIFY2(text.out.find("back to normal") != std::string::npos, text.out.c_str());
    QCOMPARE(json["seeds"].get<int>(), 4);
    QCOMPARE(json["whole"]["journeys"]["buy"]["ended"].get<int>(), 800);
    const auto& buy = json["whole"]["journeys"]["buy"];
    QVERIFY(buy["p99_interval_s"][0].get<double>() < buy["p99_s"].get<double>());
    QVERIFY(buy["p99_interval_s"][1].get<double>() > buy["p99_s"].get<double>());
    QVERIFY(json["outages"][0]["back_to_normal_s"].is_number());
}

void TestBlastRadiusCommand::refusesTimesThatAreNone_data() {
    QTest::addColumn<QStringList>("options");
    QTest::newRow("no time") << QStringList{"--at", "soon"};
    QTest::newRow("before the warm-up is over") << QStringList{"--at", "500 ms"};
    QTest::newRow("no time at all") << QStringList{"--for", "0 s"};
}

void TestBlastRadiusCommand::refusesTimesThatAreNone() {
    QFETCH(QStringList, options);
    std::vector<std::string> arguments = {"blast-radius", m_file};
    for (const QString& option : options) {
        arguments.push_back(option.toStdString());
    }

    const tests::Outcome outcome = tests::watertight(arguments);

    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(outcome.out.empty());
    QVERIFY2(QString::fromStdString(outcome.err).contains(options.front()), outcome.err.c_str());
}

TEST_OF_THIS_FILE(TestBlastRadiusCommand);
#include "tst_blast_radius_command.moc"
