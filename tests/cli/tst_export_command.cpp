// `export scenario`: a recorded run as a scenario that is the same run.
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/cli/a_command.h"
#include "tests/support/recorded_run.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using namespace tests;

class TestExportCommand : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void turnsCommandsIntoFaults();
    void writesListsWhereThereAreNone_data();
    void writesListsWhereThereAreNone();
    void leavesOutFaultsThatWereNeverPlayed();
    void takesDataFilesAlongAndOverwritesNone();
    void saysWhatAScenarioCannotSay();
    void refusesWhatIsNoRecordedRun();

  private:
    std::string path(const char* name) const { return m_folder->filePath(name).toStdString(); }
    void record(const std::string& text, const std::vector<sim::LoggedCommand>& commands,
                Plays plays = Plays::OwnFaults) {
        m_fingerprint =
            drive(sourceOf(text, path("home"), plays), commands, path("run")).fingerprint();
    }
    // Of running that file.
    std::uint64_t fingerprintOf(const std::string& file) const {
        const auto json = nlohmann::json::parse(watertight({"run", file, "--format", "json"}).out);
        return std::stoull(json["fingerprint"].get<std::string>(), nullptr, 16);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::uint64_t m_fingerprint = 0;
};

namespace {

const std::string shop = R"(watertight: 1
name: exported
run: { duration: 5 s }   # short
services:
  shop: { endpoints: { buy: [ { compute: exp(2 ms) }, { call: payment.charge, fallback: skip } ] } }
  payment: { instances: 2, endpoints: { charge: [ { compute: exp(3 ms) } ] } }
journeys: { buyers: { arrivals: poisson(100/s), steps: [ { call: shop.buy } ] } }
)";
const std::string ownFaults = R"(faults:
    # the usual afternoon
    - { at: 3 s, slow: payment, by: 4x, for: 500 ms }   # every day
)";

sim::BeginFault killOf(const std::string& service) {
    models::Fault fault;
    fault.name = "by hand: a kill";
    fault.kind = models::Kill{};
    fault.targets.push_back({.service = service});
    return {fault};
}

std::vector<sim::LoggedCommand> aKillAndScaling() {
    models::Rollout rollout;
    rollout.service = "payment";
    rollout.action = models::ScaleTo{3};
    return {{models::runStart + 1s, killOf("payment")},
            {models::runStart + 1500ms + 1ns, sim::EndFault{1}},
            {models::runStart + 4s, sim::BeginRollout{rollout}}};
}

bool has(const std::string& text, const std::string& part) {
    if (text.find(part) == std::string::npos) {
        qWarning("%s", text.c_str());
        return false;
    }
    return true;
}

}  // namespace

void TestExportCommand::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    std::filesystem::create_directories(path("home"));
}

void TestExportCommand::turnsCommandsIntoFaults() {
    record(shop + ownFaults, aKillAndScaling());

    const Outcome outcome =
        watertight({"export", "scenario", path("run"), "-o", path("mit Öl.yaml")});

    QVERIFY2(outcome.exitCode == 0, outcome.err.c_str());
    QCOMPARE(fingerprintOf(path("mit Öl.yaml")), m_fingerprint);
    const Outcome printed = watertight({"export", "scenario", path("run")});
    QVERIFY(has(printed.out, "run: { duration: 5 s }   # short\n"));
    QVERIFY(has(printed.out, ownFaults.substr(0, ownFaults.find("   # every day")) +
                                 "\n    - { name: \"by hand: a kill\", at: 1 s, kill: [ payment ], "
                                 "for: 500.000001 ms }   # every day\n"));
    QVERIFY(has(printed.out, "rollouts:\n  - { at: 4 s, scale: payment, to: 3 }\n"));
}

void TestExportCommand::writesListsWhereThereAreNone_data() {
    QTest::addColumn<QString>("text");
    const QString base = QString::fromStdString(shop);
    QTest::newRow("no list") << base;
    QTest::newRow("an empty list") << base + "faults: []\n";
    QTest::newRow("an empty value, and more behind") << base + "faults:\nx-more: 1\n";
    QTest::newRow("in brackets") << base + "faults: [ { at: 2 s, hang: shop, for: 1 s } ]\n";
    QTest::newRow("in the midst") << "faults:\n- { at: 2 s, hang: shop, for: 1 s }\n\n" + base;
    QTest::newRow("not in order")
        << base + "faults:\n  - { at: 4 s, hang: shop, for: 1 s }\n  - { at: 2 s, slow: shop }";
    QTest::newRow("spread over lines")
        << base +
               "faults:\n  - at: 500 ms\n    hang: shop\n    for: 100 ms\n  -\n    at: 2 s\n"
               "    slow: shop\n# the end\n";
    QTest::newRow("JSON") << QString(
        R"json({"watertight": 1, "run": {"duration": "5 s"},
"services": {"payment": {"endpoints": {"charge": [{"compute": "exp(2 ms)"}]}}},
"journeys": {"buyers": {"arrivals": "poisson(100/s)", "steps": [{"call": "payment.charge"}]}}})json");
}

void TestExportCommand::writesListsWhereThereAreNone() {
    QFETCH(QString, text);
    record(text.toStdString(), aKillAndScaling());

    const Outcome outcome = watertight({"export", "scenario", path("run"), "-o", path("new.yaml")});

    QVERIFY2(outcome.exitCode == 0, outcome.err.c_str());
    QCOMPARE(fingerprintOf(path("new.yaml")), m_fingerprint);
}

void TestExportCommand::leavesOutFaultsThatWereNeverPlayed() {
    record(shop + ownFaults, aKillAndScaling(), Plays::Nothing);

    const Outcome outcome = watertight({"export", "scenario", path("run"), "-o", path("new.yaml")});

    QVERIFY2(outcome.exitCode == 0, outcome.err.c_str());
    QCOMPARE(fingerprintOf(path("new.yaml")), m_fingerprint);
}

void TestExportCommand::takesDataFilesAlongAndOverwritesNone() {
    std::ofstream(path("home/latencies.csv")) << "1 ms\n3 ms\n";
    std::string text = shop;
    text.replace(text.find("exp(3 ms)"), 9, "empirical(latencies.csv)");
    record(text, aKillAndScaling());
    std::filesystem::create_directories(path("there"));
    const std::vector<std::string> command = {"export", "scenario", path("run"), "-o",
                                              path("there/new.yaml")};

    QCOMPARE(watertight(command).exitCode, 0);
    QCOMPARE(fingerprintOf(path("there/new.yaml")), m_fingerprint);
    std::ofstream(path("there/latencies.csv")) << "9 ms\n";
    const Outcome again = watertight(command);

    QCOMPARE(again.exitCode, 3);
    QVERIFY(has(again.err, "another file is there already"));
}

void TestExportCommand::saysWhatAScenarioCannotSay() {
    record(shop, {{models::runStart + 2s, sim::RollBack{"payment"}}});

    const Outcome outcome = watertight({"export", "scenario", path("run"), "-o", path("no.yaml")});

    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(has(outcome.err, "'payment' was rolled back by hand (at 2 s)"));
    QVERIFY(!std::filesystem::exists(path("no.yaml")));
}

void TestExportCommand::refusesWhatIsNoRecordedRun() {
    QCOMPARE(watertight({"export", "scenario", path("nothing")}).exitCode, 3);
    QCOMPARE(watertight({"export", "scenario", path("home")}).exitCode, 2);
    QCOMPARE(watertight({"export"}).exitCode, 2);
}

TEST_OF_THIS_FILE(TestExportCommand);
#include "tst_export_command.moc"
