// The steps of a rolling update: RU-1 of semantics.md, and the bounds for any surge and any number
// that may be unavailable.
#include <QtTest>

#include "models/rollout.h"
#include "sim/policy/rolling_update.h"
#include "tests/support/test_program.h"

class TestRollingUpdate : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void goesByTheStepsOfKubernetes();
    void roundsASurgeUpAndWhatMayLackDown_data();
    void roundsASurgeUpAndWhatMayLackDown();
    void keepsItsBoundsAndEnds();
    void stopsFirstWhatIsNotReady();
};

namespace {

// All steps of one instant; who stops is gone at once, nobody gets ready.
void settle(sim::Replicas& there, int surge, int unavailable) {
    for (;;) {
        const sim::RollingStep step = sim::nextRollingStep(there, surge, unavailable);
        if (step.isNothing()) {
            return;
        }
        there.fresh += step.startFresh - step.stopFresh;
        there.old -= step.stopOld;
        there.oldReady = std::min(there.oldReady, there.old);
    }
}

}  // namespace

void TestRollingUpdate::goesByTheStepsOfKubernetes() {
    sim::Replicas there{10, 0, 0, 10, 10};
    std::vector<std::pair<int, int>> seen;
    for (int i = 0; i < 3; ++i) {
        settle(there, 3, 2);
        seen.push_back({there.old, there.fresh});
        QVERIFY(there.old + there.fresh <= 13);
        QVERIFY(there.oldReady + there.freshReady >= 8);
        there.freshReady = there.fresh;
    }
    QCOMPARE(seen, (std::vector<std::pair<int, int>>{{8, 5}, {3, 10}, {0, 10}}));
}

void TestRollingUpdate::roundsASurgeUpAndWhatMayLackDown_data() {
    QTest::addColumn<int>("instances");
    QTest::addColumn<double>("share");
    QTest::addColumn<int>("up");
    QTest::addColumn<int>("down");
    QTest::newRow("a quarter of 10") << 10 << 0.25 << 3 << 2;
    QTest::newRow("a quarter of 4") << 4 << 0.25 << 1 << 1;
    QTest::newRow("a tenth of 30, which is no 3 in binary") << 30 << 0.1 << 3 << 3;
    QTest::newRow("all of 7") << 7 << 1.0 << 7 << 7;
    QTest::newRow("none of 7") << 7 << 0.0 << 0 << 0;
    QTest::newRow("5 % of 1") << 1 << 0.05 << 1 << 0;
}

void TestRollingUpdate::roundsASurgeUpAndWhatMayLackDown() {
    QFETCH(int, instances);
    QFETCH(double, share);
    const models::Portion portion{std::nullopt, {share}};
    QTEST(portion.roundedUp(instances), "up");
    QTEST(portion.roundedDown(instances), "down");
}

void TestRollingUpdate::keepsItsBoundsAndEnds() {
    for (int wanted = 1; wanted <= 9; ++wanted) {
        for (int surge = 0; surge <= wanted; ++surge) {
            for (int unavailable = surge == 0 ? 1 : 0; unavailable <= wanted; ++unavailable) {
                sim::Replicas there{wanted, 0, 0, wanted, wanted};
                int rounds = 0;
                for (; there.old > 0 || there.freshReady < wanted; ++rounds) {
                    settle(there, surge, unavailable);
                    QVERIFY(there.old + there.fresh <= wanted + surge);
                    QVERIFY(there.oldReady + there.freshReady >= wanted - unavailable);
                    QVERIFY(rounds <= 2 * wanted);
                    there.freshReady = there.fresh;
                }
            }
        }
    }
}

void TestRollingUpdate::stopsFirstWhatIsNotReady() {
    // Of 4 old ones 2 are dead: these may go, though no more than 3 are ready.
    const sim::RollingStep step = sim::nextRollingStep({4, 1, 1, 4, 2}, 1, 1);
    QCOMPARE(step.stopOld, 2);
}

TEST_OF_THIS_FILE(TestRollingUpdate);
#include "tst_rolling_update.moc"
