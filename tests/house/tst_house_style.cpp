// The house style where a machine can judge it. The rules are tried on bad snippets first: a rule
// that cannot fail proves nothing.
#include <QtTest>

#include "tests/house/style_rules.h"
#include "tests/house/violations.h"
#include "tests/support/test_program.h"

using namespace house;

class TestHouseStyle : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void measuresFunctions_data();
    void measuresFunctions();
    void catchesWhatIsTooLong();
    void letsTheRatchetOnlyShrink();
    void catchesBadFiles_data();
    void catchesBadFiles();
    void functionsAndFilesAreSmallEnoughToSee();
    void headersAreGuarded();
    void sourcesHaveNoTabs();
    void promisesNameAnIssue();
    void testsIncludeTheirMoc();
};

namespace {

const std::vector<SourceFile>& allSources() {
    static const std::vector<SourceFile> files =
        sourceFiles(SOURCE_DIR, {"models", "sim", "app", "tests"}, {".h", ".cpp"});
    return files;
}

std::string functionsOf(const std::string& text) {
    std::string all;
    for (const Function& each : FunctionFinder(text).run()) {
        all +=
            std::to_string(each.line) + '+' + std::to_string(each.lines) + ' ' + each.head + '\n';
    }
    return all;
}

}  // namespace

void TestHouseStyle::measuresFunctions_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("functions");
    QTest::newRow("free") << "namespace a {\n\nint f(int x) {\n    if (x) {\n    }\n}\n}\n"
                          << "3+4 int f(int x) {\n";
    QTest::newRow("member") << "class A : public B {\n  public:\n    A() {}\n    int f() const {\n"
                               "        return 1;\n    }\n};\n"
                            << "3+1 A() {}\n4+3 int f() const {\n";
    QTest::newRow("member values") << "A::A()\n    : m_b{1},\n      m_c{2} {\n    f();\n}\n"
                                   << "1+5 A::A()\n";
    QTest::newRow("head of two lines") << "#include <x>\nint f(int a,\n      int b) {\n}\n"
                                       << "2+3 int f(int a,\n";
    QTest::newRow("values are none") << "const A a = {\n    f(1),\n};\nstd::vector<int> b{1, 2};\n"
                                     << "";
    QTest::newRow("braces in literals") << "int f() {\n    return '{';\n}\nint g() {\n}\n"
                                        << "1+3 int f() {\n4+2 int g() {\n";
    QTest::newRow("macro") << "#define M(x) \\\n    { x }\nint f() {\n}\n"
                           << "3+2 int f() {\n";
    QTest::newRow("template") << "template <typename T>\nT f(T x) {\n}\n"
                              << "1+3 template <typename T>\n";
}

void TestHouseStyle::measuresFunctions() {
    QFETCH(QString, code);
    QTEST(QString::fromStdString(functionsOf(code.toStdString())), "functions");
}

void TestHouseStyle::catchesWhatIsTooLong() {
    const auto function = [](std::size_t lines) {
        std::string body;
        for (std::size_t i = 2; i < lines; ++i) {
            body += "    g();\n";
        }
        return SourceFile{"sim/a.cpp", "void f() {\n" + body + "}\n"};
    };
    const auto file = [](std::size_t lines) {
        return SourceFile{"sim/a.cpp", std::string(lines, '\n')};
    };

    QVERIFY(wrongLengths(lengthsIn(function(70)), {}).empty());
    QCOMPARE(joined(wrongLengths(lengthsIn(function(71)), {})),
             std::string("71 lines: sim/a.cpp void f() {, at most 70"));
    QVERIFY(wrongLengths(lengthsIn(file(500)), {}).empty());
    QCOMPARE(joined(wrongLengths(lengthsIn(file(501)), {})),
             std::string("501 lines: sim/a.cpp, at most 500"));
}

void TestHouseStyle::letsTheRatchetOnlyShrink() {
    const Ratchet ratchet = ratchetFrom("# why\n80 a.cpp f() {\n");
    const auto length = [](std::size_t lines) {
        return std::vector<Length>{{"a.cpp f() {", 1, lines, 70}};
    };

    QVERIFY(wrongLengths(length(80), ratchet).empty());
    QVERIFY(!wrongLengths(length(81), ratchet).empty());
    QVERIFY(!wrongLengths(length(79), ratchet).empty());
    QVERIFY(!wrongLengths(length(70), ratchetFrom("70 a.cpp f() {\n")).empty());
    QVERIFY(!wrongLengths({}, ratchet).empty());
}

void TestHouseStyle::catchesBadFiles_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("violations");
    QTest::newRow("good header") << "a.h"
                                 << "// Why.\n#pragma once\n\nint f();\n"
                                 << 0;
    QTest::newRow("no guard") << "a.h"
                              << "// #pragma once\nint f();\n"
                              << 1;
    QTest::newRow("late guard") << "a.h"
                                << "#include <map>\n#pragma once\n"
                                << 1;
    QTest::newRow("a source needs no guard") << "a.cpp"
                                             << "int f();\n"
                                             << 0;
    QTest::newRow("tab") << "a.cpp"
                         << "int f() {\n\treturn 1;\n}\n"
                         << 1;
    QTest::newRow("promise") << "a.cpp"
                             << "// TO"
                                "DO: later\n"
                             << 1;
    QTest::newRow("promise with an issue") << "a.cpp"
                                           << "// TO"
                                              "DO (#12): later\n"
                                           << 0;
    QTest::newRow("promise, inside a word") << "a.cpp"
                                            << "int mastoTO"
                                               "DOs;\n"
                                            << 0;
    QTest::newRow("test without moc") << "tst_a.cpp"
                                      << "#include \"tst_b.moc\"\n"
                                      << 1;
    QTest::newRow("test with moc") << "tst_a.cpp"
                                   << "#include \"tst_a.moc\"\n"
                                   << 0;
}

void TestHouseStyle::catchesBadFiles() {
    QFETCH(QString, path);
    QFETCH(QString, text);
    const SourceFile file{path.toStdString(), text.toStdString()};

    const std::size_t found = missingPragmaOnce(file).size() + tabs(file).size() +
                              promisesWithoutIssue(file).size() + missingMoc(file).size();

    QTEST(static_cast<int>(found), "violations");
}

void TestHouseStyle::functionsAndFilesAreSmallEnoughToSee() {
    QVERIFY(allSources().size() > 20);
    std::vector<Length> lengths;
    for (const SourceFile& file : allSources()) {
        const std::vector<Length> more = lengthsIn(file);
        lengths.insert(lengths.end(), more.begin(), more.end());
    }
    Ratchet ratchet;
    for (const SourceFile& file : sourceFiles(SOURCE_DIR, {"tests/house"}, {".txt"})) {
        ratchet.merge(ratchetFrom(file.text));
    }

    QVERIFY(isEmpty(wrongLengths(lengths, ratchet)));
}

void TestHouseStyle::headersAreGuarded() {
    QVERIFY(isEmpty(inAll(allSources(), missingPragmaOnce)));
}

void TestHouseStyle::sourcesHaveNoTabs() {
    QVERIFY(isEmpty(inAll(allSources(), tabs)));
}

void TestHouseStyle::promisesNameAnIssue() {
    QVERIFY(isEmpty(inAll(allSources(), promisesWithoutIssue)));
}

void TestHouseStyle::testsIncludeTheirMoc() {
    QVERIFY(isEmpty(inAll(allSources(), missingMoc)));
}

TEST_OF_THIS_FILE(TestHouseStyle);
#include "tst_house_style.moc"
