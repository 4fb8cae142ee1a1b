#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "sim/random/sampler.h"
#include "tests/support/test_program.h"

using namespace models;
using namespace sim;
using namespace std::chrono_literals;

namespace {

constexpr int draws = 200'000;
constexpr double normalQuantile9995 = 3.2905;  // two-sided 99.9 %
constexpr double infinity = std::numeric_limits<double>::infinity();

Distribution mixOf(double share, Distribution often, Distribution seldom) {
    return {Mix{{share, 1 - share}, {std::move(often), std::move(seldom)}}};
}

Distribution sumOf(std::vector<Distribution> terms) {
    return {Sum{std::move(terms)}};
}

// Milliseconds.
std::vector<double> drawnFrom(const Distribution& law) {
    const Sampler sampler(law);
    const DrawKey key = drawKey(42, "test");
    std::vector<double> values;
    values.reserve(draws);
    for (Identity i = 0; i < draws; ++i) {
        values.push_back(inSeconds(sampler.draw(key, i)) * 1e3);
    }
    return values;
}

double normalBelow(double x) {
    return std::erfc(-x / std::sqrt(2.0)) / 2;
}

// P(X <= x) of an Erlang law of mean 1 a stage: as many Poisson events.
double erlangBelow(int stages, double x) {
    double term = std::exp(-x);
    double sum = 0;
    for (int k = 0; k < stages; ++k) {
        sum += term;
        term *= x / (k + 1);
    }
    return 1 - sum;
}

// P(X <= x) of a gamma law of scale 1: its power series.
double gammaBelow(double shape, double x) {
    double term = std::pow(x, shape) * std::exp(-x) / std::tgamma(shape + 1);
    double sum = 0;
    for (int k = 1; k < 1000; ++k) {
        sum += term;
        term *= x / (shape + k);
    }
    return sum;
}

struct Moments {
    Distribution law;
    double mean = 0;      // ms
    double variance = 0;  // ms^2; infinite where its estimate does not settle
};

struct Shape {
    Distribution law;
    std::function<double(double)> below;  // P(X <= x ms)
};

}  // namespace

Q_DECLARE_METATYPE(Distribution)
Q_DECLARE_METATYPE(Moments)
Q_DECLARE_METATYPE(Shape)

class TestSampler : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void meanAndVarianceAreThoseOfTheLaw_data();
    void meanAndVarianceAreThoseOfTheLaw();
    void drawsFollowTheLaw_data();
    void drawsFollowTheLaw();
    void lognormalHasTheWrittenPercentiles();
    void drawDependsOnNothingButKeyAndIdentity_data() { everyLaw(); }
    void drawDependsOnNothingButKeyAndIdentity();
    void noDrawIsBelowTheLeast_data() { everyLaw(); }
    void noDrawIsBelowTheLeast();
    void lawWithoutSpreadIsConstant_data();
    void lawWithoutSpreadIsConstant();
    void defaultSamplerIsAlwaysZero();
    void constantsAreExactToTheNanosecond();
    void durationIsRoundedToTheNearestNanosecond();
    void drawIsAtMostAHundredYears();
    void partsOfALawAreIndependent();
    void sumOfConstantAndExponentialIsTheirSum();
    void weightZeroIsNeverChosen();
    void samplerIsSmall();
    void drawsAreTheSameEverywhere_data();
    void drawsAreTheSameEverywhere();

  private:
    static void everyLaw();
};

void TestSampler::meanAndVarianceAreThoseOfTheLaw_data() {
    QTest::addColumn<Moments>("theory");
    const auto row = [](const char* name, Distribution law, double mean, double variance) {
        QTest::newRow(name) << Moments{std::move(law), mean, variance};
    };
    const double sigma = std::log(8.0) / 2.3263478740408408;

    row("exponential", Distribution::exponential(5ms), 5, 25);
    row("uniform", {Uniform{1ms, 9ms}}, 5, 64.0 / 12);
    row("normal", {Normal{5ms, 1ms}}, 5, 1);
    row("lognormal by percentiles", {LogNormalByPercentiles{5ms, 40ms}},
        5 * std::exp(sigma * sigma / 2),
        25 * (std::exp(sigma * sigma) - 1) * std::exp(sigma * sigma));
    row("lognormal by moments", {LogNormalByMoments{5ms, 0.7}}, 5, 25 * 0.49);
    row("lognormal, wide", {LogNormalByMoments{5ms, 1.5}}, 5, infinity);
    row("erlang", {Erlang{20ms, 4}}, 20, 100);
    row("erlang of one stage", {Erlang{20ms, 1}}, 20, 400);
    row("erlang of many stages", {Erlang{20ms, 400}}, 20, 1);
    row("gamma, shape above 1", {Gamma{5ms, 0.5}}, 5, 6.25);
    row("gamma, shape below 1", {Gamma{5ms, 2}}, 5, 100);
    row("weibull", {Weibull{5ms, 1.5}}, 5 * std::tgamma(1 + 1 / 1.5),
        25 * (std::tgamma(1 + 2 / 1.5) - std::pow(std::tgamma(1 + 1 / 1.5), 2)));
    row("pareto", {Pareto{1ms, 2.5}}, 2.5 / 1.5, infinity);
    row("pareto, short tail", {Pareto{1ms, 8}}, 8.0 / 7, 8.0 / (49 * 6));
    row("mix", mixOf(0.9, Distribution::exponential(1ms), Distribution::exponential(20ms)), 2.9,
        0.9 * 2 + 0.1 * 800 - 2.9 * 2.9);
    row("empirical", {Empirical{{1ms, 2ms, 10ms}, {5, 3, 2}}}, 3.1, 21.7 - 9.61);
    row("sum", sumOf({Distribution::constant(250us), Distribution::exponential(100us)}), 0.35,
        0.01);
    row("sum of two exponentials",
        sumOf({Distribution::exponential(1ms), Distribution::exponential(2ms)}), 3, 5);
}

void TestSampler::meanAndVarianceAreThoseOfTheLaw() {
    QFETCH(Moments, theory);

    const std::vector<double> values = drawnFrom(theory.law);

    double mean = 0;
    for (const double value : values) {
        mean += value / draws;
    }
    double second = 0;
    double fourth = 0;
    for (const double value : values) {
        const double square = (value - mean) * (value - mean);
        second += square / draws;
        fourth += square * square / draws;
    }
    const double meanError = std::sqrt(second / draws);
    const double varianceError = std::sqrt((fourth - second * second) / draws);
    QVERIFY2(std::fabs(mean - theory.mean) < normalQuantile9995 * meanError,
             QByteArray::number(mean));
    if (theory.variance < infinity) {
        QVERIFY2(std::fabs(second - theory.variance) < normalQuantile9995 * varianceError,
                 QByteArray::number(second));
    }
}

void TestSampler::drawsFollowTheLaw_data() {
    QTest::addColumn<Shape>("theory");
    const auto row = [](const char* name, Distribution law, std::function<double(double)> below) {
        QTest::newRow(name) << Shape{std::move(law), std::move(below)};
    };
    const auto exponentialBelow = [](double x) { return 1 - std::exp(-x); };

    row("exponential", Distribution::exponential(5ms),
        [=](double x) { return exponentialBelow(x / 5); });
    row("uniform", {Uniform{1ms, 9ms}}, [](double x) { return (x - 1) / 8; });
    row("normal", {Normal{5ms, 1ms}}, [](double x) { return normalBelow(x - 5); });
    row("lognormal by moments", {LogNormalByMoments{5ms, 1.5}}, [](double x) {
        const double square = std::log(1 + 2.25);
        return normalBelow((std::log(x / 5) + square / 2) / std::sqrt(square));
    });
    row("erlang", {Erlang{20ms, 4}}, [](double x) { return erlangBelow(4, x / 5); });
    row("erlang of 17 stages", {Erlang{17ms, 17}}, [](double x) { return erlangBelow(17, x); });
    row("gamma, shape 4", {Gamma{5ms, 0.5}}, [](double x) { return erlangBelow(4, x / 1.25); });
    row("gamma, shape below 1", {Gamma{5ms, 1.2}},
        [](double x) { return gammaBelow(1 / 1.44, x / 7.2); });
    row("weibull", {Weibull{5ms, 1.5}},
        [=](double x) { return exponentialBelow(std::pow(x / 5, 1.5)); });
    row("weibull, shape below 1", {Weibull{5ms, 0.6}},
        [=](double x) { return exponentialBelow(std::pow(x / 5, 0.6)); });
    row("pareto", {Pareto{1ms, 2.5}}, [](double x) { return 1 - std::pow(x, -2.5); });
    row("mix", mixOf(0.9, Distribution::exponential(1ms), Distribution::exponential(20ms)),
        [=](double x) { return 0.9 * exponentialBelow(x) + 0.1 * exponentialBelow(x / 20); });
    row("sum of two exponentials",
        sumOf({Distribution::exponential(5ms), Distribution::exponential(5ms)}),
        [](double x) { return erlangBelow(2, x / 5); });
}

// Kolmogorov and Smirnov's largest distance, whose 99.9 % point is 1.949 / sqrt(n).
void TestSampler::drawsFollowTheLaw() {
    QFETCH(Shape, theory);
    std::vector<double> values = drawnFrom(theory.law);
    std::sort(values.begin(), values.end());

    double distance = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double below = theory.below(values[i]);
        distance = std::max({distance, std::fabs(below - double(i) / draws),
                             std::fabs(below - double(i + 1) / draws)});
    }

    QVERIFY2(distance < 1.949 / std::sqrt(double(draws)), QByteArray::number(distance));
}

void TestSampler::lognormalHasTheWrittenPercentiles() {
    const std::vector<double> values = drawnFrom({LogNormalByPercentiles{5ms, 40ms}});

    const auto above = [&](double bound) {
        return double(std::count_if(values.begin(), values.end(),
                                    [=](double value) { return value > bound; })) /
               draws;
    };

    QVERIFY(std::fabs(above(5) - 0.5) < normalQuantile9995 * std::sqrt(0.25 / draws));
    QVERIFY(std::fabs(above(40) - 0.01) < normalQuantile9995 * std::sqrt(0.0099 / draws));
}

void TestSampler::everyLaw() {
    QTest::addColumn<Distribution>("law");

    QTest::newRow("constant") << Distribution::constant(5ms);
    QTest::newRow("exponential") << Distribution::exponential(5ms);
    QTest::newRow("uniform") << Distribution{Uniform{1ms, 9ms}};
    QTest::newRow("normal, often negative") << Distribution{Normal{1ms, 5ms}};
    QTest::newRow("lognormal by percentiles") << Distribution{LogNormalByPercentiles{5ms, 40ms}};
    QTest::newRow("lognormal by moments") << Distribution{LogNormalByMoments{5ms, 1.5}};
    QTest::newRow("erlang") << Distribution{Erlang{20ms, 4}};
    QTest::newRow("gamma") << Distribution{Gamma{5ms, 0.5}};
    QTest::newRow("gamma, tiny shape") << Distribution{Gamma{5ms, 100}};
    QTest::newRow("weibull") << Distribution{Weibull{5ms, 1.5}};
    QTest::newRow("pareto") << Distribution{Pareto{1ms, 2.5}};
    QTest::newRow("pareto, steep") << Distribution{Pareto{1234567ns, 1e12}};
    QTest::newRow("mix") << mixOf(0.9, Distribution::constant(1ms), {Uniform{2ms, 3ms}});
    QTest::newRow("empirical") << Distribution{Empirical{{3ms, 1ms, 2ms}, {1, 1, 1}}};
    QTest::newRow("sum") << sumOf({{Uniform{1ms, 9ms}}, Distribution::constant(7ns)});
    QTest::newRow("network") << sumOf(
        {Distribution::constant(250us), Distribution::exponential(100us)});
}

void TestSampler::drawDependsOnNothingButKeyAndIdentity() {
    QFETCH(Distribution, law);
    const Sampler sampler(law);
    const Sampler copy = sampler;
    const Sampler other(law);
    const DrawKey key = drawKey(7, "test");

    std::vector<Duration> forwards;
    for (Identity i = 0; i < 100; ++i) {
        forwards.push_back(sampler.draw(key, i));
    }

    for (Identity i = 100; i-- > 0;) {
        QCOMPARE(copy.draw(key, i).count(), forwards[i].count());
        QCOMPARE(other.draw(key, i).count(), forwards[i].count());
    }
}

void TestSampler::noDrawIsBelowTheLeast() {
    QFETCH(Distribution, law);
    const Sampler sampler(law);
    const DrawKey key = drawKey(9, "test");

    QCOMPARE(sampler.least().count(), leastValue(law).count());
    for (Identity i = 0; i < 20'000; ++i) {
        QVERIFY(sampler.draw(key, i) >= sampler.least());
    }
}

void TestSampler::lawWithoutSpreadIsConstant_data() {
    QTest::addColumn<Distribution>("law");

    QTest::newRow("uniform") << Distribution{Uniform{5ms, 5ms}};
    QTest::newRow("normal") << Distribution{Normal{5ms, 0ms}};
    QTest::newRow("lognormal by percentiles") << Distribution{LogNormalByPercentiles{5ms, 5ms}};
    QTest::newRow("lognormal by moments") << Distribution{LogNormalByMoments{5ms, 0}};
    QTest::newRow("gamma") << Distribution{Gamma{5ms, 0}};
    QTest::newRow("empirical") << Distribution{Empirical{{5ms}, {2}}};
    QTest::newRow("mix") << mixOf(0.5, Distribution::constant(5ms), {Normal{5ms, 0ms}});
    QTest::newRow("sum") << sumOf({Distribution::constant(3ms), Distribution::constant(2ms)});
}

void TestSampler::lawWithoutSpreadIsConstant() {
    QFETCH(Distribution, law);
    const Sampler sampler(law);

    QVERIFY(sampler.isConstant());
    QCOMPARE(sampler.least().count(), Duration(5ms).count());
    QCOMPARE(sampler.draw({1, 2}, 3).count(), Duration(5ms).count());
    QVERIFY(!Sampler(Distribution::exponential(5ms)).isConstant());
    QVERIFY(!Sampler(Distribution{Uniform{5ms, 6ms}}).isConstant());
}

void TestSampler::defaultSamplerIsAlwaysZero() {
    const Sampler sampler;

    QVERIFY(sampler.isConstant());
    QCOMPARE(sampler.draw({1, 2}, 3).count(), Duration::rep(0));
    QCOMPARE(Sampler(Distribution::exponential(0ms)).draw({1, 2}, 3).count(), Duration::rep(0));
}

void TestSampler::constantsAreExactToTheNanosecond() {
    const Duration odd = 24h * 36500 + 1ns;

    QCOMPARE(Sampler(Distribution::constant(odd)).draw({1, 2}, 3).count(), odd.count());
}

void TestSampler::durationIsRoundedToTheNearestNanosecond() {
    QCOMPARE(roundedDuration(0.49999999999999994).count(), Duration::rep(0));
    QCOMPARE(roundedDuration(0.5).count(), Duration::rep(1));
    QCOMPARE(roundedDuration(2.4).count(), Duration::rep(2));
    QCOMPARE(roundedDuration(-3).count(), Duration::rep(0));
    QCOMPARE(roundedDuration(std::nan("")).count(), Duration::rep(0));
    QCOMPARE(roundedDuration(infinity).count(), durationMax.count());
}

void TestSampler::drawIsAtMostAHundredYears() {
    const Distribution wild{Pareto{1h, 0.001}};
    const Sampler sampler(sumOf({wild, wild, Distribution::constant(24h * 36500)}));
    const Sampler slow(
        sumOf({Distribution::constant(24h * 36500), Distribution::exponential(24h * 36500)}));

    for (Identity i = 0; i < 1000; ++i) {
        QVERIFY(sampler.draw({1, 2}, i) <= durationMax);
        QVERIFY(slow.draw({1, 2}, i) <= durationMax);
        QVERIFY(slow.draw({1, 2}, i) >= 24h * 36500);
    }
}

void TestSampler::partsOfALawAreIndependent() {
    const Sampler sum(sumOf({{Uniform{0ms, 1ms}}, {Uniform{0ms, 1ms}}}));
    const Sampler nested(
        sumOf({mixOf(0.5, {Uniform{0ms, 1ms}}, {Uniform{1ms, 2ms}}), {Uniform{0ms, 1ms}}}));
    int belowHalf = 0;
    int nestedBelowHalf = 0;

    for (Identity i = 0; i < draws; ++i) {
        belowHalf += sum.draw({1, 2}, i) < 500us;
        nestedBelowHalf += nested.draw({1, 2}, i) < 500us;
    }

    // P(U + V < 1/2) = 1/8; were both the same number it would be 1/4.
    const double error = normalQuantile9995 * std::sqrt(0.11 / draws);
    QVERIFY(std::fabs(double(belowHalf) / draws - 1.0 / 8) < error);
    QVERIFY(std::fabs(double(nestedBelowHalf) / draws - 1.0 / 16) < error);
}

void TestSampler::sumOfConstantAndExponentialIsTheirSum() {
    const Sampler exponential(Distribution::exponential(100us));
    const Sampler sum(sumOf({Distribution::constant(250us), Distribution::exponential(100us)}));
    const DrawKey key = drawKey(1, "network");

    QCOMPARE(sum.least().count(), Duration(250us).count());
    for (Identity i = 0; i < 1000; ++i) {
        QCOMPARE(sum.draw(key, i).count(), (exponential.draw(key, i) + 250us).count());
    }
}

void TestSampler::weightZeroIsNeverChosen() {
    const Sampler sampler(Distribution{Empirical{{1ms, 2ms, 3ms, 4ms}, {0, 1, 1, 0}}});

    for (Identity i = 0; i < 10'000; ++i) {
        const Duration value = sampler.draw({1, 2}, i);
        QVERIFY(value == 2ms || value == 3ms);
    }
}

void TestSampler::samplerIsSmall() {
    QVERIFY(sizeof(Sampler) <= 32);
}

// Made once with this code; other numbers would be other runs.
void TestSampler::drawsAreTheSameEverywhere_data() {
    QTest::addColumn<Distribution>("law");
    QTest::addColumn<QString>("nanoseconds");

    QTest::newRow("exponential") << Distribution::exponential(5ms)
                                 << QString("686978 405327 2887280 46169");
    QTest::newRow("uniform") << Distribution{Uniform{1ms, 9ms}}
                             << QString("7973002 8377068 5490596 8926469");
    QTest::newRow("normal") << Distribution{Normal{5ms, 1ms}}
                            << QString("6134108 6419569 5154328 7357819");
    QTest::newRow("lognormal by percentiles") << Distribution{LogNormalByPercentiles{5ms, 40ms}}
                                              << QString("13779434 17784753 5739583 41141206");
    QTest::newRow("lognormal by moments") << Distribution{LogNormalByMoments{5ms, 1.5}}
                                          << QString("9500688 12952363 3279393 35869849");
    QTest::newRow("erlang") << Distribution{Erlang{20ms, 4}}
                            << QString("13072180 21911787 29682751 14545622");
    QTest::newRow("erlang of many stages")
        << Distribution{Erlang{20ms, 40}} << QString("21123402 19586301 14489135 15905537");
    QTest::newRow("gamma, shape 4")
        << Distribution{Gamma{5ms, 0.5}} << QString("5611963 4397356 1398214 2065827");
    QTest::newRow("gamma, shape 1/4")
        << Distribution{Gamma{5ms, 2}} << QString("15662681 12195089 75627 2682029");
    QTest::newRow("weibull") << Distribution{Weibull{5ms, 1.5}}
                             << QString("1331329 936541 3467230 220069");
    QTest::newRow("pareto") << Distribution{Pareto{1ms, 2.5}}
                            << QString("1056497 1032958 1259837 1003700");
    QTest::newRow("mix") << mixOf(0.9, Distribution::exponential(1ms),
                                  Distribution::exponential(20ms))
                         << QString("760851 7315465 404590 21747394");
    QTest::newRow("empirical") << Distribution{Empirical{{1ms, 2ms, 10ms}, {5, 3, 2}}}
                               << QString("10000000 10000000 2000000 10000000");
    QTest::newRow("sum") << sumOf({Distribution::constant(250us), Distribution::exponential(100us)})
                         << QString("263740 258107 307746 250923");
}

void TestSampler::drawsAreTheSameEverywhere() {
    QFETCH(Distribution, law);
    QFETCH(QString, nanoseconds);
    const Sampler sampler(law);
    const DrawKey key = drawKey(42, "compute");

    QStringList found;
    for (Identity i = 1; i <= 4; ++i) {
        found << QString::number(sampler.draw(key, mixed(i, 1)).count());
    }

    QCOMPARE(found.join(' '), nanoseconds);
}

TEST_OF_THIS_FILE(TestSampler);
#include "tst_sampler.moc"
