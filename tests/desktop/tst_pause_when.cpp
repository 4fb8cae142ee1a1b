// The run pauses by itself where a measure passes a bound: the dialog, its menus, and what is said.
#include <QtTest>

#include "app/desktop/pause_when_dialog.h"
#include "tests/desktop/opened_window.h"
#include "tests/support/test_program.h"

using app::PauseWhenDialog;

namespace {

const char* const pausingShop = R"(
watertight: 1
name: shop
run: { duration: 60 s, warm-up: 1 s }
services:
  shop: { endpoints: { buy: [ { call: stock.take, timeout: 1 s } ] } }
  stock: { cores: 2, endpoints: { take: [ { compute: 2 ms } ] } }
topics: { sold: {} }
journeys:
  buyers: { arrivals: constant(50/s), steps: [ { call: shop.buy, timeout: 1 s } ] }
)";

PauseWhenDialog* opened(support::OpenedWindow& shop) {
    shop.window.findChild<QAction*>("pauseWhen")->trigger();
    return shop.window.findChild<PauseWhenDialog*>();
}

template <typename Widget>
Widget* part(PauseWhenDialog* dialog, const char* name) {
    return dialog->findChild<Widget*>(QLatin1String("pauseWhen") + QLatin1String(name));
}

QStringList measuresOf(PauseWhenDialog* dialog) {
    QStringList names;
    const auto* measures = part<QComboBox>(dialog, "Measure");
    for (int i = 0; i < measures->count(); ++i)
        names << measures->itemText(i);
    return names;
}

}  // namespace

class TestPauseWhen : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void beginsWithWhatIsSelected() {
        support::OpenedWindow shop(pausingShop);
        QVERIFY(shop.stepTo(models::runStart + std::chrono::seconds(2)));
        shop.session.selectNamed("stock");
        PauseWhenDialog* dialog = opened(shop);
        QCOMPARE(part<QComboBox>(dialog, "Place")->currentText(), QString("stock"));
        QCOMPARE(measuresOf(dialog),
                 QStringList({"p99", "p95", "p50", "errors", "throughput", "inbox"}));
        // Twice as much as now, 50/s.
        part<QComboBox>(dialog, "Measure")->setCurrentText("throughput");
        QCOMPARE(part<QLineEdit>(dialog, "Bound")->text(), QString("above 100/s"));
        QVERIFY(part<QLabel>(dialog, "Said")->text().startsWith("It is 50"));
        // An inbox is looked at as it stands.
        part<QComboBox>(dialog, "Measure")->setCurrentText("inbox");
        QVERIFY(!part<QComboBox>(dialog, "Window")->isEnabled());

        part<QComboBox>(dialog, "Place")->setCurrentText("sold");
        QCOMPARE(measuresOf(dialog), QStringList({"throughput", "backlog"}));
        part<QComboBox>(dialog, "Place")->setCurrentText("shop \u2192 stock");
        QCOMPARE(measuresOf(dialog), QStringList({"p99", "p95", "p50", "errors", "throughput"}));
    }

    void saysWhatIsWrong() {
        support::OpenedWindow shop(pausingShop);
        PauseWhenDialog* dialog = opened(shop);
        auto* go = part<QPushButton>(dialog, "Go");
        QVERIFY(go->isEnabled());
        part<QLineEdit>(dialog, "Bound")->setText("above 5 horses");
        QVERIFY(!go->isEnabled());
        QVERIFY(part<QLabel>(dialog, "Said")->text().contains("horses"));
        part<QLineEdit>(dialog, "Bound")->setText("above 5 ms");
        QVERIFY(go->isEnabled());
        part<QComboBox>(dialog, "Place")->setCurrentText("nobody");
        QVERIFY(!go->isEnabled());
        QVERIFY(part<QLabel>(dialog, "Said")->text().contains("nobody"));
    }

    void pausesThereAndSaysWhy() {
        support::OpenedWindow shop(pausingShop);
        QVERIFY(shop.stepTo(models::runStart + std::chrono::milliseconds(2000)));
        shop.session.fail("stock", 0.5);
        shop.session.selectEdge(1);
        shop.session.setSpeed(100);
        PauseWhenDialog* dialog = opened(shop);
        QCOMPARE(part<QComboBox>(dialog, "Place")->currentText(), QString("shop \u2192 stock"));
        part<QComboBox>(dialog, "Measure")->setCurrentText("errors");
        part<QLineEdit>(dialog, "Bound")->setText("above 20 %");
        part<QComboBox>(dialog, "Window")->setCurrentText("the last 1 s");
        part<QPushButton>(dialog, "Go")->click();

        QVERIFY(shop.waitFor([&] { return !shop.session.state().stoppedFor.empty(); }));
        const models::Instant at = shop.session.liveSnapshot()->now;
        QVERIFY(at > models::runStart + std::chrono::seconds(2));
        QVERIFY(at < models::runStart + std::chrono::seconds(4));
        QCOMPARE(models::sinceStart(at) % std::chrono::milliseconds(100), models::Duration{});
        QVERIFY(!shop.session.state().running);
        QStringList said;
        for (const QLabel* label : shop.window.findChildren<QLabel*>())
            said << label->text();
        const QString all = said.join(QLatin1Char('\n'));
        QVERIFY2(all.contains("errors of shop \u2192 stock at "), qPrintable(all));
        QVERIFY(all.contains("over the last 1 s, above 20 %"));
    }

    void standsInTheMenusOfCardsAndLines() {
        support::OpenedWindow shop(pausingShop);
        const auto* pause = shop.window.findChild<QAction*>("pauseWhen");
        QCOMPARE(pause->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_F10));
        int menus = 0;
        for (const char* name : {"stock", "buyers", "sold"}) {
            shop.session.selectNamed(name);
            auto* graph = shop.window.findChild<app::CallGraphView*>();
            Q_EMIT graph->contextMenuRequested(QString(name), QPoint(10, 10));
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            QVERIFY(menu);
            menus += static_cast<int>(menu->actions().count(const_cast<QAction*>(pause)));
            menu->close();
        }
        QCOMPARE(menus, 3);
    }

    void aSignSaysWhatIsAwaitedAndTakesItBack() {
        support::OpenedWindow shop(pausingShop);
        QVERIFY(shop.stepTo(models::runStart + std::chrono::seconds(2)));
        auto* chip = shop.window.findChild<QPushButton*>("awaitedChip");
        QVERIFY(!chip->isVisible());
        PauseWhenDialog* dialog = opened(shop);
        part<QLineEdit>(dialog, "Bound")->setText("above 900 ms");
        part<QPushButton>(dialog, "Go")->click();
        QVERIFY(chip->isVisible());
        QVERIFY2(
            chip->text().startsWith("pauses when p99 of ") && chip->text().contains("above 900 ms"),
            qPrintable(chip->text()));

        QVERIFY(shop.waitFor([&] { return shop.session.state().running; }));
        chip->click();
        QVERIFY(!chip->isVisible());
        QVERIFY(shop.waitFor([&] { return shop.session.state().running; }));

        shop.session.runUntil(sim::Happening::RequestFails);
        QCOMPARE(shop.session.awaited(), QString::fromUtf8("when a journey’s request fails"));
        QVERIFY(shop.waitFor([&] { return shop.session.state().running; }));
        shop.session.pause();
        QVERIFY(shop.waitFor([&] { return shop.session.awaited().isEmpty(); }));
        QVERIFY(!chip->isVisible());
    }

    void theSignGoesWithWhatCame() {
        support::OpenedWindow shop(pausingShop);
        QVERIFY(shop.stepTo(models::runStart + std::chrono::seconds(2)));
        shop.session.setSpeed(100);
        shop.session.runUntil(models::runStart + std::chrono::seconds(4));
        QVERIFY(shop.session.awaited().startsWith("at "));
        QVERIFY(shop.waitFor([&] { return shop.session.awaited().isEmpty(); }));
        QVERIFY(!shop.window.findChild<QPushButton*>("awaitedChip")->isVisible());
    }
};

TEST_OF_THIS_FILE(TestPauseWhen);
#include "tst_pause_when.moc"
