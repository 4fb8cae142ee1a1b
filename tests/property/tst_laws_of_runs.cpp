// The laws of tests/support/run_laws.h, tried on random scenarios of everything the language has so
// far, each in a process of its own: so a crash and a hang are findings, too. A failure names its
// seed and hands over the scenario, made as small as it can be while it still fails; put it into a
// file and run it. With WATERTIGHT_SCENARIOS=20000 so many are tried; with WATERTIGHT_THOROUGH
// (./dev check-all) ten times as many as else; with WATERTIGHT_FIRST_SEED from that seed on.
#include <QtTest>

#include <QTemporaryDir>
#include <cstdio>
#include <fstream>
#include <stdexcept>

#include "models/call_graph.h"
#include "models/io/scenario_reader.h"
#include "tests/support/contained.h"
#include "tests/support/random_details.h"
#include "tests/support/random_network.h"
#include "tests/support/random_rollouts.h"
#include "tests/support/run_laws.h"
#include "tests/support/scenario_text.h"
#include "tests/support/scenario_yaml.h"
#include "tests/support/shrinker.h"
#include "tests/support/test_program.h"

class TestLawsOfRuns : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void everyScenarioCanBeWrittenAndRead();
    void aPlantedDefectIsShrunkToItsCause();
    void aCrashAndAHangAreFindings();
    void everyRunObeysTheLaws();
    void everyDrainedRunIsInBalance();
    void everyShippedScenarioIsInBalance();

  private:
    std::string m_folder;  // with the file that `trace` names
    QTemporaryDir m_temporary;
};

namespace {

using models::Scenario;

std::uint64_t firstSeed() {
    return static_cast<std::uint64_t>(qEnvironmentVariableIntValue("WATERTIGHT_FIRST_SEED"));
}

std::uint64_t scenarioCount(std::uint64_t usual) {
    const int wanted = qEnvironmentVariableIntValue("WATERTIGHT_SCENARIOS");
    const std::uint64_t factor = qEnvironmentVariableIsSet("WATERTIGHT_THOROUGH") ? 10 : 1;
    return wanted > 0 ? static_cast<std::uint64_t>(wanted) : usual * factor;
}

using Law = std::function<std::string(const Scenario&)>;

// What is to be printed of a scenario that breaks the law: the seed, the complaint, the file.
std::string findingOf(std::uint64_t seed, const Scenario& scenario, const Law& law,
                      const std::string& folder) {
    const auto complaintOf = [&](const Scenario& each) {
        return tests::contained([&] { return law(each); });
    };
    const Scenario small = tests::shrunk(
        scenario, [&](const Scenario& each) { return !complaintOf(each).empty(); }, folder, 400);
    return "seed " + std::to_string(seed) + ": " + complaintOf(scenario) +
           "\nmade small: " + complaintOf(small) + "\n" + tests::yamlOf(small);
}

// The first finding among so many seeds; empty: there is none.
std::string firstFinding(std::uint64_t count, Scenario (*make)(std::uint64_t), const Law& law,
                         const std::string& folder) {
    for (std::uint64_t seed = firstSeed(); seed < firstSeed() + count; ++seed) {
        const Scenario scenario = make(seed);
        if (!tests::contained([&] { return law(scenario); }).empty()) {
            return findingOf(seed, scenario, law, folder);
        }
    }
    return {};
}

// Qt Test shows the first thousand characters of a message; a scenario has more.
bool isNothing(const std::string& finding) {
    std::fputs(finding.c_str(), stderr);
    return finding.empty();
}

std::string balanceOf(const Scenario& scenario) {
    const Scenario whole = tests::drained(scenario);
    return tests::brokenBalance(whole, tests::runOf(whole).report());
}

bool hasBulkhead(const Scenario& scenario) {
    bool found = false;
    const auto look = [&](const models::Call& call) { found |= call.bulkhead.has_value(); };
    for (const models::Service& service : scenario.services) {
        for (const models::Endpoint& endpoint : service.endpoints) {
            models::forEachCall(endpoint.steps, look);
        }
    }
    for (const models::Journey& journey : scenario.journeys) {
        models::forEachCall(journey.steps, look);
    }
    return found;
}

}  // namespace

void TestLawsOfRuns::initTestCase() {
    m_folder = m_temporary.path().toStdString();
    std::ofstream(m_folder + "/" + tests::traceFile) << tests::traceFileText();
}

void TestLawsOfRuns::everyScenarioCanBeWrittenAndRead() {
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        const Scenario scenario = seed < 200   ? tests::detailedScenario(seed)
                                  : seed < 300 ? tests::networkScenario(seed)
                                  : seed < 350 ? tests::dataScenario(seed)
                                               : tests::rolloutScenario(seed);
        const std::string text = tests::yamlOf(scenario);
        const models::ScenarioReading reading = models::readScenario(text, "random", m_folder);
        std::string problems;
        for (const models::Diagnostic& each : reading.diagnostics) {
            problems += "\n" + models::toText(each);
        }
        QVERIFY2(reading.scenario.has_value(), problems.c_str());
        QVERIFY2(tests::yamlOf(*reading.scenario) == text, text.c_str());
        QVERIFY2(*reading.scenario == scenario, text.c_str());
    }
}

// A law that every bulkhead breaks leaves little more than one bulkhead.
void TestLawsOfRuns::aPlantedDefectIsShrunkToItsCause() {
    int shrunk = 0;
    for (std::uint64_t seed = 0; shrunk < 5; ++seed) {
        const Scenario scenario = tests::detailedScenario(seed);
        if (!hasBulkhead(scenario)) {
            continue;
        }
        ++shrunk;
        const Scenario small = tests::shrunk(scenario, hasBulkhead, m_folder);
        const std::string text = tests::yamlOf(small);
        QVERIFY2(hasBulkhead(small) && tests::isReadable(small, m_folder), text.c_str());
        QVERIFY2(small.services.size() <= 3 && small.journeys.size() <= 1, text.c_str());
        QVERIFY2(small.faults.empty(), text.c_str());
        std::size_t steps = small.journeys.empty() ? 0 : small.journeys.front().steps.size();
        for (const models::Service& service : small.services) {
            QVERIFY2(service.endpoints.size() == 1 && service.instances == 1, text.c_str());
            steps += service.endpoints.front().steps.size();
        }
        QVERIFY2(steps <= 3, text.c_str());
    }
}

void TestLawsOfRuns::aCrashAndAHangAreFindings() {
    QCOMPARE(tests::contained([] { return std::string("as it was said"); }), "as it was said");
    QCOMPARE(tests::contained([]() -> std::string { std::abort(); }), "crashed: signal 6");
    QCOMPARE(tests::contained([]() -> std::string { throw std::runtime_error("it"); }),
             "threw: it");
    QCOMPARE(tests::contained(
                 []() -> std::string {
                     for (volatile bool goesOn = true; goesOn;) {
                     }
                     return {};
                 },
                 1),
             "hangs");
}

void TestLawsOfRuns::everyRunObeysTheLaws() {
    const Law onOneThread = [](const Scenario& each) { return tests::brokenLaw(each, {1}); };
    const Law onThree = [](const Scenario& each) { return tests::brokenLaw(each, {3}); };
    // Threads that outnumber the cores make every barrier a wait: fewer scenarios then.
    const std::uint64_t count = scenarioCount(1200);
    for (const auto& [law, fewer] : {std::pair(onOneThread, 1), std::pair(onThree, 25)}) {
        for (const auto& [make, share] :
             {std::pair(&tests::detailedScenario, 1), std::pair(&tests::networkScenario, 2),
              std::pair(&tests::dataScenario, 4), std::pair(&tests::rolloutScenario, 4)}) {
            const std::string finding = firstFinding(
                count / static_cast<std::uint64_t>(fewer * share), make, law, m_folder);
            QVERIFY(isNothing(finding));
        }
    }
}

void TestLawsOfRuns::everyDrainedRunIsInBalance() {
    const std::uint64_t count = scenarioCount(500);
    for (const auto& [make, share] :
         {std::pair(&tests::detailedScenario, 1), std::pair(&tests::detailedScenarioThatDrains, 1),
          std::pair(&tests::networkScenario, 2), std::pair(&tests::networkScenarioThatDrains, 2),
          std::pair(&tests::dataScenario, 4), std::pair(&tests::dataScenarioThatDrains, 4),
          std::pair(&tests::rolloutScenarioThatDrains, 3)}) {
        const std::string finding =
            firstFinding(count / static_cast<std::uint64_t>(share), make, balanceOf, m_folder);
        QVERIFY(isNothing(finding));
    }
}

void TestLawsOfRuns::everyShippedScenarioIsInBalance() {
    const std::vector<std::string> files = tests::shippedFiles();
    QVERIFY(!files.empty());
    for (const std::string& file : files) {
        const Scenario scenario = tests::drained(tests::shippedScenario(file));
        const std::string broken = tests::brokenBalance(scenario, tests::runOf(scenario).report());
        QVERIFY2(broken.empty(), (file + ": " + broken).c_str());
    }
}

TEST_OF_THIS_FILE(TestLawsOfRuns);
#include "tst_laws_of_runs.moc"
