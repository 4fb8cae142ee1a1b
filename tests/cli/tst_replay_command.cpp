// `run --out` and `replay`: what is recorded, and what is said of it.
#include <sys/resource.h>

#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/cli/report_files.h"
#include "sim/recorder.h"
#include "tests/cli/a_command.h"
#include "tests/support/contained.h"
#include "tests/support/test_program.h"

using namespace tests;

class TestReplayCommand : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void replaysWhatWasRun();
    void replaysOnOtherThreads();
    void recordsWhatWasRunAndNotTheFile();
    void recordsTheLargestSeed();
    void printsJsonForPrograms();
    void endsWithOneWhereTheRunDiffers();
    void replaysAsFarAsAsked();
    void refusesWhatIsNoRecordedRun_data();
    void refusesWhatIsNoRecordedRun();
    void overwritesNothingThatIsNoRun();
    void keepsStoresInTheRunsFolder();
    void aFullDiskEndsTheRecordingAndNotTheRun();
    void saysWhyAReportIsNotWritten();
    void listsTheBookmarksOfARun();

  private:
    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    void replace(const std::string& file, const std::string& from, const std::string& to);

    QTemporaryDir m_folder;
    std::string m_scenario;
    std::string m_run;
};

namespace {

constexpr const char* twoServices = R"(watertight: 1
run: { seed: 42, duration: 10 s }
populations: { viewer: { size: 100 } }
services:
  user:
    store: { tables: { visits: { key: viewer, rows: 100, columns: { count: integer default 0 } } } }
    endpoints:
      profile: [ { compute: exp(1 ms) }, { update: visits, set: { count: count + 1 } } ]
  page: { endpoints: { show: [ { compute: exp(1 ms) } ] } }
journeys:
  visit: { arrivals: poisson(50/s), steps: [ { call: user.profile } ] }
  look: { arrivals: poisson(20/s), steps: [ { call: page.show } ] }
faults: [ { at: 4 s, slow: page, by: 2x, for: 1 s } ]
variants: { slower: { set: { services.page.endpoints.show.0.compute: exp(2 ms) } } }
)";

nlohmann::json jsonOf(const std::vector<std::string>& arguments) {
    return nlohmann::json::parse(watertight(arguments).out);
}

bool has(const std::string& text, const char* part) {
    if (text.find(part) == std::string::npos) {
        qWarning("%s", text.c_str());
        return false;
    }
    return true;
}

}  // namespace

void TestReplayCommand::initTestCase() {
    m_scenario = path("two services.yaml");
    std::ofstream(m_scenario) << twoServices;
    m_run = path("Läufe/first.run");
    QCOMPARE(watertight({"run", m_scenario, "--out", m_run}).exitCode, 0);
}

void TestReplayCommand::replace(const std::string& file, const std::string& from,
                                const std::string& to) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    std::string changed = text.str();
    changed.replace(changed.find(from), from.size(), to);
    std::ofstream(file) << changed;
}

void TestReplayCommand::replaysWhatWasRun() {
    const Outcome outcome = watertight({"replay", m_run});

    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.err, std::string());
    QVERIFY(has(outcome.out, "first.run: the same until 10 s"));
    QVERIFY(has(outcome.out, "0 commands, 100 frames compared, fingerprint "));
}

void TestReplayCommand::replaysOnOtherThreads() {
    QCOMPARE(watertight({"replay", m_run, "--threads", "3"}).exitCode, 0);
}

// The seed, the variant and the edits are the run's; the file may change, or be gone.
void TestReplayCommand::recordsWhatWasRunAndNotTheFile() {
    const std::string file = path("gone.yaml");
    std::ofstream(file) << twoServices;
    const std::string run = path("edited.run");
    const auto ran =
        jsonOf({"run", file, "--seed", "9", "--duration", "6 s", "--variant", "slower", "--set",
                "services.user.instances=2", "--out", run, "--format", "json"});
    std::filesystem::remove(file);

    const auto replayed = jsonOf({"replay", run, "--format", "json"});
    const auto byHand = jsonOf({"run", run + "/scenario.yaml", "--format", "json", "--quiet"});

    QCOMPARE(replayed["fingerprint"], ran["fingerprint"]);
    QVERIFY(replayed["same"].get<bool>());
    QCOMPARE(replayed["scenario"].get<std::string>(), "gone");
    QCOMPARE(byHand["fingerprint"], ran["fingerprint"]);
    QCOMPARE(byHand["scenario"].get<std::string>(), "gone");
}

// The seed stands in the run's scenario.yaml, which has to take what --seed takes.
void TestReplayCommand::recordsTheLargestSeed() {
    const std::string run = path("largest.run");

    QCOMPARE(
        watertight({"run", m_scenario, "--seed", "18446744073709551615", "--out", run}).exitCode,
        0);

    QCOMPARE(watertight({"replay", run}).exitCode, 0);
}

void TestReplayCommand::printsJsonForPrograms() {
    const auto json = jsonOf({"replay", m_run, "--format", "json"});

    QVERIFY(json["same"].get<bool>());
    QVERIFY(json["complete"].get<bool>());
    QCOMPARE(json["seed"].get<int>(), 42);
    QCOMPARE(json["until_s"].get<double>(), 10.0);
    QCOMPARE(json["frames"].get<int>(), 100);
    QCOMPARE(json["fingerprint"], json["recorded_fingerprint"]);
    QVERIFY(json["differs"].is_null());
}

// The first request that page computes for longer ends after 4.1 s.
void TestReplayCommand::endsWithOneWhereTheRunDiffers() {
    const std::string run = path("changed.run");
    watertight({"run", m_scenario, "--out", run});
    replace(run + "/scenario.yaml", "by: 2x", "by: 3x");

    const Outcome outcome = watertight({"replay", run});
    const auto json = jsonOf({"replay", run, "--format", "json"});

    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(
        has(outcome.out, "another run: the same until 4.1 s, at 4.2 s different in look, page"));
    QVERIFY(!json["same"].get<bool>());
    QCOMPARE(json["differs"]["t_s"].get<double>(), 4.2);
    QCOMPARE(json["differs"]["processes"], nlohmann::json({"look", "page"}));
}

void TestReplayCommand::replaysAsFarAsAsked() {
    const Outcome outcome = watertight({"replay", m_run, "--until", "2.5 s"});

    QCOMPARE(outcome.exitCode, 0);
    QVERIFY(has(outcome.out, "the same until 2.5 s"));
    QVERIFY(has(outcome.out, "25 frames compared"));
    QCOMPARE(watertight({"replay", m_run, "--until", "soon"}).exitCode, 2);
}

void TestReplayCommand::refusesWhatIsNoRecordedRun_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("said");
    QTest::newRow("nothing") << "nothing.run" << 3 << "there is no such folder";
    QTest::newRow("a file") << "two services.yaml" << 2 << "is no recorded run";
    QTest::newRow("another folder") << "." << 2 << "there is no run.sqlite in it";
}

void TestReplayCommand::refusesWhatIsNoRecordedRun() {
    QFETCH(QString, name);
    QFETCH(int, exitCode);
    QFETCH(QString, said);

    const Outcome outcome = watertight({"replay", m_folder.filePath(name).toStdString()});

    QCOMPARE(outcome.exitCode, exitCode);
    QVERIFY(outcome.out.empty());
    QVERIFY(has(outcome.err, qPrintable(said)));
}

void TestReplayCommand::overwritesNothingThatIsNoRun() {
    std::filesystem::create_directories(path("thesis"));
    std::ofstream(path("thesis/scenario.yaml")) << "chapter one";

    const Outcome outcome = watertight({"run", m_scenario, "--out", path("thesis")});

    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(has(outcome.err, "choose another folder"));
    std::string kept;
    std::getline(std::ifstream(path("thesis/scenario.yaml")) >> std::ws, kept);
    QCOMPARE(kept, std::string("chapter one"));
    QVERIFY(!std::filesystem::exists(path("thesis/run.sqlite")));
    QCOMPARE(watertight({"run", m_scenario, "--out", m_run}).exitCode, 0);
}

void TestReplayCommand::keepsStoresInTheRunsFolder() {
    const std::string run = path("stores.run");
    QCOMPARE(watertight({"run", m_scenario, "--store", "file", "--out", run}).exitCode, 0);

    QVERIFY(std::filesystem::exists(run + "/stores/user.sqlite"));
    QCOMPARE(watertight({"replay", run}).exitCode, 0);
    QVERIFY(std::filesystem::exists(run + "/report.json"));
}

// No file may grow beyond 64 kB: an error of the disk, as a full one is.
void TestReplayCommand::aFullDiskEndsTheRecordingAndNotTheRun() {
    const std::string run = path("full.run");
    const std::string found = contained([&]() -> std::string {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{65536, 65536};
        setrlimit(RLIMIT_FSIZE, &small);
        const Outcome outcome =
            watertight({"run", m_scenario, "--duration", "5 min", "--out", run});
        return std::to_string(outcome.exitCode) + " " + outcome.err + outcome.out;
    });

    QVERIFY2(found.starts_with("3 watertight: the recording has ended early, the run has not: "),
             found.c_str());
    QVERIFY(has(found, "fingerprint"));
    const Outcome replayed = watertight({"replay", run});
    QCOMPARE(replayed.exitCode, 0);
    QVERIFY(has(replayed.out, "the recording was cut off after"));
}

// A disk that takes only part of it says no error of its own.
void TestReplayCommand::saysWhyAReportIsNotWritten() {
    const std::string found = contained([&]() -> std::string {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{4096, 4096};
        setrlimit(RLIMIT_FSIZE, &small);
        return app::writeWhole(path("report.json"), std::string(100'000, 'x'));
    });
    QVERIFY(has(found, "cannot write '"));
    QVERIFY2(found.find("Unknown") == std::string::npos, found.c_str());
    QVERIFY(!std::filesystem::exists(path("report.json")));
}

// As the window saves a run: those up to where it is executed again.
void TestReplayCommand::listsTheBookmarksOfARun() {
    const sim::RecordingReading reading = sim::readRecording(m_run);
    QVERIFY(reading.recording && reading.recording->end);
    const std::string run = path("marked.run");
    QCOMPARE(sim::writeRecording(run, reading.recording->source, reading.recording->commands,
                                 *reading.recording->end, reading.recording->timeline,
                                 {{models::runStart + std::chrono::seconds(4), "page is slow"},
                                  {models::runStart + std::chrono::seconds(9), "over"}}),
             std::string());

    const std::string text = watertight({"replay", run}).out;
    QVERIFY(has(text, "\nBookmarks "));
    QVERIFY(has(text, "4.000 s  page is slow\n"));
    QVERIFY(has(text, "9.000 s  over\n"));
    const nlohmann::json json = jsonOf({"replay", run, "--until", "5 s", "--format", "json"});
    QCOMPARE(json["bookmarks"].size(), std::size_t(1));
    QCOMPARE(json["bookmarks"][0]["t_s"].get<double>(), 4.0);
    QCOMPARE(json["bookmarks"][0]["note"].get<std::string>(), std::string("page is slow"));
    QVERIFY(watertight({"replay", m_run}).out.find("Bookmarks") == std::string::npos);
}

TEST_OF_THIS_FILE(TestReplayCommand);
#include "tst_replay_command.moc"
