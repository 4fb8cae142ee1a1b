// Where a text uses the keys of the table, and that every key is used by something that is run.
#include "models/io/key_walk.h"

#include <QtTest>
#include <set>

#include "models/io/data_file.h"
#include "models/io/scenario_tags.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace models;

namespace {

std::string wordsOfUses(const std::string& text) {
    const yaml::Parsing parsing = yaml::parse(text, "a.yaml");
    std::string words;
    for (const KeyUse& each : keyUses(parsing.document.root())) {
        words += (words.empty() ? "" : " ") + std::string(each.key->name);
    }
    return words;
}

std::string joined(const std::vector<std::string>& all) {
    std::string text;
    for (const std::string& each : all) {
        text += (text.empty() ? "" : " ") + each;
    }
    return text;
}

const std::string everyKey = SOURCE_DIR "/tests/data/every-key.yaml";

}  // namespace

class TestKeyWalk : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void findsKeysInTheOrderOfTheText() {
        QCOMPARE(
            wordsOfUses(R"(
services:
  a:
    endpoints:
      x:
        steps:
          - { call: b.y, timeout: 1 s, retry: { attempts: 2 }, fallback: [ stop ] }
          - parallel: [ [ { sleep: 1 ms } ], [ reply ] ]
      y: [ { read: rows, else: [ { fail: always } ] } ]
    versions: { v2: { endpoints: { y: [ stop ] } } }
unknown: { run: 1 }
)"),
            "services endpoints steps call timeout retry attempts fallback stop parallel sleep "
            "reply read else fail versions endpoints stop");
    }

    void tellsAKeyOfOneSectionFromThatOfAnother() {
        const yaml::Parsing parsing = yaml::parse(
            "services: { a: { rate-limit: { rate: 1/s }, endpoints: { x: "
            "[ { call: b.y, rate-limit: { rate: 2/s } } ] } } }",
            "a.yaml");
        std::vector<Section> sections;
        for (const KeyUse& each : keyUses(parsing.document.root())) {
            if (each.key->name == "rate") {
                sections.push_back(each.section);
            }
        }
        QCOMPARE(sections, (std::vector{Section::ServiceRateLimit, Section::CallRateLimit}));
    }

    void tellsByItsKeysWhatAScenarioIsAbout() {
        const yaml::Parsing parsing = yaml::parse(
            "services: { a: { rate-limit: { rate: 1/s }, endpoints: { x: [ { call: b.y, "
            "rate-limit: { rate: 2/s }, retry: {} } ] } } }\nfaults: [ { at: 1 s, lose: a -> b } ]",
            "a.yaml");
        QCOMPARE(tagsOf(parsing.document.root()),
                 (std::vector<std::string_view>{"rate limits", "network faults", "retries"}));
        QVERIFY(tagsOf(yaml::Node()).empty());
    }

    void knowsWhereAKeyMayStand() {
        const auto places = [](Section section, std::string_view key) {
            return joined(placesOf(section, *findKey(section, key)));
        };
        QCOMPARE(places(Section::Run, "seed"), "run.seed");
        QCOMPARE(places(Section::Top, "services"), "services");
        QCOMPARE(places(Section::Autoscale, "target"), "services.NAME.autoscale.target");
        QCOMPARE(places(Section::Retry, "budget"),
                 "services.NAME.endpoints.NAME.steps.N.retry.budget "
                 "journeys.NAME.steps.N.retry.budget");
        QCOMPARE(places(Section::Step, "read"), "services.NAME.endpoints.NAME.steps.N.read");
        QCOMPARE(places(Section::StoreOptions, "where"),
                 "services.NAME.endpoints.NAME.steps.N.where");
        QCOMPARE(places(Section::Expectation, "p99"), "expect.NAME.p99 lesson.N.until.p99");
        QCOMPARE(places(Section::Phase, "for"), "journeys.NAME.arrivals.N.for");
    }

    void everySectionStandsSomewhere() {
        for (const Section each : allSections()) {
            QVERIFY2(!placesOf(each).empty(), std::string(titleOf(each)).c_str());
        }
    }

    // A key that nobody uses is a key that nobody has tried.
    void everyKeyIsUsedByWhatIsRun() {
        std::set<const Key*> used;
        std::vector<std::string> files = {everyKey};
        for (const std::string& each : tests::shippedFiles()) {
            files.push_back(SOURCE_DIR "/scenarios/" + each);
        }
        for (const std::string& file : files) {
            const Parsed<std::string> text = readWholeFile(file, yaml::sizeMax);
            QVERIFY2(text, file.c_str());
            const yaml::Parsing parsing = yaml::parse(*text, file);
            for (const KeyUse& each : keyUses(parsing.document.root())) {
                used.insert(each.key);
            }
        }
        std::string unused;
        for (const Section section : allSections()) {
            for (const Key& each : keysOf(section)) {
                if (!used.contains(&each)) {
                    unused += "\n  " + placesOf(section, each).front();
                }
            }
        }
        QVERIFY2(unused.empty(), ("no scenario uses:" + unused).c_str());
    }

    void theFileOfTheOtherKeysRuns() {
        const ScenarioReading reading = readScenarioFile(everyKey);
        QVERIFY2(reading.scenario,
                 reading.diagnostics.empty() ? "" : toText(reading.diagnostics.front()).c_str());
        const sim::Simulation run = tests::runOf(*reading.scenario);
        QVERIFY(run.report().events > 1000);
    }
};

TEST_OF_THIS_FILE(TestKeyWalk);
#include "tst_key_walk.moc"
