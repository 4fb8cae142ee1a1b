// A range of time drawn on the time bar: charts, event log and traces show it only, until it is
// taken off.
#include <QtTest>

#include "app/look/number_text.h"
#include "tests/desktop/opened_window.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

namespace {

constexpr auto focusedShop = R"(
watertight: 1
name: shop
run: { duration: 60 s, warm-up: 1 s }
services:
  shop: { endpoints: { buy: [ { call: stock.take, timeout: 1 s } ] } }
  stock: { endpoints: { take: [ { compute: 2 ms } ] } }
journeys:
  buyers: { arrivals: constant(200/s), steps: [ { call: shop.buy, timeout: 1 s } ] }
)";

// Stopped at 20 s; stock was killed at 5 s and at 15 s for a second each.
struct FocusedWindow : support::OpenedWindow {
    FocusedWindow() : OpenedWindow(focusedShop) {}

    bool begin() {
        if (!stepTo(models::runStart + 5s))
            return false;
        session.kill("stock", 1s);
        if (!goOn(10s))
            return false;
        session.kill("stock", 1s);
        return goOn(5s);
    }
    app::TimeBar* bar() { return window.findChild<app::TimeBar*>(); }
    QPushButton* chip() { return window.findChild<QPushButton*>("focusChip"); }
    void draw(sim::Duration from, sim::Duration to) {
        const auto place = [this](sim::Duration at) {
            return QPoint(static_cast<int>(std::lround(bar()->x(models::runStart + at))),
                          static_cast<int>(bar()->track().center().y()));
        };
        QTest::mousePress(bar(), Qt::LeftButton, Qt::ShiftModifier, place(from));
        QTest::mouseMove(bar(), place((from + to) / 2));
        QTest::mouseRelease(bar(), Qt::LeftButton, Qt::ShiftModifier, place(to));
    }
    // The times of the first and the last point in that chart.
    std::pair<double, double> drawnOf(std::size_t chart) {
        std::pair drawn(1e9, 0.0);
        for (const app::ChartLine& line : window.charts().chart(chart).content().lines)
            for (const QPointF& point : line.points)
                drawn = {std::min(drawn.first, point.x()), std::max(drawn.second, point.x())};
        return drawn;
    }
    QStringList eventTimes() {
        const auto* model = window.findChild<QTableView*>("eventLog")->model();
        QStringList times;
        for (int row = 0; row < model->rowCount(); ++row)
            times << model->index(row, 0).data().toString();
        return times;
    }
};

}  // namespace

class TestFocusRange : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void isDrawnWithShiftAndLeavesTheInstantAlone() {
        FocusedWindow shown;
        QVERIFY(shown.begin());
        QVERIFY(!shown.chip()->isVisible());
        shown.draw(12s, 4s);

        const auto focus = shown.session.focus();
        QVERIFY(focus.has_value());
        QVERIFY(std::abs(app::secondsOf(focus->from) - 4) < 0.2);
        QVERIFY(std::abs(app::secondsOf(focus->to) - 12) < 0.2);
        QVERIFY(!shown.session.isInReview());
        QVERIFY(shown.chip()->isVisible());
        QVERIFY2(shown.chip()->text().startsWith("only 00:0"), qPrintable(shown.chip()->text()));
    }

    void chartsShowItUntilItIsTakenOff() {
        FocusedWindow shown;
        QVERIFY(shown.begin());
        shown.session.setFocus(app::FocusRange{models::runStart + 4s, models::runStart + 12s});
        auto [from, to] = shown.drawnOf(0);
        QVERIFY2(from > 2 && to < 14, qPrintable(QString::number(from)));
        shown.chip()->click();
        std::tie(from, to) = shown.drawnOf(0);
        QVERIFY2(from < 2 && to > 18, qPrintable(QString::number(to)));
        QVERIFY(!shown.chip()->isVisible());
    }

    void theEventLogHasItsRowsOnly() {
        FocusedWindow shown;
        QVERIFY(shown.begin());
        shown.window.showEventLog(true);
        shown.window.eventLog().refresh();
        const QStringList all = shown.eventTimes();
        shown.session.setFocus(app::FocusRange{models::runStart + 4s, models::runStart + 12s});
        const QStringList some = shown.eventTimes();
        QVERIFY2(some.size() >= 2 && some.size() < all.size(), qPrintable(all.join(' ')));
        for (const QString& time : some)
            QVERIFY2(time.startsWith("00:0") || time.startsWith("00:1"), qPrintable(time));
        QVERIFY2(some.join(' ').contains("00:05") && !some.join(' ').contains("00:15"),
                 qPrintable(some.join(' ')));
        QTest::keyClick(shown.bar(), Qt::Key_Escape);
        QCOMPARE(shown.eventTimes(), all);
    }

    void tracesAreThoseThatBeganInIt() {
        FocusedWindow shown;
        QVERIFY(shown.begin());
        shown.window.showView(app::MainWindow::View::Traces);
        const auto* table = shown.window.findChild<QTableView*>("traces");
        QTRY_VERIFY(table->model()->rowCount() > 20);
        const int all = table->model()->rowCount();
        shown.session.setFocus(app::FocusRange{models::runStart + 4s, models::runStart + 12s});
        QTRY_VERIFY(table->model()->rowCount() < all);
        QVERIFY(table->model()->rowCount() > 0);
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            const QString began =
                table->model()->index(row, app::TraceList::Start).data().toString();
            const double seconds = began.section(':', -1).toDouble();
            QVERIFY2(seconds >= 4 && seconds <= 12, qPrintable(began));
        }
    }

    void aClickTakesItOffAndSoDoesAnotherRun() {
        FocusedWindow shown;
        QVERIFY(shown.begin());
        shown.draw(4s, 12s);
        QVERIFY(shown.session.focus().has_value());
        shown.draw(8s, 8s);
        QVERIFY(!shown.session.focus());
        shown.draw(4s, 12s);
        shown.session.setSeed(9);
        QVERIFY(shown.waitFor([session = &shown.session] { return session->seed() == 9; }));
        QVERIFY(!shown.session.focus());
    }
};

TEST_OF_THIS_FILE(TestFocusRange);
#include "tst_focus_range.moc"
