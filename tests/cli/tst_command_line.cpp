// Commands as functions: arguments and streams in, an exit code out. Nothing here starts a process.
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/cli/a_command.h"
#include "tests/support/test_program.h"

using namespace tests;

namespace {

constexpr const char* twoServices = R"(watertight: 1
name: Two services
run: { seed: 42, duration: 10 s }
services:
  user:
    endpoints:
      profile: [ { compute: exp(1 ms) } ]
journeys:
  visit:
    arrivals: poisson(50/s)
    steps: [ { call: user.profile } ]
expect:
)";
constexpr const char* holds = "  Visits succeed: { journey: visit, availability: at least 99 % }\n";
constexpr const char* doesNotHold = "  Visits are instant: { journey: visit, p50: below 1 ns }\n";

constexpr const char* variants = R"(variants:
  all fail:
    set:
      services.user.endpoints.profile:
        - fail: always
    breaks: [ Visits succeed ]
  longer: { set: { run.duration: 11 s } }
)";

}  // namespace

class TestCommandLine : public QObject {
    Q_OBJECT

  private:
    QTemporaryDir m_folder;

    std::string file(const char* name, const std::string& text) const {
        const std::string path = m_folder.filePath(name).toStdString();
        std::ofstream(path) << text;
        return path;
    }
    std::string good() const { return file("good.yaml", std::string(twoServices) + holds); }
    std::string bad() const { return file("bad.yaml", std::string(twoServices) + doesNotHold); }
    std::string broken() const { return file("broken.yaml", "watertight: 1\nservces: {}\n"); }

  private Q_SLOTS:
    void answersWhatItIsAsked();
    void refusesBadUsage_data();
    void refusesBadUsage();
    void namesTheNearestWord();
    void runsAVariant();
    void readsAVariantWithoutTheOthers();
    void refusesVariantsThatAreNotThere();
    void checksThatVariantsBreakWhatTheySay();
    void endsWithThreeWhereAFileCannotBeRead();
    void endsWithTwoWhereAScenarioIsWrong();
    void runsWhateverTheVerdicts();
    void checksVerdicts();
    void takesTheWorstOfManyFiles();
    void validatesWithoutRunning();
    void prefersTheArgumentsToTheFile();
    void leavesAReportInTheOutFolder();
    void keepsStoresOnlyWhereAsked();
    void endsWithThreeWhereTheOutFolderIsAFile();
    void endsWithThreeWhereNothingCanBePrinted();
    void opensTheWindowWhereThereIsADisplay();
};

void TestCommandLine::answersWhatItIsAsked() {
    QCOMPARE(watertight({"--version"}).exitCode, 0);
    QCOMPARE(watertight({"--version"}).out, std::string("watertight 0.1.0\n"));
    QVERIFY(watertight({"--help"}).out.find("Exit codes:") != std::string::npos);
    for (const char* command : {"run", "check", "validate", "sketch"}) {
        const Outcome help = watertight({command, "--help"});
        QCOMPARE(help.exitCode, 0);
        QVERIFY(help.out.find("FILE") != std::string::npos);
        QVERIFY(help.err.empty());
    }
}

void TestCommandLine::refusesBadUsage_data() {
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char* name, const QStringList& arguments) {
        QTest::newRow(name) << arguments;
    };
    row("nothing", {});
    row("no file to run", {"run"});
    row("no file to check", {"check"});
    row("unknown option", {"run", "a.yaml", "--speed", "2"});
    row("negative seed", {"run", "a.yaml", "--seed=-1"});
    row("seed with a unit", {"run", "a.yaml", "--seed", "7s"});
    row("no threads", {"run", "a.yaml", "--threads", "0"});
    row("unknown format", {"run", "a.yaml", "--format", "xml"});
    row("unknown store", {"run", "a.yaml", "--store", "cloud"});
    row("override without a value", {"run", "a.yaml", "--set", "run.seed"});
    row("neither command nor file", {"rnu"});
}

void TestCommandLine::namesTheNearestWord() {
    const auto says = [](const std::vector<std::string>& arguments, const char* text) {
        return watertight(arguments).err.find(text) != std::string::npos;
    };
    QVERIFY(says({"rnu"}, "neither a command nor a file: did you mean `run`?"));
    QVERIFY(says({"rnu", "a.yaml"}, "there is no command 'rnu': did you mean `run`?"));
    QVERIFY(says({"--versoin"}, "there is no option '--versoin': did you mean `--version`?"));
    QVERIFY(says({"check", "a.yaml", "--qiet"}, "did you mean `--quiet`?"));
}

void TestCommandLine::refusesBadUsage() {
    QFETCH(QStringList, arguments);
    std::vector<std::string> words;
    for (const QString& argument : arguments) {
        words.push_back(argument.toStdString());
    }

    const Outcome outcome = watertight(words);

    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(outcome.out.empty());
    QVERIFY(!outcome.err.empty());
}

void TestCommandLine::runsAVariant() {
    const std::string path = file("variants.yaml", std::string(twoServices) + holds + variants);

    const Outcome outcome =
        watertight({"run", path, "--variant", "all fail", "--format", "json", "--duration", "2 s"});

    QCOMPARE(outcome.exitCode, 0);
    const auto json = nlohmann::json::parse(outcome.out);
    QCOMPARE(json["variant"], "all fail");
    QCOMPARE(json["duration_s"], 2.0);
    QCOMPARE(json["journeys"]["visit"]["ok"], 0);
    QVERIFY(!nlohmann::json::parse(watertight({"run", path, "--format", "json"}).out)
                 .contains("variant"));
}

// The first changes what the second begins at: each is a change of the file, not of the other.
void TestCommandLine::readsAVariantWithoutTheOthers() {
    const std::string path = file(
        "variants.yaml", std::string(twoServices) + holds +
                             "variants:\n  idle: { set: { services.user.endpoints.profile: [] } }\n"
                             "  slower: { set: { "
                             "services.user.endpoints.profile.0.compute: 2 ms } }\n");

    const Outcome outcome = watertight({"run", path, "--variant", "idle", "--quiet"});
    QVERIFY2(outcome.exitCode == 0, outcome.err.c_str());
}

void TestCommandLine::refusesVariantsThatAreNotThere() {
    const std::string path = file("variants.yaml", std::string(twoServices) + holds + variants);

    const Outcome misspelt = watertight({"run", path, "--variant", "all fall"});
    QCOMPARE(misspelt.exitCode, 2);
    QVERIFY2(misspelt.err.find("did you mean `all fail`?") != std::string::npos,
             misspelt.err.c_str());
    const Outcome none = watertight({"run", good(), "--variant", "all fail"});
    QCOMPARE(none.exitCode, 2);
    QVERIFY(none.err.find("no variants") != std::string::npos);
}

void TestCommandLine::checksThatVariantsBreakWhatTheySay() {
    const auto checked = [&](const std::string& text) {
        return watertight(
            {"check", file("variants.yaml", std::string(twoServices) + holds + text)});
    };
    QCOMPARE(checked(variants).exitCode, 0);

    const Outcome tooStrong = checked(
        "variants: { slower: { set: { run.duration: 9 s }, breaks: "
        "[ Visits succeed ] } }\n");
    QCOMPARE(tooStrong.exitCode, 1);
    QVERIFY(tooStrong.out.find("does not break: Visits succeed") != std::string::npos);

    const Outcome silent = checked(
        "variants: { all fail: { set: "
        "{ services.user.endpoints.profile: [ { fail: always } ] } } }\n");
    QCOMPARE(silent.exitCode, 1);
    QVERIFY(silent.out.find("breaks, but does not say so: Visits succeed") != std::string::npos);
}

void TestCommandLine::endsWithThreeWhereAFileCannotBeRead() {
    const std::string folder = m_folder.path().toStdString();
    QCOMPARE(watertight({"run", folder + "/absent.yaml"}).exitCode, 3);
    QCOMPARE(watertight({"validate", folder}).exitCode, 3);
    QCOMPARE(watertight({"check", folder}).exitCode, 3);
}

void TestCommandLine::endsWithTwoWhereAScenarioIsWrong() {
    for (const char* command : {"run", "check", "validate"}) {
        const Outcome outcome = watertight({command, broken()});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY(outcome.err.find("broken.yaml") != std::string::npos);
        QVERIFY(outcome.out.empty());
    }
    QCOMPARE(watertight({"run", good(), "--set", "nowhere.at.all=1"}).exitCode, 2);
}

void TestCommandLine::runsWhateverTheVerdicts() {
    QCOMPARE(watertight({"run", good()}).exitCode, 0);
    QCOMPARE(watertight({"run", bad()}).exitCode, 0);
}

void TestCommandLine::checksVerdicts() {
    const Outcome holding = watertight({"check", good()});
    QCOMPARE(holding.exitCode, 0);
    QVERIFY(holding.out.find("1 of 1 expectations hold") != std::string::npos);

    const Outcome failing = watertight({"check", bad()});
    QCOMPARE(failing.exitCode, 1);
    QVERIFY(failing.out.find("0 of 1 expectations hold") != std::string::npos);
}

void TestCommandLine::takesTheWorstOfManyFiles() {
    const Outcome outcome = watertight({"check", broken(), bad(), good()});

    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(outcome.out.find("good.yaml: 1 of 1") != std::string::npos);
    QCOMPARE(watertight({"check", good(), bad()}).exitCode, 1);
}

void TestCommandLine::validatesWithoutRunning() {
    const Outcome outcome = watertight({"validate", bad()});

    QCOMPARE(outcome.exitCode, 0);
    QVERIFY(outcome.out.find("can be run") != std::string::npos);
}

void TestCommandLine::prefersTheArgumentsToTheFile() {
    const auto run = [this](std::vector<std::string> more) {
        std::vector<std::string> arguments = {"run", good(), "--format", "json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return nlohmann::json::parse(watertight(arguments).out);
    };

    QCOMPARE(run({})["seed"].get<int>(), 42);
    QCOMPARE(run({"--seed", "010"})["seed"].get<int>(), 10);
    QCOMPARE(run({"--duration", "20 s"})["duration_s"].get<double>(), 20.0);
    QCOMPARE(run({"--set", "run.duration=20 s"})["duration_s"].get<double>(), 20.0);
}

void TestCommandLine::leavesAReportInTheOutFolder() {
    const std::filesystem::path out = m_folder.filePath("kept/here").toStdString();

    const Outcome outcome = watertight({"run", good(), "--format", "json", "--out", out.string()});

    QCOMPARE(outcome.exitCode, 0);
    std::ifstream written(out / "report.json");
    std::stringstream text;
    text << written.rdbuf();
    QCOMPARE(text.str(), outcome.out);
}

void TestCommandLine::keepsStoresOnlyWhereAsked() {
    QTemporaryDir temporary;
    const QByteArray before = qgetenv("TMPDIR");
    qputenv("TMPDIR", temporary.path().toUtf8());

    const Outcome outcome = watertight({"run", good(), "--store", "file"});

    qputenv("TMPDIR", before);
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY(QDir(temporary.path()).isEmpty());
}

void TestCommandLine::endsWithThreeWhereTheOutFolderIsAFile() {
    const Outcome outcome = watertight({"run", good(), "--out", bad()});

    QCOMPARE(outcome.exitCode, 3);
    QVERIFY(outcome.out.empty());
}

void TestCommandLine::endsWithThreeWhereNothingCanBePrinted() {
    std::ostringstream out;
    std::ostringstream err;
    out.setstate(std::ios::badbit);
    app::Console console{.out = out, .err = err, .openWindow = {}};
    const std::string scenario = good();
    const std::array<const char*, 3> argv = {"watertight", "run", scenario.c_str()};

    QCOMPARE(app::runCommandLine(3, argv.data(), console), 3);
}

void TestCommandLine::opensTheWindowWhereThereIsADisplay() {
    const Outcome shown = watertight({good()}, Display::Present);
    QCOMPARE(shown.exitCode, 0);
    QCOMPARE(shown.opened.filename().string(), std::string("good.yaml"));

    const Outcome refused = watertight({good()}, Display::Absent);
    QCOMPARE(refused.exitCode, 2);
    QVERIFY(refused.opened.empty());
    QVERIFY(refused.err.find("no display") != std::string::npos);
}

TEST_OF_THIS_FILE(TestCommandLine);
#include "tst_command_line.moc"
