#include <QTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "sim/random/draw.h"
#include "sim/random/portable_math.h"
#include "tests/support/test_program.h"

using namespace sim;

namespace {

// The distance from `found` to `exact` in units in the last place of the exact value.
double unitsApart(double found, long double exact) {
    const auto nearest = static_cast<double>(exact);
    if (found == nearest) {
        return 0;
    }
    const double size = std::fabs(nearest);
    const double unit = std::max(std::nextafter(size, HUGE_VAL) - size, 0x1p-1074);
    return static_cast<double>(fabsl(static_cast<long double>(found) - exact) / unit);
}

double anywhere(std::uint32_t number, double from, double to) {
    return from + (to - from) * drawUnit({1, 2}, 3, number);
}

struct Worst {
    double units = 0;
    double at = 0;
    void see(double x, double found, long double exact) {
        const double apart = unitsApart(found, exact);
        if (!(apart <= units)) {
            units = apart;
            at = x;
        }
    }
    QByteArray said() const {
        return QByteArray::number(units) + " units at " + QByteArray::number(at, 'g', 17);
    }
};

constexpr std::uint32_t tries = 200'000;
constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

class TestPortableMath : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void logIsWithinTwoUnitsInTheLastPlace();
    void log1pIsWithinTwoUnitsInTheLastPlace();
    void expIsWithinTwoUnitsInTheLastPlace();
    void expm1IsWithinTwoUnitsInTheLastPlace();
    void powIsWithinTwoUnitsInTheLastPlace();
    void powIsExactWhereTheResultIsAWholeNumber();
    void edgesAreThoseOfTheStandard();
    void normalQuantileInvertsTheNormalLaw();
    void normalQuantileIsOdd();
    void bitsAreTheSameEverywhere_data();
    void bitsAreTheSameEverywhere();
};

void TestPortableMath::logIsWithinTwoUnitsInTheLastPlace() {
    Worst worst;
    for (std::uint32_t i = 0; i < tries; ++i) {
        for (const double x : {std::exp2(anywhere(i, -1074, 1024)), anywhere(i, 0, 1),
                               anywhere(i, 0.5, 2), 1 + anywhere(i, -1e-6, 1e-6)}) {
            worst.see(x, portableLog(x), logl(x));
        }
    }
    QVERIFY2(worst.units <= 2, worst.said());
}

void TestPortableMath::log1pIsWithinTwoUnitsInTheLastPlace() {
    Worst worst;
    for (std::uint32_t i = 0; i < tries; ++i) {
        for (const double x : {std::exp2(anywhere(i, -80, 200)), anywhere(i, -0.999, 2),
                               anywhere(i, -0.26, 0.26), anywhere(i, -1e-9, 1e-9)}) {
            worst.see(x, portableLog1p(x), log1pl(x));
        }
    }
    QVERIFY2(worst.units <= 2, worst.said());
}

void TestPortableMath::expIsWithinTwoUnitsInTheLastPlace() {
    Worst worst;
    for (std::uint32_t i = 0; i < tries; ++i) {
        for (const double x :
             {anywhere(i, -745, 709.78), anywhere(i, -1, 1), anywhere(i, -1e-9, 1e-9)}) {
            worst.see(x, portableExp(x), expl(x));
        }
    }
    QVERIFY2(worst.units <= 2, worst.said());
}

void TestPortableMath::expm1IsWithinTwoUnitsInTheLastPlace() {
    Worst worst;
    for (std::uint32_t i = 0; i < tries; ++i) {
        for (const double x :
             {anywhere(i, -50, 700), anywhere(i, -1, 1), anywhere(i, -1e-9, 1e-9)}) {
            worst.see(x, portableExpm1(x), expm1l(x));
        }
    }
    QVERIFY2(worst.units <= 2, worst.said());
}

void TestPortableMath::powIsWithinTwoUnitsInTheLastPlace() {
    Worst worst;
    for (std::uint32_t i = 0; i < tries; ++i) {
        const double x = std::exp2(anywhere(2 * i, -1074, 1024));
        const double yMax = 1074 / std::fabs(std::log2(x));
        const double near = anywhere(2 * i, 0.5, 2);
        const double yMaxNear = std::min(1074 / std::fabs(std::log2(near)), 1e15);
        for (const auto& [base, power] : {std::pair{x, anywhere(2 * i + 1, -yMax, yMax)},
                                          std::pair{x, anywhere(2 * i + 1, -1, 1)},
                                          std::pair{near, anywhere(2 * i + 1, -yMaxNear, yMaxNear)},
                                          std::pair{near, anywhere(2 * i + 1, -20, 20)}}) {
            const long double exact = powl(base, power);
            if (exact < std::numeric_limits<double>::max()) {
                worst.see(base, portablePow(base, power), exact);
            }
        }
    }
    QVERIFY2(worst.units <= 2, worst.said());
}

void TestPortableMath::powIsExactWhereTheResultIsAWholeNumber() {
    QCOMPARE(portablePow(2, 52), 0x1p52);
    QCOMPARE(portablePow(2, -1074), 0x1p-1074);
    QCOMPARE(portablePow(2, 1023), 0x1p1023);
    QCOMPARE(portablePow(10, 15), 1e15);
    QCOMPARE(portablePow(3, 20), 3486784401.0);
    QCOMPARE(portablePow(0.25, 0.5), 0.5);
    QCOMPARE(portablePow(7, 1), 7.0);
}

void TestPortableMath::edgesAreThoseOfTheStandard() {
    QCOMPARE(portableLog(1), 0.0);
    QCOMPARE(portableLog(0), -infinity);
    QCOMPARE(portableLog(infinity), infinity);
    QVERIFY(std::isnan(portableLog(-1)));
    QCOMPARE(portableLog1p(-1), -infinity);
    QCOMPARE(portableExp(0), 1.0);
    QCOMPARE(portableExp(710), infinity);
    QCOMPARE(portableExp(-746), 0.0);
    QCOMPARE(portableExp(infinity), infinity);
    QCOMPARE(portableExp(-infinity), 0.0);
    QVERIFY(std::isnan(portableExp(std::nan(""))));
    QCOMPARE(portablePow(0, 2), 0.0);
    QCOMPARE(portablePow(0, -2), infinity);
    QCOMPARE(portablePow(0, 0), 1.0);
    QCOMPARE(portablePow(1, infinity), 1.0);
    QCOMPARE(portablePow(2, infinity), infinity);
    QCOMPARE(portablePow(0.5, infinity), 0.0);
    QCOMPARE(portablePow(infinity, -1), 0.0);
    QCOMPARE(portablePow(1e300, 2), infinity);
    QCOMPARE(portablePow(1e300, -2), 0.0);
    QVERIFY(std::isnan(portablePow(-2, 2)));
}

void TestPortableMath::normalQuantileInvertsTheNormalLaw() {
    for (std::uint32_t i = 0; i < tries; ++i) {
        const double p = i % 2 == 0 ? anywhere(i, 0, 0.5) : std::exp2(anywhere(i, -53, -1));

        const double x = normalQuantile(p);

        const long double back = erfcl(-static_cast<long double>(x) / sqrtl(2)) / 2;
        // A relative error e of x moves the probability by about e x^2, relative to itself.
        const double slack = 1e-15 * (2 + x * x);
        QVERIFY2(fabsl(back / static_cast<long double>(p) - 1) < slack,
                 QByteArray::number(p, 'g', 17));
    }
}

void TestPortableMath::normalQuantileIsOdd() {
    QCOMPARE(normalQuantile(0.5), 0.0);
    QCOMPARE(normalQuantile(0.75), -normalQuantile(0.25));
    QCOMPARE(normalQuantile(1 - 0x1p-20), -normalQuantile(0x1p-20));
    QVERIFY(std::fabs(normalQuantile(0.99) - 2.3263478740408408) < 1e-15);
}

// Made once with this code; a compiler or processor that gives other bits gives other runs.
void TestPortableMath::bitsAreTheSameEverywhere_data() {
    QTest::addColumn<double>("found");
    QTest::addColumn<quint64>("bits");

    QTest::newRow("portableLog(0.1)") << portableLog(0.1) << quint64(0xC0026BB1BBB55515U);
    QTest::newRow("portableLog(0.7)") << portableLog(0.7) << quint64(0xBFD6D3C324E13F50U);
    QTest::newRow("portableLog(1.3)") << portableLog(1.3) << quint64(0x3FD0CA937BE1B9DCU);
    QTest::newRow("portableLog(3)") << portableLog(3) << quint64(0x3FF193EA7AAD030AU);
    QTest::newRow("portableLog(1e-310)") << portableLog(1e-310) << quint64(0xC0864E69394D9508U);
    QTest::newRow("portableLog(1e300)") << portableLog(1e300) << quint64(0x4085963447F87FB5U);
    QTest::newRow("portableLog1p(1e-10)") << portableLog1p(1e-10) << quint64(0x3DDB7CDFD9D1D693U);
    QTest::newRow("portableLog1p(-0.2)") << portableLog1p(-0.2) << quint64(0xBFCC8FF7C79A9A22U);
    QTest::newRow("portableLog1p(0.9)") << portableLog1p(0.9) << quint64(0x3FE48A11293D785CU);
    QTest::newRow("portableExp(0.1)") << portableExp(0.1) << quint64(0x3FF1AEC7B35A00D4U);
    QTest::newRow("portableExp(-1.7)") << portableExp(-1.7) << quint64(0x3FC7622C78A98A07U);
    QTest::newRow("portableExp(20.3)") << portableExp(20.3) << quint64(0x41C3848660139D52U);
    QTest::newRow("portableExp(-720.5)") << portableExp(-720.5) << quint64(0x00000005CF08FFF0U);
    QTest::newRow("portableExp(700.25)") << portableExp(700.25) << quint64(0x7F12FD8E4CBFA413U);
    QTest::newRow("portableExpm1(1e-10)") << portableExpm1(1e-10) << quint64(0x3DDB7CDFD9DDA4E3U);
    QTest::newRow("portableExpm1(-0.3)") << portableExpm1(-0.3) << quint64(0xBFD0966F2C7907F6U);
    QTest::newRow("portableExpm1(0.49)") << portableExpm1(0.49) << quint64(0x3FE43BEF39AE09CAU);
    QTest::newRow("portablePow(0.1, 0.4)") << portablePow(0.1, 0.4) << quint64(0x3FD97A967F7524B3U);
    QTest::newRow("portablePow(1.3, 7.7)") << portablePow(1.3, 7.7) << quint64(0x401E28D379BCE282U);
    QTest::newRow("portablePow(1.9, -33.3)")
        << portablePow(1.9, -33.3) << quint64(0x3E01EDCFE284CD7DU);
    QTest::newRow("portablePow(1e-9, 1.1)")
        << portablePow(1e-9, 1.1) << quint64(0x3DE14D7333FD9ED1U);
    QTest::newRow("portablePow(12345.678, 61.5)")
        << portablePow(12345.678, 61.5) << quint64(0x742DAA36465885A5U);
    QTest::newRow("portablePow(0.9999999, 1e8)")
        << portablePow(0.9999999, 1e8) << quint64(0x3F07CD78EFD2D22AU);
    QTest::newRow("normalQuantile(0.3)") << normalQuantile(0.3) << quint64(0xBFE0C7E39582C5FAU);
    QTest::newRow("normalQuantile(0.95)") << normalQuantile(0.95) << quint64(0x3FFA515209676AB8U);
    QTest::newRow("normalQuantile(0.001)") << normalQuantile(0.001) << quint64(0xC008B8CBB7204470U);
    QTest::newRow("normalQuantile(1e-15)") << normalQuantile(1e-15) << quint64(0xC01FC3F007789667U);
}

void TestPortableMath::bitsAreTheSameEverywhere() {
    QFETCH(double, found);
    QFETCH(quint64, bits);

    QCOMPARE(QByteArray::number(static_cast<quint64>(std::bit_cast<std::uint64_t>(found)), 16),
             QByteArray::number(bits, 16));
}

TEST_OF_THIS_FILE(TestPortableMath);
#include "tst_portable_math.moc"
