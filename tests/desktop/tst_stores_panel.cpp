// The stores below the graph: a table, a SELECT, two services side by side.
#include <QtTest>

#include "app/desktop/main_window.h"
#include "tests/support/fake_run.h"
#include "tests/support/streaming_scenario.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::MainWindow;
using app::Session;
using app::StoreView;

namespace {

std::filesystem::path shipped() {
    return std::filesystem::path(SOURCE_DIR) / "scenarios" / "streaming-platform.yaml";
}

template <typename Widget>
Widget& part(StoreView& view, const char* name) {
    return *view.findChild<Widget*>(name);
}

void chooseService(StoreView& view, const QString& name) {
    auto& chooser = part<QComboBox>(view, "storeService");
    chooser.setCurrentIndex(chooser.findText(name));
}

void askFor(StoreView& view, const QString& select) {
    auto& field = part<QLineEdit>(view, "storeSelect");
    field.setText(select);
    QTest::keyClick(&field, Qt::Key_Return);
}

struct OpenedStoresPanel {
    std::shared_ptr<support::FakeRunLog> log = std::make_shared<support::FakeRunLog>();
    Session session{support::fakeRuns(log)};
    MainWindow window{session, app::Remember::Nothing};
    bool isExposed = false;

    OpenedStoresPanel() {
        window.show();
        session.open({support::streamingScenario(), {}, ""}, "streaming.yaml");
        isExposed = QTest::qWaitForWindowExposed(&window);
    }
};

// The real engine, with a look into the store of one service.
struct OpenedShipped {
    Session session;
    MainWindow window{session, app::Remember::Nothing};
    StoreView& left = window.stores().left();

    explicit OpenedShipped(const QString& service) {
        window.show();
        session.open(shipped());
        window.showStores(true);
        chooseService(left, service);
    }
};

}  // namespace

class TestStoresPanel : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void asksNothingWhileNobodyLooks();
    void comesByKeyInPlaceOfTheEventLog();
    void goesWithTheSelection();
    void showsTwoServicesSideBySide();
    void asksTheRealEngine();
    void saysWhoseATableIs();
    void saysThatAServiceIsDown();
    void leadsFromARowToTheTraceOfItsWriter();
};

void TestStoresPanel::asksNothingWhileNobodyLooks() {
    OpenedStoresPanel opened;
    opened.session.selectNamed("user");
    QVERIFY(opened.log->rowsWanted.empty());

    opened.window.showStores(true);
    QTRY_VERIFY(!opened.log->rowsWanted.empty());
    QCOMPARE(opened.log->rowsWanted.back().table, std::string("profiles"));
    QCOMPARE(opened.log->rowsWanted.back().asker, std::size_t(1));

    opened.window.showStores(false);
    const std::size_t asked = opened.log->rowsWanted.size();
    QTest::qWait(600);
    QCOMPARE(opened.log->rowsWanted.size(), asked);
}

void TestStoresPanel::comesByKeyInPlaceOfTheEventLog() {
    OpenedStoresPanel opened;
    QVERIFY(opened.isExposed);
    QTest::keyClick(&opened.window.graph(), Qt::Key_3, Qt::AltModifier);
    QTRY_VERIFY(opened.window.eventLog().isVisible());

    QTest::keyClick(&opened.window.graph(), Qt::Key_4, Qt::AltModifier);
    QTRY_VERIFY(opened.window.stores().isVisible());
    QVERIFY(!opened.window.eventLog().isVisible());

    QTest::keyClick(&opened.window.graph(), Qt::Key_4, Qt::AltModifier);
    QTRY_VERIFY(!opened.window.stores().isVisible());
}

void TestStoresPanel::goesWithTheSelection() {
    OpenedStoresPanel opened;
    opened.window.showStores(true);
    StoreView& left = opened.window.stores().left();

    opened.session.selectNamed("payment");
    QCOMPARE(part<QComboBox>(left, "storeService").currentText(), "payment");
    opened.session.selectNamed("gateway");  // has no store
    QCOMPARE(part<QComboBox>(left, "storeService").currentText(), "payment");
}

void TestStoresPanel::showsTwoServicesSideBySide() {
    OpenedStoresPanel opened;
    opened.window.showStores(true);
    app::StoresPanel& stores = opened.window.stores();
    QVERIFY(!stores.right().isVisible());

    Q_EMIT stores.left().sideButtonClicked();
    QVERIFY(stores.right().isVisible());
    QVERIFY(stores.right().service() != stores.left().service());
    QTRY_VERIFY(stores.left().rows().rowCount() > 0 && stores.right().rows().rowCount() > 0);

    Q_EMIT stores.right().sideButtonClicked();
    QVERIFY(!stores.right().isVisible());
}

void TestStoresPanel::asksTheRealEngine() {
    OpenedShipped opened("user");
    StoreView& left = opened.left;
    QTRY_COMPARE(left.rows().rowCount(), 200);
    QVERIFY2(left.status().startsWith("the first 200 rows, those changed last first"),
             qPrintable(left.status()));
    QTRY_VERIFY(
        part<QComboBox>(left, "storeTable").currentText().contains(QStringLiteral("100,000")));

    askFor(left, "SELECT plan, count(*) AS viewers FROM subscriptions GROUP BY plan");

    QTRY_COMPARE(left.rows().headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), "viewers");
    QVERIFY2(left.status().contains("at "), qPrintable(left.status()));

    askFor(left, "DELETE FROM subscriptions");
    QTRY_COMPARE(left.status(), "a look into a store only reads: it is one SELECT");
    QCOMPARE(left.rows().rowCount(), 0);

    // The field emptied, the table is back.
    part<QLineEdit>(left, "storeSelect").clear();
    QTRY_COMPARE(left.rows().rowCount(), 200);
}

void TestStoresPanel::saysWhoseATableIs() {
    OpenedShipped opened("payment");
    StoreView& left = opened.left;

    askFor(left, "SELECT * FROM subscriptions");

    QTRY_COMPARE(left.status(),
                 "no such table: subscriptions (it belongs to user: no service reads another's "
                 "store)");

    // What was asked of one is not asked of another.
    chooseService(left, "user");
    QVERIFY(part<QLineEdit>(left, "storeSelect").text().isEmpty());
    QTRY_COMPARE(left.rows().rowCount(), 200);
}

void TestStoresPanel::saysThatAServiceIsDown() {
    OpenedShipped opened("payment");
    StoreView& left = opened.left;

    opened.session.kill("payment");

    QTRY_VERIFY2(left.status().startsWith("payment is down; what it had committed stays"),
                 qPrintable(left.status()));
    QVERIFY(left.rows().rowCount() > 0);
}

void TestStoresPanel::leadsFromARowToTheTraceOfItsWriter() {
    OpenedShipped opened("user");
    StoreView& left = opened.left;
    QTRY_VERIFY(left.rows().writerOf(0) > 0);
    opened.session.pause();
    QTRY_VERIFY(!opened.session.state().running);
    auto& table = *left.findChild<app::RowsTable*>("rows");
    const int last = left.rows().columnCount() - 1;
    QCOMPARE(left.rows().headerData(last, Qt::Horizontal, Qt::DisplayRole).toString(), "trace");
    const std::int64_t writer = left.rows().writerOf(0);
    QCOMPARE(left.rows().index(0, last).data().toString(), QStringLiteral("#%1").arg(writer));

    const QSignalSpy wanted(&opened.session, &Session::traceWanted);
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {},
                      table.visualRect(left.rows().index(0, last)).center());

    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.front().front().value<std::int64_t>(), writer);
    // Its trace is there, whether it was among the sampled or not.
    QTRY_VERIFY(opened.session.trace(writer).has_value());
    QVERIFY(opened.window.findChild<app::TracesPage*>()->isVisible());
    // Any other column is only looked at.
    opened.window.showView(MainWindow::View::CallGraph);
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {},
                      table.visualRect(left.rows().index(1, 0)).center());
    QCOMPARE(wanted.count(), 1);
    QTest::keyClick(&table, Qt::Key_Return);
    QCOMPARE(wanted.count(), 2);
    QCOMPARE(wanted.back().front().value<std::int64_t>(), left.rows().writerOf(1));
}

TEST_OF_THIS_FILE(TestStoresPanel);
#include "tst_stores_panel.moc"
