// File > Save run as and Save as scenario: what was clicked happens again, to the last event.
#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>
#include <fstream>

#include "app/desktop/main_window.h"
#include "app/desktop/run_files.h"
#include "models/io/scenario_reader.h"
#include "sim/replay.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

class TestRunFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<app::Session> m_session;

    QString path(const char* name) const { return m_folder.filePath(name); }

    // Paused, so that it goes no further; each command takes it on by a nanosecond.
    void goOn(sim::Duration by) {
        const sim::Instant wanted = m_session->snapshot()->now + by;
        m_session->step(by);
        QTRY_VERIFY(m_session->snapshot()->now >= wanted);
    }

    // Waits until the engine has heard of it.
    void settle() {
        QTRY_VERIFY(m_session->state().commands != nullptr);
        goOn(1ms);
    }

    void open(const std::string& more = {}) {
        const std::string file = path("shop ü.yaml").toStdString();
        std::ofstream(file) << R"(watertight: 1
run: { duration: 10 s, warm-up: 1 s }
services:
  shop: { endpoints: { buy: [ { compute: exp(2 ms) }, { call: payment.charge, fallback: skip } ] } }
  payment: { endpoints: { charge: [ { compute: exp(3 ms) } ] } }
journeys: { buyers: { arrivals: poisson(100/s), steps: [ { call: shop.buy } ] } }
faults: [ { at: 4 s, slow: payment, by: 4x, for: 500 ms } ]
variants: { slower: { set: { services.shop.endpoints.buy.0.compute: exp(5 ms) } } }
)" << more;
        m_session = std::make_unique<app::Session>();
        QVERIFY(m_session->open(std::filesystem::path(file)));
        m_session->pause();
        QTRY_VERIFY(!m_session->state().running);
    }

    void killAndRestart() {
        m_session->kill("payment");
        settle();
        goOn(700ms);
        m_session->restart("payment");
        goOn(300ms);
        m_session->scale("shop", 3);
        goOn(500ms);
    }

    // Of running that file as far as the session has come.
    std::uint64_t fingerprintOf(const QString& file) {
        models::ScenarioReading reading = models::readScenarioFile(file.toStdString());
        if (!reading.scenario)
            return 0;
        sim::Simulation simulation(*std::move(reading.scenario), {});
        simulation.advanceTo(m_session->snapshot()->now);
        return simulation.fingerprint();
    }

  private Q_SLOTS:
    void theRunCanBeReplayed() {
        open();
        killAndRestart();

        QCOMPARE(app::saveRun(*m_session, path("shop.run")), QString());

        const sim::RecordingReading reading = sim::readRecording(path("shop.run").toStdString());
        QVERIFY2(reading.recording, reading.problem.c_str());
        QCOMPARE(reading.recording->commands.size(), 3u);
        const sim::ReplayResult result = sim::replay(*reading.recording, {});
        QVERIFY(!result.difference);
        QCOMPARE(result.reached, m_session->snapshot()->now);
        QCOMPARE(result.fingerprint, m_session->state().fingerprint);
    }

    void theScenarioIsTheSameRun() {
        open();
        killAndRestart();

        QCOMPARE(app::saveAsScenario(*m_session, path("as run.yaml")), QString());

        QCOMPARE(fingerprintOf(path("as run.yaml")), m_session->state().fingerprint);
    }

    void faultsThatWerePlayedAreInIt() {
        open();
        m_session->kill("payment", 200ms);
        settle();
        m_session->playFaults();
        goOn(4s);

        QCOMPARE(app::saveAsScenario(*m_session, path("played.yaml")), QString());

        const auto reading = models::readScenarioFile(path("played.yaml").toStdString());
        QVERIFY(reading.scenario.has_value());
        QCOMPARE(reading.scenario->faults.size(), 2u);
        QCOMPARE(fingerprintOf(path("played.yaml")), m_session->state().fingerprint);
    }

    // Its expectation keeps its meaning: nobody came of that name.
    void whatWasNotPlayedIsStillNamed() {
        open(R"(expect:
  People buy while payment is slow: { journey: buyers, during: slowness, availability: at least 99 % }
rollouts: [ { name: slowness, at: 5 s, scale: shop, to: 2 } ]
)");
        killAndRestart();

        QCOMPARE(app::saveAsScenario(*m_session, path("named.yaml")), QString());

        const auto reading = models::readScenarioFile(path("named.yaml").toStdString());
        QVERIFY(reading.scenario.has_value());
        QCOMPARE(reading.scenario->rollouts.size(), 2u);
        QCOMPARE(reading.scenario->rollouts.back().at, models::runStart + 10s);
        QCOMPARE(fingerprintOf(path("named.yaml")), m_session->state().fingerprint);
    }

    // What is saved is the run, wherever one looks; and the road that it is on.
    void aReviewSavesTheRun() {
        open();
        killAndRestart();
        m_session->review(m_session->seenFaults().front().begun.since + 100ms);
        QTRY_VERIFY(m_session->isInReview() && !m_session->state().seeking);

        QCOMPARE(app::saveRun(*m_session, path("reviewed.run")), QString());

        const auto whole = sim::readRecording(path("reviewed.run").toStdString());
        QCOMPARE(whole.recording->commands.size(), 3u);
        QVERIFY(!sim::replay(*whole.recording, {}).difference);

        m_session->goOnFromHere();
        m_session->pause();
        QTRY_VERIFY(!m_session->isInReview() && !m_session->state().running);
        goOn(100ms);
        QCOMPARE(app::saveRun(*m_session, path("another road.run")), QString());

        const auto other = sim::readRecording(path("another road.run").toStdString());
        QCOMPARE(other.recording->commands.size(), 1u);  // only the kill was before it
        const sim::ReplayResult result = sim::replay(*other.recording, {});
        QVERIFY(!result.difference);
        QCOMPARE(result.fingerprint, m_session->state().fingerprint);
    }

    void aVariantIsSavedAsItRan() {
        open();
        m_session->openVariant("slower");
        QTRY_COMPARE(m_session->variant(), "slower");
        m_session->pause();
        QTRY_VERIFY(!m_session->state().running);
        killAndRestart();

        QCOMPARE(app::saveAsScenario(*m_session, path("slower.yaml")), QString());

        QCOMPARE(fingerprintOf(path("slower.yaml")), m_session->state().fingerprint);
    }

    void whatIsInTheWayIsSaid() {
        open();
        std::filesystem::create_directories(path("thesis").toStdString());
        std::ofstream(path("thesis/chapter.txt").toStdString()) << "one";

        QVERIFY(app::saveRun(*m_session, path("thesis")).contains("choose another folder"));
        QVERIFY(!app::saveAsScenario(*m_session, path("nowhere/at all.yaml")).isEmpty());
    }

    void theMenuOffersBoth() {
        open();
        app::MainWindow window(*m_session, app::Remember::Nothing);

        for (const char* name : {"saveRun", "saveAsScenario"}) {
            auto* action = window.findChild<QAction*>(name);
            QVERIFY(action != nullptr);
        }
    }
};

TEST_OF_THIS_FILE(TestRunFiles);
#include "tst_run_files.moc"
