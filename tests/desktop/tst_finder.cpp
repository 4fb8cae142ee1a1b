// Finding things by name, and going back to where one was: the order from values, the window driven
// offscreen with the real engine.
#include <QtTest>

#include "app/find/finder.h"
#include "app/look/style.h"
#include "tests/desktop/opened_window.h"
#include "tests/support/test_program.h"

using namespace app;
using namespace std::chrono_literals;

class TestFinder : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void putsTheBestFirst_data();
    void putsTheBestFirst();
    void showsWhoIsNotWellBeforeAnythingIsTyped();
    void remembersWhereTheUserWas();
    void draggingInThePastIsOnePlace();

    void findsAServiceByKeys();
    void findsACallByItsEndpoint();
    void findsByState();
    void findsAGroupAndShowsItAlone();
    void bringsWhatWasFoundIntoSight();
    void runsACommand();
    void findsARequestByItsNumber();
    void tracesARequestThatWasNotSampled();
    void saysThatNothingIsCalledSo();
    void escapeGivesTheKeyboardBack();
    void goesBackAndForward();
    void goesBackFromThePast();
};

namespace {

const char* const findShop = R"(
watertight: 1
name: a shop
run: { seed: 7, duration: 600 s }
services:
  gateway: { endpoints: { buy: [ { call: payment.charge, timeout: 1 s } ] } }
  payment: { endpoints: { charge: [ { compute: 1 ms } ] } }
journeys:
  buyers: { arrivals: constant(100/s), steps: [ { call: gateway.buy, timeout: 2 s } ] }
)";

class OpenedFinder : public support::OpenedWindow {
  public:
    OpenedFinder() : OpenedWindow(findShop) {}

    void type(const QString& text) {
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(field(), text);
    }
    QLineEdit* field() { return window.findChild<QLineEdit*>("finderField"); }
    Finder* finder() { return window.findChild<Finder*>("finder"); }
    QStringList names() {
        QStringList all;
        for (int row = 0; row < finder()->count(); ++row)
            all << finder()->nameAt(row);
        return all;
    }
};

std::vector<Findable> someParts() {
    const auto part = [](FindableKind kind, const char* name, const char* about, Health health) {
        return Findable{kind, QString::fromUtf8(name), QString::fromUtf8(about), {}, health, {}};
    };
    using Kind = FindableKind;
    return {part(Kind::Service, "user", "12/s", Health::Ok),
            part(Kind::Service, "payment", "down", Health::Down),
            part(Kind::Service, "repayment", "degraded, 3/s", Health::Degraded),
            part(Kind::Journey, "pay", "failing", Health::Failing),
            part(Kind::Call, "user → payment", "charge", Health::Failing),
            part(Kind::Command, "Halt all faults", "Faults", Health::NotJudged),
            part(Kind::Command, "Pause", "Simulate", Health::NotJudged),
            part(Kind::Request, "#4711", "pay, timeout", Health::Failing)};
}

}  // namespace

void TestFinder::initTestCase() {
    applyLook(*qApp, true);
}

void TestFinder::putsTheBestFirst_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QStringList>("names");
    const auto row = [](const char* typed, const QStringList& names) {
        QTest::newRow(typed) << typed << names;
    };
    row("pay", {"pay", "payment", "user → payment", "repayment", "#4711"});
    row("PAYMENT", {"payment", "user → payment", "repayment"});
    row("user pay", {"user → payment"});
    row("failing", {"pay"});
    row("charge", {"user → payment"});
    row("> pa", {"Pause"});
    row(">", {"Halt all faults", "Pause"});
    row("s pay", {"pay", "payment", "user → payment", "repayment"});
    row("t ", {"#4711"});
    row("t 47", {"#4711"});
    row("4711", {"#4711"});
    row("nobody", {});
    row("s 4711", {});
}

void TestFinder::putsTheBestFirst() {
    QFETCH(QString, typed);
    QFETCH(QStringList, names);

    QStringList seen;
    for (const Findable& each : found(someParts(), findQuery(typed)))
        seen << each.name;

    QCOMPARE(seen, names);
}

void TestFinder::showsWhoIsNotWellBeforeAnythingIsTyped() {
    QStringList seen;
    for (const Findable& each : found(someParts(), findQuery({})))
        seen << each.name;
    QCOMPARE(seen, (QStringList{"payment", "pay", "repayment"}));

    const std::vector<Findable> well{{FindableKind::Service, "user", {}, {}, Health::Ok, {}},
                                     {FindableKind::Call, "a → user", {}, {}, Health::Ok, {}},
                                     {FindableKind::Command, "Quit", {}, {}, {}, {}}};
    QCOMPARE(found(well, findQuery({})).size(), 1U);
}

void TestFinder::remembersWhereTheUserWas() {
    Places places;
    QVERIFY(!places.canGoBack());
    places.visit({0, {}, -1, {}});
    places.visit({0, "payment", -1, {}});
    places.visit({0, "payment", -1, {}});  // still there
    places.visit({2, "payment", -1, {}});
    QCOMPARE(places.back().view, 0);
    QCOMPARE(places.back().node, QString());
    QVERIFY(!places.canGoBack());
    QCOMPARE(places.forward().node, "payment");
    places.visit({0, "user", -1, {}});  // another way from here
    QVERIFY(!places.canGoForward());
    QCOMPARE(places.back().node, "payment");
}

void TestFinder::draggingInThePastIsOnePlace() {
    Places places;
    places.visit({0, "user", -1, {}});
    for (int second = 1; second < 50; ++second)
        places.visit({0, "user", -1, models::runStart + std::chrono::seconds(second)});
    QVERIFY(!places.back().past);
    QCOMPARE(*places.forward().past, models::runStart + 49s);
}

void TestFinder::findsAServiceByKeys() {
    OpenedFinder opened;

    opened.type("pay");

    QCOMPARE(opened.names(), (QStringList{"payment", "gateway → payment"}));
    QTest::keyClick(opened.field(), Qt::Key_Return);
    QCOMPARE(opened.session.selectedService(), "payment");
    QVERIFY(!opened.finder()->isVisible());
    QVERIFY(opened.window.graph().hasFocus());
    QTest::keyClick(&opened.window.graph(), Qt::Key_K);
    QVERIFY(opened.waitFor([&] { return opened.session.isHeldDown("payment"); }));
}

void TestFinder::findsAGroupAndShowsItAlone() {
    support::OpenedWindow opened(R"(
watertight: 1
services:
  gateway: { endpoints: { buy: [ { call: card.pay }, { call: invoice.write } ] } }
  card: { group: money, endpoints: { pay: [ { compute: 1 ms } ] } }
  invoice: { group: money, endpoints: { write: [ { compute: 1 ms } ] } }
journeys:
  buyers: { arrivals: constant(100/s), steps: [ { call: gateway.buy, timeout: 2 s } ] }
)");
    QTest::keyClick(&opened.window, Qt::Key_K, Qt::ControlModifier);
    auto* field = opened.window.findChild<QLineEdit*>("finderField");
    QTest::keyClicks(field, "mon");
    QCOMPARE(opened.window.findChild<Finder*>("finder")->nameAt(0), "money");
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(opened.window.graph().folding().within, "money");
}

// Without a name: what is unhealthy, and what has no traffic.
void TestFinder::findsByState() {
    OpenedFinder opened;
    QVERIFY(opened.stepTo(models::runStart + 5s));
    opened.type("s unhealthy");
    QCOMPARE(opened.names(), QStringList());
    QTest::keyClick(opened.field(), Qt::Key_Escape);

    opened.session.kill("payment");
    QVERIFY(opened.goOn(5s));
    opened.type("s unhealthy");
    QVERIFY(opened.names().contains("payment"));
    QVERIFY(opened.names().contains("gateway"));
    QVERIFY(opened.names().contains(QString::fromUtf8("gateway → payment")));
    QTest::keyClick(opened.field(), Qt::Key_Escape);

    opened.session.kill("gateway");
    QVERIFY(opened.goOn(20s));
    opened.type("s no traffic");
    QVERIFY(opened.names().contains(QString::fromUtf8("gateway → payment")));
    QVERIFY(!opened.names().contains("buyers"));
}

void TestFinder::findsACallByItsEndpoint() {
    OpenedFinder opened;

    opened.type("charge");

    QTest::keyClick(opened.field(), Qt::Key_Return);
    QVERIFY(opened.session.selectedEdge() >= 0);
    QCOMPARE(opened.window.graph().selectedEdge(), opened.session.selectedEdge());
}

void TestFinder::bringsWhatWasFoundIntoSight() {
    OpenedFinder opened;
    CallGraphView& graph = opened.window.graph();
    const auto seen = [&] {
        const QRectF card = graph.scene().nodes[graph.scene().find("payment")].rect;
        return QRectF(graph.toWidget(card.topLeft()), graph.toWidget(card.bottomRight()));
    };
    graph.setZoom(4);  // about the middle of the canvas
    QVERIFY(!QRectF(graph.rect()).contains(seen()));

    opened.type("payment");
    QTest::keyClick(opened.field(), Qt::Key_Return);

    QVERIFY(QRectF(graph.rect()).contains(seen()));
    QVERIFY(graph.zoomPercent() >= 70);
    const int zoom = graph.zoomPercent();
    opened.type("payment");  // in sight already
    QTest::keyClick(opened.field(), Qt::Key_Return);
    QCOMPARE(graph.zoomPercent(), zoom);
}

void TestFinder::runsACommand() {
    OpenedFinder opened;

    opened.type("> matrix");
    QCOMPARE(opened.names().value(0), "Matrix");
    QTest::keyClick(opened.field(), Qt::Key_Return);

    QVERIFY(opened.window.matrix().isVisible());
    opened.type("> call graph");
    QTest::keyClick(opened.field(), Qt::Key_Return);
    QVERIFY(opened.window.graph().isVisible());
    opened.type("> find");  // is where one is
    QVERIFY(!opened.names().contains("Find…"));
}

void TestFinder::findsARequestByItsNumber() {
    OpenedFinder opened;
    QVERIFY(opened.stepTo(models::runStart + 2s));
    QVERIFY(opened.waitFor([&] { return !opened.session.traces().empty(); }));
    const std::int64_t request = opened.session.traces().back()->request;

    opened.type("t " + QString::number(request));

    QCOMPARE(opened.names().value(0), "#" + QString::number(request));
    QTest::keyClick(opened.field(), Qt::Key_Return);
    QVERIFY(opened.window.findChild<TracesPage*>()->isVisible());
}

// 1 in 10 is.
void TestFinder::tracesARequestThatWasNotSampled() {
    OpenedFinder opened;
    QVERIFY(opened.stepTo(models::runStart + 2s));
    QVERIFY(opened.waitFor([&] { return !opened.session.traces().empty(); }));
    std::int64_t request = 11;
    while (opened.session.trace(request))
        ++request;

    opened.type("t " + QString::number(request));

    QCOMPARE(opened.names().value(0), "#" + QString::number(request));
    QTest::keyClick(opened.field(), Qt::Key_Return);
    QVERIFY(opened.waitFor([&] { return opened.session.trace(request).has_value(); }));
    auto* page = opened.window.findChild<TracesPage*>();
    QVERIFY(page->isVisible());
    QVERIFY(opened.waitFor([&] {
        page->refresh();
        return page->waterfall().trace() && page->waterfall().trace()->request == request;
    }));
}

void TestFinder::saysThatNothingIsCalledSo() {
    OpenedFinder opened;

    opened.type("nobody");

    QCOMPARE(opened.finder()->count(), 0);
    QTest::keyClick(opened.field(), Qt::Key_Return);  // and nothing happens
    QVERIFY(opened.finder()->isVisible());
}

void TestFinder::escapeGivesTheKeyboardBack() {
    OpenedFinder opened;
    opened.window.graph().setFocus();

    opened.type("p");
    QTest::keyClick(opened.field(), Qt::Key_Down);
    QTest::keyClick(opened.field(), Qt::Key_Escape);

    QVERIFY(!opened.finder()->isVisible());
    QVERIFY(opened.window.graph().hasFocus());
    QCOMPARE(opened.session.selectedNode(), -1);
}

void TestFinder::goesBackAndForward() {
    OpenedFinder opened;
    opened.session.selectNamed("payment");
    opened.session.selectNamed("gateway");
    opened.window.showMatrix(true);

    QTest::keyClick(&opened.window, Qt::Key_Left, Qt::AltModifier);
    QVERIFY(opened.window.graph().isVisible());
    QCOMPARE(opened.session.selectedService(), "gateway");
    QTest::keyClick(&opened.window, Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(opened.session.selectedService(), "payment");
    QTest::keyClick(&opened.window, Qt::Key_Right, Qt::AltModifier);
    QTest::keyClick(&opened.window, Qt::Key_Right, Qt::AltModifier);
    QVERIFY(opened.window.matrix().isVisible());
}

void TestFinder::goesBackFromThePast() {
    OpenedFinder opened;
    QVERIFY(opened.stepTo(models::runStart + 3s));
    const auto settles = [&](bool inReview) {
        return QTest::qWaitFor(
            [&] {
                opened.session.poll();
                return opened.session.isInReview() == inReview && !opened.session.state().seeking;
            },
            patience);
    };
    opened.session.review(models::runStart + 1s);
    QVERIFY(settles(true));
    opened.session.selectNamed("payment");

    QTest::keyClick(&opened.window, Qt::Key_Left, Qt::AltModifier);  // in the past, unselected
    QCOMPARE(opened.session.selectedNode(), -1);
    QVERIFY(opened.session.isInReview());
    QTest::keyClick(&opened.window, Qt::Key_Left, Qt::AltModifier);
    QVERIFY(settles(false));
    QTest::keyClick(&opened.window, Qt::Key_Right, Qt::AltModifier);
    QVERIFY(settles(true));
    QCOMPARE(opened.session.instantShown(), models::runStart + 1s);
}

TEST_OF_THIS_FILE(TestFinder);
#include "tst_finder.moc"
