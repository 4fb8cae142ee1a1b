// How much a live run executes at once, so that a click is heard soon: told by made-up clocks.
#include <QTest>

#include "sim/pacer.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

namespace {

class TestPacer : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void stepsComeToTakeAboutTwoMilliseconds() {
        sim::Pacer pacer;
        for (int i = 0; i < 50; ++i) {
            pacer.tookFor(pacer.step(), pacer.step() * 2);  // half the speed of the wall
        }
        QVERIFY(pacer.step() > 900us && pacer.step() < 1100us);
    }

    // After any quiet time a step is still no longer than the run is cut anyway.
    void aQuietRunDoesNotStepFarAhead() {
        sim::Pacer pacer;
        for (int i = 0; i < 1000; ++i) {
            pacer.tookFor(pacer.step(), 1us);
        }
        QVERIFY(pacer.step() <= models::Duration(100ms));
    }

    void oneQuietStepDoublesTheNextAtMost() {
        sim::Pacer pacer;
        for (int i = 0; i < 50; ++i) {
            pacer.tookFor(pacer.step(), pacer.step() * 100);
        }
        const models::Duration before = pacer.step();
        pacer.tookFor(before, 0ns);
        QVERIFY(pacer.step() > before);
        QVERIFY(pacer.step() <= 2 * before);
    }

    // Simulated time is never skipped, and a run that fell behind does not sprint afterwards.
    void theAnchorMovesWhenItFallsBehind() {
        sim::Pacer pacer;
        const sim::Pacer::WallTime start{};
        pacer.restart(models::runStart, start);
        pacer.reached(models::runStart + 200ms, start + 1s);
        QVERIFY(pacer.target(start + 1s) == models::runStart + 200ms);
        QVERIFY(pacer.target(start + 1010ms) == models::runStart + 210ms);
    }
};

}  // namespace

TEST_OF_THIS_FILE(TestPacer);
#include "tst_pacer.moc"
