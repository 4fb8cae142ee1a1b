#include <QtTest>

#include "app/cli/report_text.h"
#include "tests/cli/a_report.h"
#include "tests/support/test_program.h"

class TestReportText : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsFromWhoWasServedToTheFingerprint();
    void showsNoPercentileOfTooFewRequests();
    void saysWhoIsStuckAndWhatKeepsItSo();
    void showsWhatElseHappenedBesideARestlessBreaker();
    void leavesNoControlCharactersToTheTerminal();
};

void TestReportText::readsFromWhoWasServedToTheFingerprint() {
    const QString expected = R"(Two services
  seed 42, 5 min simulated, the first 10 s left out as warm-up

Journeys       started      ok  degraded  failed  availability   mean    p50    p99
  watch-video   58,000  57,900        60      30       99.95 %  21 ms  18 ms  90 ms
      95 % sure: mean 20.5 ms to 21.5 ms, available 99.91 % to 99.98 %, 199/s to 201/s
      failed with timeout 30
  never              0       0         0       0             -      -      -      -

Services  received  failed  rejected  utilization  inbox max    p99
  user     120,005      10         5      31.00 %         17  45 ms

Retried calls             calls  attempts  a call  failed
  gateway -> user.verify      3         4    1.33       0

What happened
  60.000 s  killed        user
  60.900 s  breaker-open  gateway -> user.verify: 50 of 100 failed

Expectations
  pass          Videos play
                availability 99.95 %, wanted at least 99.9 %
                p99 90 ms, wanted below 300 ms
  FAIL          Nobody notices
                errors 0.05 %, but wanted exactly 0
  NOT MEASURED  It recovers
                recovery -, but wanted below 5 s

fingerprint 0f86d081884c7d65, 1,234,567 events in 810 ms, 1,524,156 events/s, 2 threads
)";

    QCOMPARE(QString::fromStdString(app::reportText(aReport())), expected);
}

void TestReportText::showsNoPercentileOfTooFewRequests() {
    sim::Report report = aReport();
    report.journeys[0].latency.count = 99;
    report.journeys[0].intervals = {.requestsNeeded = 101};
    report.services[0].response.count = 60;
    report.journeys[1].counts.started = 5'000;

    const std::string text = app::reportText(report);

    QVERIFY2(text.find("99.95 %  21 ms  18 ms    -\n"
                       "      no intervals: 101 more requests needed\n"
                       "      p99 -: 1 more request needed\n") != std::string::npos,
             text.c_str());
    QVERIFY2(text.find("17    -\n      p99 -: 40 more requests needed\n") != std::string::npos,
             text.c_str());
    QVERIFY2(text.find("no intervals: the run is too short, or never steady") != std::string::npos,
             text.c_str());
}

void TestReportText::saysWhoIsStuckAndWhatKeepsItSo() {
    using namespace std::chrono_literals;
    sim::Report report = aReport();
    report.services[0].counts.ok = 1'000;
    report.services[0].counts.degraded = 0;
    report.services[0].unheard = 400;
    report.calls.push_back({.from = "gateway",
                            .to = "user.verify",
                            .calls = 1'000,
                            .attempts = 2'500,
                            .failed = 10,
                            .latency = {}});
    report.calls.push_back(
        {.from = "gateway", .to = "a.b", .calls = 1'000, .attempts = 1'040, .latency = {}});
    const sim::Instant ended = models::runStart + 24s;
    report.recoveries = {
        {"slow payment", "payment", "buy", ended, {std::nullopt, 56s}, true},
        {"", "payment", "look", ended, {sim::Duration(2400ms), 56s}, false},
        {"outage", "user", "browse", ended, {sim::Duration(0), 56s}, false},
        {"outage", "user", "watch", ended, {std::nullopt, 3s}, false},
    };

    const std::string text = app::reportText(report);

    QVERIFY2(
        text.find("After the faults\n"
                  "  STUCK         buy: still not normal 56 s after \"slow payment\" was over\n"
                  "  recovered     look: normal 2.40 s after the fault at payment was over\n"
                  "  recovered     browse: normal as soon as \"outage\" was over\n"
                  "  not yet       watch: still not normal 3 s after \"outage\" was over\n") !=
            std::string::npos,
        text.c_str());
    QVERIFY2(text.find("      nobody waited any more for 400 of its good answers (40.00 %)\n") !=
                 std::string::npos,
             text.c_str());
    QVERIFY2(
        text.find("gateway -> user.verify  1,000     2,500    2.50      10") != std::string::npos,
        text.c_str());
    QVERIFY(text.find("a.b") == std::string::npos);
}

void TestReportText::showsWhatElseHappenedBesideARestlessBreaker() {
    sim::Report report = aReport();
    report.timeline.assign(1'031, {.what = "breaker-open", .where = "a -> b.c"});
    report.timeline.push_back({.what = "killed", .where = "user"});

    const std::string text = app::reportText(report);

    QVERIFY(text.find("  0.000 s  breaker-open  a -> b.c\n"
                      "  0.000 s  breaker-open  a -> b.c\n"
                      "  0.000 s  killed        user\n"
                      "  and 1,029 more, most of them like these (--format json has all)\n") !=
            std::string::npos);
}

void TestReportText::leavesNoControlCharactersToTheTerminal() {
    sim::Report report = aReport();
    report.scenario = "clear \x1b[2J";
    report.expectations[0].name = "title \x1b]0;x\x07";

    const std::string text = app::reportText(report);

    QVERIFY(text.starts_with("clear ?[2J\n"));
    QVERIFY(text.find('\x1b') == std::string::npos);
    QVERIFY(text.find('\x07') == std::string::npos);
}

TEST_OF_THIS_FILE(TestReportText);
#include "tst_report_text.moc"
