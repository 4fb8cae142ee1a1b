// Edits that problems propose themselves: tried before they are offered.
#include <QtTest>

#include "models/io/quick_fix.h"
#include "models/io/scenario_reader.h"
#include "tests/support/test_program.h"

namespace {

const std::string mendable = R"(
watertight: 1
name: shop  # keep me
services:
  shop: { endpoints: { buy: [ { call: stock.take, timeout: 1 s } ] } }
  stock: { endpoints: { take: [ { compute: 2 ms } ] } }
journeys:
  buyers: { arrivals: poisson(20/s), steps: [ { call: shop.buy, timeout: 1 s } ] }
)";

std::string with(const std::string& what, const std::string& instead) {
    std::string text = mendable;
    text.replace(text.find(what), what.size(), instead);
    return text;
}

models::Diagnostic firstError(const std::string& text) {
    for (const models::Diagnostic& each : models::readScenario(text, "it", {}).diagnostics) {
        if (each.severity == models::Severity::Error) {
            return each;
        }
    }
    return {};
}

}  // namespace

class TestQuickFix : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void writesTheNearestName_data() {
        QTest::addColumn<QString>("right");
        QTest::addColumn<QString>("wrong");
        QTest::newRow("service") << "call: stock.take"
                                 << "call: stcok.take";
        QTest::newRow("endpoint") << "stock.take, timeout"
                                  << "stock.tak, timeout";
        QTest::newRow("key") << "compute: 2 ms"
                             << "compute: 2 ms, whne: 1 = 1";
        QTest::newRow("step") << "{ compute: 2 ms }"
                              << "{ compte: 2 ms }";
        QTest::newRow("top key") << "journeys:"
                                 << "jorneys:";
        QTest::newRow("unit") << "2 ms"
                              << "2 mss";
    }

    void writesTheNearestName() {
        QFETCH(QString, right);
        QFETCH(QString, wrong);
        const std::string broken = with(right.toStdString(), wrong.toStdString());
        const models::Diagnostic problem = firstError(broken);
        const auto fix = models::quickFixOf(problem, broken, "it", {});
        QVERIFY2(fix, problem.message.c_str());
        if (wrong.contains("whne")) {
            QCOMPARE(fix->found, std::string("whne"));
            QCOMPARE(fix->proposed, std::string("when"));
        } else {
            QCOMPARE(fix->text, mendable);
        }
        QVERIFY(fix->text.find("# keep me") != std::string::npos);
    }

    // The name that was meant stands earlier in the line, and as a part of another.
    void replacesTheWordItIsAbout() {
        const std::string broken = with("{ call: stock.take, timeout: 1 s }",
                                        "{ call: stock.take, timeout: 1 s }, { call: stock.tak }");
        const auto fix = models::quickFixOf(firstError(broken), broken, "it", {});
        QVERIFY(fix);
        QVERIFY(fix->text.find("{ call: stock.take, timeout: 1 s }, { call: stock.take }") !=
                std::string::npos);
    }

    void proposesNothingWhereItWouldGuess() {
        const std::string unknown = with("call: stock.take", "call: warehouse.lift");
        QVERIFY(!models::quickFixOf(firstError(unknown), unknown, "it", {}));
        // A problem of another text.
        const std::string other = with("call: stock.take", "call: stcok.take");
        QVERIFY(!models::quickFixOf(firstError(other), mendable, "it", {}));
    }
};

TEST_OF_THIS_FILE(TestQuickFix);
#include "tst_quick_fix.moc"
