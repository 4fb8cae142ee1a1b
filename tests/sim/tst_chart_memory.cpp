// How much of the past the charts of very many services remember.
#include <QtTest>

#include "sim/chart_memory.h"
#include "tests/support/test_program.h"

class TestChartMemory : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void keepsThePointsOfTheLastTicks();
    void keepsAFewTicksHoweverManyServices();
    void forgetsTheSameLittleByLittle();
};

namespace {

std::vector<sim::ChartTick> ticksOf(std::size_t count, std::size_t services) {
    sim::ChartTick tick;
    tick.journeys.resize(1);
    tick.services.resize(services);
    tick.versions.resize(services);
    return std::vector<sim::ChartTick>(count, tick);
}

std::size_t withServices(const std::vector<sim::ChartTick>& ticks) {
    return static_cast<std::size_t>(std::ranges::count_if(
        ticks, [](const sim::ChartTick& tick) { return !tick.services.empty(); }));
}

}  // namespace

void TestChartMemory::keepsThePointsOfTheLastTicks() {
    std::vector<sim::ChartTick> ticks = ticksOf(100, 10);

    sim::forgetOldServices(ticks, 300);

    QCOMPARE(ticks.size(), std::size_t(100));
    QCOMPARE(withServices(ticks), std::size_t(30));
    QCOMPARE(ticks[69].services.capacity(), std::size_t(0));
    QCOMPARE(ticks[69].versions.capacity(), std::size_t(0));
    QCOMPARE(ticks[70].services.size(), std::size_t(10));
    QCOMPARE(ticks.front().journeys.size(), std::size_t(1));
}

void TestChartMemory::keepsAFewTicksHoweverManyServices() {
    std::vector<sim::ChartTick> ticks = ticksOf(50, 1000);
    sim::forgetOldServices(ticks, 300);
    QCOMPARE(withServices(ticks), sim::serviceTicksAtLeast);

    std::vector<sim::ChartTick> young = ticksOf(5, 1000);
    sim::forgetOldServices(young, 300);
    QCOMPARE(withServices(young), std::size_t(5));

    std::vector<sim::ChartTick> none;
    sim::forgetOldServices(none, 300);
    QVERIFY(none.empty());
}

void TestChartMemory::forgetsTheSameLittleByLittle() {
    std::vector<sim::ChartTick> ticks;
    for (const sim::ChartTick& tick : ticksOf(100, 10)) {
        ticks.push_back(tick);
        sim::forgetOldServices(ticks, 300);
    }

    QCOMPARE(withServices(ticks), std::size_t(30));
    QVERIFY(!ticks[70].services.empty());

    // What came of a long step has forgotten some itself.
    std::vector<sim::ChartTick> more = ticksOf(50, 10);
    sim::forgetOldServices(more, 300);
    ticks.insert(ticks.end(), more.begin(), more.end());
    sim::forgetOldServices(ticks, 300);
    QCOMPARE(withServices(ticks), std::size_t(30));
    QVERIFY(!ticks[120].services.empty());
}

TEST_OF_THIS_FILE(TestChartMemory);
#include "tst_chart_memory.moc"
