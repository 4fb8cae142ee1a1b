// Keys of commands: changed, kept, taken from another command, and shown where keys are shown.
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

#include "app/desktop/keys_dialog.h"
#include "tests/desktop/opened_window.h"
#include "tests/support/test_program.h"

namespace {

constexpr const char* keyedShop = R"(watertight: 1
run: { duration: 60 s, warm-up: 1 s }
services: { shop: { endpoints: { buy: [ { compute: exp(2 ms) } ] } } }
journeys: { buyers: { arrivals: poisson(50/s), steps: [ { call: shop.buy } ] } }
)";

const QKeySequence ctrlB(Qt::CTRL | Qt::Key_B), ctrlJ(Qt::CTRL | Qt::Key_J);

}  // namespace

class TestKeys : public QObject {
    Q_OBJECT

    std::unique_ptr<support::OpenedWindow> m_opened;

    app::KeyBindings& keys() { return m_opened->window.keys(); }
    QAction* actionOf(const char* id) { return keys().find(id)->action; }

    app::KeysDialog* openDialog() {
        actionOf("help.change-keys")->trigger();
        return m_opened->window.findChild<app::KeysDialog*>();
    }

  private Q_SLOTS:
    void init() { m_opened = std::make_unique<support::OpenedWindow>(keyedShop); }
    void cleanup() { m_opened.reset(); }

    void everyCommandHasANameOfItsOwn() {
        QSet<QString> ids;
        for (const app::KeyedCommand& each : keys().commands()) {
            QVERIFY2(!ids.contains(each.id), qPrintable(each.id));
            ids << each.id;
            QVERIFY2(!each.name().isEmpty(), qPrintable(each.id));
        }
        QVERIFY(ids.size() > 50);
        QVERIFY(ids.contains("simulate.run"));  // whether it now says Run or Pause
    }

    // None of them is heard by two.
    void theStandardKeysAreNobodyElses() {
        for (const app::KeyedCommand& each : keys().commands()) {
            for (const QKeySequence& its : each.keys()) {
                const app::KeyedCommand* holder = keys().holderOf(its, each.id);
                QVERIFY2(holder == nullptr,
                         qPrintable(each.id + " and " + (holder ? holder->id : "")));
            }
        }
    }

    void thePageOfKeysKnowsItsCommands() {
        for (const QString& id : app::ShortcutOverlay::commandsShown()) {
            if (id != "scenarios.gallery" || keys().find(id) != nullptr)
                QVERIFY2(!keys().textOf(id).isEmpty(), qPrintable(id));
        }
    }

    void aChangeIsInForceAtOnce() {
        QTest::keyClick(&m_opened->window.graph(), Qt::Key_J, Qt::ControlModifier);
        QVERIFY(m_opened->window.findChild<QDialog*>("noteDialog") == nullptr);

        keys().setKeys("simulate.bookmark", ctrlJ);
        QTest::keyClick(&m_opened->window.graph(), Qt::Key_J, Qt::ControlModifier);

        QVERIFY(m_opened->window.findChild<QDialog*>("noteDialog") != nullptr);
        QCOMPARE(keys().textOf("simulate.bookmark"), "Ctrl+J");
        QCOMPARE(actionOf("simulate.bookmark")->shortcut(), ctrlJ);  // which menu and finder show
    }

    void whatNamesAKeyNamesTheNewOne() {
        keys().setKeys("simulate.back-to-live", ctrlJ);
        keys().setKeys("edit.find", QKeySequence("Ctrl+L"));

        for (QPushButton* each : m_opened->window.findChildren<QPushButton*>("backToLive"))
            QCOMPARE(each->text(), "Back to live  Ctrl+J");
        QCOMPARE(m_opened->window.findChild<QAbstractButton*>("findButton")->text(), "Find Ctrl+L");
    }

    void whoHadTheKeyLosesIt() {
        QCOMPARE(keys().holderOf(ctrlB, "faults.hang")->id, "simulate.bookmark");

        keys().setKeys("faults.hang", ctrlB);

        QCOMPARE(keys().textOf("faults.hang"), "Ctrl+B");
        QCOMPARE(keys().textOf("simulate.bookmark"), "");
        // Taken back, it is again where it was.
        keys().reset("simulate.bookmark");
        QCOMPARE(keys().textOf("faults.hang"), "");
        QCOMPARE(keys().textOf("simulate.bookmark"), "Ctrl+B");
    }

    void aSequenceThatBeginsAlikeIsInTheWay() {
        QVERIFY(keys().holderOf(QKeySequence("Ctrl+B, A"), "faults.hang") != nullptr);
        QVERIFY(keys().holderOf(QKeySequence("Ctrl+J"), "faults.hang") == nullptr);
        QVERIFY(!app::KeyBindings::fixedUse(Qt::Key_Left).isEmpty());
        QVERIFY(app::KeyBindings::fixedUse(Qt::Key_L).isEmpty());
    }

    void theDialogNamesWhoHasTheKey() {
        app::KeysDialog* dialog = openDialog();
        QVERIFY(dialog->choose("faults.hang"));
        auto* field = dialog->findChild<QKeySequenceEdit*>();
        auto* take = dialog->findChild<QPushButton*>("keysTake");
        auto* said = dialog->findChild<QLabel*>("keysSaid");

        QTest::keyClick(field, Qt::Key_B, Qt::ControlModifier);

        // The field waits a second for more.
        QTRY_VERIFY2(said->text().contains("Ctrl+B belongs to Simulate"), qPrintable(said->text()));
        QVERIFY(take->isVisible());
        QCOMPARE(keys().textOf("faults.hang"), "");

        take->click();
        QCOMPARE(keys().textOf("faults.hang"), "Ctrl+B");
        QCOMPARE(dialog->chosen(), "faults.hang");
        QVERIFY(!take->isVisible());

        QTest::keyClick(field, Qt::Key_J, Qt::ControlModifier);
        QTRY_COMPARE(keys().textOf("faults.hang"), "Ctrl+J");
        QTest::keyClick(field, Qt::Key_Left);
        QTRY_VERIFY(said->text().contains("call graph"));
        QCOMPARE(keys().textOf("faults.hang"), "Ctrl+J");

        dialog->findChild<QPushButton*>("keysReset")->click();
        QCOMPARE(keys().textOf("faults.hang"), "");
        QCOMPARE(keys().textOf("simulate.bookmark"), "");

        dialog->findChild<QPushButton*>("resetAll")->click();
        QCOMPARE(keys().textOf("simulate.bookmark"), "Ctrl+B");
    }

    void theDialogFindsACommandByWordOrKey() {
        app::KeysDialog* dialog = openDialog();
        auto* filter = dialog->findChild<QLineEdit*>();
        const auto shown = [dialog] {
            QStringList names;
            for (QTreeWidgetItemIterator row(dialog->findChild<QTreeWidget*>()); *row; ++row) {
                if (!(*row)->isHidden() && (*row)->childCount() == 0)
                    names << (*row)->text(0);
            }
            return names;
        };

        filter->setText("bookm");
        QCOMPARE(shown().size(), 1);
        QCOMPARE(dialog->chosen(), "simulate.bookmark");
        filter->setText("ctrl+shift+h");
        QCOMPARE(shown(), QStringList("Halt all faults"));
    }

    void thePageOfKeysLeadsThere() {
        actionOf("help.keys")->trigger();
        auto* page = m_opened->window.findChild<app::ShortcutOverlay*>();
        QVERIFY(page->isVisible());

        page->findChild<QPushButton*>("changeKeys")->click();

        QVERIFY(!page->isVisible());
        QVERIFY(m_opened->window.findChild<app::KeysDialog*>() != nullptr);
    }

    void changesAreKept() {
        QTemporaryDir folder;
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
        QCoreApplication::setOrganizationName("watertight");
        QAction bookmark("Bookmark"), hang("Hang");
        bookmark.setShortcut(ctrlB);
        const auto bind = [&](app::KeyBindings& bindings) {
            bindings.add(&bookmark, {"Simulate", "Bookmark"});
            bindings.add(&hang, {"Faults", "Hang"});
        };
        {
            app::KeyBindings bindings(app::Remember::Layout);
            bind(bindings);
            bindings.setKeys("faults.hang", ctrlB);
        }
        bookmark.setShortcut(ctrlB);
        hang.setShortcuts(QList<QKeySequence>());

        app::KeyBindings again(app::Remember::Layout);
        bind(again);
        again.restore();

        QCOMPARE(again.textOf("faults.hang"), "Ctrl+B");
        QCOMPARE(again.textOf("simulate.bookmark"), "");
        again.resetAll();
        QVERIFY(QSettings().allKeys().filter("keys/").isEmpty());
    }
};

TEST_OF_THIS_FILE(TestKeys);
#include "tst_keys.moc"
