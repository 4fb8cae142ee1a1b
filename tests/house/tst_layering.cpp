// The layers of ARCHITECTURE.md, read from the sources: app -> sim -> models, Qt where it belongs,
// and nothing undetermined in the engine. The rules are tried on bad snippets first: a rule that
// cannot fail proves nothing.
#include <QtTest>

#include "tests/house/layering_rules.h"
#include "tests/house/violations.h"
#include "tests/support/test_program.h"

using namespace house;

class TestLayering : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void catchesIncludesThatPointTheWrongWay_data();
    void catchesIncludesThatPointTheWrongWay();
    void catchesWhatIsNotDetermined_data();
    void catchesWhatIsNotDetermined();
    void readsCodeAndNotComments();
    void includesPointOneWay();
    void engineIsDetermined();
};

namespace {

const std::vector<SourceFile>& productSources() {
    static const std::vector<SourceFile> files =
        sourceFiles(SOURCE_DIR, {"models", "sim", "app"}, {".h", ".cpp"});
    return files;
}

}  // namespace

void TestLayering::catchesIncludesThatPointTheWrongWay_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("include");
    QTest::addColumn<bool>("allowed");
    const auto row = [](const char* path, const char* include, bool allowed) {
        QTest::newRow(qPrintable(QString("%1 and %2").arg(path, include)))
            << path << include << allowed;
    };
    row("models/a.h", "<vector>", true);
    row("models/a.h", "\"models/b.h\"", true);
    row("models/a.h", "\"sim/report.h\"", false);
    row("models/a.h", "\"b.h\"", false);
    row("models/a.h", "<QString>", false);
    row("models/a.h", "<yaml.h>", false);
    row("models/io/yaml.cpp", "<yaml.h>", true);
    row("sim/engine/a.cpp", "\"models/b.h\"", true);
    row("sim/engine/a.cpp", "\"app/cli/b.h\"", false);
    row("sim/engine/a.cpp", "<QObject>", false);
    row("sim/engine/a.cpp", "<QtCore/QObject>", false);
    row("sim/engine/a.cpp", "\"sim/store/store.h\"", true);
    row("sim/engine/a.cpp", "\"sim/store/sqlite_store.h\"", false);
    row("sim/engine/a.cpp", "\"sim/record/run_database.h\"", false);
    row("sim/engine/a.cpp", "<sys/mman.h>", false);
    row("sim/engine/blocks.cpp", "<sys/mman.h>", true);
    row("sim/record/a.cpp", "<QSqlQuery>", true);
    row("sim/engine/a.cpp", "<Random123/philox.h>", false);
    row("sim/random/a.cpp", "<Random123/philox.h>", true);
    row("sim/live_run.cpp", "<QThread>", false);
    row("sim/store/a.cpp", "<QSqlQuery>", true);
    row("sim/store/a.cpp", "<sqlite3.h>", true);
    row("app/cli/a.cpp", "\"sim/simulation.h\"", true);
    row("app/cli/a.cpp", "\"sim/store/store.h\"", false);
    row("app/cli/a.cpp", "\"sim/recorder.h\"", true);
    row("app/cli/a.cpp", "\"sim/record/run_database.h\"", false);
    row("app/cli/a.cpp", "\"app/desktop/b.h\"", false);
    row("app/cli/a.cpp", "<QSaveFile>", true);
    row("app/cli/a.cpp", "<QWidget>", false);
    row("app/cli/a.cpp", "<CLI/CLI.hpp>", true);
    row("app/desktop/a.cpp", "<QWidget>", true);
    row("app/desktop/a.cpp", "\"app/graph/b.h\"", true);
    row("app/desktop/a.cpp", "\"app/cli/b.h\"", false);
    row("app/desktop/a.cpp", "\"sim/engine/event.h\"", false);
    row("app/desktop/a.cpp", "<sqlite3.h>", false);
}

void TestLayering::catchesIncludesThatPointTheWrongWay() {
    QFETCH(QString, path);
    QFETCH(QString, include);
    const std::string text = "#include " + include.toStdString() + "\n";

    QTEST(wrongIncludes({path.toStdString(), text}).empty(), "allowed");
}

void TestLayering::catchesWhatIsNotDetermined_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("allowed");
    const auto row = [](const char* path, const char* code, bool allowed) {
        QTest::newRow(qPrintable(QString("%1: %2").arg(path, code))) << path << code << allowed;
    };
    row("sim/engine/a.cpp", "const auto now = std::chrono::steady_clock::now();", false);
    row("sim/live_run.cpp", "const auto now = std::chrono::steady_clock::now();", true);
    row("sim/service/a.cpp", "#include <random>\n", false);
    row("sim/random/a.cpp", "std::mt19937_64 source;", false);
    row("sim/policy/a.cpp", "return rand() % 2;", false);
    row("sim/policy/a.cpp", "return operand(2);", true);
    row("sim/service/a.cpp", "return std::log(x);", false);
    row("sim/service/a.cpp", "return pow(x, 2);", false);
    row("sim/service/a.cpp", "return portable::log(x);", true);
    row("sim/service/a.cpp", "return std::sqrt(x) + std::floor(x) + std::fabs(x);", true);
    row("sim/service/a.cpp", "return portableExp(x);", true);
    row("sim/random/portable_math.cpp", "double exp(double x) { return x; }", true);
    row("sim/metrics/a.cpp", "return std::exp2f(x);", false);
    row("sim/service/a.cpp", "std::unordered_map<int, int> m_calls;", false);
    row("sim/engine/a.cpp", "std::unordered_set<int> m_seen;", false);
    row("sim/service/a.cpp", "std::mutex m_lock;", false);
    row("sim/engine/a.cpp", "std::mutex m_lock;", true);
    row("models/a.cpp", "return std::log(x);", true);
}

void TestLayering::catchesWhatIsNotDetermined() {
    QFETCH(QString, path);
    QFETCH(QString, code);

    QTEST(undeterminedWords({path.toStdString(), code.toStdString()}).empty(), "allowed");
}

void TestLayering::readsCodeAndNotComments() {
    const std::string text =
        "// std::log(x)\n/* rand() */ const int n = 5'000; const char* s = \"std::exp(\\\"\";\n"
        "const char* r = R\"x(pow(1, \")x\"; int after = std::lround(1.5);\n// #include <random>\n";

    QCOMPARE(joined(undeterminedWords({"sim/service/a.cpp", text})), std::string());
    QVERIFY(codeOnly(text).find("int after") != std::string::npos);
    QVERIFY(includesOf(text).empty());
    QCOMPARE(joined(undeterminedWords({"sim/service/a.cpp", text + "double y = std::exp(1);"})),
             std::string("sim/service/a.cpp:5: 'exp(': its last bit differs between processors and "
                         "libraries; use portable_math.h"));
}

void TestLayering::includesPointOneWay() {
    QVERIFY(productSources().size() > 20);
    QVERIFY(isEmpty(inAll(productSources(), wrongIncludes)));
}

void TestLayering::engineIsDetermined() {
    QVERIFY(isEmpty(inAll(productSources(), undeterminedWords)));
}

TEST_OF_THIS_FILE(TestLayering);
#include "tst_layering.moc"
