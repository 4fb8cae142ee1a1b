#include "models/io/value_text.h"

#include <QtTest>

#include "tests/support/test_program.h"

using namespace models;
using namespace std::chrono_literals;

namespace {

// What came of it, as a short text: the canonical value, or the kind of the problem.
QString kindName(DiagnosticKind kind) {
    switch (kind) {
        case DiagnosticKind::WrongType:
            return "wrong type";
        case DiagnosticKind::OutOfBounds:
            return "out of bounds";
        case DiagnosticKind::NotSupported:
            return "not supported";
        case DiagnosticKind::UnknownName:
            return "unknown name";
        case DiagnosticKind::TooLarge:
            return "too large";
        case DiagnosticKind::UnreadableFile:
            return "unreadable";
        default:
            return "other";
    }
}

template <typename Value>
QString outcome(const Parsed<Value>& parsed) {
    return parsed ? QString::fromStdString(toText(*parsed)) : kindName(parsed.problem.kind);
}

void texts() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
}

#define ROW(text, expected) QTest::newRow(text) << QString(text) << QString(expected)

}  // namespace

class TestValueText : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsDurationsExactly_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("nanoseconds");

        QTest::newRow("microseconds") << "250 us" << qint64(250'000);
        QTest::newRow("no blank") << "5ms" << qint64(5'000'000);
        QTest::newRow("a fraction") << "1.5 s" << qint64(1'500'000'000);
        QTest::newRow("zero without a unit") << "0" << qint64(0);
        QTest::newRow("zero with a unit") << "0 s" << qint64(0);
        QTest::newRow("minutes") << "2 min" << qint64(120'000'000'000);
        QTest::newRow("hours") << "1 h" << qint64(3'600'000'000'000);
        QTest::newRow("days") << "1 d" << qint64(86'400'000'000'000);
        QTest::newRow("what a double cannot say") << "0.1234567890 s" << qint64(123'456'789);
        QTest::newRow("one nanosecond") << "0.000000001 s" << qint64(1);
        QTest::newRow("a nanosecond and more days") << "100.5 d" << qint64(8'683'200'000'000'000);
        QTest::newRow("a fraction of a minute that is whole") << "0.00000000005 min" << qint64(3);
        QTest::newRow("the longest") << "9223372036854775807 ns" << qint64(INT64_MAX);
    }
    void readsDurationsExactly() {
        QFETCH(QString, text);
        QFETCH(qint64, nanoseconds);

        const Parsed<Duration> parsed = parseDuration(text.toStdString());

        QVERIFY2(parsed, parsed.problem.message.c_str());
        QCOMPARE(qint64(parsed->count()), nanoseconds);
    }

    void refusesWhatIsNoDuration_data() {
        texts();
        ROW("", "wrong type");
        ROW("5", "wrong type");
        ROW("fast", "wrong type");
        ROW("-5 ms", "wrong type");
        ROW("5 parsecs", "unknown name");
        ROW("5 ms later", "wrong type");
        ROW("1e3 s", "wrong type");
        ROW("1. s", "wrong type");
        ROW("0.5 ns", "out of bounds");
        ROW("1.0000000001 s", "out of bounds");
        ROW("9223372036854775808 ns", "out of bounds");
        ROW("106752 d", "out of bounds");
        ROW("99999999999999999999 s", "out of bounds");
    }
    void refusesWhatIsNoDuration() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(outcome(parseDuration(text.toStdString())), expected);
    }

    void writesDurationsCanonically_data() {
        texts();
        ROW("0", "0 s");
        ROW("1000 us", "1 ms");
        ROW("0.25 ms", "250 us");
        ROW("90 s", "90 s");
        ROW("60 s", "1 min");
        ROW("120 min", "2 h");
        ROW("1.5 s", "1.5 s");
        ROW("1500 us", "1.5 ms");
        ROW("25 h", "25 h");
        ROW("48 h", "2 d");
        ROW("1000000001 ns", "1.000000001 s");
    }
    void writesDurationsCanonically() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const Parsed<Duration> parsed = parseDuration(text.toStdString());
        QCOMPARE(outcome(parsed), expected);
        QCOMPARE(*parseDuration(expected.toStdString()), *parsed);
    }

    void readsRatesAndRatiosAndFactors() {
        QCOMPARE(outcome(parseRate("200/s")), "200/s");
        QCOMPARE(outcome(parseRate("30 / min")), "30/min");
        QCOMPARE(outcome(parseRate("0/s")), "0/s");
        QCOMPARE(parseRate("30/min")->perSecond(), 0.5);
        QCOMPARE(outcome(parseRate("200")), "wrong type");
        QCOMPARE(outcome(parseRate("200/fortnight")), "wrong type");

        QCOMPARE(parseRatio("99.9 %")->value, 0.999);
        QCOMPARE(parseRatio("0.999")->value, 0.999);
        QCOMPARE(parseRatio("100%")->value, 1.0);
        QCOMPARE(outcome(parseRatio("101 %")), "out of bounds");
        QCOMPARE(outcome(parseRatio("5")), "out of bounds");
        QCOMPARE(outcome(parseRatio("most")), "wrong type");

        QCOMPARE(outcome(parseFactor("10x")), "10x");
        QCOMPARE(outcome(parseFactor("0.5x")), "0.5x");
        QCOMPARE(outcome(parseFactor("10")), "wrong type");
        QCOMPARE(outcome(parseFactor("0x")), "out of bounds");
    }

    void writesRatiosThatReadBack_data() {
        texts();
        ROW("0.999", "99.9 %");
        ROW("1", "100 %");
        ROW("0", "0 %");
        ROW("0.5 %", "0.5 %");
        ROW("33.333333 %", "33.333333 %");
        ROW("0.1", "10 %");
        ROW("0.0001", "0.01 %");
        ROW("0.07", "7 %");
    }
    void writesRatiosThatReadBack() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const Parsed<Ratio> parsed = parseRatio(text.toStdString());
        QCOMPARE(outcome(parsed), expected);
        QCOMPARE(parseRatio(expected.toStdString())->value, parsed->value);
    }

    void readsEveryDistributionAndWritesItBack_data() {
        texts();
        for (const char* each :
             {"5 ms", "exp(5 ms)", "uniform(1 ms to 9 ms)", "normal(5 ms sd 1 ms)",
              "lognormal(p50 5 ms p99 40 ms)", "lognormal(mean 5 ms cv 1.5)",
              "erlang(mean 20 ms stages 4)", "gamma(mean 5 ms cv 0.5)",
              "weibull(scale 5 ms shape 1.5)", "pareto(min 1 ms tail 2.5)",
              "mix(90 % exp(1 ms) or 10 % exp(20 ms))", "250 us + exp(100 us)",
              "mix(50 % 1 ms + exp(1 ms) or 50 % mix(10 % 1 s or 90 % 2 s))"}) {
            ROW(each, each);
        }
        ROW("0.25 ms + exp(0.1 ms)", "250 us + exp(100 us)");
        ROW("exp( 5ms )", "exp(5 ms)");
        ROW("mix(0.9 exp(1 ms) or 0.1 exp(20 ms))", "mix(90 % exp(1 ms) or 10 % exp(20 ms))");
        ROW("0", "0 s");
    }
    void readsEveryDistributionAndWritesItBack() {
        QFETCH(QString, text);
        QFETCH(QString, expected);

        const Parsed<Distribution> parsed = parseDistribution(text.toStdString());

        QCOMPARE(outcome(parsed), expected);
        QVERIFY(*parseDistribution(expected.toStdString()) == *parsed);
    }

    void refusesImpossibleDistributions_data() {
        texts();
        ROW("exp(5)", "wrong type");
        ROW("exp 5 ms", "wrong type");
        ROW("exp(5 ms", "wrong type");
        ROW("exp(5 ms))", "wrong type");
        ROW("exponential(5 ms)", "unknown name");
        ROW("uniform(9 ms to 1 ms)", "out of bounds");
        ROW("uniform(1 ms, 9 ms)", "wrong type");
        ROW("lognormal(p50 40 ms p99 5 ms)", "out of bounds");
        ROW("lognormal(mean 5 ms cv -1)", "wrong type");
        ROW("erlang(mean 20 ms stages 1.5)", "out of bounds");
        ROW("erlang(mean 20 ms stages 0)", "out of bounds");
        ROW("gamma(mean 5 ms cv 0)", "out of bounds");
        ROW("weibull(scale 5 ms shape 0)", "out of bounds");
        ROW("pareto(min 1 ms tail 0)", "out of bounds");
        ROW("mix(90 % exp(1 ms) or 20 % exp(20 ms))", "out of bounds");
        ROW("mix(exp(1 ms))", "wrong type");
        ROW("1 ms +", "wrong type");
        ROW("empirical(latencies.csv)", "unreadable");
    }
    void refusesImpossibleDistributions() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(outcome(parseDistribution(text.toStdString())), expected);
    }

    void refusesDistributionsNestedWithoutEnd() {
        std::string text;
        for (int i = 0; i < 10'000; ++i) {
            text += "mix(100 % ";
        }
        QCOMPARE(outcome(parseDistribution(text)), "too large");
    }

    void suggestsTheDistributionMeant() {
        QVERIFY(
            parseDistribution("lognornal(mean 5 ms cv 1)").problem.message.find("`lognormal`") !=
            std::string::npos);
    }

    void readsEveryBound_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("quantity");
        QTest::addColumn<int>("comparison");
        QTest::addColumn<double>("low");
        const auto row = [](const char* text, Quantity quantity, Comparison comparison,
                            double low) {
            QTest::newRow(text) << text << int(quantity) << int(comparison) << low;
        };
        row("at least 99.9 %", Quantity::Ratio, Comparison::AtLeast, 0.999);
        row("at most 5", Quantity::Count, Comparison::AtMost, 5);
        row("above 2 s", Quantity::Time, Comparison::Above, 2);
        row("below 300 ms", Quantity::Time, Comparison::Below, 0.3);
        row("exactly 0", Quantity::Count, Comparison::Exactly, 0);
        row("between 1 s and 2 s", Quantity::Time, Comparison::Between, 1);
        row("at least 100/s", Quantity::Rate, Comparison::AtLeast, 100);
        row("at least 100", Quantity::Rate, Comparison::AtLeast, 100);
    }
    void readsEveryBound() {
        QFETCH(QString, text);
        QFETCH(int, quantity);
        QFETCH(int, comparison);
        QFETCH(double, low);

        const Parsed<Bound> bound = parseBound(text.toStdString(), Quantity(quantity));

        QVERIFY2(bound, bound.problem.message.c_str());
        QCOMPARE(int(bound->comparison), comparison);
        QCOMPARE(bound->low, low);
        QCOMPARE(QString::fromStdString(bound->written), text);
    }

    void refusesBoundsOfTheWrongQuantity() {
        QVERIFY(!parseBound("below 300 ms", Quantity::Ratio));
        QVERIFY(!parseBound("at least 99.9 %", Quantity::Time));
        QVERIFY(!parseBound("99.9 %", Quantity::Ratio));
        QVERIFY(!parseBound("> 99.9 %", Quantity::Ratio));
        QVERIFY(!parseBound("at 5", Quantity::Count));
        QCOMPARE(kindName(parseBound("between 2 s and 1 s", Quantity::Time).problem.kind),
                 "out of bounds");
    }

    void readsReferencesAndEdges() {
        QCOMPARE(outcome(parseReference("user")), "user");
        QCOMPARE(outcome(parseReference("user#1")), "user#1");
        QCOMPARE(outcome(parseReference("user.sign-in")), "user.sign-in");
        QCOMPARE(outcome(parseReference("user#0")), "out of bounds");
        QCOMPARE(outcome(parseReference("user#one")), "wrong type");
        QCOMPARE(outcome(parseReference("my user")), "wrong type");
        QCOMPARE(outcome(parseReference("user.")), "wrong type");

        const Parsed<Edge> edge = parseEdge("gateway -> payment.charge");
        QVERIFY(edge);
        QCOMPARE(QString::fromStdString(toText(edge->from)), "gateway");
        QCOMPARE(QString::fromStdString(toText(edge->to)), "payment.charge");
        QVERIFY(!parseEdge("gateway"));
    }

    void readsArrivals() {
        QCOMPARE(outcome(parseArrivals("poisson(200/s)")), "poisson(200/s)");
        QCOMPARE(outcome(parseArrivals("constant(30/min)")), "constant(30/min)");
        QCOMPARE(outcome(parseArrivals("poisson(200)")), "wrong type");
        QCOMPARE(outcome(parseArrivals("ramp(50/s to 500/s in 2 min)")),
                 "ramp(50/s to 500/s in 2 min)");
        QCOMPARE(outcome(parseArrivals("ramp(50/s to 500/s in 0)")), "out of bounds");
        QCOMPARE(outcome(parseArrivals("ramp(50/s to 500/s)")), "wrong type");
        QCOMPARE(outcome(parseArrivals("renewal( 1 ms + exp(1 s) )")), "renewal(1 ms + exp(1 s))");
        QCOMPARE(outcome(parseArrivals("renewal(0)")), "out of bounds");
        QCOMPARE(outcome(parseArrivals("renewal(often)")), "wrong type");
        QCOMPARE(outcome(parseArrivals("trace(arrivals.csv)")), "unreadable");
    }

    void readsSmallThings() {
        QVERIFY(*parseBoolean("yes"));
        QVERIFY(!*parseBoolean("no"));
        QVERIFY(!parseBoolean("maybe"));
        QCOMPARE(*parsePopularity("zipf(0.9)"), 0.9);
        QCOMPARE(*parsePopularity("uniform"), 0.0);
        QVERIFY(!parsePopularity("zipf"));
        QCOMPARE(qint64(*parseInteger("-3")), qint64(-3));
        QVERIFY(!parseInteger("3.5"));
        QVERIFY(!parseInteger("0x10"));
        QCOMPARE(*parseNumber("-3.5"), -3.5);
    }
};

TEST_OF_THIS_FILE(TestValueText);
#include "tst_value_text.moc"
