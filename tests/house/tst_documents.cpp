// What the documents name is there: files, and in the table of docs/seed.md lessons and
// expectations.
#include <QtTest>

#include "tests/house/source_text.h"
#include "tests/support/test_program.h"

using namespace house;

namespace {

// What stands between these marks in a text, each with its line.
struct Named {
    std::size_t line = 0;
    std::string name;
};

std::vector<Named> namedIn(const std::string& text, const std::regex& marks) {
    std::vector<Named> all;
    for (auto each = std::sregex_iterator(text.begin(), text.end(), marks);
         each != std::sregex_iterator(); ++each)
        all.push_back({lineOf(text, static_cast<std::size_t>(each->position())), (*each)[1].str()});
    return all;
}

// Of the table rows only: elsewhere these marks are but stress.
std::vector<Named> italicsInTables(const std::string& text) {
    std::vector<Named> all;
    const std::vector<std::string> lines = linesOf(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!lines[i].starts_with("|"))
            continue;
        for (const Named& each : namedIn(lines[i], std::regex("\\*([^*]+)\\*")))
            all.push_back({i + 1, each.name});
    }
    return all;
}

Violations missingFiles(const SourceFile& document) {
    Violations all;
    for (const Named& each :
         namedIn(document.text, std::regex("`([a-z]+/[A-Za-z0-9_/.-]+\\.[a-z]+)`"))) {
        if (!std::filesystem::exists(std::filesystem::path(SOURCE_DIR) / each.name))
            all.push_back(at(document.path, each.line, "there is no " + each.name));
    }
    return all;
}

Violations missingInScenarios(const SourceFile& document) {
    Violations all;
    const auto scenarios = sourceFiles(SOURCE_DIR, {"scenarios"}, {".yaml"});
    for (const Named& each : italicsInTables(document.text)) {
        const bool isSomewhere = std::ranges::any_of(scenarios, [&](const SourceFile& scenario) {
            return scenario.text.find("# " + each.name + "\n") != std::string::npos ||
                   scenario.text.find("  " + each.name + ":") != std::string::npos;
        });
        if (!isSomewhere)
            all.push_back(at(document.path, each.line, "no scenario has " + each.name));
    }
    return all;
}

}  // namespace

class TestDocuments : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void catchesWhatIsMissing() {
        const SourceFile bad{"docs/a.md",
                             "Look.\n| x | `tests/sim/tst_nothing.cpp`, *No idea* |\n"};
        QCOMPARE(missingFiles(bad),
                 Violations{"docs/a.md:2: there is no tests/sim/tst_nothing.cpp"});
        QCOMPARE(missingInScenarios(bad), Violations{"docs/a.md:2: no scenario has No idea"});
        const SourceFile good{"docs/a.md",
                              "*Stress*\n| `scenarios/social-media.yaml`, *Fault isolation* |\n"};
        QVERIFY(missingFiles(good).empty());
        QVERIFY(missingInScenarios(good).empty());
    }

    void whatTheyNameIsThere() {
        const auto documents = sourceFiles(SOURCE_DIR, {"docs"}, {".md"});
        QVERIFY(!documents.empty());
        for (const SourceFile& document : documents) {
            const Violations files = missingFiles(document);
            QVERIFY2(files.empty(), files.empty() ? "" : files.front().c_str());
            if (document.path != "docs/seed.md")
                continue;
            const Violations names = missingInScenarios(document);
            QVERIFY2(names.empty(), names.empty() ? "" : names.front().c_str());
            QVERIFY(italicsInTables(document.text).size() > 20);
        }
    }
};

TEST_OF_THIS_FILE(TestDocuments);
#include "tst_documents.moc"
