// The view "Traces" with the real engine: found, chosen, read, and shown where it happened.
#include <QtTest>

#include "app/desktop/main_window.h"
#include "tests/desktop/patience.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::MainWindow;
using app::Session;

namespace {

struct OpenedTraces {
    Session session;
    MainWindow window{session, app::Remember::Nothing};

    OpenedTraces() {
        window.resize(1600, 1000);
        window.show();
        session.open(std::filesystem::path(SOURCE_DIR) / "scenarios" / "streaming-platform.yaml");
        session.pause();
        window.showView(MainWindow::View::Traces);
    }

    template <typename Widget>
    Widget* find(const char* name) {
        return window.findChild<Widget*>(name);
    }
    app::TracesPage* page() { return window.findChild<app::TracesPage*>(); }
    QTableView* table() { return find<QTableView>("traces"); }
    QString cell(int row, int column) {
        return table()->model()->index(row, column).data().toString();
    }

    void stepBy(sim::Duration by) {
        const sim::Instant until = session.snapshot()->now + by;
        session.step(by);
        QTRY_VERIFY_WITH_TIMEOUT(session.snapshot()->now >= until, patience);
        page()->refresh();
    }
};

}  // namespace

class TestTracesPage : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void listsTheSlowestFirst();
    void filters();
    void failuresSayWhere();
    void isReadByKeyboard();
    void showsTheMoment();
    void anotherRoadForgets();
    void tellsWhereLatencyComesFrom();
    void tracesARequestThatWasNotSampled();
    void saysWhatHadNotBegun();
    void hidesSmallSpans();
    void putsTwoRequestsBesideEachOther();
    void showsStepsUponTheStore();
    void tellsOfTheSelectedSpan();
};

void TestTracesPage::listsTheSlowestFirst() {
    OpenedTraces opened;
    opened.stepBy(5s);

    QVERIFY(opened.table()->model()->rowCount() > 50);
    for (int row = 1; row < opened.table()->model()->rowCount(); ++row)
        QVERIFY(opened.cell(row - 1, app::TraceList::Took).toDouble() >=
                opened.cell(row, app::TraceList::Took).toDouble());
    // One is chosen, its row is current, and it stays so while others come.
    const app::Waterfall& waterfall = opened.page()->waterfall();
    QVERIFY(waterfall.trace().has_value());
    const std::int64_t chosen = waterfall.trace()->request;
    const int row = opened.table()->currentIndex().row();
    QCOMPARE(opened.cell(row, app::TraceList::Request), QString("#%1").arg(chosen));
    QCOMPARE(waterfall.selectedSpan(), waterfall.trace()->slowest);
    const QString slowest = opened.cell(row, app::TraceList::Slowest);
    QVERIFY(waterfall.criticalSentence().startsWith(slowest));
    opened.stepBy(2s);
    QCOMPARE(waterfall.trace()->request, chosen);
    QVERIFY(opened.find<QLabel>("traceCount")->text().contains("1 request in 50 is traced"));
}

void TestTracesPage::filters() {
    OpenedTraces opened;
    opened.stepBy(5s);
    const int all = opened.table()->model()->rowCount();
    auto* journey = opened.find<QComboBox>("traceJourney");
    journey->setCurrentText("browse");
    const int browses = opened.table()->model()->rowCount();
    QVERIFY(browses > 10 && browses < all);
    for (int row = 0; row < browses; ++row)
        QCOMPARE(opened.cell(row, app::TraceList::Journey), "browse");
    opened.find<QComboBox>("traceAtLeast")->setCurrentIndex(2);
    for (int row = 0; row < opened.table()->model()->rowCount(); ++row)
        QVERIFY(opened.cell(row, app::TraceList::Took).toDouble() >= 20);
    QVERIFY(opened.table()->model()->rowCount() < browses);

    journey->setCurrentIndex(0);
    opened.find<QComboBox>("traceAtLeast")->setCurrentIndex(0);
    QTest::keyClicks(opened.find<QLineEdit>("traceFilter"), "charge");
    const int charges = opened.table()->model()->rowCount();
    QVERIFY(charges > 0 && charges < all);
    for (int row = 0; row < charges; ++row)
        QCOMPARE(opened.cell(row, app::TraceList::Journey), "subscribe");
    const QString request = opened.cell(0, app::TraceList::Request);
    opened.find<QLineEdit>("traceFilter")->setText(request);
    QCOMPARE(opened.table()->model()->rowCount(), 1);
    opened.find<QLineEdit>("traceFilter")->setText("no such thing");
    QCOMPARE(opened.table()->model()->rowCount(), 0);
}

void TestTracesPage::failuresSayWhere() {
    OpenedTraces opened;
    opened.stepBy(2s);
    opened.session.kill("payment");
    opened.stepBy(4s);
    opened.find<QComboBox>("traceOutcome")->setCurrentText("Failed");

    QVERIFY(opened.table()->model()->rowCount() > 0);
    const std::optional<sim::Trace>& trace = opened.page()->waterfall().trace();
    QVERIFY(trace && trace->cause != models::Cause::None);
    QCOMPARE(trace->journey, "subscribe");
    const auto charge = std::ranges::find(trace->spans, "charge", &sim::Span::endpoint);
    QVERIFY(charge != trace->spans.end() && charge->failed());
    const auto place = static_cast<int>(charge - trace->spans.begin());
    const QString spoken = opened.page()->waterfall().spoken(place);
    QVERIFY2(spoken.contains("unavailable") || spoken.contains("breaker-open"), qPrintable(spoken));
}

void TestTracesPage::isReadByKeyboard() {
    OpenedTraces opened;
    opened.stepBy(3s);
    app::Waterfall& waterfall = opened.page()->waterfall();
    waterfall.setFocus();

    QTest::keyClick(&waterfall, Qt::Key_Home);
    QCOMPARE(waterfall.selectedSpan(), 0);
    QTest::keyClick(&waterfall, Qt::Key_Down);
    QTest::keyClick(&waterfall, Qt::Key_Down);
    QCOMPARE(waterfall.selectedSpan(), 2);
    QVERIFY(waterfall.accessibleDescription().contains("ms"));
    QTest::keyClick(&waterfall, Qt::Key_Left);
    QCOMPARE(waterfall.selectedSpan(), waterfall.trace()->spans[2].parent);

    // The list: the next row is the next trace.
    const std::int64_t before = waterfall.trace()->request;
    QTest::keyClick(opened.table(), Qt::Key_Down);
    QVERIFY(waterfall.trace()->request != before);
}

void TestTracesPage::showsTheMoment() {
    OpenedTraces opened;
    opened.stepBy(5s);
    opened.page()->waterfall().selectSpan(2);
    const sim::Instant sent = opened.page()->waterfall().trace()->spans[2].sent;
    const sim::Instant warm = models::runStart + opened.session.scenario().run.warmUp;

    QTest::mouseClick(opened.find<QPushButton>("showMoment"), Qt::LeftButton);

    QTRY_VERIFY_WITH_TIMEOUT(opened.session.isInReview() && !opened.session.state().seeking,
                             patience);
    QVERIFY(opened.session.snapshot()->now == std::max(sent, warm));
}

// What happens after the instant from which another road is taken belongs to the road left.
void TestTracesPage::anotherRoadForgets() {
    OpenedTraces opened;
    opened.stepBy(5s);
    const std::size_t before = opened.session.traces().size();
    const sim::Instant here = opened.session.snapshot()->now - 2s;
    opened.session.review(here);
    QTRY_VERIFY_WITH_TIMEOUT(opened.session.isInReview() && !opened.session.state().seeking,
                             patience);
    opened.session.kill("user");
    opened.session.pause();
    QTRY_VERIFY_WITH_TIMEOUT(!opened.session.isInReview() && !opened.session.state().running,
                             patience);
    const auto isEarlier = [&](const auto& each) { return each->ended < here; };
    QVERIFY(std::ranges::count_if(opened.session.traces(), isEarlier) > 20);

    opened.session.takeOtherRoad();

    QTRY_COMPARE_WITH_TIMEOUT(opened.session.traces().size(), before, patience);
}

void TestTracesPage::tellsWhereLatencyComesFrom() {
    OpenedTraces opened;
    opened.stepBy(20s);
    opened.find<QComboBox>("traceJourney")->setCurrentText("browse");
    auto* tab = opened.find<QAbstractButton>("traceDetail1");
    QCOMPARE(tab->text(), "p50 and p99 of browse");

    QTest::mouseClick(tab, Qt::LeftButton);

    app::BlameView& view = opened.page()->blame();
    QVERIFY(view.isVisible());
    const sim::LatencyBlame& blame = view.blame();
    QVERIFY(blame.requests > 50);
    sim::Duration sum{};
    for (const sim::LatencyShare& share : blame.p50.shares)
        sum += share.sum;
    QVERIFY(sum == blame.p50.sum && sum > sim::Duration{});
    QVERIFY2(view.spoken().contains("recommendation works: "), qPrintable(view.spoken()));
    // Too few are the slowest 2 % of a hundred, and it says so.
    QVERIFY(blame.p99.isOfTooFew());
    QVERIFY2(view.spoken().contains("too few to tell much"), qPrintable(view.spoken()));
    QVERIFY(view.accessibleDescription() == view.spoken());

    // Without a choice it is the journey of the request that is chosen.
    opened.find<QComboBox>("traceJourney")->setCurrentIndex(0);
    QCOMPARE(QString::fromStdString(blame.journey),
             QString::fromStdString(opened.page()->waterfall().trace()->journey));
}

void TestTracesPage::tracesARequestThatWasNotSampled() {
    OpenedTraces opened;
    opened.stepBy(3s);
    const std::uint64_t fingerprint = opened.session.state().fingerprint;
    // One of the journey with the most requests, about a second ago.
    const auto journeys = static_cast<std::int64_t>(opened.session.scenario().journeys.size());
    std::int64_t request = 0;
    for (const auto& trace : opened.session.traces())
        request = trace->journey == "watch-video" ? trace->request : request;
    request -= 100 * journeys;
    while (opened.session.trace(request))
        request += journeys;
    QVERIFY(!opened.find<QWidget>("traceOffer")->isVisible());

    opened.find<QLineEdit>("traceFilter")->setText(QString::number(request));

    QVERIFY(opened.find<QWidget>("traceOffer")->isVisible());
    const QString offer = opened.find<QLabel>("traceOfferText")->text();
    QVERIFY2(offer.startsWith(QString("Request #%1 of ").arg(request)), qPrintable(offer));
    QTest::mouseClick(opened.find<QPushButton>("traceIt"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(opened.session.tracing()->isDone, patience);
    opened.page()->refresh();
    QVERIFY(!opened.find<QWidget>("traceOffer")->isVisible());
    QCOMPARE(opened.table()->model()->rowCount(), 1);
    QCOMPARE(opened.page()->waterfall().trace()->request, request);
    QVERIFY(!opened.page()->waterfall().criticalSentence().isEmpty());
    QCOMPARE(opened.session.state().fingerprint, fingerprint);

    // It is found again, and forgotten with its road.
    QCOMPARE(opened.session.tracedAgain().size(), std::size_t(1));
    opened.session.review(opened.page()->waterfall().trace()->begun - 1s);
    QTRY_VERIFY_WITH_TIMEOUT(opened.session.isInReview() && !opened.session.state().seeking,
                             patience);
    opened.session.goOnFromHere();
    QVERIFY(opened.session.tracedAgain().empty());
}

void TestTracesPage::saysWhatHadNotBegun() {
    OpenedTraces opened;
    opened.stepBy(1s);
    opened.find<QLineEdit>("traceFilter")->setText("#99999999");
    QTest::mouseClick(opened.find<QPushButton>("traceIt"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(opened.session.tracing()->isDone, patience);
    opened.page()->refresh();

    const QString offer = opened.find<QLabel>("traceOfferText")->text();
    QVERIFY2(offer.startsWith("Request #99999999 had not begun by 00:1"), qPrintable(offer));
    opened.find<QLineEdit>("traceFilter")->clear();
    QVERIFY(!opened.find<QWidget>("traceOffer")->isVisible());
}

void TestTracesPage::hidesSmallSpans() {
    OpenedTraces opened;
    opened.stepBy(5s);
    opened.find<QComboBox>("traceJourney")->setCurrentText("browse");
    app::Waterfall& waterfall = opened.page()->waterfall();
    const sim::Trace& trace = *waterfall.trace();
    QCOMPARE(waterfall.hiddenSpans(), 0);

    auto* choice = opened.find<QComboBox>("traceSpans");
    choice->setCurrentIndex(choice->findData(0.25));

    const auto isSmall = [&](const sim::Span& span) {
        return models::inSeconds(span.took()) < 0.25 * models::inSeconds(trace.took());
    };
    QVERIFY(waterfall.hiddenSpans() > 0);
    // No call takes longer than who made it, so all that are small are hidden.
    QCOMPARE(waterfall.hiddenSpans(), std::ranges::count_if(trace.spans, isSmall));
    QTest::keyClick(&waterfall, Qt::Key_Home);
    for (std::size_t i = 0; i < trace.spans.size(); ++i) {
        QVERIFY(!isSmall(trace.spans[static_cast<std::size_t>(waterfall.selectedSpan())]));
        QTest::keyClick(&waterfall, Qt::Key_Down);
    }
    choice->setCurrentIndex(choice->findData(-1.0));  // failed or degraded
    QVERIFY(waterfall.hiddenSpans() > 0);
    choice->setCurrentIndex(0);
    QCOMPARE(waterfall.hiddenSpans(), 0);
}

void TestTracesPage::putsTwoRequestsBesideEachOther() {
    OpenedTraces opened;
    opened.stepBy(5s);
    opened.find<QComboBox>("traceJourney")->setCurrentText("browse");
    auto* tab = opened.find<QAbstractButton>("traceDetail2");
    QVERIFY(!tab->isVisible());
    const sim::Trace pinned = *opened.page()->waterfall().trace();

    QTest::mouseClick(opened.find<QPushButton>("pinTrace"), Qt::LeftButton);
    QVERIFY(!tab->isVisible());  // beside itself there is nothing to see
    QTest::keyClick(opened.table(), Qt::Key_Down);
    const sim::Trace chosen = *opened.page()->waterfall().trace();
    QVERIFY(chosen.request != pinned.request);
    QCOMPARE(tab->text(), QString("Beside #%1").arg(pinned.request));
    QTest::mouseClick(tab, Qt::LeftButton);

    app::TraceDifferenceView& view = opened.page()->difference();
    QVERIFY(view.isVisible());
    QCOMPARE(view.pairs(), sim::matchedSpans(pinned, chosen));
    // The list is sorted: the next took less.
    QVERIFY2(view.sentence().contains(QString(" less than #%1").arg(pinned.request)),
             qPrintable(view.sentence()));
    QVERIFY2(view.spoken().contains("\u25bc"), qPrintable(view.spoken()));
    opened.page()->choose(pinned.request);
    QVERIFY(!tab->isVisible() && opened.page()->waterfall().isVisible());
}

void TestTracesPage::showsStepsUponTheStore() {
    OpenedTraces opened;
    opened.stepBy(5s);
    opened.find<QComboBox>("traceJourney")->setCurrentText("browse");
    app::Waterfall& waterfall = opened.page()->waterfall();
    const sim::Trace& trace = *waterfall.trace();
    std::size_t steps = 0;
    for (const sim::Span& span : trace.spans)
        steps += span.storeSteps.size();
    QVERIFY(steps > 0);
    QCOMPARE(waterfall.rows().size(), trace.spans.size() + steps);
    const auto row = std::ranges::find_if(waterfall.rows(),
                                          [](const app::SpanRow& each) { return each.step == 0; });

    waterfall.selectRow(*row);

    const sim::Span& span = trace.spans[static_cast<std::size_t>(row->span)];
    QVERIFY2(waterfall.accessibleDescription().startsWith(
                 QString::fromStdString(span.service + " store, " + span.storeSteps[0].what)),
             qPrintable(waterfall.accessibleDescription()));
    QTest::keyClick(&waterfall, Qt::Key_Left);
    QCOMPARE(waterfall.selected(), app::SpanRow{row->span});
    QTest::keyClick(&waterfall, Qt::Key_Down);
    QCOMPARE(waterfall.selected(), *row);
}

void TestTracesPage::tellsOfTheSelectedSpan() {
    OpenedTraces opened;
    opened.stepBy(10s);
    opened.find<QComboBox>("traceJourney")->setCurrentText("browse");
    auto* panel = opened.find<app::SpanPanel>("spanPanel");
    QVERIFY(!panel->isVisible());
    app::Waterfall& waterfall = opened.page()->waterfall();
    const sim::Trace& trace = *waterfall.trace();
    const auto row = std::ranges::find_if(waterfall.rows(),
                                          [](const app::SpanRow& each) { return each.step == 0; });

    waterfall.selectRow({row->span});

    QVERIFY(panel->isVisible());
    const sim::Span& span = trace.spans[static_cast<std::size_t>(row->span)];
    QString text = panel->text();
    for (const QString& part :
         {QString::fromStdString(span.service + ' ' + span.endpoint),
          QString("Where the time went"), QString("network "), QString("in its store "),
          QString("instance "), QString("caller "), QString::fromStdString(span.storeSteps[0].what),
          QString("Compared with ")})
        QVERIFY2(text.contains(part), qPrintable(part + " in " + text));
    waterfall.selectRow(*row);
    text = panel->text();
    QVERIFY2(text.contains(QString::fromStdString(span.storeSteps[0].sql)), qPrintable(text));
    QVERIFY2(text.contains(" for a connection."), qPrintable(text));

    // Another view has no spans, and no tab for them.
    const auto isOffered = [&] {
        const auto tabs = opened.window.findChildren<app::DockTab*>();
        return std::ranges::any_of(tabs, [](const app::DockTab* tab) {
            return tab->text() == "Span" && tab->isVisible();
        });
    };
    QVERIFY(isOffered());
    opened.window.showView(MainWindow::View::CallGraph);
    QVERIFY(!panel->isVisible() && !isOffered());
}

TEST_OF_THIS_FILE(TestTracesPage);
#include "tst_traces_page.moc"
