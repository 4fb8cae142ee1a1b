#include <QtTest>

#include "models/io/layout_writer.h"
#include "tests/support/test_program.h"

using models::CanvasPosition;

namespace {

const char* const two =
    "watertight: 1\n"
    "# a comment that stays\n"
    "services:\n"
    "  a: { endpoints: { go: [ { compute: 1 ms } ] } }\n"
    "  b: { endpoints: { go: [ { compute: 1 ms } ] } }\n";

const std::vector<CanvasPosition> positions = {{"a", 12, 34.5}, {"b", -200, 0}};

std::vector<CanvasPosition> layoutIn(const std::string& text) {
    const auto reading = models::readScenario(text, "test.yaml", {});
    return reading.scenario ? reading.scenario->layout : std::vector<CanvasPosition>{};
}

}  // namespace

class TestLayoutWriter : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void addsALineACardAndLeavesTheRestAsItIs() {
        const auto edit = models::withLayout(two, "test.yaml", positions);

        QVERIFY(edit.diagnostics.empty());
        QCOMPARE(edit.text, std::string(two) + "\nlayout:\n  a: [12, 34.5]\n  b: [-200, 0]\n");
        QVERIFY(layoutIn(edit.text) == positions);
    }

    void replacesWhatIsThere_data() {
        QTest::addColumn<QString>("layout");
        QTest::newRow("block") << "layout:\n  b: [1, 2]\n  # why\n  a: { x: 3, y: 4 }\n";
        QTest::newRow("flow") << "layout: { b: [1, 2] }\n";
        QTest::newRow("empty") << "layout: {}\n";
        QTest::newRow("nothing") << "layout:\n";
    }

    void replacesWhatIsThere() {
        QFETCH(QString, layout);
        const auto edit = models::withLayout(
            two + layout.toStdString() + "network: { latency: 1 ms }\n", "test.yaml", positions);

        QVERIFY(edit.diagnostics.empty());
        QVERIFY2(layoutIn(edit.text) == positions, edit.text.c_str());
        QVERIFY(edit.text.find("# a comment that stays") != std::string::npos);
        QVERIFY(edit.text.find("network: { latency: 1 ms }") != std::string::npos);
    }

    void writesIntoJsonAndBehindNoLineEnd_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("JSON")
            << R"({ "watertight": 1, "services": { "a": { "endpoints": { "go": [ { "compute": "1 ms" } ] } },
                                  "b": { "endpoints": { "go": [ { "compute": "1 ms" } ] } } } })";
        QTest::newRow("no line end") << QString::fromLatin1(two).chopped(1);
        QTest::newRow("end of document") << QString::fromLatin1(two) + "...\n";
    }

    void writesIntoJsonAndBehindNoLineEnd() {
        QFETCH(QString, text);
        const auto edit = models::withLayout(text.toStdString(), "test.yaml", positions);

        QVERIFY(edit.diagnostics.empty());
        QVERIFY2(layoutIn(edit.text) == positions, edit.text.c_str());
    }

    void leavesATextWithoutPositionsAlone() {
        QCOMPARE(models::withLayout(two, "test.yaml", {}).text, std::string(two));
    }

    void takesOutWhatIsThereWhereThereAreNone() {
        const auto edit =
            models::withLayout(std::string(two) + "layout: { b: [1, 2] }\n", "test.yaml", {});
        QVERIFY(edit.diagnostics.empty());
        QVERIFY2(edit.text.find("layout") == std::string::npos, edit.text.c_str());
        QVERIFY(edit.text.find("# a comment that stays") != std::string::npos);
    }

    void refusesWhatIsNoScenario() {
        QVERIFY(models::hasErrors(models::withLayout("- 1\n", "x", positions).diagnostics));
    }
};

TEST_OF_THIS_FILE(TestLayoutWriter);
#include "tst_layout_writer.moc"
