// A scenario that cannot be run: what its problems propose, done by a click, and undone.
#include <QtTest>

#include "app/desktop/document_file.h"
#include "app/desktop/main_window.h"
#include "app/desktop/problems_page.h"
#include "models/io/scenario_reader.h"
#include "tests/desktop/opened_window.h"
#include "tests/support/test_program.h"

namespace {

// Two slips of the pen, and one name that is near to none.
const char* const slippedShop = R"(
watertight: 1
name: shop
services:
  shop: { endpoints: { buy: [ { call: stcok.take, timeout: 1 s } ] } }
  stock: { endpoints: { take: [ { compte: 2 ms } ] } }  # in pieces
journeys:
  buyers: { arrivals: poisson(20/s), steps: [ { call: shop.buy, timeout: 1 s } ] }
)";

struct SlippedWindow {
    app::Session session;
    app::MainWindow window{session, app::Remember::Nothing};

    explicit SlippedWindow(const QByteArray& text) {
        session.open(models::readScenario(text.toStdString(), "shop.yaml", {}), "shop.yaml");
        window.resize(1280, 800);
        window.show();
    }

    QPushButton* fix() { return window.findChild<QPushButton*>("fixProblem"); }
    QString text() const { return QString::fromStdString(session.text()); }
    bool fixAll() {
        for (int i = 0; i < 10 && !session.hasRun() && !fix()->isHidden(); ++i)
            fix()->click();
        return session.hasRun();
    }
};

}  // namespace

class TestProblems : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void runsOnceAllIsMended() {
        SlippedWindow slipped(slippedShop);
        QVERIFY(!slipped.session.hasRun());
        QVERIFY(slipped.fix()->text().startsWith("Fix: write “"));
        QVERIFY(slipped.fixAll());
        QVERIFY(slipped.text().contains("call: stock.take"));
        QVERIFY(slipped.text().contains("{ compute: 2 ms } ] } }  # in pieces"));
        // The disk has not got it yet.
        QVERIFY(slipped.window.windowTitle().contains(QLatin1Char('*')));
    }

    void isUndoneByName() {
        SlippedWindow slipped(slippedShop);
        QVERIFY(slipped.fixAll());
        const QString mended = slipped.text();
        QUndoStack& stack = slipped.session.undoStack();
        QVERIFY(stack.undoText().startsWith("Write “"));
        while (stack.canUndo()) {
            stack.undo();
            QCoreApplication::processEvents();
        }
        QCOMPARE(slipped.text(), QString(slippedShop));
        QVERIFY(!slipped.session.hasRun());
        QVERIFY(!slipped.window.windowTitle().contains(QLatin1Char('*')));
        // And once more.
        QVERIFY(slipped.fixAll());
        QCOMPARE(slipped.text(), mended);
    }

    void proposesNothingWhereItWouldGuess() {
        SlippedWindow slipped(QByteArray(slippedShop)
                                  .replace("stcok.take", "warehouse.lift")
                                  .replace("compte", "compute"));
        QVERIFY(!slipped.session.hasRun());
        QVERIFY(slipped.fix()->isHidden());
        QVERIFY(!slipped.window.findChild<QAction*>("quickFix")->isEnabled());
    }

    // What can be mended is chosen, wherever it stands in the list.
    void choosesWhatCanBeMended() {
        SlippedWindow slipped(QByteArray(slippedShop).replace("stcok.take", "warehouse.lift"));
        QVERIFY(!slipped.fix()->isHidden());
        QVERIFY(slipped.fix()->text().contains("compute"));
        auto* list = slipped.window.findChild<QListWidget*>("problemsList");
        for (int row = 0; row < list->count(); ++row) {
            list->setCurrentRow(row);
            QCOMPARE(slipped.fix()->isHidden(), !list->item(row)->text().contains("compte"));
        }
    }

    void countsTheWarningsOfAFileThatRuns() {
        support::OpenedWindow opened(R"(
watertight: 1
services:
  a: { endpoints: { go: [ { call: b.go } ] } }
  b: { endpoints: { go: [ { compute: 1 ms } ] } }
topics: { unheard: {} }
journeys:
  j: { arrivals: poisson(1/s), steps: [ { call: a.go, timeout: 1 s } ] }
)");
        QVERIFY(opened.session.hasRun());
        const auto count = static_cast<int>(opened.session.problems().size());
        QVERIFY(count > 0);
        auto* chip = opened.window.findChild<QPushButton*>("warningsChip");
        QVERIFY(chip->isVisible());
        QVERIFY(chip->text().startsWith(QString::number(count) + " warning"));
        chip->click();
        auto* list = opened.window.findChild<QListWidget*>("warningsList");
        QVERIFY(list != nullptr);
        QCOMPARE(list->count(), count);
        QVERIFY2(list->item(0)->text().contains("warning"), qPrintable(list->item(0)->text()));
    }
};

TEST_OF_THIS_FILE(TestProblems);
#include "tst_problems.moc"
