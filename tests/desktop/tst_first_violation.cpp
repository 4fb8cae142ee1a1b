// Where a verdict comes from: the first moment at which what was expected did not hold, and the
// fault behind it; and that a row of the panel leads there.
#include <QtTest>
#include <limits>

#include "app/desktop/main_window.h"
#include "app/panels/steady_sections.h"
#include "app/session/first_violation.h"
#include "models/io/scenario_reader.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::FirstViolation;
using app::SeenFault;

namespace {

sim::Instant moment(sim::Duration time) {
    return models::runStart + time;
}

SeenFault seenFault(const std::string& name, sim::Duration from, std::optional<sim::Duration> to) {
    SeenFault fault;
    fault.begun.fault.name = name;
    fault.begun.since = moment(from);
    if (to)
        fault.endedAt = moment(*to);
    return fault;
}

// Twenty requests a second; from 3.2 s on the worker fails each, until 5.2 s.
constexpr const char* violatedShop = R"(
watertight: 1
name: shop
run: { duration: 10 s }
network: { latency: 1 ms }
services:
  front: { endpoints: { get: [ { call: worker.work } ] } }
  worker: { concurrency: 2, endpoints: { work: [ { compute: 5 ms } ] } }
journeys:
  users: { arrivals: constant(20/s), steps: [ { call: front.get } ] }
  idle: { arrivals: constant(20/s), steps: [ { sleep: 1 ms } ] }
faults: [ { name: outage, at: 3200 ms, kill: worker, for: 2 s } ]
expect:
  Users are served: { journey: users, availability: at least 99 % }
  Idlers are: { journey: idle, availability: at least 99 % }
  Front serves: { service: front, during: outage, errors: at most 1 % }
  Nothing dies: { event: killed, count: exactly 0 }
  It is quick: { journey: idle, p99: below 0.1 ms }
)";

}  // namespace

class TestFirstViolation : public QObject {
    Q_OBJECT

    std::unique_ptr<app::Session> ended() {
        auto session = std::make_unique<app::Session>();
        session->open(models::readScenario(violatedShop, "shop.yaml", "."), "shop.yaml");
        session->playFaults();
        session->setSpeed(std::numeric_limits<double>::infinity());
        session->run();
        return session;
    }

  private Q_SLOTS:
    void theFaultBehindIsTheNewestThatLasts() {
        const std::vector<SeenFault> faults = {
            seenFault("first", 1s, 9s), seenFault("second", 2s, 4s), seenFault("late", 20s, {})};
        QVERIFY(!app::faultBehind(faults, moment(999ms)));
        QCOMPARE(app::faultBehind(faults, moment(1s))->begun.fault.name, std::string("first"));
        QCOMPARE(app::faultBehind(faults, moment(3s))->begun.fault.name, std::string("second"));
        QCOMPARE(app::faultBehind(faults, moment(4s))->begun.fault.name, std::string("first"));
        QCOMPARE(app::faultBehind(faults, moment(12s))->begun.fault.name, std::string("first"));
        QCOMPARE(app::faultBehind(faults, moment(25s))->begun.fault.name, std::string("late"));
    }

    void saysWhenAndHowItLiesToTheFault() {
        FirstViolation violation{moment(21500ms), true, seenFault("slow payment", 20s, 24s)};
        QCOMPARE(app::violationText(violation),
                 QString::fromUtf8("First at 00:21.5, 1.5\u00a0s into “slow payment”"));
        violation.at = moment(30s);
        QCOMPARE(app::violationText(violation),
                 QString::fromUtf8("First at 00:30.0, 6.0\u00a0s after the end of “slow payment”"));
        violation.at = moment(20s);
        QCOMPARE(app::violationText(violation),
                 QString::fromUtf8("First at 00:20.0, as “slow payment” began"));
        violation.fault.reset();
        QCOMPARE(app::violationText(violation),
                 QStringLiteral("First at 00:20.0, before any fault"));
    }

    void isFoundInARun() {
        const auto session = ended();
        QTRY_VERIFY_WITH_TIMEOUT(session->state().report != nullptr, 20000);
        const auto found = app::firstViolations(*session);
        QCOMPARE(found.size(), std::size_t(5));
        // The half second of the charts in which the worker died.
        QVERIFY(found[0] && found[0]->isSeen);
        QVERIFY(found[0]->at == moment(3s));
        QVERIFY(found[0]->fault && found[0]->fault->begun.fault.name == "outage");
        QVERIFY(!found[1]);
        QVERIFY(found[2] && found[2]->at == moment(3200ms));
        QVERIFY(found[3] && found[3]->at == moment(3200ms));
        QVERIFY(found[4] && found[4]->at == moment(0s));
        QVERIFY(!found[4]->fault);
    }

    void aRowLeadsThere() {
        const auto session = ended();
        app::ExpectationsSection section(*session, nullptr);
        section.resize(360, 600);
        const bool isJudged = session->state().report != nullptr;  // by now, on a slow machine
        section.refresh();
        QCOMPARE(section.links(), isJudged ? 4 : 0);
        QTRY_VERIFY_WITH_TIMEOUT(session->state().report != nullptr, 20000);
        section.refresh();
        QCOMPARE(section.links(), 4);
        QVERIFY2(section.spoken().contains("Users are served: fail. First at 00:03.0"),
                 qPrintable(section.spoken()));

        section.follow(0);
        QTRY_VERIFY(session->isInReview() && session->snapshot()->now == moment(3s));
        QCOMPARE(session->selectedService(), QStringLiteral("worker"));
        // The verdicts stay in sight.
        section.refresh();
        QCOMPARE(section.links(), 4);
    }

    void theKeyboardLeadsThereToo() {
        const auto session = ended();
        app::MainWindow window(*session, app::Remember::Nothing);
        window.resize(1400, 900);
        window.show();
        QTRY_VERIFY_WITH_TIMEOUT(session->state().report != nullptr, 20000);
        auto* section = window.findChild<app::ExpectationsSection*>();
        QTRY_COMPARE(section->links(), 4);
        section->setFocus(Qt::TabFocusReason);
        QTest::keyClick(section, Qt::Key_Down);
        QTest::keyClick(section, Qt::Key_Return);
        QTRY_VERIFY(session->isInReview() && session->snapshot()->now == moment(3200ms));
    }
};

TEST_OF_THIS_FILE(TestFirstViolation);
#include "tst_first_violation.moc"
