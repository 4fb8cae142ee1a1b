// The strip of charts: how much of the run it shows, of whom, and latency as a heat map.
#include <QtTest>
#include <numeric>

#include "app/charts/chart_heat.h"
#include "app/charts/chart_series.h"
#include "app/look/number_text.h"
#include "tests/desktop/opened_window.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

namespace {

constexpr const char* chartedParcels = R"(watertight: 1
name: Parcels
run: { duration: 200 s, warm-up: 1 s }
topics: { orders: { kind: topic } }
services:
  shop:
    version: v1
    versions: { v2: { endpoints: { buy: [ { compute: exp(6 ms) }, { fail: 20 % }, { publish: orders } ] } } }
    instances: 2
    endpoints: { buy: [ { compute: exp(2 ms) }, { publish: orders } ] }
  depot:
    consumes: { orders: { endpoint: pack } }
    endpoints: { pack: [ { compute: exp(3 ms) } ] }
journeys: { buyers: { arrivals: poisson(100/s), steps: [ { call: shop.buy } ] } }
)";

constexpr const char* guardedCalls = R"(watertight: 1
name: Guarded calls
run: { duration: 200 s, warm-up: 1 s }
services:
  shop:
    endpoints:
      buy:
        - call: depot.pack
          timeout: 1 s
          circuit-breaker: { window: 50, failures: 50 %, minimum: 10, open-for: 2 s, probes: 3 }
  depot: { endpoints: { pack: [ { compute: exp(3 ms) } ] } }
journeys: { buyers: { arrivals: poisson(100/s), steps: [ { call: shop.buy } ] } }
)";

// Half of the answers are failures; each is asked for twice at most.
constexpr const char* retriedCalls = R"(watertight: 1
name: Retried calls
run: { duration: 200 s, warm-up: 1 s }
services:
  shop:
    endpoints:
      buy: [ { call: depot.pack, timeout: 1 s, retry: { attempts: 2 } } ]
      look: [ { call: shelf.read, timeout: 1 s } ]
  depot: { endpoints: { pack: [ { compute: exp(3 ms) }, { fail: 50 % } ] } }
  shelf: { endpoints: { read: [ { compute: exp(3 ms) } ] } }
journeys:
  buyers: { arrivals: poisson(100/s), steps: [ { call: shop.buy } ] }
  lookers: { arrivals: poisson(100/s), steps: [ { call: shop.look } ] }
)";

}  // namespace

class TestChartsStrip : public QObject {
    Q_OBJECT

    std::unique_ptr<support::OpenedWindow> m_opened;

    app::ChartsStrip& charts() { return m_opened->window.charts(); }
    const app::ChartContent& content(std::size_t chart) {
        charts().refresh();
        return charts().chart(chart).content();
    }
    double newest() const { return app::secondsOf(m_opened->session.chartTicks().back().at); }
    static double firstOf(const app::ChartContent& content) {
        return content.lines.front().points.front().x();
    }

    // Into the call graph's edges.
    int edgeTo(const char* callee) const {
        const models::CallGraph& graph = m_opened->session.graph();
        for (std::size_t e = 0; e < graph.edges.size(); ++e)
            if (graph.nodes[static_cast<std::size_t>(graph.edges[e].callee)].name == callee)
                return static_cast<int>(e);
        return -1;
    }

  private Q_SLOTS:
    void init() {
        m_opened = std::make_unique<support::OpenedWindow>(chartedParcels);
        QVERIFY(m_opened->stepTo(models::runStart + 80s));
    }
    void cleanup() { m_opened.reset(); }

    // Of very many services the far past is forgotten: their charts are empty there, and do not
    // show everybody's.
    void aServiceIsShownForAsFarAsItIsRemembered() {
        std::vector<sim::ChartTick> ticks(40);
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            ticks[i].at = models::runStart + (i + 1) * sim::chartTick;
            ticks[i].allJourneys.started = ticks[i].allJourneys.completed = 1000;
            ticks[i].services.resize(1);
            ticks[i].services[0].started = ticks[i].services[0].completed = 5;
        }
        for (std::size_t i = 0; i < 20; ++i)
            ticks[i].services.clear();
        const app::ChartSubject shop{0, "shop"};
        const app::ChartFrame frame{{0, 20}, 20, 0, {}};

        const auto remembered = app::ticksOf(ticks, shop);
        QCOMPARE(remembered.size(), std::size_t(20));
        const app::ChartContent chart = app::throughputChart(remembered, shop, frame);
        for (const app::ChartLine& line : chart.lines) {
            QCOMPARE(line.points.front().x(), 10.5);
            for (const QPointF& point : line.points)
                QCOMPARE(point.y(), 10.0);
        }
        QCOMPARE(app::ticksOf(ticks, {}).size(), std::size_t(40));
    }

    void theSpanIsChosen_data() {
        QTest::addColumn<double>("span");
        QTest::addColumn<QString>("said");
        QTest::newRow("10 s") << 10.0 << "10\u00a0s";
        QTest::newRow("a minute") << 60.0 << "1\u00a0min";
        QTest::newRow("more than there is") << 300.0 << "5\u00a0min";
        QTest::newRow("all") << 0.0 << "All";
    }

    void theSpanIsChosen() {
        QFETCH(double, span);
        charts().setSpan(span);

        // A point more than the range at its beginning, so that lines reach the edge.
        const double first = span == 0 ? 0 : std::max(0.0, newest() - span);
        QCOMPARE(firstOf(content(0)), std::max(0.5, first - 0.5));
        QTEST(charts().findChild<QToolButton*>("chartChoices")->text(), "said");
    }

    // Of each chart, whichever was dragged in; and a choice of a span follows the run again.
    void zoomIsTheSameInAllCharts() {
        Q_EMIT charts().chart(1).rangeWanted({10, 20});
        QVERIFY(charts().isDetached());
        for (const std::size_t i : {0, 2})
            QCOMPARE(firstOf(content(i)), 9.5);

        charts().setSpan(10);

        QVERIFY(!charts().isDetached());
        QCOMPARE(firstOf(content(2)), newest() - 10.5);
    }

    void chartsCanBeZoomedApart() {
        charts().setZoomedTogether(false);
        Q_EMIT charts().chart(1).rangeWanted({10, 20});

        QVERIFY(charts().isDetached());
        QCOMPARE(firstOf(content(0)), newest() - 60.5);
        QCOMPARE(content(1).areas.front().points.front().x(), 9.5);

        charts().setZoomedTogether(true);  // the one that is zoomed takes the others along
        QCOMPARE(firstOf(content(0)), 9.5);
        charts().backToLive();
        QVERIFY(!charts().isDetached());
        QCOMPARE(firstOf(content(0)), newest() - 60.5);
    }

    void theMenusOfferTheSameChoices() {
        const auto actions = charts().findChild<QToolButton*>("chartChoices")->menu()->actions();
        QCOMPARE(actions.size(), 8);  // five spans, a line, the heat map, zooming together
        actions.front()->trigger();
        QCOMPARE(charts().span(), 10.0);
    }

    void theHeatMapHasEveryRequestOnce() {
        charts().setSpan(0);
        charts().setShowsHeat(true);

        const app::ChartContent& latency = content(2);
        QVERIFY(latency.heat.has_value());
        std::int64_t counted = 0;
        for (const auto& column : latency.heat->columns)
            counted += std::accumulate(column.counts.begin(), column.counts.end(), std::int64_t{0});
        std::int64_t completed = 0;
        for (const sim::ChartTick& tick : m_opened->session.chartTicks())
            completed += tick.allJourneys.completed;
        QVERIFY(completed > 7000);
        QCOMPARE(counted, completed);
        // Its percentiles lie within what is shown, and no axis goes down to the fastest of all.
        const auto [low, high] = latency.heat->extentIn({0, 80});
        QVERIFY(low > 0.01);
        for (const app::ChartLine& line : latency.lines) {
            for (const QPointF& point : line.points)
                QVERIFY(point.y() >= low * 0.99 && point.y() <= high * 1.01);
        }

        charts().setShowsHeat(false);
        QVERIFY(!content(2).heat.has_value());
    }

    void heatIsStrongerWhereMoreAre() {
        app::ChartHeat heat;
        heat.columns = {{0, 1, sim::LatencyBands::bandOf(1100us), {100, 0, 1}}};
        const app::ChartGeometry g{
            QRectF(0, 0, 100, 100), {100, 100}, {0, 1}, app::logAxis(0.5, 5, 7), false};
        QImage image(100, 100, QImage::Format_ARGB32);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        app::paintHeat(painter, g, heat);
        painter.end();

        const auto alphaAt = [&](std::chrono::microseconds latency) {
            const double ms = static_cast<double>(latency.count()) / 1000;
            return image.pixelColor(50, static_cast<int>(g.y(ms))).alpha();
        };
        QVERIFY(alphaAt(1150us) > 250);
        QCOMPARE(alphaAt(1450us), 0);
        QVERIFY(alphaAt(1700us) > 20 && alphaAt(1700us) < 100);
        QCOMPARE(alphaAt(3ms), 0);
    }

    void aTopicShowsItsBacklog() {
        m_opened->session.kill("depot");
        QVERIFY(m_opened->goOn(10s));
        m_opened->session.selectNamed("orders");

        QCOMPARE(content(0).title, "Messages of orders");
        const app::ChartContent& backlog = content(1);
        QCOMPARE(backlog.title, "Backlog of orders");
        QVERIFY(backlog.lines.front().points.back().y() > 800);  // 100/s for ten seconds
        const app::ChartContent& oldest = content(2);
        QVERIFY(std::abs(oldest.lines.front().points.back().y() - 10) < 0.5);
        QVERIFY(charts().numbers().startsWith(R"("time_s","published","ended","waiting")"));
    }

    void twoVersionsAreToldApart() {
        m_opened->session.selectNamed("shop");
        QCOMPARE(content(1).title, "Errors by cause of shop");

        m_opened->session.deploy("shop", "v2", models::Strategy::Canary);
        QVERIFY(m_opened->goOn(15s));

        const app::ChartContent& errors = content(1);
        QCOMPARE(errors.title, "Errors by version of shop");
        QCOMPARE(errors.lines.size(), 2u);
        QCOMPARE(errors.lines[0].name, "v1");
        QCOMPARE(errors.lines[1].name, "v2");
        const auto highest = [](const app::ChartLine& line) {
            double most = 0;
            for (const QPointF& point : line.points)
                most = std::max(most, point.y());
            return most;
        };
        QCOMPARE(highest(errors.lines[0]), 0.0);
        QVERIFY(highest(errors.lines[1]) > 5);
        QCOMPARE(content(2).title, "p99 by version of shop");
        QVERIFY(charts().numbers().contains("\"p99_ms of v2\""));
    }

    // One and a half attempts a call; where nothing is tried again there is no such chart.
    void anEdgeShowsItsRetries() {
        m_opened = std::make_unique<support::OpenedWindow>(retriedCalls);
        QVERIFY(m_opened->stepTo(models::runStart + 20s));
        m_opened->session.selectEdge(edgeTo("depot"));

        QCOMPARE(content(3).title, "Attempts a call of shop \u2192 depot");
        const app::ChartLine& attempts = content(3).lines.at(0);
        QVERIFY(attempts.points.size() > 30);
        double sum = 0;
        for (const QPointF& point : attempts.points)
            sum += point.y();
        const double mean = sum / static_cast<double>(attempts.points.size());
        QVERIFY2(std::abs(mean - 1.5) < 0.1, qPrintable(QString::number(mean)));
        QCOMPARE(content(0).lines.at(0).name, "attempts");
        QVERIFY(charts().numbers().split('\n').front().endsWith("\"attempts\""));

        m_opened->session.selectEdge(edgeTo("shelf"));
        QVERIFY(!charts().chart(3).isVisible());
        QCOMPARE(content(0).lines.at(0).name, "offered");
    }

    // It opens at the kill, probes while depot is down, and closes after the restart.
    void anEdgeShowsItsBreaker() {
        m_opened = std::make_unique<support::OpenedWindow>(guardedCalls);
        QVERIFY(m_opened->stepTo(models::runStart + 20s));
        m_opened->session.selectEdge(edgeTo("depot"));
        QCOMPARE(content(3).title, "Breaker of shop \u2192 depot");
        QCOMPARE(content(3).states.size(), 1u);
        QVERIFY(charts().chart(3).valuesAtCursor().contains("breaker closed"));

        m_opened->session.kill("depot", 10s);
        QVERIFY(m_opened->goOn(2s));
        const app::ChartContent& down = content(3);
        QCOMPARE(down.states.back().name, "open");
        QVERIFY(std::abs(down.states.back().from - 20) < 1);
        QCOMPARE(down.lines[0].name, "refused");
        QVERIFY(down.lines[0].points.back().y() > 50);
        QVERIFY(down.lines[1].points.back().y() < 50);
        QVERIFY(charts().chart(3).valuesAtCursor().contains("breaker open"));

        QVERIFY(m_opened->goOn(20s));
        QStringList names;
        for (const app::ChartState& state : content(3).states)
            names << state.name;
        QVERIFY(names.contains("half-open"));
        QCOMPARE(names.back(), "closed");
        m_opened->session.selectEdge(edgeTo("shop"));  // has none
        QVERIFY(!charts().chart(3).isVisible());
    }
};

TEST_OF_THIS_FILE(TestChartsStrip);
#include "tst_charts_strip.moc"
