// What the documents name is there: files, and in the table of docs/seed.md lessons and
// expectations.
#include <QtTest>

#include <array>
#include <set>

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

bool standsSomewhere(const std::string& name) {
    const std::filesystem::path path = std::filesystem::path(SOURCE_DIR) / name;
    return std::ranges::any_of(std::array{"", ".h", ".cpp"}, [&](const char* ending) {
        return std::filesystem::exists(path.string() + ending);
    });
}

// `sim/engine/`, `sim/service/compile` or `sim/policy/codel.h`; and `program.h`, wherever that is.
Violations missingInTree(const SourceFile& document, const std::set<std::string>& headers) {
    Violations all;
    static const std::regex paths("`((?:models|sim|app|tests|docs|scenarios|resources)/[^` <]*)`");
    for (const Named& each : namedIn(document.text, paths)) {
        if (!standsSomewhere(each.name))
            all.push_back(at(document.path, each.line, "there is no " + each.name));
    }
    for (const Named& each : namedIn(document.text, std::regex("`([a-z0-9_]+\\.(?:h|cpp))`"))) {
        if (!headers.contains(each.name))
            all.push_back(at(document.path, each.line, "nowhere is a " + each.name));
    }
    return all;
}

std::set<std::string> namesOfSources() {
    std::set<std::string> names;
    for (const SourceFile& each :
         sourceFiles(SOURCE_DIR, {"models", "sim", "app", "tests"}, {".h", ".cpp"}))
        names.insert(std::filesystem::path(each.path).filename().string());
    return names;
}

SourceFile inRoot(const char* name) {
    std::ifstream file(std::filesystem::path(SOURCE_DIR) / name);
    return {name, {std::istreambuf_iterator<char>(file), {}}};
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

    void catchesWhatIsMissingInTheTree() {
        const SourceFile bad{"A.md", "`sim/nowhere/`\n`sim/report` `nothing.h`"};
        QCOMPARE(missingInTree(bad, {"report.h"}), (Violations{"A.md:1: there is no sim/nowhere/",
                                                               "A.md:2: nowhere is a nothing.h"}));
    }

    void whatTheRootsDocumentsNameIsThere() {
        const std::set<std::string> names = namesOfSources();
        for (const char* name : {"ARCHITECTURE.md", "GLOSSARY.md", "README.md"}) {
            const SourceFile document = inRoot(name);
            QVERIFY(document.text.size() > 1000);
            const Violations missing = missingInTree(document, names);
            QVERIFY2(missing.empty(), joined(missing).c_str());
        }
    }

    void architectureNamesEveryFolder() {
        const std::string text = inRoot("ARCHITECTURE.md").text;
        for (const char* layer : {"models", "sim", "app"}) {
            const std::filesystem::path root(SOURCE_DIR);
            for (const auto& each : std::filesystem::recursive_directory_iterator(root / layer)) {
                const std::string folder =
                    '`' + each.path().lexically_relative(root).generic_string() + "/`";
                QVERIFY2(!each.is_directory() || text.find(folder) != std::string::npos,
                         ("ARCHITECTURE.md does not say what is in " + folder).c_str());
            }
        }
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
