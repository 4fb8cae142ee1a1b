#include <QtTest>

#include "app/cli/report_text.h"
#include "tests/cli/a_report.h"
#include "tests/support/test_program.h"

class TestReportText : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsFromWhoWasServedToTheFingerprint();
    void showsNoPercentileOfTooFewRequests();
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
