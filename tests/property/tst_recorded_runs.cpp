// What is recorded of random runs, with random commands at random instants, is what is executed
// again, on any number of threads; and the program may die at any instant of it. With
// WATERTIGHT_THOROUGH (./dev check-all) more of them are tried.
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <fstream>

#include "models/io/scenario_reader.h"
#include "sim/command_plan.h"
#include "sim/random/draw.h"
#include "sim/replay.h"
#include "tests/support/random_details.h"
#include "tests/support/random_network.h"
#include "tests/support/random_rollouts.h"
#include "tests/support/recorded_run.h"
#include "tests/support/scenario_yaml.h"
#include "tests/support/test_program.h"

class TestRecordedRuns : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void happenAgain_data();
    void happenAgain();
    void areTheSameAsScenarios_data() { happenAgain_data(); }
    void areTheSameAsScenarios();
    void openWhereverTheProgramDied();

  private:
    std::filesystem::path m_folder;  // with the file that `trace` names
    QTemporaryDir m_temporary;
};

namespace {

models::Scenario (*const makers[])(std::uint64_t) = {&tests::detailedScenario,
                                                     &tests::networkScenario, &tests::dataScenario,
                                                     &tests::rolloutScenario};

int thorough(int usual, int all) {
    return qEnvironmentVariableIsSet("WATERTIGHT_THOROUGH") ? all : usual;
}

std::filesystem::file_time_type writtenAt(const std::filesystem::path& file) {
    std::error_code isMissing;
    return std::filesystem::last_write_time(file, isMissing);
}

void awaitWriting(const std::filesystem::path& file, std::filesystem::file_time_type before) {
    for (int waited = 0; writtenAt(file) == before && waited < 10'000; ++waited) {
        usleep(1000);
    }
}

// What is wrong with the folder; empty: it replays what was recorded.
std::string problemOf(const std::filesystem::path& folder, int threads) {
    const sim::RecordingReading reading = sim::readRecording(folder);
    if (!reading.recording) {
        return reading.problem;
    }
    const sim::ReplayResult result = sim::replay(*reading.recording, {.threads = threads});
    if (result.difference) {
        return "differs at " +
               std::to_string(models::inSeconds(models::sinceStart(result.difference->at))) + " s";
    }
    return result.problem + result.machineFault;
}

}  // namespace

void TestRecordedRuns::initTestCase() {
    m_folder = m_temporary.path().toStdString();
    std::ofstream(m_folder / tests::traceFile) << tests::traceFileText();
}

void TestRecordedRuns::happenAgain_data() {
    QTest::addColumn<int>("seed");
    for (int seed = 0; seed < thorough(60, 1000); ++seed) {
        QTest::addRow("seed %d", seed) << seed;
    }
}

void TestRecordedRuns::happenAgain() {
    QFETCH(int, seed);
    const auto number = static_cast<std::uint64_t>(seed);
    const models::Scenario scenario = makers[number % std::size(makers)](number);
    const sim::RunSource source =
        tests::sourceOf(tests::yamlOf(scenario), m_folder,
                        seed % 3 == 0 ? tests::Plays::Nothing : tests::Plays::OwnFaults);
    const std::vector<sim::LoggedCommand> commands = tests::randomCommands(scenario, number);
    const std::filesystem::path folder = m_folder / ("run " + std::to_string(seed));

    const sim::Simulation run = tests::drive(source, commands, folder);

    const sim::RecordingReading reading = sim::readRecording(folder);
    QVERIFY2(reading.recording, reading.problem.c_str());
    QCOMPARE(reading.recording->commands.size(), commands.size());
    QVERIFY(reading.recording->end.has_value());
    QCOMPARE(reading.recording->end->fingerprint, run.fingerprint());
    QVERIFY(reading.recording->source.scenario == source.scenario);
    QCOMPARE(problemOf(folder, 1), std::string());
    QCOMPARE(problemOf(folder, 3), std::string());
}

// What a scenario cannot say is said; all else runs to the same fingerprint.
void TestRecordedRuns::areTheSameAsScenarios() {
    QFETCH(int, seed);
    const auto number = static_cast<std::uint64_t>(seed);
    const models::Scenario scenario = makers[number % std::size(makers)](number);
    const sim::RunSource source =
        tests::sourceOf(tests::yamlOf(scenario), m_folder,
                        seed % 3 == 0 ? tests::Plays::Nothing : tests::Plays::OwnFaults);
    const std::vector<sim::LoggedCommand> commands = tests::randomCommands(scenario, number);
    const sim::Simulation run = tests::drive(source, commands);

    const sim::PlannedScenario planned = sim::asScenario(source, commands);

    const bool isBeyondAScenario =
        std::ranges::any_of(commands, [](const sim::LoggedCommand& each) {
            return std::holds_alternative<sim::RollBack>(each.command) ||
                   std::holds_alternative<sim::SetHaltIf>(each.command);
        });
    const sim::Report report = run.report();
    const bool isHalted =
        std::ranges::count(report.timeline, "halted", &sim::TimelineRow::what) > 0;
    if (!planned.problem.empty()) {
        QVERIFY2(isBeyondAScenario || planned.problem.find("at the instant") != std::string::npos,
                 planned.problem.c_str());
        return;
    }
    models::ScenarioReading reading = models::readScenario(planned.text, "planned", m_folder);
    QVERIFY2(reading.scenario, planned.text.c_str());
    sim::Simulation again(*std::move(reading.scenario), {});
    again.advanceTo(run.now());
    if (!isHalted) {
        QVERIFY2(again.fingerprint() == run.fingerprint(), planned.text.c_str());
    }
}

// The child records until it is killed, later ones over what the earlier ones left; what it leaves
// is no folder, one in which the run has not begun, or one that opens and happens again.
void TestRecordedRuns::openWhereverTheProgramDied() {
    const sim::RunSource source = tests::sourceOf(R"(
watertight: 1
name: killed
run: { duration: 100 min }
services: { shop: { endpoints: { buy: [ { compute: exp(2 ms) } ] } } }
journeys: { buyers: { arrivals: poisson(200/s), steps: [ { call: shop.buy } ] } }
)");
    std::vector<sim::LoggedCommand> commands;
    for (int n = 0; n < 2000; ++n) {
        models::Fault fault;
        fault.kind = models::Slow{models::Factor{2}};
        fault.targets.push_back({.service = "shop"});
        fault.duration = std::chrono::milliseconds(100);
        commands.push_back(
            {models::runStart + std::chrono::milliseconds(700) * n, sim::BeginFault{fault}});
    }
    const sim::DrawKey key = sim::drawKey(20, "deaths");
    int opened = 0;
    constexpr int deaths = 100;
    for (int n = 0; n < deaths; ++n) {
        const std::filesystem::path folder = m_folder / ("death " + std::to_string(n % 10));
        const auto microseconds =
            static_cast<unsigned>(sim::drawIndex(key, static_cast<std::uint64_t>(n), 60'000));
        const auto before = writtenAt(folder / "run.sqlite");
        const pid_t child = fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            tests::drive(source, commands, folder);
            _exit(0);
        }
        // On a busy machine all would die before they begin: of two one dies after that.
        if (n % 2 == 0) {
            awaitWriting(folder / "run.sqlite", before);
        }
        usleep(microseconds);
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);

        const sim::RecordingReading reading = sim::readRecording(folder);
        if (reading.recording) {
            ++opened;
            QVERIFY(!reading.recording->end);
            QCOMPARE(problemOf(folder, 1), std::string());
        } else {
            const bool hadBegun =
                std::filesystem::exists(folder / "run.sqlite") || reading.problem.empty();
            QVERIFY2(!hadBegun, reading.problem.c_str());
        }
    }
    QVERIFY2(opened >= deaths / 4, std::to_string(opened).c_str());
}

TEST_OF_THIS_FILE(TestRecordedRuns);
#include "tst_recorded_runs.moc"
