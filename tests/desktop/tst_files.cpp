#include <QtTest>

#include <QClipboard>
#include <QMessageBox>

#include "app/desktop/main_window.h"
#include "app/desktop/scenario_files.h"
#include "app/desktop/sketch_dialog.h"
#include "tests/support/fake_run.h"
#include "tests/support/streaming_scenario.h"
#include "tests/support/test_program.h"

using app::MainWindow;
using app::Session;
using app::SketchDialog;

namespace {

const QString threeLines = QStringLiteral(
    "web 200/s -> gateway -> user, payment?\nuser -> ledger\nbatch 10 users -> ledger\n");

QString written(const QString& file) {
    QFile disk(file);
    return disk.open(QIODevice::ReadOnly) ? QString::fromUtf8(disk.readAll()) : QString();
}

// Presses a button of the next question that the window asks; `asked` tells that it did.
void answerWith(QMessageBox::StandardButton button, bool& asked) {
    asked = false;
    QTimer::singleShot(0, qApp, [button, &asked] {
        auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        if (!box)
            return;
        asked = true;
        box->button(button)->click();
    });
}

}  // namespace

class TestFiles : public QObject {
    Q_OBJECT

    std::shared_ptr<support::FakeRunLog> log;
    std::unique_ptr<Session> session;
    std::unique_ptr<MainWindow> window;
    QTemporaryDir folder;

    SketchDialog* dialog() const { return window->findChild<SketchDialog*>(); }
    QPlainTextEdit* lines() const { return dialog()->findChild<QPlainTextEdit*>(); }
    QPushButton* create() const { return dialog()->findChild<QPushButton*>("sketchCreate"); }
    QLabel* verdict() const { return dialog()->findChild<QLabel*>("sketchVerdict"); }

    QString ownFile() {
        const QString file = folder.filePath("own.yaml");
        QFile disk(file);
        if (disk.open(QIODevice::WriteOnly))
            disk.write(
                "watertight: 1\nname: Own\nservices:\n  a: { endpoints: { go: [ { compute: 1 ms } "
                "] } }\n"
                "journeys:\n  j: { arrivals: poisson(1/s), steps: [ { call: a.go } ] }\n");
        return file;
    }

    // Files are opened beside what is open.
    void openFile(const QString& file) {
        window->openFile(file);
        QTRY_VERIFY(session->openingName().isEmpty());
    }

    void moveCard() {
        window->graph().setPositions({{"a", {40, 60}}, {"j", {-7, 5}}});
        Q_EMIT window->graph().positionsChanged();
    }

  private Q_SLOTS:
    void initTestCase() {
        QCoreApplication::setOrganizationName("watertight-test");
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    }

    void init() {
        log = std::make_shared<support::FakeRunLog>();
        session = std::make_unique<Session>(support::fakeRuns(log));
        window = std::make_unique<MainWindow>(*session, app::Remember::Nothing);
        window->show();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }

    void cleanup() {
        window.reset();
        session.reset();
    }

    void runsThreeTypedLines() {
        QTest::keyClick(window.get(), Qt::Key_N, Qt::ControlModifier);
        QVERIFY(dialog());
        QVERIFY(!create()->isEnabled());

        QTest::keyClicks(lines(), "web 200/s -> gateway -> user, payment?");
        QTRY_COMPARE(verdict()->text(), "3 services, 1 journey");
        QTest::keyClick(lines(), Qt::Key_Return, Qt::ControlModifier);

        QVERIFY(session->hasRun());
        QVERIFY(log->running);
        QCOMPARE(session->scenario().services.size(), std::size_t(3));
        QCOMPARE(window->windowTitle(), QString::fromUtf8("Untitled* — Watertight"));
        window->file().giveUp();
    }

    void saysLineAndColumnOfAProblemAndGoesThere() {
        QTest::keyClick(window.get(), Qt::Key_N, Qt::ControlModifier);
        lines()->setPlainText("web 200/s -> gateway\nuser => ledger");

        auto* problems = dialog()->findChild<QListWidget*>();
        QTRY_VERIFY(problems->isVisible());
        QVERIFY(!create()->isEnabled());
        QCOMPARE(verdict()->text(), "1 problem");
        QVERIFY2(problems->item(0)->text().startsWith("2:6  "),
                 qPrintable(problems->item(0)->text()));

        problems->setCurrentRow(0);
        QCOMPARE(lines()->textCursor().blockNumber(), 1);
        QCOMPARE(lines()->textCursor().positionInBlock(), 5);
    }

    void opensAPastedSketch() {
        QApplication::clipboard()->setText(threeLines);
        QTest::keyClick(&window->graph(), Qt::Key_V, Qt::ControlModifier);

        QVERIFY(dialog());
        QCOMPARE(lines()->toPlainText(), threeLines);
        QCOMPARE(verdict()->text(), "4 services, 2 journeys");
    }

    void knowsASketchFromOtherTexts() {
        QVERIFY(app::looksLikeSketch(threeLines));
        QVERIFY(!app::looksLikeSketch("https://example.org"));
        QVERIFY(!app::looksLikeSketch("services:\n  a: 1 # a -> b"));
        QVERIFY(!app::looksLikeSketch("# a -> b"));
    }

    void leavesAPasteToTheFieldThatIsTypedIn() {
        QVERIFY(session->open({support::streamingScenario(), {}, "watertight: 1\n"}, "own.yaml"));
        QApplication::clipboard()->setText(threeLines);
        auto* seed = window->findChild<QLineEdit*>("seed");
        seed->setFocus();
        QTest::keyClick(seed, Qt::Key_V, Qt::ControlModifier);

        QVERIFY(!dialog());
    }

    void asksBeforeAnUnsavedScenarioIsLost() {
        const auto sketch = models::scenarioFromSketch(threeLines.toStdString(), "Untitled");
        QVERIFY(window->file().openUntitled(sketch.text));
        bool asked = false;

        answerWith(QMessageBox::Cancel, asked);
        QVERIFY(!window->close());
        QVERIFY(asked);

        answerWith(QMessageBox::Discard, asked);
        QVERIFY(window->close());
        QVERIFY(asked);
    }

    void savesAnUntitledScenarioUnderItsNewName() {
        const auto sketch = models::scenarioFromSketch(threeLines.toStdString(), "Untitled");
        QVERIFY(window->file().openUntitled(sketch.text));
        const QString file = folder.filePath("shop.yaml");

        QCOMPARE(window->file().save(file), QString());

        QCOMPARE(window->windowTitle(), QString::fromUtf8("shop — Watertight"));
        QVERIFY(written(file).contains("name: shop\n"));
        const auto read = models::readScenarioFile(file.toStdString());
        QVERIFY(read.scenario);
        QCOMPARE(read.scenario->services.size(), std::size_t(4));
        bool asked = false;
        answerWith(QMessageBox::Discard, asked);
        QVERIFY(window->close());
        QVERIFY(!asked);
    }

    void savesWhereCardsWerePut() {
        const QString file = ownFile();
        openFile(file);
        QCOMPARE(window->windowTitle(), QString::fromUtf8("Own — Watertight"));

        moveCard();
        QCOMPARE(window->windowTitle(), QString::fromUtf8("Own* — Watertight"));
        QTest::keyClick(&window->graph(), Qt::Key_S, Qt::ControlModifier);

        QCOMPARE(window->windowTitle(), QString::fromUtf8("Own — Watertight"));
        QVERIFY(written(file).endsWith("layout:\n  a: [40, 60]\n  j: [-7, 5]\n"));
        openFile(file);
        QCOMPARE(window->graph().positions().value("a"), QPointF(40, 60));
    }

    void keepsPositionsWhenTheRunBeginsAgain() {
        openFile(ownFile());
        moveCard();
        session->setSeed(7);
        QTRY_COMPARE(session->seed(), 7u);

        QCOMPARE(window->graph().positions().value("a"), QPointF(40, 60));
        QVERIFY(window->file().isModified());
        window->file().giveUp();
    }

    void readsTheFileAgainWithoutThePositionsGivenUp() {
        const QString file = ownFile();
        openFile(file);
        moveCard();
        bool asked = false;
        answerWith(QMessageBox::Discard, asked);
        QTest::keyClick(&window->graph(), Qt::Key_R, Qt::ControlModifier);

        QVERIFY(asked);
        QTRY_VERIFY(session->openingName().isEmpty());
        QVERIFY(window->graph().positions().isEmpty());
        QVERIFY(!window->file().isModified());
    }

    void neverWritesAShippedScenario() {
        const QString shipped = app::firstScenario();
        const QString before = written(shipped);
        window = std::make_unique<MainWindow>(*session, app::Remember::Layout);
        openFile(shipped);
        window->graph().setPositions({{"gateway", {11, 22}}});
        Q_EMIT window->graph().positionsChanged();

        QVERIFY(!window->file().isModified());
        QVERIFY(!window->file().save(shipped).isEmpty());
        QCOMPARE(written(shipped), before);
        // The next window has them from the settings.
        openFile(ownFile());
        openFile(shipped);
        QCOMPARE(window->graph().positions().value("gateway"), QPointF(11, 22));

        const QString copy = folder.filePath("copy.yaml");
        QCOMPARE(window->file().save(copy), QString());
        QVERIFY(written(copy).endsWith("layout:\n  gateway: [11, 22]\n"));
    }

    void saysWhyAFileCannotBeWritten() {
        openFile(ownFile());
        const QString problem = window->file().save(folder.filePath("none/there.yaml"));
        QVERIFY2(problem.contains("cannot be written"), qPrintable(problem));
    }
};

TEST_OF_THIS_FILE(TestFiles);
#include "tst_files.moc"
