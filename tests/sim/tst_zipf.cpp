#include "sim/random/zipf.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/support/test_program.h"

using namespace sim;

namespace {

constexpr int draws = 300'000;

std::vector<std::uint64_t> drawnFrom(const Zipf& zipf) {
    const DrawKey key = drawKey(42, "members");
    std::vector<std::uint64_t> members;
    members.reserve(draws);
    for (Identity i = 0; i < draws; ++i) {
        members.push_back(zipf.draw(key, i));
    }
    return members;
}

// The 99.9 % point of the chi-square law, by Wilson and Hilferty's approximation.
double chiSquareMax(int degrees) {
    const double k = degrees;
    const double cube = 1 - 2 / (9 * k) + 3.0902 * std::sqrt(2 / (9 * k));
    return k * cube * cube * cube;
}

// The sum of k^-exponent for k in [from, to]: term by term up to a million, then by Euler and
// Maclaurin's formula, whose error there is far below any that a test could see.
double weightOf(double from, double to, double exponent) {
    constexpr double million = 1e6;
    double sum = 0;
    double k = from;
    for (; k <= to && k < million; ++k) {
        sum += std::pow(k, -exponent);
    }
    if (k > to) {
        return sum;
    }
    const double integral =
        exponent == 1 ? std::log(to / k)
                      : (std::pow(to, 1 - exponent) - std::pow(k, 1 - exponent)) / (1 - exponent);
    return sum + integral + (std::pow(k, -exponent) + std::pow(to, -exponent)) / 2;
}

}  // namespace

class TestZipf : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void membersFollowTheLaw_data();
    void membersFollowTheLaw();
    void everyMemberOfASmallPopulationHasItsShare_data();
    void everyMemberOfASmallPopulationHasItsShare();
    void onlyMemberIsAlwaysDrawn();
    void steepLawDrawsTheFirst();
    void drawDependsOnNothingButKeyAndIdentity();
    void drawsAreTheSameEverywhere_data();
    void drawsAreTheSameEverywhere();
};

void TestZipf::membersFollowTheLaw_data() {
    QTest::addColumn<quint64>("size");
    QTest::addColumn<double>("exponent");

    for (const quint64 size : {2U, 10U, 20'000U, 1'000'000'000U}) {
        for (const double exponent : {0.0, 0.3, 0.9, 1.0, 1.0000001, 1.1, 2.0, 4.5}) {
            QTest::addRow("%llu members, exponent %g", size, exponent) << size << exponent;
        }
    }
}

// In groups of members, each twice as large as the one before it; groups too seldom to count are
// one.
void TestZipf::membersFollowTheLaw() {
    QFETCH(quint64, size);
    QFETCH(double, exponent);
    std::vector<std::uint64_t> members = drawnFrom(Zipf(size, exponent));
    std::sort(members.begin(), members.end());
    QVERIFY(members.front() >= 1 && members.back() <= size);

    const double all = weightOf(1, static_cast<double>(size), exponent);
    double chiSquare = 0;
    int groups = 0;
    double expected = 0;
    double found = 0;
    for (quint64 from = 1; from <= size; from *= 2) {
        const quint64 to = std::min(2 * from - 1, size);
        expected +=
            draws * weightOf(static_cast<double>(from), static_cast<double>(to), exponent) / all;
        found += static_cast<double>(std::upper_bound(members.begin(), members.end(), to) -
                                     std::lower_bound(members.begin(), members.end(), from));
        if (expected >= 10) {
            chiSquare += (found - expected) * (found - expected) / expected;
            ++groups;
            expected = found = 0;
        }
    }

    QVERIFY(found < 40);
    QVERIFY2(groups < 2 || chiSquare < chiSquareMax(groups - 1), QByteArray::number(chiSquare));
}

void TestZipf::everyMemberOfASmallPopulationHasItsShare_data() {
    QTest::addColumn<double>("exponent");

    for (const double exponent : {0.0, 0.5, 0.9, 1.0, 1.1, 2.0}) {
        QTest::addRow("exponent %g", exponent) << exponent;
    }
}

void TestZipf::everyMemberOfASmallPopulationHasItsShare() {
    QFETCH(double, exponent);
    constexpr int size = 50;
    std::vector<int> counts(size + 1);

    for (const std::uint64_t member : drawnFrom(Zipf(size, exponent))) {
        ++counts[member];
    }

    const double all = weightOf(1, size, exponent);
    double chiSquare = 0;
    for (int member = 1; member <= size; ++member) {
        const double expected = draws * std::pow(member, -exponent) / all;
        const double off = counts[static_cast<std::size_t>(member)] - expected;
        chiSquare += off * off / expected;
    }
    QVERIFY2(chiSquare < chiSquareMax(size - 1), QByteArray::number(chiSquare));
}

void TestZipf::onlyMemberIsAlwaysDrawn() {
    for (const double exponent : {0.0, 0.9, 1.0, 3.0}) {
        const std::vector<std::uint64_t> members = drawnFrom(Zipf(1, exponent));
        QCOMPARE(*std::max_element(members.begin(), members.end()), std::uint64_t(1));
    }
}

void TestZipf::steepLawDrawsTheFirst() {
    for (const double exponent : {60.0, 1000.0, 1e6}) {
        const std::vector<std::uint64_t> members = drawnFrom(Zipf(1'000'000'000, exponent));
        QCOMPARE(*std::max_element(members.begin(), members.end()), std::uint64_t(1));
    }
}

void TestZipf::drawDependsOnNothingButKeyAndIdentity() {
    const Zipf zipf(1000, 0.9);
    const std::vector<std::uint64_t> members = drawnFrom(zipf);
    const DrawKey key = drawKey(42, "members");

    for (Identity i = 1000; i-- > 0;) {
        QCOMPARE(Zipf(1000, 0.9).draw(key, i), members[i]);
    }
}

// Made once with this code; other numbers would be other runs.
void TestZipf::drawsAreTheSameEverywhere_data() {
    QTest::addColumn<double>("exponent");
    QTest::addColumn<QString>("members");

    QTest::newRow("exponent 0") << 0.0 << QString("14832 11394 5179 53438 32957");
    QTest::newRow("exponent 0.9") << 0.9 << QString("33287 43432 69041 905 7189");
    QTest::newRow("exponent 1") << 1.0 << QString("16600 25173 53420 155 1850");
    QTest::newRow("exponent 1.1") << 1.1 << QString("5012 9302 31672 29 321");
}

void TestZipf::drawsAreTheSameEverywhere() {
    QFETCH(double, exponent);
    QFETCH(QString, members);
    const Zipf zipf(100'000, exponent);
    const DrawKey key = drawKey(42, "members");

    QStringList found;
    for (Identity i = 1; i <= 5; ++i) {
        found << QString::number(zipf.draw(key, mixed(i, 1)));
    }

    QCOMPARE(found.join(' '), members);
}

TEST_OF_THIS_FILE(TestZipf);
#include "tst_zipf.moc"
