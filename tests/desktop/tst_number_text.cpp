// Figures as the window writes them. A blank here stands for the no-break space.
#include <QtTest>
#include <cmath>
#include <limits>

#include "app/look/number_text.h"
#include "tests/support/test_program.h"

using namespace app;
using namespace std::chrono_literals;

class TestNumberText : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void writes_data();
    void writes();
    void saysHowManyRequestsAPercentileNeeds();
};

namespace {

struct Row {
    QString is;
    const char* expected;
};

models::Instant at(models::Duration sinceStart) {
    return models::Instant(sinceStart);
}

void addRows(std::initializer_list<Row> rows, const char* kind) {
    int index = 0;
    for (const Row& row : rows) {
        const QString expected = QString::fromUtf8(row.expected);
        const QString tag = QString("%1 %2 %3").arg(kind).arg(++index).arg(expected);
        QTest::newRow(qUtf8Printable(tag)) << row.is << QString(expected).replace(' ', QChar(0xA0));
    }
}

void addCounts() {
    addRows({{countText(0), "0"},
             {countText(999), "999"},
             {countText(1'604), "1,604"},
             {countText(-12'345'678), "−12,345,678"},
             {countText(std::numeric_limits<std::int64_t>::min()), "−9,223,372,036,854,775,808"}},
            "count");
    addRows({{shortCountText(999), "999"},
             {shortCountText(1'000), "1 k"},
             {shortCountText(3'100), "3.1 k"},
             {shortCountText(9'960), "10 k"},
             {shortCountText(100'000), "100 k"},
             {shortCountText(999'499), "999 k"},
             {shortCountText(999'500), "1 M"},
             {shortCountText(-1'240'000), "−1.2 M"}},
            "short count");
    addRows({{percentText(0.058, 1), "5.8 %"},
             {percentText(0, 1), "0.0 %"},
             {percentText(-0.00001, 1), "0.0 %"},
             {percentText(-0.012, 1), "−1.2 %"},
             {percentText(1, 2), "100.00 %"},
             {percentText(0.99999, 2), "99.99 %"},
             {percentText(0.999, 0), "99 %"},
             {percentText(12.5, 0), "1,250 %"},
             {percentText(std::nan(""), 1), "– %"}},
            "percent");
}

void addRates() {
    addRows({{rateText(0), "0/s"},
             {rateText(0.04), "0.04/s"},
             {rateText(0.8), "0.8/s"},
             {rateText(9.94), "9.9/s"},
             {rateText(9.96), "10/s"},
             {rateText(341.4), "341/s"},
             {rateText(9'999), "9,999/s"},
             {rateText(12'400), "12.4 k/s"},
             {rateText(123'456), "123 k/s"},
             {rateText(1'234'567), "1.23 M/s"},
             {rateText(std::numeric_limits<double>::infinity()), "– G/s"}},
            "rate");
}

void addTimes() {
    addRows({{latencyText(0ms), "0 ms"},
             {latencyText(40us), "0.04 ms"},
             {latencyText(400us), "0.4 ms"},
             {latencyText(9'700us), "9.7 ms"},
             {latencyText(9'960us), "10 ms"},
             {latencyText(46ms), "46 ms"},
             {latencyText(999'600us), "1.00 s"},
             {latencyText(1'234ms), "1.23 s"},
             {latencyText(12'345ms), "12.3 s"},
             {latencyText(123s), "123 s"},
             {latencyText(-3ms), "−3.0 ms"}},
            "latency");
    addRows({{durationText(0s), "0.0 s"},
             {durationText(5ms), "5.0 ms"},
             {durationText(400ms), "0.4 s"},
             {durationText(8s), "8.0 s"},
             {durationText(9'960ms), "10 s"},
             {durationText(22s), "22 s"},
             {durationText(59'600ms), "1 min"},
             {durationText(125s), "2 min 5 s"},
             {durationText(-125s), "−2 min 5 s"},
             {durationText(65min), "1 h 5 min"}},
            "duration");
    addRows({{clockText(at(0s)), "00:00.0"},
             {clockText(at(72s)), "01:12.0"},
             {clockText(at(59'999ms)), "00:59.9"},
             {clockText(at(5min), 0), "05:00"},
             {clockText(at(1min + 5'123ms), 3), "01:05.123"},
             {clockText(at(3'672s)), "1:01:12.0"}},
            "clock");
}

}  // namespace

void TestNumberText::writes_data() {
    QTest::addColumn<QString>("is");
    QTest::addColumn<QString>("expected");
    addCounts();
    addRates();
    addTimes();
}

void TestNumberText::writes() {
    QFETCH(QString, is);
    QTEST(is, "expected");
}

void TestNumberText::saysHowManyRequestsAPercentileNeeds() {
    QCOMPARE(requestsNeededText(0.99, 0), QString("p99 –: 100 more requests needed"));
    QCOMPARE(requestsNeededText(0.99, 99), QString("p99 –: 1 more request needed"));
    QCOMPARE(requestsNeededText(0.99, 100), QString());
}

TEST_OF_THIS_FILE(TestNumberText);
#include "tst_number_text.moc"
