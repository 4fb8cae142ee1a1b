#include <QtTest>
#include <sstream>

#include "app/cli/progress.h"
#include "app/cli/wording.h"
#include "tests/support/test_program.h"

class TestWording : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void groupsTheDigitsOfCounts_data();
    void groupsTheDigitsOfCounts();
    void givesTimesThreeDigitsAndAUnit_data();
    void givesTimesThreeDigitsAndAUnit();
    void neverRoundsAShareToAllOrNone_data();
    void neverRoundsAShareToAllOrNone();
    void speaksInTheUnitOfTheMeasure();
    void showsNoProgressInTheFirstSecond();
    void wipesItsProgress();
};

void TestWording::groupsTheDigitsOfCounts_data() {
    QTest::addColumn<qint64>("count");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << qint64{0} << "0";
    QTest::newRow("hundreds") << qint64{999} << "999";
    QTest::newRow("thousand") << qint64{1'000} << "1,000";
    QTest::newRow("millions") << qint64{1'234'567} << "1,234,567";
    QTest::newRow("below zero") << qint64{-123'456} << "-123,456";
}

void TestWording::groupsTheDigitsOfCounts() {
    QFETCH(qint64, count);
    QTEST(QString::fromStdString(app::countText(count)), "text");
}

void TestWording::givesTimesThreeDigitsAndAUnit_data() {
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << 0.0 << "0 s";
    QTest::newRow("nanoseconds") << 250e-9 << "250 ns";
    QTest::newRow("microseconds") << 12.34e-6 << "12.3 us";
    QTest::newRow("milliseconds") << 0.01824 << "18.2 ms";
    QTest::newRow("just below a second") << 0.99949 << "999 ms";
    QTest::newRow("rounds to a second") << 0.9997 << "1.00 s";
    QTest::newRow("seconds") << 1.5 << "1.50 s";
    QTest::newRow("whole seconds") << 90.0 << "90 s";
    QTest::newRow("minutes") << 125.0 << "2 min 5 s";
    QTest::newRow("whole minutes") << 300.0 << "5 min";
}

void TestWording::givesTimesThreeDigitsAndAUnit() {
    QFETCH(double, seconds);
    QTEST(QString::fromStdString(app::secondsText(seconds)), "text");
}

void TestWording::neverRoundsAShareToAllOrNone_data() {
    QTest::addColumn<double>("share");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << 0.0 << "0 %";
    QTest::newRow("all") << 1.0 << "100 %";
    QTest::newRow("most") << 0.9995 << "99.95 %";
    QTest::newRow("all but four in a million") << 0.999996 << "99.9996 %";
    QTest::newRow("four in a million") << 0.000004 << "0.0004 %";
}

void TestWording::neverRoundsAShareToAllOrNone() {
    QFETCH(double, share);
    QTEST(QString::fromStdString(app::shareText(share)), "text");
}

void TestWording::speaksInTheUnitOfTheMeasure() {
    QCOMPARE(app::measureText("availability", 0.5), std::string("50.00 %"));
    QCOMPARE(app::measureText("p99.9", 0.25), std::string("250 ms"));
    QCOMPARE(app::measureText("throughput", 199.97), std::string("200/s"));
    QCOMPARE(app::measureText("attempts-per-call", 1.25), std::string("1.25"));
    QCOMPARE(app::measureText("count", 3), std::string("3"));
}

void TestWording::showsNoProgressInTheFirstSecond() {
    using namespace std::chrono;
    std::ostringstream terminal;
    const app::Progress::Clock::time_point begun{};
    app::Progress progress(&terminal, begun);
    const models::Instant half(seconds(30));
    const models::Instant end(seconds(60));

    progress.show(half, end, begun + seconds(1) - nanoseconds(1));
    QCOMPARE(terminal.str(), std::string());

    progress.show(half, end, begun + seconds(1));
    QVERIFY(
        terminal.str().ends_with("[###############...............] 30 s of 60 s simulated, "
                                 "1 s to go"));
}

void TestWording::wipesItsProgress() {
    using namespace std::chrono;
    std::ostringstream terminal;
    {
        const app::Progress::Clock::time_point begun{};
        app::Progress progress(&terminal, begun);
        progress.show(models::Instant(seconds(1)), models::Instant(seconds(2)), begun + seconds(5));
    }
    QVERIFY(terminal.str().ends_with("\r\x1b[K"));

    { const app::Progress unwatched(nullptr); }
}

TEST_OF_THIS_FILE(TestWording);
#include "tst_wording.moc"
