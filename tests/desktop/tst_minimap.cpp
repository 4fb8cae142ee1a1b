// The minimap: there while only a part of the graph is in sight, dragged, and switched off.
#include <QtTest>

#include "app/graph/minimap.h"
#include "app/look/theme.h"
#include "tests/desktop/opened_window.h"
#include "tests/support/test_program.h"

using app::CallGraphView;
using app::Minimap;

namespace {

const char* const mappedShop = R"(
watertight: 1
name: shop
run: { duration: 60 s, warm-up: 1 s }
services:
  front: { endpoints: { ask: [ { call: shop.buy, timeout: 1 s } ] } }
  shop: { endpoints: { buy: [ { call: stock.take, timeout: 1 s } ] } }
  stock: { endpoints: { take: [ { compute: 2 ms } ] } }
journeys:
  buyers: { arrivals: constant(50/s), steps: [ { call: front.ask, timeout: 1 s } ] }
)";

struct Mapped : support::OpenedWindow {
    Mapped() : support::OpenedWindow(mappedShop) { settle(); }

    CallGraphView& graph() { return window.graph(); }
    Minimap& map() { return *window.findChild<Minimap*>("minimap"); }
    // What is painted in between is queued.
    void settle() { QTest::qWait(50); }
    QPointF middle() { return graph().toScene(QRectF(graph().rect()).center()); }
    void zoomIn() {
        graph().setZoom(3);
        settle();
    }
    void press(QPointF at) {
        QTest::mousePress(&map(), Qt::LeftButton, {}, at.toPoint());
        QTest::mouseRelease(&map(), Qt::LeftButton, {}, at.toPoint());
        settle();
    }
};

}  // namespace

class TestMinimap : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void isThereWhileAPartIsOutOfSight() {
        Mapped mapped;
        QVERIFY(!mapped.map().isVisible());
        mapped.zoomIn();
        QVERIFY(mapped.map().isVisible());
        QVERIFY(mapped.graph().rect().contains(mapped.map().geometry()));
        QVERIFY(mapped.map().width() <= 180 && mapped.map().height() <= 120);
        mapped.graph().fitAll();
        mapped.settle();
        QVERIFY(!mapped.map().isVisible());
    }

    void isSwitchedOff() {
        Mapped mapped;
        mapped.zoomIn();
        auto* shown = mapped.window.findChild<QAction*>("minimapShown");
        shown->trigger();
        QVERIFY(!mapped.map().isVisible());
        mapped.graph().setZoom(3.5);
        mapped.settle();
        QVERIFY(!mapped.map().isVisible());
        shown->trigger();
        QVERIFY(mapped.map().isVisible());
    }

    // The frame is what is in sight: its middle comes to the mouse, and it is taken along.
    void bringsIntoSightWhatIsPressed() {
        Mapped mapped;
        mapped.zoomIn();
        const QRectF card = mapped.graph().scene().nodes[mapped.graph().scene().find("stock")].rect;
        const QRectF before = mapped.map().frame();
        const double scale = before.width() * 3 / mapped.graph().width();
        const QPointF onMap = before.center() + (card.center() - mapped.middle()) * scale;
        QVERIFY(!before.contains(onMap));
        mapped.press(onMap);
        const QPointF missed = mapped.middle() - card.center();
        QVERIFY2(std::abs(missed.x()) < 2 / scale && std::abs(missed.y()) < 2 / scale,
                 qPrintable(QStringLiteral("%1, %2").arg(missed.x()).arg(missed.y())));

        const QPointF from = mapped.map().frame().center() + QPointF(4, 3);
        const QPointF held = mapped.middle();
        QTest::mousePress(&mapped.map(), Qt::LeftButton, {}, from.toPoint());
        QMouseEvent move(QEvent::MouseMove, from.toPoint() - QPoint(10, 0),
                         mapped.map().mapToGlobal(from.toPoint() - QPoint(10, 0)), Qt::LeftButton,
                         Qt::LeftButton, {});
        QCoreApplication::sendEvent(&mapped.map(), &move);
        mapped.settle();
        const double moved = (held.x() - mapped.middle().x()) * scale;
        QVERIFY2(std::abs(moved - 10) < 2, qPrintable(QString::number(moved)));
    }

    void standsOffWhatIsSelected() {
        Mapped mapped;
        mapped.zoomIn();
        const QRectF below = mapped.map().geometry();
        // The card comes to where the map stands.
        const QPointF card =
            mapped.graph().scene().nodes[mapped.graph().scene().find("shop")].rect.center();
        const QPointF middle = QRectF(mapped.graph().rect()).center();
        Q_EMIT mapped.map().centreWanted(card - (below.center() - middle) / 3);
        mapped.settle();
        QCOMPARE(QRectF(mapped.map().geometry()).top(), below.top());
        mapped.session.selectNamed("shop");
        mapped.settle();
        QTRY_VERIFY(mapped.map().geometry().bottom() < below.top());
    }

    void isOfTheTheme() {
        Mapped mapped;
        mapped.zoomIn();
        const QPoint air(4, mapped.map().height() / 2);
        for (const bool dark : {false, true}) {
            mapped.window.showTheme(dark);
            mapped.settle();
            const QColor seen = mapped.map().grab().toImage().pixelColor(air);
            const QColor within = app::theme().raise;
            QVERIFY(std::abs(seen.lightness() - within.lightness()) < 40);
        }
    }
};

TEST_OF_THIS_FILE(TestMinimap);
#include "tst_minimap.moc"
