// The formulas against numbers that were computed elsewhere: the case table of the semantics, in
// units of the mean service time, and textbook tables.
#include <QtTest>

#include <array>

#include "sim/theory/closed_forms.h"
#include "tests/support/test_program.h"

class TestClosedForms : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void agreesWithPublishedNumbers_data();
    void agreesWithPublishedNumbers();
};

void TestClosedForms::agreesWithPublishedNumbers_data() {
    QTest::addColumn<double>("computed");
    QTest::addColumn<double>("published");

    const std::array demands = {0.3, 0.2, 0.1};
    const std::array repair = {1.0};
    QTest::newRow("MM1-1, W") << sim::mm1Response(0.8, 1) << 5.0;
    QTest::newRow("MM1-1, p99") << sim::mm1ResponseQuantile(0.8, 1, 0.99) << 23.0259;
    QTest::newRow("TO-1, late after 5") << sim::mm1ResponseBeyond(0.8, 1, 5) << 0.367879;
    QTest::newRow("MMC-1, C") << sim::erlangC(2, 1.6) << 0.711111;
    QTest::newRow("MMC-2, C") << sim::erlangC(4, 3.2) << 0.596432;
    QTest::newRow("MMC-1, Wq") << sim::mmcWait(1.6, 1, 2) << 1.777778;
    QTest::newRow("MMC-2, Wq") << sim::mmcWait(3.2, 1, 4) << 0.745541;
    QTest::newRow("EB-1, B(5, 4)") << sim::erlangB(5, 4) << 0.199067;
    QTest::newRow("MCK-2, pK") << sim::mmckRefused(3, 1, 2, 6) << 0.359645;
    QTest::newRow("MG1-1, D") << sim::mg1Wait(0.8, 1, 0) << 2.0;
    QTest::newRow("MG1-1, E2") << sim::mg1Wait(0.8, 1, 0.5) << 3.0;
    QTest::newRow("MG1-1, H2") << sim::mg1Wait(0.8, 1, 4) << 10.0;
    QTest::newRow("PS-1") << sim::processorSharingResponse(0.8, 1) << 5.0;
    QTest::newRow("PR-1, high") << sim::cobhamWaits(0.3, 0.5, 1).high << 1.142857;
    QTest::newRow("PR-1, low") << sim::cobhamWaits(0.3, 0.5, 1).low << 5.714286;
    QTest::newRow("LB-1, four") << sim::erlangM1Response(0.8, 4, 1) << 3.267384;
    QTest::newRow("LB-1, ten") << sim::erlangM1Response(0.8, 10, 1) << 2.922269;
    QTest::newRow("CN-1, X") << sim::meanValueAnalysis(20, 5, demands).throughput << 2.914600;
    QTest::newRow("CN-1, R") << sim::meanValueAnalysis(20, 5, demands).response << 1.862006;
    QTest::newRow("CN-3, X") << sim::meanValueAnalysis(10, 9, repair).throughput << 0.832037;
    QTest::newRow("FJ-1, 0.5") << sim::forkJoinOfTwo(0.5, 1) << 2.875;
    QTest::newRow("FJ-1, 0.9") << sim::forkJoinOfTwo(0.9, 1) << 13.875;
    QTest::newRow("FJ-3, ten") << sim::harmonicNumber(10) << 2.928968;
    QTest::newRow("FJ-3, a hundred") << sim::harmonicNumber(100) << 5.187378;
    QTest::newRow("RT-1, three") << sim::attemptsPerCall(0.5, 3) << 1.75;
    QTest::newRow("HG-1, mean") << sim::hedgedMean(2.99573) << 0.975;
    QTest::newRow("TB-2, burst 1") << sim::oneTokenAccepted(10, 10) << 0.5;
}

void TestClosedForms::agreesWithPublishedNumbers() {
    QFETCH(double, computed);
    QFETCH(double, published);

    // As many digits as were published.
    QVERIFY2(std::abs(computed - published) < 1e-5 * published + 5e-7,
             QByteArray::number(computed, 'g', 10));
}

TEST_OF_THIS_FILE(TestClosedForms);
#include "tst_closed_forms.moc"
