// "Sweep a parameter": what it offers, what it refuses, and what it shows of the values.
#include <QtTest>

#include "app/desktop/sweep_dialog.h"
#include "app/desktop/sweep_values.h"
#include "tests/desktop/opened_window.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::SweepDialog;

namespace {

constexpr const char* sweptQueue = R"(watertight: 1
name: One queue
run: { seed: 1, duration: 40 s, warm-up: 5 s }
services:
  shop:
    concurrency: 2  # slots
    endpoints: { buy: [ { compute: exp(10 ms) }, { call: till.pay, timeout: 1 s } ] }
  till: { endpoints: { pay: [ { compute: exp(1 ms) } ] } }
journeys: { buyers: { arrivals: poisson(80/s), steps: [ { call: shop.buy } ] } }
)";

}  // namespace

class TestSweepDialog : public QObject {
    Q_OBJECT

    std::unique_ptr<support::OpenedWindow> m_opened;

    SweepDialog& openDialog() {
        m_opened->window.findChild<QAction*>("sweep")->trigger();
        return *m_opened->window.findChild<SweepDialog*>();
    }
    template <typename Widget>
    static Widget& part(SweepDialog& dialog, const char* name) {
        return *dialog.findChild<Widget*>(name);
    }

  private Q_SLOTS:
    void init() { m_opened = std::make_unique<support::OpenedWindow>(sweptQueue); }
    void cleanup() { m_opened.reset(); }

    void partsValuesAtCommas() {
        QCOMPARE(app::sweepValues(" 1, 2 ,,4, 2"), QStringList({"1", "2", "4"}));
        QCOMPARE(app::sweepValues("{ a: 1, b: 2 }, none"), QStringList({"{ a: 1, b: 2 }", "none"}));
    }

    void proposesMoreAndLess() {
        QCOMPARE(app::proposedValues("3"), QStringList({"2", "3", "6", "12"}));
        QCOMPARE(app::proposedValues("1"), QStringList({"1", "2", "4"}));
        QCOMPARE(
            app::proposedValues("poisson(200/s)"),
            QStringList({"poisson(100/s)", "poisson(200/s)", "poisson(400/s)", "poisson(800/s)"}));
        QCOMPARE(app::proposedValues("none"), QStringList({"none"}));
    }

    void offersWhatIsSelectedFirst() {
        m_opened->session.selectNamed("shop");
        SweepDialog& dialog = openDialog();
        auto& parameter = part<QComboBox>(dialog, "sweepParameter");

        QCOMPARE(parameter.itemText(0), "services.shop.instances");
        QVERIFY(parameter.findText("services.shop.endpoints.buy.steps.1.timeout") > 0);
        QVERIFY(parameter.findText("journeys.buyers.arrivals") > 0);
        parameter.setCurrentText("services.shop.concurrency");
        QCOMPARE(part<QLineEdit>(dialog, "sweepValues").text(), "1, 2, 4, 8");
        parameter.setCurrentText("services.shop.endpoints.buy.steps.1.timeout");
        QCOMPARE(part<QLineEdit>(dialog, "sweepValues").text(), "0.5 s, 1 s, 2 s, 4 s");
    }

    void asksHowMuchItCarriesWhereNothingIsSelected() {
        SweepDialog& dialog = openDialog();
        QCOMPARE(part<QComboBox>(dialog, "sweepParameter").currentText(),
                 "journeys.buyers.arrivals");
        QCOMPARE(part<QLineEdit>(dialog, "sweepValues").text(),
                 "poisson(40/s), poisson(80/s), poisson(160/s), poisson(320/s)");
        QCOMPARE(dialog.focusWidget(), &part<QLineEdit>(dialog, "sweepValues"));
        QCOMPARE(part<QTableWidget>(dialog, "sweepTable").horizontalHeaderItem(0)->text(), "value");
    }

    void saysWhichValueIsImpossible() {
        SweepDialog& dialog = openDialog();
        part<QComboBox>(dialog, "sweepParameter").setCurrentText("services.shop.concurrency");
        part<QLineEdit>(dialog, "sweepValues").setText("2, many");

        part<QPushButton>(dialog, "sweepRun").click();

        QVERIFY(!dialog.study().isRunning());
        const QString said = part<QLabel>(dialog, "sweepWords").text();
        QVERIFY2(said.startsWith("many: "), qPrintable(said));
    }

    void showsATableAndACurve() {
        SweepDialog& dialog = openDialog();
        part<QComboBox>(dialog, "sweepParameter").setCurrentText("services.shop.concurrency");
        part<QLineEdit>(dialog, "sweepValues").setText("1, 4");
        part<QSpinBox>(dialog, "sweepSeeds").setValue(3);

        part<QPushButton>(dialog, "sweepRun").click();
        QVERIFY(m_opened->waitFor([&] { return dialog.study().result() != nullptr; }));

        const auto& table = part<QTableWidget>(dialog, "sweepTable");
        QCOMPARE(table.rowCount(), 2);
        QCOMPARE(table.horizontalHeaderItem(0)->text(), "concurrency");
        QCOMPARE(table.item(0, 0)->text(), "1");
        QVERIFY2(table.item(0, 4)->text().contains(" ± "), qPrintable(table.item(0, 4)->text()));
        const app::SweepCurve& curve = dialog.chart().curve();
        QCOMPARE(curve.title, "p99 of buyers");
        QCOMPARE(curve.unit, "ms");
        QCOMPARE(curve.points.size(), std::size_t(2));
        QVERIFY(*curve.points[0].mean > *curve.points[1].mean);
        QVERIFY(curve.points[0].interval->low < *curve.points[0].mean);

        const QStringList lines = dialog.commands().split('\n');
        QCOMPARE(lines.size(), 6);
        QCOMPARE(lines.back(),
                 "watertight run 'shop.yaml' --seed 3 --set 'services.shop.concurrency=4'");
        // Availability is drawn near the whole.
        part<QTableWidget>(dialog, "sweepTable").setCurrentCell(1, 1);
        QCOMPARE(dialog.chart().curve().title, "Available of buyers");
        QCOMPARE(app::axisOf(dialog.chart().curve()).high, 1.0);
        QVERIFY(app::axisOf(dialog.chart().curve()).low > 0.99);
    }

    void stopsWhenItIsClosed() {
        SweepDialog& dialog = openDialog();
        part<QSpinBox>(dialog, "sweepSeeds").setValue(100);
        dialog.start();
        QVERIFY(dialog.study().isRunning());

        const QPointer<SweepDialog> closed(&dialog);
        dialog.reject();

        QTRY_VERIFY(closed.isNull());
    }
};

TEST_OF_THIS_FILE(TestSweepDialog);
#include "tst_sweep_dialog.moc"
