// When a lesson's step is done: `until` judged by what is seen of a run.
#include <QtTest>
#include <set>

#include "models/lessons.h"
#include "sim/lesson_judge.h"
#include "sim/simulation.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

namespace {

// A worker that answers 100 requests a second, each in 11 ms: 1 ms there, 10 ms work; and back.
std::string scenarioUntil(const std::string& until, const std::string& faults = "") {
    return "watertight: 1\n"
           "name: judged\n"
           "run: { duration: 60 s }\n"
           "network: { latency: 1 ms }\n"
           "services:\n"
           "  worker: { concurrency: 4, endpoints: { work: [ { compute: 10 ms } ] } }\n"
           "journeys: { users: { arrivals: constant(100/s), steps: [ { call: worker.work } ] } }\n"
           "faults: [ " +
           faults + " ]\nlesson: [ { text: Wait., until: { " + until + " } } ]\n";
}

// A run and the judge of its only step, which begins at 10 s.
struct Judged {
    models::Scenario scenario;
    models::CallGraph graph;
    sim::Simulation simulation;
    sim::LessonJudge judge;

    explicit Judged(const std::string& text)
        : scenario(tests::scenarioFrom(text)),
          graph(models::callGraph(scenario)),
          simulation(scenario, {.observe = true}),
          judge(*scenario.lesson.front().until, scenario, graph, seenAt(10s)) {}

    sim::Snapshot seenAt(sim::Duration at) {
        simulation.advanceTo(models::runStart + at);
        return simulation.snapshot();
    }
    sim::LessonFindings at(sim::Duration at) { return judge.judge(seenAt(at)); }
};

}  // namespace

class TestLessonJudge : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void dividesTheStepsByTheirHeadings();
    void offersTheAnswersInAnOrderOfTheirWords();
    void countsEventsSinceTheStepBegan();
    void looksAtTheLastFiveSecondsOfTheStep();
    void judgesLevelsByTheirMean();
    void beginsAgainWhereTheRunWentBack();
    void saysWhatCannotBeSeen();
};

void TestLessonJudge::dividesTheStepsByTheirHeadings() {
    models::Scenario scenario;
    scenario.name = "Streaming";
    scenario.about = "Videos.";
    scenario.lesson = {{.text = "Look."},
                       {.text = "# Isolation\nWho else fails?\n"},
                       {.text = "Press K."},
                       {.text = "Press R."},
                       {.text = "# Nothing"}};

    const auto lessons = models::lessonsOf(scenario);

    const std::vector<models::Lesson> wanted = {
        {"Streaming", "Videos.", {{.text = "Look."}}},
        {"Isolation", "Who else fails?", {{.text = "Press K."}, {.text = "Press R."}}},
        {"Nothing", "", {}}};
    QVERIFY(lessons == wanted);
    QVERIFY(models::lessonsOf(models::Scenario{}).empty());
}

void TestLessonJudge::offersTheAnswersInAnOrderOfTheirWords() {
    std::set<std::size_t> placesOfTheRight;
    for (int i = 0; i < 20; ++i) {
        const models::LessonStep step{.ask = "Question " + std::to_string(i),
                                      .answers = {"one", "two", "three"}};
        auto offered = models::offeredAnswers(step);
        QVERIFY(offered == models::offeredAnswers(step));
        placesOfTheRight.insert(
            static_cast<std::size_t>(std::ranges::find(offered, 0U) - offered.begin()));
        std::ranges::sort(offered);
        QVERIFY((offered == std::vector<std::size_t>{0, 1, 2}));
    }
    QCOMPARE(placesOfTheRight.size(), std::size_t(3));
}

void TestLessonJudge::countsEventsSinceTheStepBegan() {
    Judged judged(scenarioUntil("event: killed, where: worker, count: at least 2",
                                "{ at: 5 s, kill: worker, for: 1 s }, "
                                "{ at: 12 s, kill: worker, for: 1 s }, "
                                "{ at: 14 s, kill: worker, for: 1 s }"));

    QCOMPARE(*judged.at(11s).findings.front().found, 0.0);
    QCOMPARE(*judged.at(13s).findings.front().found, 1.0);
    QVERIFY(!judged.at(13s).holds);
    QVERIFY(judged.at(15s).holds);
}

// 100/s of which none is good from 12 s on: refused 2 ms after they began. At 14.9 s the step is
// not 5 s old. In the 5 s before 16 s 500 ended, and those until 12 s, 100, were good.
void TestLessonJudge::looksAtTheLastFiveSecondsOfTheStep() {
    const std::string text =
        scenarioUntil("journey: users, availability: below 10 %", "{ at: 12 s, kill: worker }");
    Judged tooSoon(text);
    QVERIFY(!tooSoon.at(14900ms).findings.front().found);

    Judged judged(text);
    judged.at(11s);
    const auto seen = judged.at(16s);
    QVERIFY(std::abs(*seen.findings.front().found - 0.2) < 0.005);
    QVERIFY(!seen.holds);
    judged.at(17s);
    const auto later = judged.at(22s);
    QVERIFY(later.holds);
    QCOMPARE(*later.findings.front().found, 0.0);
}

// 100/s of 10 ms are one slot of four; seen every 9 ms, so that no beat is hit.
void TestLessonJudge::judgesLevelsByTheirMean() {
    Judged judged(scenarioUntil("service: worker, utilization: between 20 % and 30 %"));
    sim::LessonFindings seen;
    for (sim::Duration at = 10s; at <= 16s; at += 9ms) {
        seen = judged.at(at);
    }
    QVERIFY(std::abs(*seen.findings.front().found - 0.25) < 0.01);
    QVERIFY(seen.holds);
}

void TestLessonJudge::beginsAgainWhereTheRunWentBack() {
    const std::string text =
        scenarioUntil("event: killed, count: at least 1", "{ at: 5 s, kill: worker, for: 1 s }");
    Judged judged(text);
    QVERIFY(!judged.at(20s).holds);
    Judged again(text);  // has not gone beyond 10 s

    judged.judge.judge(again.simulation.snapshot());
    QVERIFY(!judged.judge.judge(again.seenAt(11s)).holds);

    sim::Simulation fromStart(again.scenario, {});
    fromStart.advanceTo(models::runStart + 2s);
    QVERIFY(!judged.judge.judge(fromStart.snapshot()).holds);
    fromStart.advanceTo(models::runStart + 6s);
    QVERIFY(judged.judge.judge(fromStart.snapshot()).holds);
}

void TestLessonJudge::saysWhatCannotBeSeen() {
    Judged p99(scenarioUntil("journey: users, p99: below 1 s"));
    QVERIFY(p99.at(16s).canBeSeen);
    QVERIFY(p99.at(17s).holds);
    Judged mean(scenarioUntil("journey: users, mean: below 1 s"));
    QVERIFY(!mean.at(16s).canBeSeen);
    QVERIFY(!mean.at(17s).holds);
}

TEST_OF_THIS_FILE(TestLessonJudge);
#include "tst_lesson_judge.moc"
