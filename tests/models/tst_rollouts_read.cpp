// Versions, rollouts and autoscaling as a file says them: what is read, and what is wrong with what
// cannot be.
#include <QtTest>

#include "models/io/scenario_reader.h"
#include "tests/support/test_program.h"

class TestRolloutsRead : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void areReadAsTheyStand();
    void haveTheirStandards();
    void tellWhatIsWrong_data();
    void tellWhatIsWrong();
    void warnOfBrokenContracts();
};

using namespace std::chrono_literals;

namespace {

std::string fileWith(const std::string& service, const std::string& rollouts) {
    return "watertight: 1\nservices:\n  user:\n    instances: 4\n" + service +
           "    versions: { v2: { endpoints: { get: [ { compute: 2 ms } ], list: null } } }\n"
           "    endpoints: { get: [ { compute: 1 ms } ], list: [ { compute: 1 ms } ] }\n"
           "rollouts: [ " +
           rollouts + " ]\n";
}

std::string problemsOf(const std::string& text) {
    std::string all;
    for (const models::Diagnostic& each : models::readScenario(text, "a.yaml", ".").diagnostics) {
        all += models::toText(each) + "\n";
    }
    return all;
}

}  // namespace

void TestRolloutsRead::areReadAsTheyStand() {
    const auto reading = models::readScenario(
        fileWith("    drain: 7 s\n    autoscale: { target: 50 %, min: 2, max: 9, every: 5 s, "
                 "tolerance: 5 %, stabilization: 1 min }\n",
                 "{ name: a, at: 2 s, deploy: user, version: v2, strategy: canary, weights: [5 %, "
                 "50 %], every: 30 s, abort-if: { errors: above 5 %, p99: above 200 ms } }, { at: "
                 "3 s, deploy: user, version: v2, max-surge: 25 %, max-unavailable: 0 }, { at: 4 "
                 "s, scale: user, to: 6 }"),
        "a.yaml", ".");
    QVERIFY2(reading.scenario, problemsOf("").c_str());
    const models::Service& user = reading.scenario->services.front();
    QCOMPARE(user.drain, 7s);
    QCOMPARE(user.autoscale->max, 9);
    QCOMPARE(user.autoscale->every, 5s);
    QCOMPARE(user.versions.front().removed, std::vector<std::string>{"list"});
    QCOMPARE(user.endpoints.back().version, "v2");
    const auto& rollouts = reading.scenario->rollouts;
    const auto& canary = std::get<models::Deploy>(rollouts[0].action);
    QCOMPARE(canary.strategy, models::Strategy::Canary);
    QCOMPARE(canary.weights.size(), 2U);
    QVERIFY(canary.errors->holds(0.06) && !canary.errors->holds(0.05));
    QVERIFY(canary.p99->holds(0.201) && !canary.p99->holds(0.2));
    const auto& rolling = std::get<models::Deploy>(rollouts[1].action);
    QCOMPARE(rolling.maxSurge.roundedUp(10), 3);
    QCOMPARE(rolling.maxUnavailable.roundedDown(10), 0);
    QCOMPARE(std::get<models::ScaleTo>(rollouts[2].action).instances, 6);
    QVERIFY(reading.scenario->rollout("a") == &rollouts[0]);
}

void TestRolloutsRead::haveTheirStandards() {
    const auto reading = models::readScenario(
        fileWith("    autoscale: {}\n", "{ at: 1 s, deploy: user, version: v2 }"), "a.yaml", ".");
    QVERIFY(reading.scenario);
    const models::Service& user = reading.scenario->services.front();
    QCOMPARE(user.drain, 30s);
    QCOMPARE(*user.autoscale, models::Autoscale{});
    const auto& deploy = std::get<models::Deploy>(reading.scenario->rollouts.front().action);
    QCOMPARE(deploy.strategy, models::Strategy::Rolling);
    QCOMPARE(deploy.maxSurge.roundedUp(10), 3);
    QCOMPARE(deploy.maxUnavailable.roundedDown(10), 2);
}

void TestRolloutsRead::tellWhatIsWrong_data() {
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("rollout");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* rollout, const char* problem, const char* service = "") {
        QTest::newRow(problem) << service << rollout << problem;
    };
    row("{ at: 1 s, deploy: usr, version: v2 }",
        "a.yaml:7:32: error: there is no service `usr`: did you mean `user`?");
    row("{ at: 1 s, deploy: user, version: v3 }",
        "service `user` has no version `v3`: did you mean `v2`?");
    row("{ at: 1 s, deploy: user }", "`deploy` does not say which: expected `version: v2`");
    row("{ at: 1 s, scale: user }", "`scale` does not say how many: expected `to: 6`");
    row("{ at: 1 s }", "the rollout does not say what it does: expected `deploy` or `scale`");
    row("{ at: 1 s, scale: user, deploy: user, to: 1 }", "`deploy` and `scale` are two rollouts");
    row("{ scale: user, to: 1 }", "the rollout has no `at`");
    row("{ at: 1 s, scale: user, to: 2, version: v2 }", "`version` is for `deploy`");
    row("{ at: 1 s, deploy: user, version: v2, to: 2 }", "`to` is for `scale`");
    row("{ at: 1 s, deploy: user, version: v2, every: 1 s }", "`every` is for `canary`");
    row("{ at: 1 s, deploy: user, version: v2, strategy: recreate, max-surge: 1 }",
        "`max-surge` is for `rolling`");
    row("{ at: 1 s, deploy: user, version: v2, strategy: canary, every: 1 s }",
        "a canary wants `weights`");
    row("{ at: 1 s, deploy: user, version: v2, strategy: canary, weights: [0 %], every: 1 s }",
        "expected above 0 %");
    row("{ at: 1 s, deploy: user, version: v2, strategy: canry }", "did you mean `canary`?");
    row("{ at: 1 s, deploy: user, version: v2, max-surge: 0, max-unavailable: 10 % }",
        "`max-surge` and `max-unavailable` are both 0 of 4 instances: nothing could ever be "
        "replaced");
    row("{ at: 1 s, deploy: user, version: v2, max-surge: many }",
        "expected a number of instances, or a share such as `25 %`");
    row("{ at: 1 s, scale: user, to: 2 }", "`min` is 5, but `max` is 3",
        "    autoscale: { min: 5, max: 3 }\n");
    row("{ at: 1 s, scale: user, to: 2 }", "expected `utilization`",
        "    autoscale: { metric: load }\n");
    row("{ at: 1 s, scale: user, to: 2 }", "`v2` is the version that `user` begins with",
        "    version: v2\n");
}

void TestRolloutsRead::tellWhatIsWrong() {
    QFETCH(QString, service);
    QFETCH(QString, rollout);
    QFETCH(QString, problem);
    const std::string found = problemsOf(fileWith(service.toStdString(), rollout.toStdString()));
    QVERIFY2(found.find(problem.toStdString()) != std::string::npos, found.c_str());
}

void TestRolloutsRead::warnOfBrokenContracts() {
    const std::string text = fileWith("", "") +
                             "journeys:\n"
                             "  a: { arrivals: constant(1/s), steps: [ { call: user.get } ] }\n"
                             "  b: { arrivals: constant(1/s), steps: [ { call: user.list } ] }\n";
    QCOMPARE(problemsOf(text),
             "a.yaml:10:50: warning: `b` calls `list`, which `v2` of `user` does not have: these "
             "calls fail where it answers them [contract]\n");
    QCOMPARE(problemsOf("lint: { ignore: { contract: known } }\n" + text), "");
}

TEST_OF_THIS_FILE(TestRolloutsRead);
#include "tst_rollouts_read.moc"
