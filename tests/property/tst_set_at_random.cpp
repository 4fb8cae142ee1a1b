// Parameters set at random instants of random runs, amid kills, hangs and rollouts: the same run in
// global order and in windows on one, two and three threads, executed again from its recording, and
// gone on with from a copy at any instant. With WATERTIGHT_THOROUGH (./dev check-all) more of them.
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <functional>

#include "sim/recording.h"
#include "sim/replay.h"
#include "tests/support/dice.h"
#include "tests/support/random_details.h"
#include "tests/support/random_network.h"
#include "tests/support/random_rollouts.h"
#include "tests/support/random_sets.h"
#include "tests/support/recorded_run.h"
#include "tests/support/scenario_yaml.h"
#include "tests/support/test_program.h"

class TestSetAtRandom : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void isTheSameRunEverywhere_data();
    void isTheSameRunEverywhere();
    void isThereAgainFromTheRecording_data() { isTheSameRunEverywhere_data(); }
    void isThereAgainFromTheRecording();
    void goesOnFromAnyCopy_data() { isTheSameRunEverywhere_data(); }
    void goesOnFromAnyCopy();
    void cleanupTestCase();

  private:
    struct Trial {
        sim::RunSource source;
        std::vector<sim::LoggedCommand> commands;
    };
    Trial trialOf(int seed);

    std::filesystem::path m_folder;  // with the file that `trace` names
    QTemporaryDir m_temporary;
    int m_set = 0, m_trials = 0;
};

namespace {

models::Scenario (*const makers[])(std::uint64_t) = {&tests::detailedScenario,
                                                     &tests::networkScenario, &tests::dataScenario,
                                                     &tests::rolloutScenario};

bool isSet(const sim::LoggedCommand& each) {
    return std::holds_alternative<sim::SetParameter>(each.command);
}

std::vector<sim::LoggedCommand> setsOf(std::vector<sim::LoggedCommand> commands) {
    std::erase_if(commands, std::not_fn(isSet));
    return commands;
}

}  // namespace

void TestSetAtRandom::initTestCase() {
    m_folder = m_temporary.path().toStdString();
    std::ofstream(m_folder / tests::traceFile) << tests::traceFileText();
}

TestSetAtRandom::Trial TestSetAtRandom::trialOf(int seed) {
    const auto number = static_cast<std::uint64_t>(seed) + 5000;
    const models::Scenario scenario = makers[number % std::size(makers)](number);
    Trial trial{tests::sourceOf(tests::yamlOf(scenario), m_folder), {}};
    trial.commands =
        tests::withRandomSets(trial.source, tests::randomCommands(scenario, number), number);
    m_set += static_cast<int>(std::ranges::count_if(trial.commands, isSet));
    ++m_trials;
    return trial;
}

void TestSetAtRandom::isTheSameRunEverywhere_data() {
    QTest::addColumn<int>("seed");
    const int count = qEnvironmentVariableIsSet("WATERTIGHT_THOROUGH") ? 600 : 40;
    for (int seed = 0; seed < count; ++seed) {
        QTest::addRow("seed %d", seed) << seed;
    }
}

void TestSetAtRandom::isTheSameRunEverywhere() {
    QFETCH(int, seed);
    const Trial trial = trialOf(seed);
    const sim::Simulation reference = tests::drive(trial.source, trial.commands, {},
                                                   {.scheduler = sim::SchedulerKind::Sequential});
    for (const int threads : {1, 2, 3}) {
        const sim::Simulation other =
            tests::drive(trial.source, trial.commands, {},
                         {.threads = threads, .scheduler = sim::SchedulerKind::Windowed});
        QCOMPARE(other.fingerprint(), reference.fingerprint());
        QCOMPARE(other.report().events, reference.report().events);
    }
}

void TestSetAtRandom::isThereAgainFromTheRecording() {
    QFETCH(int, seed);
    const Trial trial = trialOf(seed);
    const std::filesystem::path folder = m_folder / ("run " + std::to_string(seed));
    const sim::Simulation run = tests::drive(trial.source, trial.commands, folder);

    const sim::RecordingReading reading = sim::readRecording(folder);

    QVERIFY2(reading.recording, reading.problem.c_str());
    QVERIFY(setsOf(reading.recording->commands) == setsOf(trial.commands));
    for (const int threads : {1, 3}) {
        const sim::ReplayResult again = sim::replay(*reading.recording, {.threads = threads});
        QVERIFY(!again.difference);
        QCOMPARE(again.fingerprint, run.fingerprint());
    }
}

void TestSetAtRandom::goesOnFromAnyCopy() {
    QFETCH(int, seed);
    const Trial trial = trialOf(seed);
    const sim::Simulation uncopied = tests::drive(trial.source, trial.commands);
    tests::Dice dice(static_cast<std::uint64_t>(seed), "instants of copies");
    const auto span = static_cast<int>(trial.source.scenario.run.duration.count() / 1000);
    const sim::Instant copied = models::runStart + std::chrono::microseconds(dice.number(span));

    sim::Simulation run(trial.source.scenario, {.seed = trial.source.scenario.run.seed});
    bool isCopied = false;
    const auto copyAt = [&](sim::Instant next) {
        if (!isCopied && copied <= next) {
            run.advanceTo(copied);
            run = run.copy();
            isCopied = true;
        }
    };
    for (const sim::LoggedCommand& each : trial.commands) {
        copyAt(each.at);
        run.advanceTo(each.at);
        run.act(each.command);
    }
    copyAt(run.end());
    run.advanceTo(run.end());

    QCOMPARE(run.fingerprint(), uncopied.fingerprint());
}

// That there was something to be seen.
void TestSetAtRandom::cleanupTestCase() {
    QVERIFY2(m_set >= 2 * m_trials, std::to_string(m_set).c_str());
}

TEST_OF_THIS_FILE(TestSetAtRandom);
#include "tst_set_at_random.moc"
