#include <QTest>

#include <bit>
#include <cmath>
#include <set>
#include <vector>

#include "sim/random/draw.h"
#include "tests/support/test_program.h"

using namespace sim;

namespace {

constexpr double normalQuantile9995 = 3.2905;  // two-sided 99.9 %

QByteArray hex(const std::array<std::uint32_t, 4>& words) {
    QByteArray text;
    for (const std::uint32_t word : words) {
        text += QByteArray::number(word, 16).rightJustified(8, '0') + ' ';
    }
    return text.trimmed();
}

// The 99.9 % point of the chi-square law, by Wilson and Hilferty's approximation.
double chiSquareMax(int degrees) {
    const double k = degrees;
    const double cube = 1 - 2 / (9 * k) + 3.0902 * std::sqrt(2 / (9 * k));
    return k * cube * cube * cube;
}

double chiSquare(const std::vector<int>& counts, double expected) {
    double sum = 0;
    for (const int count : counts) {
        sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
}

}  // namespace

class TestDraw : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void bitsAreThePublishedOnes_data();
    void bitsAreThePublishedOnes();
    void bitsDependOnEveryArgument();
    void unitIsStrictlyBetweenZeroAndOne();
    void unitsAreUniform();
    void unitsOfNeighboursAreIndependent();
    void indexIsUniformWhereCountIsNoPowerOfTwo();
    void indexHasNoBiasWhereCountIsHuge();
    void indexOfOneIsZero();
    void mixedIsABijectionOfNext();
    void mixedKeepsSmallIdentitiesApart();
    void namesAndSeedsGiveTheSameKeysEverywhere();
};

void TestDraw::bitsAreThePublishedOnes_data() {
    QTest::addColumn<quint64>("key");
    QTest::addColumn<quint64>("identity");
    QTest::addColumn<quint64>("numberAndBlock");
    QTest::addColumn<QByteArray>("words");

    // Random123's known answers (kat_vectors, philox4x32 with 10 rounds).
    QTest::newRow("all zero") << quint64(0) << quint64(0) << quint64(0)
                              << QByteArray("6627e8d5 e169c58d bc57ac4c 9b00dbd8");
    QTest::newRow("all one") << ~quint64(0) << ~quint64(0) << ~quint64(0)
                             << QByteArray("408f276d 41c83b0e a20bc7c6 6d5451fd");
    QTest::newRow("digits of pi") << quint64(0x299F31D0A4093822U) << quint64(0x85A308D3243F6A88U)
                                  << quint64(0x0370734413198A2EU)
                                  << QByteArray("d16cfe09 94fdcceb 5001e420 24126ea1");
}

void TestDraw::bitsAreThePublishedOnes() {
    QFETCH(quint64, key);
    QFETCH(quint64, identity);
    QFETCH(quint64, numberAndBlock);
    QFETCH(QByteArray, words);

    const DrawKey drawnWith{static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)};
    const auto found = drawBlock(drawnWith, identity, static_cast<std::uint32_t>(numberAndBlock),
                                 static_cast<std::uint32_t>(numberAndBlock >> 32));

    QCOMPARE(hex(found), words);
}

void TestDraw::bitsDependOnEveryArgument() {
    const DrawKey key{1, 2};
    const QByteArray bits = hex(drawBits(key, 3, 4));

    QCOMPARE(hex(drawBits(key, 3, 4)), bits);
    QVERIFY(hex(drawBits({1, 3}, 3, 4)) != bits);
    QVERIFY(hex(drawBits({2, 2}, 3, 4)) != bits);
    QVERIFY(hex(drawBits(key, 4, 4)) != bits);
    QVERIFY(hex(drawBits(key, 3 + (Identity(1) << 32), 4)) != bits);
    QVERIFY(hex(drawBits(key, 3, 5)) != bits);
}

void TestDraw::unitIsStrictlyBetweenZeroAndOne() {
    QCOMPARE(unitOf(0, 0), 0x1p-53);
    QCOMPARE(unitOf(~0U, ~0U), 1 - 0x1p-53);
    QVERIFY(unitOf(~0U, ~0U) < 1);
}

void TestDraw::unitsAreUniform() {
    constexpr int bins = 1000;
    constexpr int draws = 1'000'000;
    std::vector<int> counts(bins);
    const DrawKey key = drawKey(42, "uniform");

    for (Identity i = 0; i < draws; ++i) {
        ++counts[static_cast<std::size_t>(drawUnit(key, i) * bins)];
    }

    QVERIFY(chiSquare(counts, double(draws) / bins) < chiSquareMax(bins - 1));
}

void TestDraw::unitsOfNeighboursAreIndependent() {
    constexpr int side = 30;
    constexpr int draws = 900'000;
    std::vector<int> byIdentity(side * side);
    std::vector<int> byNumber(side * side);
    const DrawKey key = drawKey(42, "pairs");

    for (Identity i = 0; i < draws; ++i) {
        const int here = static_cast<int>(drawUnit(key, i) * side);
        const int next = static_cast<int>(drawUnit(key, i + draws) * side);
        const int second = static_cast<int>(drawUnit(key, i, 1) * side);
        ++byIdentity[static_cast<std::size_t>(here * side + next)];
        ++byNumber[static_cast<std::size_t>(here * side + second)];
    }

    const double expected = double(draws) / (side * side);
    QVERIFY(chiSquare(byIdentity, expected) < chiSquareMax(side * side - 1));
    QVERIFY(chiSquare(byNumber, expected) < chiSquareMax(side * side - 1));
}

void TestDraw::indexIsUniformWhereCountIsNoPowerOfTwo() {
    constexpr int count = 7;
    constexpr int draws = 700'000;
    std::vector<int> counts(count);
    const DrawKey key = drawKey(1, "index");

    for (Identity i = 0; i < draws; ++i) {
        const std::uint64_t index = drawIndex(key, i, count);
        QVERIFY(index < count);
        ++counts[index];
    }

    QVERIFY(chiSquare(counts, double(draws) / count) < chiSquareMax(count - 1));
}

// With 3/4 of 2^64 values a plain product would hit each third value twice as often; a quarter of
// the words is rejected.
void TestDraw::indexHasNoBiasWhereCountIsHuge() {
    constexpr std::uint64_t count = 3 * (std::uint64_t(1) << 62);
    constexpr int draws = 300'000;
    std::vector<int> remainders(3);
    const DrawKey key = drawKey(2, "index");

    for (Identity i = 0; i < draws; ++i) {
        const std::uint64_t index = drawIndex(key, i, count);
        QVERIFY(index < count);
        ++remainders[index % 3];
    }

    QVERIFY(chiSquare(remainders, draws / 3.0) < chiSquareMax(2));
}

void TestDraw::indexOfOneIsZero() {
    QCOMPARE(drawIndex({1, 2}, 3, 1), std::uint64_t(0));
}

void TestDraw::mixedIsABijectionOfNext() {
    std::set<Identity> seen;

    for (std::uint64_t next = 0; next < 100'000; ++next) {
        seen.insert(mixed(12345, next));
    }

    QCOMPARE(seen.size(), std::size_t(100'000));
}

void TestDraw::mixedKeepsSmallIdentitiesApart() {
    std::set<Identity> seen;
    double bitsChanged = 0;

    for (Identity identity = 0; identity < 300; ++identity) {
        for (std::uint64_t next = 0; next < 300; ++next) {
            const Identity found = mixed(identity, next);
            seen.insert(found);
            bitsChanged += std::popcount(found ^ mixed(identity, next + 1));
        }
    }

    QCOMPARE(seen.size(), std::size_t(90'000));
    QVERIFY(std::fabs(bitsChanged / 90'000 - 32) < normalQuantile9995 * 4 / std::sqrt(90'000.0));
}

void TestDraw::namesAndSeedsGiveTheSameKeysEverywhere() {
    QCOMPARE(identityOf("user"), Identity(0x0CA4159E6E081022U));
    QCOMPARE(mixed(1, 2), Identity(0x4B8156A317299338U));
    QVERIFY(drawKey(42, "compute") == (DrawKey{0x788D005DU, 0xFC6A154CU}));
    QVERIFY(drawKey(42, "compute") != drawKey(43, "compute"));
    QVERIFY(drawKey(42, "compute") != drawKey(42, "network"));
}

TEST_OF_THIS_FILE(TestDraw);
#include "tst_draw.moc"
