// The matrix: its words from values, and the view driven offscreen with the real engine.
#include <QtTest>

#include <QClipboard>

#include "app/desktop/main_window.h"
#include "app/look/style.h"
#include "app/matrix/matrix_text.h"
#include "models/io/scenario_reader.h"
#include "tests/support/test_program.h"

using namespace app;

class TestMatrix : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void cellsSayHowAJourneyFared_data();
    void cellsSayHowAJourneyFared();
    void headlineNamesWhatCanDieAndWhatIsFatal();
    void showsWhomEachOutageHurts();
    void arrowsMoveAndThePanelFollows();
    void enterOpensTheRun();
    void refusesWhatIsNoTime();
    void saysWhenTheHurtAreBack();
    void anotherScenarioClearsIt();
    void panelShowsTheWorstOfManyServices();

  private:
    void runMatrix();

    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
};

namespace {

// shop needs stock, and can do without advice.
const char* const matrixShop = R"(
watertight: 1
name: a shop
run: { seed: 7, duration: 60 s, warm-up: 1 s }
services:
  shop:
    endpoints:
      buy: [ { call: stock.take, timeout: 1 s }, { call: advice.give, timeout: 1 s, fallback: skip } ]
      wall: [ { compute: 1 ms } ]
  stock: { endpoints: { take: [ { compute: 1 ms } ] } }
  advice: { endpoints: { give: [ { compute: 1 ms } ] } }
journeys:
  buy: { arrivals: constant(100/s), steps: [ { call: shop.buy, timeout: 2 s } ] }
  look: { arrivals: constant(50/s), steps: [ { call: shop.wall, timeout: 2 s } ] }
)";

template <typename Child>
Child* childNamed(QWidget& parent, const char* name) {
    return parent.findChild<Child*>(QString::fromLatin1(name));
}

}  // namespace

void TestMatrix::initTestCase() {
    QStandardPaths::setTestModeEnabled(true);
    applyLook(*qApp, true);
    m_session = std::make_unique<Session>();
    m_window = std::make_unique<MainWindow>(*m_session, Remember::Nothing);
    m_window->show();
    QVERIFY(m_session->open(models::readScenario(matrixShop, "shop.yaml", "."), "shop.yaml"));
}

void TestMatrix::cellsSayHowAJourneyFared_data() {
    QTest::addColumn<double>("availability");
    QTest::addColumn<double>("degraded");
    QTest::addColumn<int>("glyph");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* name, double availability, double degraded, Glyph glyph,
                        const char* said) {
        QTest::newRow(name) << availability << degraded << int(glyph) << QString(said);
    };
    row("all good", 1.0, 0.0, Glyph::Ok, "100.0\u00a0%");
    row("nearly all good", 0.9901, 0.0, Glyph::Ok, "99.0\u00a0%");
    row("one in a hundred failed", 0.99, 0.0, Glyph::Degraded, "99.0\u00a0%");
    row("one in a hundred degraded", 1.0, 0.01, Glyph::Degraded, "100.0\u00a0%");
    row("short of failing", 0.801, 0.0, Glyph::Degraded, "80.1\u00a0%");
    row("one in five failed", 0.8, 0.0, Glyph::Failing, "80.0\u00a0%");
}

void TestMatrix::cellsSayHowAJourneyFared() {
    QFETCH(double, availability);
    QFETCH(double, degraded);
    QFETCH(int, glyph);
    QFETCH(QString, said);
    sim::JourneyUnderOutage journey;
    journey.availability = availability;
    journey.degraded = degraded;
    journey.p99 = 0.046;
    sim::JourneyUnderOutage whole = journey;
    whole.p99 = 0.015;

    const MatrixCell cell = matrixCell(journey, whole);

    QCOMPARE(int(cell.glyph), glyph);
    QCOMPARE(cell.availability, said);
    QCOMPARE(cell.change, QString("+31\u00a0ms"));
}

void TestMatrix::headlineNamesWhatCanDieAndWhatIsFatal() {
    runMatrix();

    QCOMPARE(childNamed<QLabel>(*m_window, "matrixHeadline")->text(),
             QString("advice can die and every buy is still answered. shop takes everything down. "
                     "Next to harden: stock."));
    QVERIFY(childNamed<QLabel>(*m_window, "matrixLegend")->text().contains(" 4 runs of "));
}

void TestMatrix::runMatrix() {
    m_window->showMatrix(true);
    m_window->matrix().runStudy();
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->matrix().study().isRunning(), 60'000);
    QVERIFY(m_window->matrix().study().result());
}

void TestMatrix::showsWhomEachOutageHurts() {
    runMatrix();
    const MatrixView& view = m_window->matrix().view();

    QCOMPARE(view.spoken(0, 1),
             QString("buy while stock is killed: 0.0\u00a0% available, p99 no answers, needs "
                     "stock.take"));
    QVERIFY(view.spoken(1, 1).endsWith("never calls it"));
    QVERIFY(view.spoken(0, 2).endsWith("without advice.give"));
}

void TestMatrix::arrowsMoveAndThePanelFollows() {
    runMatrix();
    MatrixView& view = m_window->matrix().view();
    QCOMPARE(view.currentOutage(), -1);

    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.cellRect(0, 0).center());
    QTest::keyClick(&view, Qt::Key_Right);
    QTest::keyClick(&view, Qt::Key_Down);

    QCOMPARE(view.currentOutage(), 1);
    QCOMPARE(view.currentJourney(), 1);
    const QString said = m_window->isolationPanel().text();
    QVERIFY2(said.contains("stock is down"), qPrintable(said));
    QVERIFY2(said.contains("look never calls stock"), qPrintable(said));

    m_window->showMatrix(false);
    QVERIFY(!m_window->isolationPanel().text().contains("stock is down"));
}

void TestMatrix::enterOpensTheRun() {
    runMatrix();
    MatrixView& view = m_window->matrix().view();
    view.setCurrent(0, 1);
    const std::uint64_t seed = m_window->matrix().study().result()->seed;

    QTest::keyClick(&view, Qt::Key_Return);

    const auto& snapshot = [this]() -> const sim::Snapshot& { return *m_session->snapshot(); };
    QTRY_VERIFY_WITH_TIMEOUT(snapshot().now >= models::runStart + std::chrono::seconds(59), 60'000);
    QCOMPARE(snapshot().seed, seed);
    QCOMPARE(snapshot().faults.size(), std::size_t(1));
    QVERIFY(snapshot().faults[0].since == models::runStart + std::chrono::seconds(51));
    QCOMPARE(m_session->selectedService(), QString("stock"));
    QVERIFY(m_window->isolationPanel().text().contains("stock is down"));
    // It is still the matrix of this scenario.
    QVERIFY(m_window->matrix().study().result());
}

void TestMatrix::saysWhenTheHurtAreBack() {
    sim::OutageRun outage;
    sim::JourneyUnderOutage fine{.ended = 10, .availability = 1.0, .recovery = 9.0};
    sim::JourneyUnderOutage hurt{.ended = 10, .availability = 0.1, .recovery = 5.4};
    sim::OutageRun whole;
    outage.journeys = {fine};
    QCOMPARE(backToNormal(outage, whole), QString("nobody was hurt"));

    // The one that was not hurt has nothing to come back from.
    outage.journeys = {fine, hurt};
    QCOMPARE(backToNormal(outage, whole), QString("5.4\u00a0s"));

    // Chance alone takes as long.
    whole.journeys = {fine, {.ended = 10, .availability = 1.0, .recovery = 5.5}};
    QCOMPARE(backToNormal(outage, whole), QString("at once"));

    hurt.recovery.reset();
    outage.journeys.push_back(hurt);
    QCOMPARE(backToNormal(outage, whole), QString("not in this run"));
}

void TestMatrix::refusesWhatIsNoTime() {
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QVERIFY(m_window->graph().isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
    QVERIFY(m_window->matrix().isVisible());
    auto* field = childNamed<QLineEdit>(*m_window, "matrixLasts");
    field->setText("a while");

    m_window->matrix().runStudy();

    QVERIFY(!m_window->matrix().study().isRunning());
    QVERIFY(childNamed<QLabel>(*m_window, "matrixSize")->text().contains("a while"));
    field->setText("10 s");
}

void TestMatrix::anotherScenarioClearsIt() {
    runMatrix();
    const QByteArray other = QByteArray(matrixShop).replace("a shop", "another shop");

    QVERIFY(m_session->open(models::readScenario(other.toStdString(), "b.yaml", "."), "b.yaml"));

    QVERIFY(!m_window->matrix().study().result());
    QCOMPARE(m_window->matrix().view().currentOutage(), -1);
}

void TestMatrix::panelShowsTheWorstOfManyServices() {
    sim::Isolation outage;
    outage.fault = 1;
    outage.title = "shop";
    outage.what.kind = models::Kill{};
    for (int i = 0; i < 1000; ++i) {
        sim::SubjectIsolation service;
        service.kind = models::NodeKind::Service;
        service.name = "service-" + std::to_string(i);
        service.effect = i < 26 ? sim::Effect::Failed : sim::Effect::DidNotNotice;
        service.of = 100;
        outage.services.push_back(service);
    }
    Session session;
    IsolationPanel panel(session);

    panel.showOutage(outage);

    QVERIFY(panel.text().contains("service-23 "));
    QVERIFY(!panel.text().contains("service-24 "));
    QVERIFY2(panel.text().contains("and 976 more, 2 of them hurt"), qPrintable(panel.text()));
}

TEST_OF_THIS_FILE(TestMatrix);
#include "tst_matrix.moc"
