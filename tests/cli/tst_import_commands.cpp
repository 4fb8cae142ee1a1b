// `sketch` and `import`: where their scenarios go, and how they end.
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "models/import/sketch.h"
#include "tests/cli/a_command.h"
#include "tests/support/test_program.h"

using namespace tests;

class TestImportCommands : public QObject {
    Q_OBJECT

  private:
    QTemporaryDir m_folder;

    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    std::string file(const char* name, const std::string& text) const {
        std::ofstream(path(name)) << text;
        return path(name);
    }
    static std::string textOf(const std::string& file) {
        std::ostringstream text;
        text << std::ifstream(file).rdbuf();
        return text.str();
    }

  private Q_SLOTS:
    void makesAScenarioOfThreeLines();
    void readsStandardInput();
    void writesToTheFileThatIsAsked();
    void leavesTheFileAloneWhereTheSketchIsWrong();
    void importsAServiceGraph();
    void saysWhatAnImportLeavesOut();
    void refusesBadUsage_data();
    void refusesBadUsage();
    void endsWithThreeWhereAFileCannotBeRead();
    void endsWithThreeWhereAFileCannotBeWritten();
    void endsWithTwoWhereTheInputIsTooLarge();
    void explainsItself();
};

namespace {

constexpr const char* threeLines =
    "web 200/s -> gateway -> user, payment?\nuser -> ledger\nadmins 5 users -> user\n";
constexpr const char* graph =
    "services: [ { name: a, isEntrypoint: true, script: [ call: b ] }, { name: b, type: http } ]\n";

}  // namespace

void TestImportCommands::makesAScenarioOfThreeLines() {
    const Outcome made = watertight({"sketch", file("shop.txt", threeLines)});
    QCOMPARE(made.exitCode, 0);
    QCOMPARE(made.err, std::string());

    const std::string scenario = file("shop.yaml", made.out);
    QVERIFY(watertight({"validate", scenario}).out.find("no warnings") != std::string::npos);
    QCOMPARE(watertight({"run", scenario, "--duration", "2 s"}).exitCode, 0);
}

void TestImportCommands::readsStandardInput() {
    const Outcome made = watertight({"sketch", "-"}, Display::Absent, threeLines);
    QCOMPARE(made.exitCode, 0);
    QVERIFY(made.out.find("name: Sketch\n") != std::string::npos);

    const Outcome wrong = watertight({"sketch", "-"}, Display::Absent, "web -> \n");
    QCOMPARE(wrong.exitCode, 2);
    QVERIFY(wrong.err.starts_with("<stdin>:1:7: error: "));

    QCOMPARE(watertight({"import", "isotope", "-"}, Display::Absent, graph).exitCode, 0);
}

void TestImportCommands::writesToTheFileThatIsAsked() {
    const std::string lines = file("shop.txt", threeLines);
    const std::string printed = watertight({"sketch", lines}).out;

    const Outcome made = watertight({"sketch", lines, "-o", path("out.yaml")});

    QCOMPARE(made.exitCode, 0);
    QVERIFY(made.out.find("watertight run " + path("out.yaml")) != std::string::npos);
    QCOMPARE(textOf(path("out.yaml")), printed);
}

void TestImportCommands::leavesTheFileAloneWhereTheSketchIsWrong() {
    const std::string out = file("kept.yaml", "mine\n");

    const Outcome made = watertight({"sketch", file("bad.txt", "web 1/s => a\nb c\n"), "-o", out});

    QCOMPARE(made.exitCode, 2);
    QVERIFY(made.out.empty());
    QVERIFY(made.err.find("bad.txt:1:9: error: ") != std::string::npos);
    QVERIFY(made.err.find("bad.txt:2:3: error: ") != std::string::npos);
    QCOMPARE(textOf(out), std::string("mine\n"));
}

void TestImportCommands::importsAServiceGraph() {
    const Outcome made = watertight({"import", "isotope", file("graph.yaml", graph), "--compute",
                                     "2 ms", "--rate", "50/s", "-o", path("graph-out.yaml")});
    QCOMPARE(made.exitCode, 0);

    const std::string text = textOf(path("graph-out.yaml"));
    QVERIFY(text.find("compute: 2 ms\n") != std::string::npos);
    QVERIFY(text.find("poisson(50/s)") != std::string::npos);
    QCOMPARE(watertight({"run", path("graph-out.yaml"), "--duration", "2 s"}).exitCode, 0);
}

void TestImportCommands::saysWhatAnImportLeavesOut() {
    const Outcome made = watertight({"import", "isotope", file("graph.yaml", graph)});

    QCOMPARE(made.exitCode, 0);
    QVERIFY(made.err.find("graph.yaml:1:78: warning: `type` is left out") != std::string::npos);
    QVERIFY(made.out.starts_with("# Imported"));
}

void TestImportCommands::refusesBadUsage_data() {
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char* name, const QStringList& arguments) {
        QTest::newRow(name) << arguments;
    };
    row("no sketch", {"sketch"});
    row("no format", {"import"});
    row("unknown format", {"import", "docker-compose", "a.yaml"});
    row("no graph", {"import", "isotope"});
    row("no distribution", {"import", "isotope", "a.yaml", "--compute", "fast"});
    row("a file's distribution", {"import", "isotope", "a.yaml", "--compute", "empirical(a.csv)"});
    row("no rate", {"import", "isotope", "a.yaml", "--rate", "100"});
    row("unknown option", {"sketch", "a.txt", "--rate", "1/s"});
}

void TestImportCommands::refusesBadUsage() {
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

void TestImportCommands::endsWithThreeWhereAFileCannotBeRead() {
    QCOMPARE(watertight({"sketch", path("absent.txt")}).exitCode, 3);
    QCOMPARE(watertight({"import", "isotope", m_folder.path().toStdString()}).exitCode, 3);
}

void TestImportCommands::endsWithThreeWhereAFileCannotBeWritten() {
    const Outcome outcome =
        watertight({"sketch", file("shop.txt", threeLines), "-o", path("absent-folder/shop.yaml")});

    QCOMPARE(outcome.exitCode, 3);
    QVERIFY(outcome.err.find("cannot write") != std::string::npos);
}

void TestImportCommands::endsWithTwoWhereTheInputIsTooLarge() {
    const std::string big(models::sketchSizeMax + 1, '\n');

    QCOMPARE(watertight({"sketch", file("big.txt", big)}).exitCode, 2);
    QCOMPARE(watertight({"sketch", "-"}, Display::Absent, big).exitCode, 2);
}

void TestImportCommands::explainsItself() {
    const std::string all = watertight({"--help"}).out;
    QVERIFY(all.find("sketch ") != std::string::npos);
    QVERIFY(all.find("import ") != std::string::npos);
    QVERIFY(watertight({"sketch", "--help"}).out.find("web 200/s -> gateway") != std::string::npos);
    QVERIFY(watertight({"import", "--help"}).out.find("isotope") != std::string::npos);
    QVERIFY(watertight({"import", "isotope", "--help"}).out.find("--compute") != std::string::npos);
}

TEST_OF_THIS_FILE(TestImportCommands);
#include "tst_import_commands.moc"
