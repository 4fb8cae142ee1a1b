// The folder of a recorded run: what stands in it, what it refuses to touch, and what is said of
// one that is damaged, foreign or from the future.
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <sstream>

#include "models/io/scenario_reader.h"
#include "sim/record/command_text.h"
#include "sim/record/frame_packing.h"
#include "sim/replay.h"
#include "tests/support/recorded_run.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

class TestRecording : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void keepsWhatItTakesToExecuteTheRunAgain();
    void keepsAFrameOfEveryTick();
    void everyCommandIsReadAsItWasWritten_data();
    void everyCommandIsReadAsItWasWritten();
    void takesDataFilesAlong();
    void givesAScenarioThatRunsByItself();
    void refusesDataFilesThatWouldNotBeFound();
    void leavesAForeignFolderAlone();
    void replacesARecordedRun();
    void dropsFramesAndNoCommands();
    void saysWhereTwoRunsPart();
    void replaysNoFurtherThanAsked();
    void saysWhatIsWrongWithAFolder();
    void survivesAnyDamage();
    void packsFramesAndReadsThem();
    void readsNoFramesFromHostileBytes();
    void opensARunOfFormatOne();

  private:
    std::filesystem::path at(const char* name) const { return m_folder / name; }

    std::unique_ptr<QTemporaryDir> m_temporary;
    std::filesystem::path m_folder;
};

namespace {

const std::string recordedShop = R"(
watertight: 1
name: recorded
run: { duration: 4 s, seed: 7 }
services:
  shop:
    instances: 2
    versions: { v2: { endpoints: { buy: [ { compute: exp(4 ms) } ] } } }
    endpoints: { buy: [ { compute: exp(2 ms) }, { call: payment.charge, timeout: 50 ms, fallback: skip } ] }
  payment: { endpoints: { charge: [ { compute: exp(3 ms) } ] } }
journeys: { buyers: { arrivals: poisson(100/s), steps: [ { call: shop.buy } ] } }
faults: [ { at: 3 s, slow: payment, by: 4x, for: 500 ms } ]
)";

models::Fault killOf(const std::string& service) {
    models::Fault fault;
    fault.kind = models::Kill{};
    fault.targets.push_back({.service = service});
    return fault;
}

std::vector<sim::LoggedCommand> aKill() {
    return {{models::runStart + 1s, sim::BeginFault{killOf("payment")}},
            {models::runStart + 1500ms + 1ns, sim::EndFault{1}}};
}

std::string contentOf(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
}

void write(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

std::string problemOf(const std::filesystem::path& folder) {
    return sim::readRecording(folder).problem;
}

}  // namespace

void TestRecording::init() {
    m_temporary = std::make_unique<QTemporaryDir>();
    m_folder = m_temporary->path().toStdString();
}

void TestRecording::keepsWhatItTakesToExecuteTheRunAgain() {
    const sim::Simulation run =
        tests::drive(tests::sourceOf(recordedShop), aKill(), at("läuft ab.run"));

    const sim::RecordingReading reading = sim::readRecording(at("läuft ab.run"));

    QVERIFY2(reading.recording, reading.problem.c_str());
    const sim::Recording& recording = *reading.recording;
    QVERIFY(recording.source.scenario == tests::sourceOf(recordedShop).scenario);
    QCOMPARE(recording.source.program, "test");
    QCOMPARE(recording.commands.size(), 2u);
    QCOMPARE(recording.commands[1].at, models::runStart + 1500ms + 1ns);
    QVERIFY(recording.end.has_value());
    QCOMPARE(recording.end->fingerprint, run.fingerprint());
    QCOMPARE(recording.end->at, models::runStart + 4s);
    QCOMPARE(recording.end->framesDropped, 0);
    QVERIFY(!recording.timeline.empty());
    QCOMPARE(recording.timeline.front().what, "killed");
    const sim::ReplayResult again = sim::replay(recording, {});
    QVERIFY(!again.difference);
    QCOMPARE(again.fingerprint, run.fingerprint());
    QCOMPARE(again.framesCompared, 40);
    QCOMPARE(again.commandsGiven, 2);
}

void TestRecording::keepsAFrameOfEveryTick() {
    const sim::RunSource source = tests::sourceOf(recordedShop);
    tests::drive(source, {}, at("run"));
    const sim::RecordingReading reading = sim::readRecording(at("run"));
    QVERIFY2(reading.recording, reading.problem.c_str());

    const std::vector<sim::Frame> frames =
        sim::readFrames(*reading.recording, models::runStart, models::never).frames;

    QCOMPARE(frames.size(), 40u);
    sim::Simulation again(source.scenario, {});
    for (std::size_t i = 0; i < frames.size(); ++i) {
        QCOMPARE(frames[i].at, models::runStart + sim::frameTick * (i + 1));
        again.advanceTo(frames[i].at);
        QVERIFY(frames[i] == again.frame());
    }
    QVERIFY(frames.back().processes[1].started > 200);
}

void TestRecording::everyCommandIsReadAsItWasWritten_data() {
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"{ at: 1 s, kill: [ payment ] }",
          "{ name: \"its, \\\"name\\\": # x\", at: 0 s, hang: [ shop#2, payment ], for: 1 ns }",
          "{ at: 1 ns, restart: [ payment ] }",
          "{ at: 1 s, slow: [ shop ], by: 3.5x }",
          "{ at: 1 s, fail: [ shop ], probability: 33 %, for: 2 s }",
          "{ at: 1 s, kill-random: 40 %, of: [ shop, payment ] }",
          "{ at: 1 s, crash-loop: [ shop ], first: 1 s, cap: 2 s }",
          "{ at: 1 s, leak: [ shop ], dies-after: 3 s }",
          "{ at: 1 s, delay: [ shop -> payment ], add: exp(5 ms) }",
          "{ at: 1 s, lose: [ any -> payment ], probability: 10 % }",
          "{ at: 1 s, partition: [ [ shop ], [ payment ] ], one-way: true, for: 1 s }",
          "{ at: 1 s, surge: [ buyers ], by: 5x }",
          "{ at: 1 s, scale: shop, to: 4 }",
          "{ at: 1 s, deploy: shop, version: v2, strategy: rolling, max-surge: 1, "
          "max-unavailable: 25 % }",
          "{ at: 1 s, deploy: shop, version: v2, strategy: canary, weights: [ 5 %, 50 % ], every: "
          "1 s, abort-if: { errors: above 5 % } }",
          "{ at: 1 s, roll-back: shop }",
          "{ at: 1 s, lift: 3 }",
          "{ at: 1 s, halt: all }",
          "{ at: 1 s, play: faults }",
          "{ at: 1 s, set: services.shop.concurrency, to: 5 }",
          "{ at: 1 s, set: services.shop.start-up, to: \"200 ms\" }",
          "{ at: 1 s, halt-if: none }",
          "{ at: 1 s, halt-if: { journey: buyers, availability: below 90 % } }"}) {
        QTest::newRow(text) << text;
    }
}

void TestRecording::everyCommandIsReadAsItWasWritten() {
    QFETCH(QString, text);
    const sim::RunSource source = tests::sourceOf(recordedShop);
    const sim::Parameters parameters(source.scenario, source.text, source.folder);

    const sim::CommandReading reading = sim::readCommand(text.toStdString(), parameters);

    QVERIFY2(reading.command, reading.problem.c_str());
    QCOMPARE(QString::fromStdString(sim::commandText(*reading.command)), text);
}

void TestRecording::takesDataFilesAlong() {
    std::filesystem::create_directories(at("home") / "data");
    write(at("home") / "data" / "latencies.csv", "1 ms\n2 ms, 3\n");
    std::string text = recordedShop;
    text.replace(text.find("exp(3 ms)"), 9, "empirical(data/latencies.csv)");
    const sim::RunSource source = tests::sourceOf(text, at("home"));
    QCOMPARE(source.dataFiles, std::vector<std::string>{"data/latencies.csv"});

    const sim::Simulation run = tests::drive(source, {}, at("run"));
    std::filesystem::remove_all(at("home"));

    const sim::RecordingReading reading = sim::readRecording(at("run"));
    QVERIFY2(reading.recording, reading.problem.c_str());
    QCOMPARE(sim::replay(*reading.recording, {}).fingerprint, run.fingerprint());
}

// Another seed than the text has, and a name that only the file's gives.
void TestRecording::givesAScenarioThatRunsByItself() {
    std::string text = recordedShop;
    text.erase(text.find("name: recorded\n"), 15);
    sim::RunSource source = tests::sourceOf(text);
    source.scenario.run.seed = 99;
    source.scenario.name = "spring: sale";

    const sim::Simulation run = tests::drive(source, {}, at("run"));

    const auto reading = models::readScenarioFile(at("run") / "scenario.yaml");
    QVERIFY(reading.scenario.has_value());
    QCOMPARE(reading.scenario->name, "spring: sale");
    sim::Simulation again(*reading.scenario, {});
    again.advanceTo(again.end());
    QCOMPARE(again.fingerprint(), run.fingerprint());
}

void TestRecording::refusesDataFilesThatWouldNotBeFound() {
    std::filesystem::create_directories(at("home"));
    write(at("home") / "latencies.csv", "1 ms\n");
    for (const std::string& name :
         {(at("home") / "latencies.csv").string(), std::string("../home/latencies.csv")}) {
        std::string text = recordedShop;
        text.replace(text.find("exp(3 ms)"), 9, "empirical(" + name + ")");

        const sim::Recorder recorder(at("run"), tests::sourceOf(text, at("home")));

        QVERIFY(recorder.isMisused());
        QVERIFY(!std::filesystem::exists(at("run")));
        QVERIFY2(recorder.problem().find("would not be found") != std::string::npos,
                 recorder.problem().c_str());
    }
}

void TestRecording::leavesAForeignFolderAlone() {
    std::filesystem::create_directories(at("thesis"));
    write(at("thesis") / "run.sqlite", "chapter one");
    write(at("thesis") / "scenario.yaml", "chapter two");

    const sim::Recorder recorder(at("thesis"), tests::sourceOf(recordedShop));

    QVERIFY(recorder.isMisused());
    QVERIFY(!recorder.problem().empty());
    QCOMPARE(contentOf(at("thesis") / "run.sqlite"), "chapter one");
    QCOMPARE(contentOf(at("thesis") / "scenario.yaml"), "chapter two");
}

void TestRecording::replacesARecordedRun() {
    tests::drive(tests::sourceOf(recordedShop), aKill(), at("run"));
    write(at("run") / "notes.txt", "mine");

    const sim::Simulation second = tests::drive(tests::sourceOf(recordedShop), {}, at("run"));

    const sim::RecordingReading reading = sim::readRecording(at("run"));
    QVERIFY2(reading.recording, reading.problem.c_str());
    QVERIFY(reading.recording->commands.empty());
    QCOMPARE(reading.recording->end->fingerprint, second.fingerprint());
    QCOMPARE(contentOf(at("run") / "notes.txt"), "mine");
}

// So many frames at once that the disk may fall behind; whether it does is the machine's affair.
void TestRecording::dropsFramesAndNoCommands() {
    const sim::RunSource source = tests::sourceOf(R"(
watertight: 1
name: idle
run: { duration: 3 h }
services: { shop: { endpoints: { buy: [ { compute: exp(2 ms) } ] } } }
journeys: { buyers: { arrivals: constant(1/min), steps: [ { call: shop.buy } ] } }
)");
    std::vector<sim::LoggedCommand> commands;
    for (int n = 0; n < 1000; ++n) {
        commands.push_back({models::runStart + 10s * n, sim::BeginFault{killOf("shop")}});
        commands.push_back({models::runStart + 10s * n + 1s, sim::EndFault{n + 1}});
    }

    tests::drive(source, commands, at("run"));

    const sim::RecordingReading reading = sim::readRecording(at("run"));
    QVERIFY2(reading.recording, reading.problem.c_str());
    QCOMPARE(reading.recording->commands.size(), commands.size());
    const sim::ReplayResult again = sim::replay(*reading.recording, {});
    QVERIFY(!again.difference);
    QCOMPARE(again.framesCompared + reading.recording->end->framesDropped, 3 * 60 * 60 * 10);
    QVERIFY(again.framesCompared > 0);
}

// payment is slower from 3 s on than when it was recorded.
void TestRecording::saysWhereTwoRunsPart() {
    tests::drive(tests::sourceOf(recordedShop), aKill(), at("run"));
    std::string text = contentOf(at("run") / "scenario.yaml");
    text.replace(text.find("by: 4x"), 6, "by: 5x");
    write(at("run") / "scenario.yaml", text);
    const sim::RecordingReading reading = sim::readRecording(at("run"));
    QVERIFY2(reading.recording, reading.problem.c_str());

    const sim::ReplayResult result = sim::replay(*reading.recording, {});

    QVERIFY(result.difference.has_value());
    QCOMPARE(result.difference->sameUntil, models::runStart + 3s);
    QCOMPARE(result.difference->at, models::runStart + 3100ms);
    QVERIFY(std::ranges::count(result.difference->processes, "payment") == 1);
}

void TestRecording::replaysNoFurtherThanAsked() {
    tests::drive(tests::sourceOf(recordedShop), aKill(), at("run"));
    const sim::RecordingReading reading = sim::readRecording(at("run"));
    QVERIFY2(reading.recording, reading.problem.c_str());

    const sim::ReplayResult result =
        sim::replay(*reading.recording, {.until = models::runStart + 1250ms});

    QVERIFY(!result.difference);
    QCOMPARE(result.reached, models::runStart + 1250ms);
    QCOMPARE(result.framesCompared, 12);
    QCOMPARE(result.commandsGiven, 1);
}

void TestRecording::saysWhatIsWrongWithAFolder() {
    const auto says = [&](const std::filesystem::path& folder, const std::string& wanted) {
        const std::string problem = problemOf(folder);
        if (problem.find(wanted) == std::string::npos) {
            qWarning("%s", problem.c_str());
            return false;
        }
        return true;
    };
    QVERIFY(says(at("nowhere"), "there is no such folder"));
    QVERIFY(sim::readRecording(at("nowhere")).isUnreadable);
    write(at("file"), "text");
    QVERIFY(says(at("file"), "is no recorded run"));
    QVERIFY(!sim::readRecording(at("file")).isUnreadable);
    std::filesystem::create_directories(at("empty"));
    QVERIFY(says(at("empty"), "there is no run.sqlite in it"));
    tests::drive(tests::sourceOf(recordedShop), aKill(), at("run"));
    std::filesystem::rename(at("run") / "scenario.yaml", at("kept.yaml"));
    QVERIFY(says(at("run"), "there is no such file"));
    write(at("run") / "scenario.yaml", "watertight: 1\nservces: {}\n");
    QVERIFY(says(at("run"), "has no `services`"));
    std::string other = recordedShop;
    other.replace(other.find("buyers"), 6, "others");
    write(at("run") / "scenario.yaml", other);
    QVERIFY(says(at("run"), "has other services, journeys or topics"));
    std::filesystem::rename(at("kept.yaml"), at("run") / "scenario.yaml");
    QCOMPARE(problemOf(at("run")), std::string());
}

// Cut off anywhere, or with any byte changed: a message, or a run that opens; never a crash.
void TestRecording::survivesAnyDamage() {
    tests::drive(tests::sourceOf(recordedShop), aKill(), at("run"));
    const std::filesystem::path file = at("run") / "run.sqlite";
    const std::string whole = contentOf(file);
    QVERIFY(whole.size() > 8192);
    int refused = 0;
    const auto look = [&](const std::string& damaged) {
        write(file, damaged);
        const sim::RecordingReading reading = sim::readRecording(at("run"));
        QCOMPARE(reading.recording.has_value(), reading.problem.empty());
        if (reading.recording) {
            sim::readFrames(*reading.recording, models::runStart, models::never);
        } else {
            ++refused;
        }
    };
    for (std::size_t size = 0; size < whole.size(); size += 509) {
        look(whole.substr(0, size));
    }
    for (std::size_t place = 0; place < whole.size(); place += 131) {
        std::string damaged = whole;
        damaged[place] = static_cast<char>(damaged[place] ^ 0x5a);
        look(damaged);
    }
    QVERIFY(refused > 20);
}

void TestRecording::packsFramesAndReadsThem() {
    std::vector<sim::Frame> frames;
    for (std::int64_t i = 0; i < 7; ++i) {
        const std::int64_t most = std::numeric_limits<std::int64_t>::max();
        frames.push_back({models::runStart + 100ms * i,
                          {{.fingerprint = ~std::uint64_t(0) - i, .events = i * i, .ok = most - i},
                           {.fingerprint = 1, .started = -most, .present = i % 2 ? most : -most}}});
    }

    const std::string bytes = sim::packed(frames);

    QVERIFY(sim::unpacked(bytes, 2) == frames);
    QVERIFY(sim::unpacked(sim::packed({}), 2)->empty());
    QVERIFY(!sim::unpacked(bytes, 3));
    QVERIFY(!sim::unpacked(bytes, 1));
}

void TestRecording::readsNoFramesFromHostileBytes() {
    for (const std::string& bytes :
         {std::string(), std::string("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"),
          std::string(100, '\xff'), std::string("\xfe\xff\xff\xff\x0f\x00\x00", 7)}) {
        QVERIFY(!sim::unpacked(bytes, 1'000'000));
    }
}

// tests/data/format-1.run was recorded when there was only this format, and stays as it is. Where
// the results of a later version differ from it on purpose, this test says from when on.
void TestRecording::opensARunOfFormatOne() {
    const sim::RecordingReading reading = sim::readRecording(SOURCE_DIR "/tests/data/format-1.run");

    QVERIFY2(reading.recording, reading.problem.c_str());
    const sim::Recording& recording = *reading.recording;
    QCOMPARE(recording.source.program, "0.1.0");
    QCOMPARE(recording.source.scenario.run.seed, 7u);
    QCOMPARE(recording.commands.size(), 5u);
    QVERIFY(recording.end.has_value());
    QVERIFY(recording.timeline.size() > 2);
    const sim::ReplayResult result = sim::replay(recording, {});
    QVERIFY(!result.difference);
    QCOMPARE(result.framesCompared, 40);
    QCOMPARE(result.fingerprint, recording.end->fingerprint);
}

TEST_OF_THIS_FILE(TestRecording);
#include "tst_recording.moc"
