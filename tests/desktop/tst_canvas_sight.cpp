// What of the canvas is in sight and lit: zooming into a frame, how far a selection lights, the
// page of the legend; and that a kill is painted before the panes hear of it.
#include <QtTest>

#include "app/graph/legend.h"
#include "tests/desktop/opened_window.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::CallGraphView;

namespace {

// One call in ten fails.
constexpr const char* failingShop = R"(watertight: 1
name: Failing shop
run: { duration: 200 s, warm-up: 1 s }
services:
  front: { endpoints: { ask: [ { call: shop.buy } ] } }
  shop: { endpoints: { buy: [ { compute: exp(2 ms) }, { call: depot.pack } ] } }
  depot: { endpoints: { pack: [ { compute: exp(3 ms) }, { fail: 10 % } ] } }
  clerk: { endpoints: { note: [ { compute: exp(3 ms) } ] } }
journeys:
  buyers: { arrivals: poisson(100/s), steps: [ { call: front.ask } ] }
  clerks: { arrivals: poisson(10/s), steps: [ { call: clerk.note } ] }
)";

class PaintsSeen final : public QObject {
  public:
    int count = 0;

  protected:
    bool eventFilter(QObject*, QEvent* event) override {
        count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
};

void dragWithControl(CallGraphView& view, QPointF from, QPointF to) {
    const auto send = [&view](QEvent::Type type, QPointF at, Qt::MouseButtons held) {
        QMouseEvent event(type, at, view.mapToGlobal(at), Qt::LeftButton, held,
                          Qt::ControlModifier);
        QCoreApplication::sendEvent(&view, &event);
    };
    send(QEvent::MouseButtonPress, from, Qt::LeftButton);
    send(QEvent::MouseMove, to, Qt::LeftButton);
    send(QEvent::MouseButtonRelease, to, Qt::NoButton);
}

}  // namespace

class TestCanvasSight : public QObject {
    Q_OBJECT

    std::unique_ptr<support::OpenedWindow> m_opened;

    CallGraphView& graph() { return m_opened->window.graph(); }
    QRectF cardInWidget(const char* name) {
        const QRectF card = graph().scene().nodes[graph().scene().find(name)].rect;
        return {graph().toWidget(card.topLeft()), graph().toWidget(card.bottomRight())};
    }
    bool isInSight(const char* name) { return QRectF(graph().rect()).contains(cardInWidget(name)); }
    // Its words are as bright as words are.
    bool isLit(const char* name) {
        const QImage picture =
            graph().grab(cardInWidget(name).adjusted(4, 4, -4, -4).toRect()).toImage();
        int brightest = 0;
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x < picture.width(); ++x)
                brightest = std::max(brightest, picture.pixelColor(x, y).lightness());
        return brightest > 180;
    }
    QAction* entry(const char* name) { return m_opened->window.findChild<QAction*>(name); }

  private Q_SLOTS:
    void init() {
        m_opened = std::make_unique<support::OpenedWindow>(failingShop);
        QVERIFY(m_opened->stepTo(models::runStart + 20s));
    }
    void cleanup() { m_opened.reset(); }

    // Ctrl+drag: what was framed fills the canvas.
    void aFrameIsZoomedInto() {
        const int before = graph().zoomPercent();
        const QRectF framed(300, 200, 240, 120);
        const QPointF middle = graph().toScene(framed.center());

        dragWithControl(graph(), {100, 100}, {102, 101});  // a click that trembled
        QCOMPARE(graph().zoomPercent(), before);
        dragWithControl(graph(), framed.bottomRight(), framed.topLeft());

        QVERIFY(graph().zoomPercent() >= 2 * before);
        const QPointF wanted(graph().width() / 2.0, graph().height() / 2.0);
        QVERIFY(QLineF(graph().toWidget(middle), wanted).length() < 2);
        QVERIFY(graph().selected().isEmpty());
    }

    void keysZoom() {
        const int before = graph().zoomPercent();
        QTest::keyClick(&graph(), Qt::Key_Plus, Qt::ControlModifier);
        QCOMPARE(graph().zoomPercent(), before * 5 / 4);
        QTest::keyClick(&graph(), Qt::Key_Minus, Qt::ControlModifier);
        QCOMPARE(graph().zoomPercent(), before);
    }

    // Who is so many calls away stays lit; what does not hang together with it never is.
    void theSelectionLightsAsFarAsChosen() {
        m_opened->session.selectNamed("buyers");
        QVERIFY(isLit("front"));
        QVERIFY(!isLit("shop"));
        entry("callsLit2")->trigger();
        QVERIFY(isLit("shop"));
        QVERIFY(!isLit("depot"));
        entry("callsLit0")->trigger();
        QVERIFY(isLit("depot"));
        QVERIFY(!isLit("clerk"));

        graph().fitSelection();
        QVERIFY(isInSight("depot"));
    }

    void theLegendSaysAllSigns() {
        QTest::keyClick(&graph(), Qt::Key_L);
        const auto* page = m_opened->window.findChild<app::LegendPage*>();
        QVERIFY(page != nullptr && page->isVisible());
        const QString said = page->accessibleDescription();
        for (const char* words : {"from 1.0\u00a0% on", "from 20\u00a0% on", "half-open", "gateway",
                                  "messages", "failed reply", "calls, 100/s"})
            QVERIFY2(said.contains(QString::fromUtf8(words)), words);
    }

    // Without the event loop: nothing but the canvas has been painted by then.
    void aKillIsPaintedBeforeAllElse() {
        PaintsSeen paints;
        graph().installEventFilter(&paints);
        m_opened->session.kill("depot");
        for (int i = 0; i < 1000 && !m_opened->session.isHeldDown("depot"); ++i) {
            QCOMPARE(paints.count, 0);
            QThread::msleep(5);
            m_opened->session.poll();
        }
        QVERIFY(m_opened->session.isHeldDown("depot"));
        QCOMPARE(paints.count, 1);
    }

    void aWindowWithoutRoomFillsTheScreen() {
        app::Session session;
        app::MainWindow window(session, app::Remember::Nothing);
        window.resize(window.screen()->availableSize() + QSize(0, 1));
        window.showFitting();
        QVERIFY(window.isMaximized());
    }
};

TEST_OF_THIS_FILE(TestCanvasSight);
#include "tst_canvas_sight.moc"
