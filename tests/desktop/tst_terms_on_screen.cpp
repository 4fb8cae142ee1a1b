// The words on the screen explain themselves: by a tooltip where one stands, and in a dialog.
#include <QHelpEvent>
#include <QLabel>
#include <QPainter>
#include <QToolTip>
#include <QtTest>

#include "app/desktop/terms_dialog.h"
#include "app/look/fonts.h"
#include "app/look/painted_text.h"
#include "tests/desktop/opened_window.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

namespace {

const char* const termShop = R"(watertight: 1
name: shop
run: { duration: 10 min }
services:
  shop:
    instances: 2
    concurrency: 16
    inbox: 50
    endpoints:
      buy:
        - compute: exp(2 ms)
        - call: payment.charge
          timeout: 500 ms
          circuit-breaker: { window: 20, minimum: 10, open-for: 5 s, probes: 3 }
  payment: { endpoints: { charge: [ { compute: exp(3 ms) } ] } }
journeys: { buyers: { arrivals: poisson(100/s), steps: [ { call: shop.buy, timeout: 1 s } ] } }
)";

// Two lines, painted by a child at a place of its own.
class Painted final : public QWidget {
  public:
    using QWidget::QWidget;

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setFont(app::lookFont(13));
        painter.drawText(QPointF(20, 40), QStringLiteral("its p99 is high"));
        painter.drawText(QRectF(20, 60, 200, 20), Qt::AlignRight, QStringLiteral("inbox"));
    }
};

const app::TermOnScreen* found(const std::vector<app::TermOnScreen>& all, std::string_view name) {
    const auto each =
        std::ranges::find_if(all, [&](const auto& one) { return one.term->name == name; });
    return each == all.end() ? nullptr : &*each;
}

QString namesIn(const std::vector<app::TermOnScreen>& all) {
    QStringList names;
    for (const auto& each : all)
        names << QString::fromUtf8(each.term->name.data(), qsizetype(each.term->name.size()));
    return names.join(QLatin1Char(','));
}

// As the mouse makes it when it rests; whether a tooltip came of it.
QString tipAt(QWidget& widget, const QPoint& at) {
    QToolTip::hideText();
    if (!QTest::qWaitFor([] { return !QToolTip::isVisible(); }))
        return QStringLiteral("the tooltip before it");
    QHelpEvent event(QEvent::ToolTip, at, widget.mapToGlobal(at));
    QCoreApplication::sendEvent(&widget, &event);
    return QToolTip::isVisible() ? QToolTip::text() : QString();
}

}  // namespace

class TestTermsOnScreen : public QObject {
    Q_OBJECT

    std::unique_ptr<support::OpenedWindow> opened;

    app::MainWindow& window() { return opened->window; }
    // That a pane shows the word, and explains it where it stands.
    void explains(QWidget& pane, const char* word) {
        const auto all = app::termsOnScreen(pane);
        const auto* one = found(all, word);
        QVERIFY2(one, qPrintable(QString("%1 is not among %2").arg(word, namesIn(all))));
        const QPoint at = one->rect.center();
        QWidget* under = pane.childAt(at) ? pane.childAt(at) : &pane;
        const QString tip = tipAt(*under, under->mapFrom(&pane, at));
        QCOMPARE(tip, app::tipOf(*one->term));
    }

  private Q_SLOTS:
    void initTestCase() {
        opened = std::make_unique<support::OpenedWindow>(termShop);
        QVERIFY(opened->stepTo(sim::Instant(3s)));
    }
    void cleanupTestCase() { opened.reset(); }

    void knowsWhatTextStandsWhere() {
        QWidget around;
        around.resize(400, 200);
        auto* child = new Painted(&around);
        child->setGeometry(50, 30, 300, 120);
        const auto texts = app::paintedTexts(around);
        QCOMPARE(texts.size(), std::size_t(2));
        QCOMPARE(texts[0].text, "its p99 is high");
        QVERIFY(std::abs(texts[0].rect.left() - 70) < 2);
        QVERIFY(texts[0].rect.contains(QPointF(80, 66)));
        QVERIFY(std::abs(texts[1].rect.right() - 270) < 2);  // aligned to the right

        const auto terms = app::termsOnScreen(around);
        QCOMPARE(namesIn(terms), "p99,inbox");
        const QFontMetricsF metrics(app::lookFont(13));
        QVERIFY(std::abs(terms[0].rect.left() - (70 + metrics.horizontalAdvance("its "))) < 5);
        QVERIFY(terms[0].rect.width() < metrics.horizontalAdvance("p99") + 10);
    }

    void leavesOutWhatIsScrolledAway() {
        QScrollArea area;
        area.resize(300, 100);
        auto* content = new QWidget;
        content->resize(250, 1000);
        auto* label = new QLabel(QStringLiteral("p99"), content);
        label->move(0, 900);
        area.setWidget(content);
        QVERIFY(app::termsOnScreen(area).empty());
        area.ensureVisible(0, 920);
        QCOMPARE(namesIn(app::termsOnScreen(area)), "p99");
    }

    void explainsTheIsolationPanel() {
        window().showIsolation();
        explains(window().isolationPanel(), "p99");
        explains(window().isolationPanel(), "availability");
    }

    void explainsTheInspector() {
        opened->session.selectNamed("shop");
        window().inspect();
        explains(window().inspector(), "slots");
        explains(window().inspector(), "inbox");
        explains(window().inspector(), "circuit breaker");
        opened->session.selectNamed("buyers");
        explains(window().inspector(), "p99");
        explains(window().inspector(), "failed");
    }

    void explainsTheCharts() {
        window().charts().refresh();
        explains(window().charts(), "throughput");
        explains(window().charts(), "p95");
        explains(window().charts(), "latency");
    }

    void explainsTheGuards() {
        window().showGuards(true);
        explains(window().guards(), "closed");
        window().showGuards(false);
    }

    void explainsTheTextOfALesson() {
        QLabel label(QStringLiteral("Wait until the <b>breaker</b> opens."));
        label.setTextFormat(Qt::RichText);
        label.resize(300, 40);
        QCOMPARE(namesIn(app::termsOnScreen(label)), "circuit breaker");
    }

    void saysNothingWhereThereIsNoWord() {
        auto& pane = window().isolationPanel();
        QCOMPARE(tipAt(pane, QPoint(2, pane.height() - 2)), "");
    }

    void leavesAButtonItsOwnTip() {
        auto* button = new QPushButton(QStringLiteral("p99"), &window().isolationPanel());
        button->setToolTip(QStringLiteral("what it does"));
        button->show();
        QCOMPARE(tipAt(*button, button->rect().center()), "what it does");
        delete button;
    }

    void listsWhatThePanesShowByKeyboard() {
        window().showIsolation();
        window().graph().setFocus();
        QTest::keyClick(&window().graph(), Qt::Key_F1, Qt::ShiftModifier);
        auto* dialog = window().findChild<app::TermsDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        QVERIFY(dialog->text().contains("p99"));
        QVERIFY(dialog->text().contains("Throughput") || dialog->text().contains("throughput"));
        QVERIFY(!dialog->text().contains("bulkhead"));

        QTest::keyClicks(&dialog->filter(), "bulk");
        QVERIFY(dialog->text().contains("bulkhead"));
        QVERIFY(!dialog->text().contains("p99"));
        dialog->filter().setText("zzz");
        QVERIFY(dialog->text().contains("No such word"));
        QTest::keyClick(dialog, Qt::Key_Escape);
        QVERIFY(!dialog->isVisible());
    }
};

TEST_OF_THIS_FILE(TestTermsOnScreen);
#include "tst_terms_on_screen.moc"
