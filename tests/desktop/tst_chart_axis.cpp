#include <QtTest>

#include "app/charts/chart_axis.h"
#include "tests/support/test_program.h"

using namespace app;

namespace {

QString labels(const std::vector<AxisTick>& ticks) {
    QStringList all;
    for (const AxisTick& tick : ticks)
        all << tick.label;
    return all.join(' ');
}

}  // namespace

class TestChartAxis : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void stepsByOneTwoFive_data() {
        QTest::addColumn<double>("highest");
        QTest::addColumn<QString>("expected");
        QTest::newRow("throughput") << 345.0 << "0 100 200 300 400";
        QTest::newRow("exactly a tick") << 400.0 << "0 100 200 300 400";
        QTest::newRow("just above") << 401.0 << "0 200 400 600";
        QTest::newRow("few errors") << 21.0 << "0 10 20 30";
        QTest::newRow("no steps of 2.5") << 81.0 << "0 50 100 150";
        QTest::newRow("one") << 1.0 << "0 0.5 1 1.5";
        QTest::newRow("nothing") << 0.0 << "0 0.5 1 1.5";
        QTest::newRow("many") << 45'000.0 << "0 20 k 40 k 60 k";
    }

    void stepsByOneTwoFive() {
        QFETCH(double, highest);
        QFETCH(QString, expected);
        QCOMPARE(labels(linearAxis(highest).ticks), expected);
    }

    void alwaysCoversTheHighestValueWithFourOrFiveLabels() {
        for (double highest = 0.003; highest < 1e7; highest *= 1.037) {
            const ValueAxis axis = linearAxis(highest);
            QVERIFY(axis.high >= highest * (1 - 1e-9));
            QVERIFY2(axis.ticks.size() == 4 || axis.ticks.size() == 5,
                     qPrintable(QString::number(highest)));
        }
    }

    void labelsALogAxisByOneTwoFive() {
        QCOMPARE(labels(logAxis(5.2, 480, 7).ticks), "5 10 20 50 100 200 500");
        QCOMPARE(labels(logAxis(5.2, 480, 4).ticks), "5 20 100 500");
        QCOMPARE(labels(logAxis(100, 100, 7).ticks), "10 20 50 100");
    }

    void putsValuesWithoutALogarithmAtTheBottom() {
        const ValueAxis axis = logAxis(0, 480, 7);
        QVERIFY(axis.low > 0);
        QCOMPARE(shareAlong(axis, 0), 0.0);
        QCOMPARE(shareAlong(axis, -3), 0.0);
    }

    void mapsValuesToShares() {
        QCOMPARE(shareAlong(linearAxis(400), 100), 0.25);
        QCOMPARE(shareAlong(linearAxis(400), 900), 1.0);
        QCOMPARE(shareAlong(logAxis(1, 100, 7), 10), 0.5);
    }

    void labelsSimulatedTime() {
        QCOMPARE(labels(timeTicks(12, 72, 10)), "0:20 0:30 0:40 0:50 1:00 1:10");
        QCOMPARE(labels(timeTicks(0, 60, 20)), "0:00 0:20 0:40 1:00");
        QCOMPARE(labels(timeTicks(63.5, 64.5, 0.5)), "1:03.5 1:04 1:04.5");
    }

    void choosesATimeStepThatFits() {
        QCOMPARE(timeStep(60, 7), 10.0);
        QCOMPARE(timeStep(60, 4), 20.0);
        QCOMPARE(timeStep(300, 7), 60.0);
        QCOMPARE(timeStep(36'000, 7), 7200.0);
    }

    void keepsLabelsApart() {
        QCOMPARE(spreadLabels({100, 104, 200}, 15, 0, 300), (std::vector<double>{100, 115, 200}));
        QCOMPARE(spreadLabels({104, 100}, 15, 0, 300), (std::vector<double>{115, 100}));
        QCOMPARE(spreadLabels({295, 299}, 15, 0, 300), (std::vector<double>{285, 300}));
    }
};

TEST_OF_THIS_FILE(TestChartAxis);
#include "tst_chart_axis.moc"
