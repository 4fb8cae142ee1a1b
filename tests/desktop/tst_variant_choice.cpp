// The variants of a scenario, chosen in the run bar.
#include <QtTest>

#include "app/desktop/main_window.h"
#include "models/step_rules.h"
#include "tests/support/test_program.h"

using app::MainWindow;
using app::Session;

namespace {

std::filesystem::path shipped(const std::string& name) {
    return std::filesystem::path(SOURCE_DIR) / "scenarios" / name;
}

QStringList entries(const QComboBox& choice) {
    QStringList all;
    for (int i = 0; i < choice.count(); ++i)
        all << choice.itemText(i);
    return all;
}

bool orderHasSaga(const Session& session) {
    const auto& services = session.scenario().services;
    const auto order = std::find_if(services.begin(), services.end(),
                                    [](const auto& each) { return each.name == "order"; });
    return order != services.end() && models::hasSaga(*order);
}

}  // namespace

class TestVariantChoice : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void isThereOnlyWhereThereAreVariants();
    void runsTheChosenVariant();
    void namesWhatRunsAfterACancelledChoice();

  private:
    QComboBox& choice(MainWindow& window) { return *window.findChild<QComboBox*>("variant"); }
    void choose(MainWindow& window, int index) {
        choice(window).setCurrentIndex(index);
        Q_EMIT choice(window).activated(index);
    }
};

void TestVariantChoice::isThereOnlyWhereThereAreVariants() {
    Session session;
    MainWindow window(session, app::Remember::Nothing);
    window.show();
    QVERIFY(session.open(shipped("streaming-platform.yaml")));
    QVERIFY(!choice(window).isVisible());

    QVERIFY(session.open(shipped("order-saga.yaml")));
    QVERIFY(choice(window).isVisible());
    QCOMPARE(entries(choice(window)), QStringList({"as written", "without the saga"}));
    QCOMPARE(choice(window).currentText(), "as written");
}

void TestVariantChoice::runsTheChosenVariant() {
    Session session;
    MainWindow window(session, app::Remember::Nothing);
    window.show();
    QVERIFY(session.open(shipped("order-saga.yaml")));
    const std::string written = session.text();
    QVERIFY(orderHasSaga(session));

    choose(window, 1);

    QTRY_COMPARE(session.variant(), std::string("without the saga"));
    QVERIFY(session.hasRun());
    QVERIFY(!orderHasSaga(session));
    QCOMPARE(choice(window).currentText(), "without the saga");
    QCOMPARE(window.windowTitle(),
             QString::fromUtf8("Orders with a saga, without the saga — Watertight"));
    // The file stays what it is: saving does not write the variant into it.
    QCOMPARE(session.text(), written);
    QVERIFY(!window.file().isModified());

    choose(window, 0);

    QTRY_COMPARE(session.variant(), std::string());
    QVERIFY(orderHasSaga(session));
    QCOMPARE(window.windowTitle(), QString::fromUtf8("Orders with a saga — Watertight"));
}

void TestVariantChoice::namesWhatRunsAfterACancelledChoice() {
    Session session;
    MainWindow window(session, app::Remember::Nothing);
    window.show();
    QVERIFY(session.open(shipped("order-saga.yaml")));

    choose(window, 1);
    session.cancelOpening();

    QCOMPARE(choice(window).currentText(), "as written");
    QVERIFY(orderHasSaga(session));
}

TEST_OF_THIS_FILE(TestVariantChoice);
#include "tst_variant_choice.moc"
