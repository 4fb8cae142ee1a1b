// When a run leaves its one thread for several, and when it comes back: told by figures of the
// clock that are made up here.
#include <QTest>

#include "sim/engine/thread_choice.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using sim::Duration;

namespace {

constexpr Duration floor = 250us;

// A machine that handles an event in so many nanoseconds, alone and side by side.
struct Machine {
    std::int64_t alone;
    std::int64_t sideBySide;
    std::int64_t eventsPerWindow;
    Duration handOver{};  // what it takes to go from one way to the other
    Duration wall{};
    Duration wallSideBySide{};
    Duration wallHandingOver{};
    bool wasSideBySide = false;

    void run(sim::ThreadChoice& choice, Duration wallAtLeast) {
        for (const Duration until = wall + wallAtLeast; wall < until;) {
            const bool both = choice.isSideBySide();
            if (both != wasSideBySide) {
                wasSideBySide = both;
                wall += handOver;
                wallHandingOver += handOver;
                choice.handedOver(handOver);
            }
            const std::int64_t events =
                std::max<std::int64_t>(1, eventsPerWindow * (choice.stretch() / floor));
            const Duration took(events * (both ? sideBySide : alone));
            wall += took;
            wallSideBySide += both ? took : Duration{};
            choice.took(events, choice.stretch(), took);
        }
    }
};

class TestThreadChoice : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void smallWindowsAreNeverTried() {
        sim::ThreadChoice choice(2, floor, sim::ThreadRule::Measured);
        Machine machine{200, 100, 10};
        machine.run(choice, 30s);
        QCOMPARE(machine.wallSideBySide, Duration{});
    }

    void largeWindowsGoSideBySideWhereThatIsFaster() {
        sim::ThreadChoice choice(2, floor, sim::ThreadRule::Measured);
        Machine machine{200, 110, 1000};
        machine.run(choice, 10s);
        QVERIFY(choice.isSideBySide());
        QVERIFY(machine.wallSideBySide > 9 * machine.wall / 10);
    }

    void aSlowerTrialCostsNextToNothing() {
        sim::ThreadChoice choice(2, floor, sim::ThreadRule::Measured);
        Machine machine{200, 4000, 1000};
        machine.run(choice, 30s);
        QVERIFY(machine.wallSideBySide > Duration{});  // it was tried
        QVERIFY(machine.wallSideBySide < machine.wall / 40);
        QVERIFY(!choice.isSideBySide());
    }

    void aMachineThatBecomesBusyIsNoticedAndOneThatBecomesIdleToo() {
        sim::ThreadChoice choice(2, floor, sim::ThreadRule::Measured);
        Machine machine{200, 110, 1000};
        machine.run(choice, 2s);
        QVERIFY(choice.isSideBySide());
        machine.sideBySide = 2000;
        machine.run(choice, 1s);
        QVERIFY(!choice.isSideBySide());
        machine.sideBySide = 110;
        machine.run(choice, 30s);
        QVERIFY(choice.isSideBySide());
    }

    // Of 50,000 services what is pending takes as long to move as six windows take to handle.
    void aDearHandOverIsNoPartOfWhatATrialTook() {
        sim::ThreadChoice choice(2, floor, sim::ThreadRule::Measured);
        Machine machine{1500, 800, 16000, 150ms};
        machine.run(choice, 60s);
        QVERIFY(choice.isSideBySide());
        QVERIFY(machine.wallSideBySide > 9 * machine.wall / 10);
    }

    void aDearHandOverIsSeldom() {
        for (const std::int64_t sideBySide : {800, 1400, 3000}) {
            sim::ThreadChoice choice(2, floor, sim::ThreadRule::Measured);
            Machine machine{1500, sideBySide, 16000, 150ms};
            machine.run(choice, 120s);
            QVERIFY(machine.wallHandingOver > Duration{});  // both ways were tried
            QVERIFY(machine.wallHandingOver < machine.wall / 40);
        }
    }

    void inTurnChangesAfterEveryStretch() {
        sim::ThreadChoice choice(2, floor, sim::ThreadRule::InTurn);
        choice.took(1, floor, 1ms);
        QVERIFY(choice.isSideBySide());
        choice.took(1, floor, 1ms);
        QVERIFY(!choice.isSideBySide());
    }
};

}  // namespace

TEST_OF_THIS_FILE(TestThreadChoice);
#include "tst_thread_choice.moc"
