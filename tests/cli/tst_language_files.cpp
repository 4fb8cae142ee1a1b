// `explain`, `export schema` and `export manual`: what the table of keys says, in three forms.
#include <QtTest>
#include <cctype>
#include <regex>
#include <set>

#include "app/cli/explain_command.h"
#include "app/cli/schema_json.h"
#include "models/io/data_file.h"
#include "models/io/key_walk.h"
#include "models/terms.h"
#include "tests/cli/a_command.h"
#include "tests/cli/schema_check.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace tests;

namespace {

std::string contentOf(const std::string& file) {
    const auto text = models::readWholeFile(file, models::yaml::sizeMax);
    return text ? *text : std::string();
}

std::string problemOfScenario(const SchemaCheck& check, const std::string& text) {
    const models::yaml::Parsing parsing = models::yaml::parse(text, "a.yaml");
    return check.problemOf(asAnEditorReads(parsing.document.root()));
}

bool has(const Outcome& outcome, std::string_view words) {
    return outcome.out.find(words) != std::string::npos;
}

const std::string service = "watertight: 1\nservices: { a: { endpoints: { x: [ ";

}  // namespace

class TestLanguageFiles : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void explainsAKey() {
        const Outcome outcome = watertight({"explain", "inbox"});

        QCOMPARE(outcome.exitCode, app::exitGood);
        QVERIFY(has(outcome, "inbox, in a service\n"));
        QVERIFY(has(outcome, "type      a whole number, or `unlimited`"));
        QVERIFY(has(outcome, "default   1000"));
        QVERIFY(has(outcome, "stands    services.NAME.inbox"));
        QVERIFY(has(outcome, "example   streaming-platform.yaml, line "));
        QVERIFY(has(outcome, "            inbox: 200\n"));
        QVERIFY(has(outcome, "inbox, in an expectation\n"));
        QVERIFY(has(outcome, "inbox, a word of reports"));
    }

    void saysBoundsAndUnits() {
        QVERIFY(has(watertight({"explain", "instances"}), "a whole number from 1 to 100,000"));
        QVERIFY(has(watertight({"explain", "ttl"}), "a duration above 0, or `none`"));
        QVERIFY(has(watertight({"explain", "ttl"}), "unit      ns, us, ms, s, min, h or d"));
        QVERIFY(has(watertight({"explain", "discipline"}), "`codel(target 5 ms interval 100 ms)`"));
    }

    void narrowsAKeyDownByItsPath() {
        const Outcome both = watertight({"explain", "rate-limit"});
        QVERIFY(has(both, "rate-limit, in a service\n"));
        QVERIFY(has(both, "rate-limit, in the options of `call`\n"));
        const Outcome one = watertight({"explain", "services.user.rate-limit"});
        QVERIFY(has(one, "rate-limit, in a service\n"));
        const Outcome budget = watertight({"explain", "retry.budget"});
        QVERIFY(has(budget, "budget, in `retry`\n"));
        const Outcome ofCall = watertight({"explain", "call.rate-limit"});
        QVERIFY(!has(ofCall, "rate-limit, in a service\n"));
    }

    void explainsWordsThatAreNoKeys() {
        QVERIFY(has(watertight({"explain", "half-open"}), "pass as probes"));
        QVERIFY(has(watertight({"explain", "distribution"}), "exp(5 ms)"));
        QVERIFY(has(watertight({"explain", "lognormal"}), "lognormal(p50 5 ms p99 40 ms)"));
        QVERIFY(has(watertight({"explain", "power-of-two"}), "balancing, in a service"));
        QVERIFY(has(watertight({"explain", "journey"}), "Journeys\n"));
    }

    void namesWhatIsNearAWordThatIsNone() {
        const Outcome slip = watertight({"explain", "retyr"});
        QCOMPARE(slip.exitCode, app::exitBadInput);
        QCOMPARE(slip.err, "watertight: nothing is called 'retyr': did you mean `retry`?\n");
        const Outcome part = watertight({"explain", "letter"});
        QVERIFY(part.err.find("`dead-letter`") != std::string::npos);
        const Outcome strange = watertight({"explain", "zzz"});
        QCOMPARE(strange.exitCode, app::exitBadInput);
        QVERIFY(strange.err.find("watertight explain lists what is") != std::string::npos);
    }

    void listsTheSectionsWithoutAWord() {
        const Outcome outcome = watertight({"explain"});
        QCOMPARE(outcome.exitCode, app::exitGood);
        for (const models::Key& each : models::keysOf(models::Section::Top)) {
            QVERIFY2(has(outcome, each.help), std::string(each.name).c_str());
        }
    }

    void explainsEverythingThatItLists() {
        std::set<std::string_view> words;
        for (const models::Section section : models::allSections()) {
            for (const models::Key& each : models::keysOf(section)) {
                words.insert(each.name);
            }
        }
        for (const models::Term& each : models::allTerms()) {
            words.insert(each.name);
        }
        for (const std::string_view word : words) {
            std::ostringstream out, err;
            app::Console console{.out = out, .err = err};  // without examples, which take long
            QCOMPARE(app::explainCommand(std::string(word), console), app::exitGood);
            QVERIFY(!out.str().empty() && err.str().empty());
        }
    }

    void theSchemaTakesEveryShippedScenario() {
        const SchemaCheck check(app::scenarioSchema());
        for (const std::string& file : shippedFiles()) {
            const std::string problem =
                problemOfScenario(check, contentOf(SOURCE_DIR "/scenarios/" + file));
            QVERIFY2(problem.empty(), (file + problem).c_str());
        }
        const std::string problem =
            problemOfScenario(check, contentOf(SOURCE_DIR "/tests/data/every-key.yaml"));
        QVERIFY2(problem.empty(), problem.c_str());
    }

    void theSchemaRefuses_data() {
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const std::string& text) {
            QTest::newRow(name) << QString::fromStdString(text);
        };
        row("an unknown key", "watertight: 1\nservices: {}\ncolour: red\n");
        row("no services", "watertight: 1\n");
        row("a duration without a unit", "watertight: 1\nservices: {}\nrun: { duration: 5 }\n");
        row("too few instances", "watertight: 1\nservices: { a: { instances: 0 } }\n");
        row("an unknown word", "watertight: 1\nservices: { a: { balancing: fair } }\n");
        row("an unknown step", service + "{ jump: 1 } ] } } }\n");
        row("an option of another step", service + "{ compute: 1 ms, timeout: 1 s } ] } } }\n");
        row("two actions", service + "{ compute: 1 ms, sleep: 1 s } ] } } }\n");
    }
    void theSchemaRefuses() {
        QFETCH(QString, text);
        const SchemaCheck check(app::scenarioSchema());
        QVERIFY(!problemOfScenario(check, text.toStdString()).empty());
        // By these two lines the check itself is no check that refuses all.
        QCOMPARE(problemOfScenario(check, service + "{ compute: 1 ms }, stop ] } } }\n"), "");
    }

    void theFilesAreThoseThatTheProgramWrites() {
        const Outcome schema = watertight({"export", "schema"});
        QVERIFY2(schema.out == contentOf(SOURCE_DIR "/resources/scenario.schema.json"),
                 "run ./dev manual");
        const Outcome manual = watertight({"export", "manual"});
        QVERIFY2(manual.out == contentOf(SOURCE_DIR "/docs/language.md"), "run ./dev manual");
    }

    void theManualHasEveryKeyOfEverySection() {
        const std::string manual = watertight({"export", "manual"}).out;
        for (const models::Section section : models::allSections()) {
            const std::size_t heading =
                manual.find("\n## " + std::string(models::titleOf(section)) + "\n");
            QVERIFY(heading != std::string::npos);
            const std::string block =
                manual.substr(heading, manual.find("\n## ", heading + 4) - heading);
            for (const models::Key& each : models::keysOf(section)) {
                QVERIFY2(block.find("| `" + std::string(each.name) + "` |") != std::string::npos,
                         std::string(each.name).c_str());
            }
        }
    }

    void theManualsLinksLeadSomewhere() {
        const std::string manual = watertight({"export", "manual"}).out;
        const std::regex link("\\]\\(#([^)]*)\\)");
        const std::regex heading("\n## ([^\n]*)");
        std::set<std::string> headings;
        for (auto each = std::sregex_iterator(manual.begin(), manual.end(), heading);
             each != std::sregex_iterator(); ++each) {
            std::string anchor;
            for (const char c : (*each)[1].str()) {
                if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == ' ') {
                    anchor += c == ' ' ? '-' : static_cast<char>(std::tolower(c));
                }
            }
            QVERIFY2(headings.insert(anchor).second, anchor.c_str());
        }
        for (auto each = std::sregex_iterator(manual.begin(), manual.end(), link);
             each != std::sregex_iterator(); ++each) {
            QVERIFY2(headings.contains((*each)[1].str()), (*each)[1].str().c_str());
        }
    }
};

TEST_OF_THIS_FILE(TestLanguageFiles);
#include "tst_language_files.moc"
