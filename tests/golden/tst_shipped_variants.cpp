// Every variant of a shipped scenario breaks what it says it breaks, and nothing else, and the
// scenario itself holds: for ten seeds.
#include <QtTest>

#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestShippedVariants : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void breakWhatTheySay_data();
    void breakWhatTheySay();
};

namespace {

// Names of what does not hold.
QStringList broken(const models::Scenario& scenario, std::uint64_t seed) {
    sim::RunOptions options;
    options.seed = seed;
    const sim::Report report = tests::runOf(scenario, options).report();
    QStringList names;
    const auto look = [&](const auto& verdicts) {
        for (const auto& each : verdicts) {
            if (each.verdict != sim::Verdict::Pass) {
                names.append(QString::fromStdString(each.name));
            }
        }
    };
    look(report.expectations);
    look(report.invariants);
    names.sort();
    return names;
}

}  // namespace

void TestShippedVariants::breakWhatTheySay_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("variant");
    for (const std::string& file : tests::shippedFiles()) {
        const models::Scenario scenario = tests::shippedScenario(file);
        for (const models::Variant& each : scenario.variants) {
            QTest::addRow("%s, %s", file.c_str(), each.name.c_str())
                << QString::fromStdString(file) << QString::fromStdString(each.name);
        }
        if (!scenario.variants.empty()) {
            QTest::addRow("%s", file.c_str()) << QString::fromStdString(file) << QString();
        }
    }
}

void TestShippedVariants::breakWhatTheySay() {
    QFETCH(const QString, file);
    QFETCH(const QString, variant);
    const models::Scenario whole = tests::shippedScenario(file.toStdString());
    const models::Scenario scenario =
        variant.isEmpty() ? whole
                          : tests::shippedVariant(file.toStdString(), variant.toStdString());
    QStringList expected;
    if (!variant.isEmpty()) {
        for (const std::string& each : whole.variant(variant.toStdString())->breaks) {
            expected.append(QString::fromStdString(each));
        }
        expected.sort();
    }
    constexpr std::uint64_t seeds = 10;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        QCOMPARE(broken(scenario, seed), expected);
    }
}

TEST_OF_THIS_FILE(TestShippedVariants);
#include "tst_shipped_variants.moc"
