#include <QtTest>

#include <QClipboard>

#include "app/desktop/self_check_dialog.h"
#include "tests/support/test_program.h"

class TestSelfCheckDialog : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void fillsRowByRowAndCopiesAsText();
    void showsWhatDiffers();
    void stopsWhereItIsToldTo();
};

namespace {

// Two quick ones.
std::vector<sim::ClosedFormCase> twoCases() {
    const std::vector<sim::ClosedFormCase> all = sim::closedFormCases();
    return {all.at(16), all.at(18)};
}

template <typename Child>
Child* find(const app::SelfCheckDialog& dialog, const char* name) {
    return dialog.findChild<Child*>(QLatin1String(name));
}

}  // namespace

void TestSelfCheckDialog::fillsRowByRowAndCopiesAsText() {
    app::SelfCheckDialog dialog;
    dialog.start(twoCases());
    const auto* table = find<QTableWidget>(dialog, "selfCheckTable");
    QCOMPARE(table->rowCount(), 2);
    QVERIFY(table->item(0, 2) != nullptr);  // what is exact is known at once
    QVERIFY(table->item(0, 5) == nullptr);
    QVERIFY(!find<QPushButton>(dialog, "selfCheckCopy")->isEnabled());

    QTRY_VERIFY_WITH_TIMEOUT(!dialog.isRunning(), 60'000);

    QCOMPARE(table->item(0, 5)->text(), QString("✓ agrees"));
    QCOMPARE(table->item(1, 5)->text(), QString("✓ agrees"));
    QCOMPARE(find<QLabel>(dialog, "selfCheckVerdict")->text(),
             QString("2 of 2 agree with theory."));
    find<QPushButton>(dialog, "selfCheckCopy")->click();
    const QStringList lines = QApplication::clipboard()->text().split('\n');
    QCOMPARE(lines.at(0), QString("Closed form\tFigure\tExact\tSimulated\tInterval\tVerdict"));
    QVERIFY2(lines.at(1).startsWith("three attempts, each failing by half\tattempts a call\t1.750"),
             qPrintable(lines.at(1)));
}

void TestSelfCheckDialog::showsWhatDiffers() {
    std::vector<sim::ClosedFormCase> cases = twoCases();
    cases.front().exact = 1.9;
    app::SelfCheckDialog dialog;

    dialog.start(cases);
    QTRY_VERIFY_WITH_TIMEOUT(!dialog.isRunning(), 60'000);

    QCOMPARE(find<QTableWidget>(dialog, "selfCheckTable")->item(0, 5)->text(),
             QString("✕ DIFFERS"));
    QCOMPARE(find<QLabel>(dialog, "selfCheckVerdict")->text(),
             QString("1 of 2 agree with theory."));
}

void TestSelfCheckDialog::stopsWhereItIsToldTo() {
    app::SelfCheckDialog dialog;
    dialog.start(sim::closedFormCases());
    QVERIFY(dialog.isRunning());

    find<QPushButton>(dialog, "selfCheckRun")->click();

    QVERIFY(!dialog.isRunning());
    QCOMPARE(find<QLabel>(dialog, "selfCheckVerdict")->text(), QString("Stopped."));
    QVERIFY(find<QTableWidget>(dialog, "selfCheckTable")->item(19, 5) == nullptr);
}

TEST_OF_THIS_FILE(TestSelfCheckDialog);
#include "tst_self_check_dialog.moc"
