// From what share on something is degraded or failing: chosen by the user, for all that is judged.
#include <QtTest>

#include "app/graph/health.h"
#include "tests/desktop/opened_window.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::Health;
using app::healthOf;

namespace {

constexpr const char* threeInAHundred = R"(watertight: 1
name: Three in a hundred
run: { duration: 60 s }
services:
  shop: { endpoints: { buy: [ { compute: exp(2 ms) }, { fail: 3 % } ] } }
journeys: { buyers: { arrivals: constant(500/s), steps: [ { call: shop.buy, timeout: 1 s } ] } }
)";

}  // namespace

class TestHealthThresholds : public QObject {
    Q_OBJECT

    std::unique_ptr<support::OpenedWindow> m_opened;

    // Presses the choice of this name in View > Graph > Health.
    void choose(const QString& name) {
        for (QAction* each : m_opened->window.findChild<QMenu*>("healthMenu")->actions()) {
            if (each->text() == name) {
                each->trigger();
                return;
            }
        }
        QFAIL(qPrintable("there is no choice " + name));
    }
    // Of card, journey and the line between them, which must agree.
    Health shown() const {
        const auto snapshot = m_opened->session.snapshot();
        const Health health = healthOf(snapshot->services.front());
        return healthOf(snapshot->journeys.front()) == health &&
                       healthOf(snapshot->edges.front()) == health
                   ? health
                   : Health::Down;
    }

  private Q_SLOTS:
    void init() {
        m_opened = std::make_unique<support::OpenedWindow>(threeInAHundred);
        QVERIFY(m_opened->stepTo(models::runStart + 20s));
    }
    void cleanup() {
        m_opened.reset();
        app::setHealthThresholds({});
    }

    void anOpenBreakerIsToldBeforeOneHalfOpen() {
        using sim::BreakerState;
        sim::Snapshot seen;
        for (const auto& [edge, state] : {std::pair(0, BreakerState::Closed),
                                          {1, BreakerState::HalfOpen},
                                          {2, BreakerState::Open},
                                          {2, BreakerState::HalfOpen}}) {
            sim::BreakerSnapshot breaker;
            breaker.edge = edge;
            breaker.state = state;
            seen.breakers.push_back(breaker);
        }
        QVERIFY(!app::breakerTold(seen, {0}));
        QVERIFY(app::breakerTold(seen, {0, 1}) == BreakerState::HalfOpen);
        QVERIFY(app::breakerTold(seen, {1, 2}) == BreakerState::Open);
    }

    void areOneAndTwentyInAHundredAtFirst() {
        QCOMPARE(shown(), Health::Degraded);
        QStringList checked;
        for (QAction* each : m_opened->window.findChild<QMenu*>("healthMenu")->actions()) {
            if (each->isChecked())
                checked << each->text();
        }
        QCOMPARE(checked, QStringList({"Degraded from 1\u00a0% on", "Failing from 20\u00a0% on"}));
    }

    void holdForAllThatIsJudged() {
        choose("Degraded from 5\u00a0% on");
        QCOMPARE(shown(), Health::Ok);

        choose("Degraded from 0.5\u00a0% on");
        QCOMPARE(shown(), Health::Degraded);
        QCOMPARE(app::failingFrom(), 0.2);
    }

    // While the run waits nothing comes that would draw them anew.
    void areSeenAtOnce() {
        QSignalSpy drawn(&m_opened->session, &app::Session::snapshotChanged);
        const auto before = m_opened->session.snapshot();

        choose("Failing from 10\u00a0% on");

        QCOMPARE(drawn.count(), 1);
        QCOMPARE(m_opened->session.snapshot(), before);
    }
};

TEST_OF_THIS_FILE(TestHealthThresholds);
#include "tst_health_thresholds.moc"
