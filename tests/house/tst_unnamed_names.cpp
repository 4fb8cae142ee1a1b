// What stands in an unnamed namespace has a name that its library or test program has only once:
// files are compiled together, five at a time, and one file more shifts who meets whom. Found here
// in a moment, and not by who merges next.
#include <QtTest>

#include "tests/house/unnamed_names.h"
#include "tests/support/test_program.h"

using namespace house;

class TestUnnamedNames : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsNames_data();
    void readsNames();
    void findsWhatIsTwice();
    void nothingNewIsTwice();
};

namespace {

const char* const listPath = SOURCE_DIR "/tests/house/names_twice.list";

std::set<std::string> listed() {
    std::ifstream file(listPath);
    std::set<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with('#')) {
            lines.insert(line);
        }
    }
    return lines;
}

std::string namesOf(const std::string& text) {
    std::string all;
    for (const UnnamedName& each : unnamedNames(text)) {
        all += std::to_string(each.line) + ' ' + each.name + '\n';
    }
    return all;
}

}  // namespace

void TestUnnamedNames::readsNames_data() {
    QTest::addColumn<QString>("inside");
    QTest::addColumn<QString>("names");
    QTest::newRow("constant") << "constexpr int a = 3;"
                              << "2 a\n";
    QTest::newRow("table") << "const A all[] = {\n    f(1),\n};"
                           << "2 all\n";
    QTest::newRow("function") << "int f(int x, const A<B, C>& y = g(1)) {\n    int z = 1;\n}"
                              << "2 f(int, constA<B,C>&)\n";
    QTest::newRow("overloads") << "int f(int x);\nint f(double x);"
                               << "2 f(int)\n3 f(double)\n";
    QTest::newRow("types") << "struct A {\n    int b;\n};\nenum class C { D };\nclass E : F {\n};"
                           << "2 A\n5 C\n6 E\n";
    QTest::newRow("template") << "template <typename T>\nT f(T x) {\n}"
                              << "3 f(T)\n";
    QTest::newRow("member") << "A::A(int b) {\n}"
                            << "";
    QTest::newRow("alias") << "using A = B;\nusing namespace c;\nnamespace d = e;"
                           << "";
    QTest::newRow("comment, literal") << "// int a;\nconst char* b = \"{\";"
                                      << "3 b\n";
}

void TestUnnamedNames::readsNames() {
    QFETCH(const QString, inside);
    const std::string text = "namespace {\n" + inside.toStdString() + "\n}\nint outside;\n";

    QTEST(QString::fromStdString(namesOf(text)), "names");
}

void TestUnnamedNames::findsWhatIsTwice() {
    const auto file = [](const char* path, const std::string& declaration) {
        return SourceFile{path, "namespace {\n" + declaration + "\n}\n"};
    };
    const SourceFile first = file("app/graph/a.cpp", "int f(int x) {\n}");

    QCOMPARE(namesThatAreTwice({first, file("app/look/b.cpp", "int f(int y) {\n}")}),
             std::set<std::string>{"app f(int)"});
    QVERIFY(namesThatAreTwice({first, file("app/look/b.cpp", "int f(double y) {\n}")}).empty());
    QVERIFY(namesThatAreTwice({first, file("app/cli/b.cpp", "int f(int y) {\n}")}).empty());
    QVERIFY(namesThatAreTwice(
                {file("tests/sim/a.cpp", "int a = 1;"), file("tests/models/b.cpp", "int a = 2;")})
                .empty());
}

void TestUnnamedNames::nothingNewIsTwice() {
    std::vector<SourceFile> files =
        sourceFiles(SOURCE_DIR, {"models", "sim", "app", "tests"}, {".cpp"});
    // Each of these is a program of its own.
    std::erase_if(files,
                  [](const SourceFile& each) { return isIn(each.path, "tests/benchmarks/"); });
    const std::set<std::string> known = listed();
    const std::set<std::string> twice = namesThatAreTwice(files);

    QVERIFY(files.size() > 100);
    for (const std::string& each : twice) {
        QVERIFY2(known.contains(each), ("in two files: " + each).c_str());
    }
    for (const std::string& each : known) {
        QVERIFY2(twice.contains(each), ("no longer twice, take it from the list: " + each).c_str());
    }
}

TEST_OF_THIS_FILE(TestUnnamedNames);
#include "tst_unnamed_names.moc"
