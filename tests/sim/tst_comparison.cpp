// Two scenarios side by side: what differs, what is no more than chance, what is in one only.
#include <QtTest>

#include <algorithm>
#include <string>

#include "sim/comparison.h"
#include "tests/support/difference_text.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using sim::Distinction;

class TestComparison : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aScenarioIsTheSameAsItself();
    void theFiguresAreThoseOfTheReports();
    void oneSeedSaysNothingOfChance();
    void chanceAloneIsSeldomTakenForADifference();
    void aRealDifferenceIsSeen();
    void whatOnlyOneHasIsNotCompared();
    void aFaultIsComparedByItsName();
    void threadsDoNotMatter();
    void whatARunWasToldIsToldAgain();
};

namespace {

constexpr std::size_t throughput = 2, p99 = 5;

// `before` stands before the compute: a step that takes no time, and moves its draws elsewhere.
std::string tillOf(const std::string& compute, const std::string& before = {},
                   const std::string& seconds = "10", const std::string& rest = {}) {
    return "watertight: 1\nname: a till\nrun: { duration: " + seconds +
           " s, warm-up: 1 s }\nnetwork: { latency: 0.2 ms }\nservices:\n  till: { endpoints: { "
           "pay: [ " +
           before + "{ compute: " + compute + " } ] } }\n" + rest +
           "journeys:\n  pay: { arrivals: poisson(100/s), steps: [ { call: till.pay } ] }\n";
}

sim::Comparison comparisonOf(const std::string& first, const std::string& second, int seeds,
                             std::uint64_t seed = 1, int threads = 1) {
    sim::ComparisonSettings settings;
    settings.seed = seed;
    settings.seeds = seeds;
    settings.threads = threads;
    return sim::compare(tests::scenarioFrom(first), tests::scenarioFrom(second), settings);
}

std::string textOf(const sim::Comparison& comparison) {
    std::string text = tests::textOf(comparison.pairs);
    for (const auto* subjects : {&comparison.journeys, &comparison.services}) {
        for (const sim::ComparedSubject& subject : *subjects) {
            text += subject.name;
            for (const sim::ComparedMeasure& each : subject.measures) {
                text += ' ' + std::to_string(each.difference.value_or(-1) * 1e12) + '/' +
                        std::to_string(each.interval ? each.interval->low * 1e12 : -1);
            }
        }
    }
    return text;
}

}  // namespace

void TestComparison::aScenarioIsTheSameAsItself() {
    const sim::Comparison same = comparisonOf(tillOf("exp(5 ms)"), tillOf("exp(5 ms)"), 3);

    for (const auto* subjects : {&same.journeys, &same.services}) {
        for (const sim::ComparedMeasure& each : subjects->front().measures) {
            QVERIFY(each.finding == Distinction::Same || each.finding == Distinction::NotMeasured);
        }
    }
    QVERIFY(same.pairs.front().touchesNothing());
    QVERIFY(same.pairs.front().pairs > 2000);
    QCOMPARE(same.fingerprints[0], same.fingerprints[1]);
}

void TestComparison::theFiguresAreThoseOfTheReports() {
    const sim::Comparison found = comparisonOf(tillOf("exp(5 ms)"), tillOf("exp(7 ms)"), 1, 9);
    const sim::Report first = tests::reportOf(tillOf("exp(5 ms)"), 9);
    const sim::Report second = tests::reportOf(tillOf("exp(7 ms)"), 9);

    const sim::ComparedMeasure& last = found.journeys.front().measures[p99];
    QCOMPARE(last.first.value(), first.journeys.front().latency.p99.value());
    QCOMPARE(last.second.value(), second.journeys.front().latency.p99.value());
    QCOMPARE(last.difference.value(), *last.second - *last.first);
    QCOMPARE(found.journeys.front().measures[throughput].first.value(),
             first.journeys.front().throughput);
    QCOMPARE(found.fingerprints[0], first.fingerprint);
    QCOMPARE(found.fingerprints[1], second.fingerprint);
    // Each request computes the same share of a longer mean.
    QCOMPARE(found.pairs.front().slower, found.pairs.front().pairs);
}

void TestComparison::oneSeedSaysNothingOfChance() {
    const sim::Comparison found = comparisonOf(tillOf("exp(5 ms)"), tillOf("exp(7 ms)"), 1);

    QVERIFY(found.journeys.front().measures[p99].finding == Distinction::OneSeed);
    QVERIFY(!found.journeys.front().measures[p99].interval);
}

// The same law by other draws: 95 % intervals leave out zero about once in twenty. Of 60, more than
// 10 have a probability of 0.0003.
void TestComparison::chanceAloneIsSeldomTakenForADifference() {
    const std::string first = tillOf("exp(5 ms)");
    const std::string second = tillOf("exp(5 ms)", "{ sleep: 0 s }, ");
    int differing = 0, within = 0;
    for (std::uint64_t i = 0; i < 60; ++i) {
        const sim::Comparison found = comparisonOf(first, second, 6, 1 + 6 * i);
        const Distinction finding = found.journeys.front().measures[p99].finding;
        differing += finding == Distinction::Differs ? 1 : 0;
        within += finding == Distinction::WithinChance ? 1 : 0;
    }
    QCOMPARE(differing + within, 60);
    QVERIFY2(differing <= 10, std::to_string(differing).c_str());
}

void TestComparison::aRealDifferenceIsSeen() {
    const sim::Comparison found =
        comparisonOf(tillOf("exp(5 ms)"), tillOf("exp(6 ms)", "{ sleep: 0 s }, "), 10);

    const sim::ComparedMeasure& last = found.journeys.front().measures[p99];
    QVERIFY(last.finding == Distinction::Differs);
    QVERIFY(last.interval->low > 0);
    QVERIFY(found.services.front().measures[0].finding == Distinction::Differs);
    // Nobody comes more often for it.
    QVERIFY(found.journeys.front().measures[0].finding == Distinction::Same);
}

void TestComparison::whatOnlyOneHasIsNotCompared() {
    const std::string more =
        tillOf("exp(5 ms)", {}, "10", "  page: { endpoints: { show: [ { compute: 1 ms } ] } }\n") +
        "  look: { arrivals: constant(10/s), steps: [ { call: page.show } ] }\n";
    const sim::Comparison found = comparisonOf(tillOf("exp(5 ms)"), more, 2);

    QCOMPARE(found.journeys.size(), std::size_t(2));
    QVERIFY(!found.journeys[1].inFirst && found.journeys[1].inSecond);
    QCOMPARE(found.journeys[1].name, std::string("look"));
    QVERIFY(found.journeys[1].measures[throughput].second.has_value());
    QVERIFY(found.journeys[1].measures[throughput].finding == Distinction::NotMeasured);
    QVERIFY(!found.services[1].inFirst);
    // And nobody who pays notices that somebody looks.
    QCOMPARE(found.pairs.size(), std::size_t(1));
    QVERIFY(found.pairs.front().touchesNothing());
}

void TestComparison::aFaultIsComparedByItsName() {
    const std::string cellar = "  cellar: { endpoints: { fetch: [ { compute: 1 ms } ] } }\n";
    const auto planned = [&](const char* killed, const char* alone) {
        return tillOf("1 ms", {}, "10",
                      cellar + "faults:\n  - { name: outage, at: 4 s, kill: " + killed +
                          ", for: 2 s }\n  - { name: " + alone + ", at: 8 s, kill: cellar }\n");
    };
    const sim::Comparison found =
        comparisonOf(planned("cellar", "the first's"), planned("till", "the second's"), 2);

    QCOMPARE(found.outages.size(), std::size_t(1));
    QCOMPARE(found.outages[0].fault, std::string("outage"));
    QCOMPARE(found.outages[0].journeys.size(), std::size_t(1));
    const sim::ComparedSubject& pay = found.outages[0].journeys[0];
    QCOMPARE(pay.name, std::string("pay"));
    QCOMPARE(pay.measures[0].first, std::optional(1.0));
    QCOMPARE(pay.measures[0].second, std::optional(0.0));
    QCOMPARE(pay.measures[0].finding, Distinction::Differs);
    QCOMPARE(pay.measures[1].finding, Distinction::Same);
    // What is looked at changes nothing of what is run.
    QCOMPARE(found.fingerprints[0],
             tests::runOf(tests::scenarioFrom(planned("cellar", "the first's")),
                          [] {
                              sim::RunOptions options;
                              options.seed = 1;
                              return options;
                          }())
                 .report()
                 .fingerprint);
}

void TestComparison::threadsDoNotMatter() {
    const std::string first = tillOf("exp(5 ms)"), second = tillOf("exp(6 ms)");

    QCOMPARE(textOf(comparisonOf(first, second, 5, 3, 2)),
             textOf(comparisonOf(first, second, 5, 3, 1)));
}

// The same as the scenario that has the command as a fault.
void TestComparison::whatARunWasToldIsToldAgain() {
    const std::string till = tillOf("exp(5 ms)", {}, "20");
    models::Fault kill;
    kill.kind = models::Kill{};
    kill.duration = std::chrono::seconds(3);
    kill.targets = {models::Target{"till", std::nullopt, {}}};
    const sim::ComparedSide told(tests::scenarioFrom(till),
                                 {{tests::at(std::chrono::seconds(8)), sim::BeginFault{kill}}});
    const sim::ComparedSide planned(
        tests::scenarioFrom(till + "faults: [ { at: 8 s, kill: till, for: 3 s } ]\n"));
    sim::ComparisonSettings settings;
    settings.seed = 3;

    const sim::Comparison same = sim::compare(told, planned, settings);
    QVERIFY(same.pairs.front().touchesNothing());
    QCOMPARE(same.fingerprints[0], same.fingerprints[1]);

    const sim::Comparison unharmed = sim::compare(told, tests::scenarioFrom(till), settings);
    QVERIFY(!unharmed.pairs.front().touchesNothing());
}

TEST_OF_THIS_FILE(TestComparison);
#include "tst_comparison.moc"
