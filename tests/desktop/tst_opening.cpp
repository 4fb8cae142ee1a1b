// Opening a file beside the run that is open: the window never waits for it.
#include <QSignalSpy>
#include <QtTest>
#include <atomic>

#include "app/session/session.h"
#include "tests/support/fake_run.h"
#include "tests/support/streaming_scenario.h"
#include "tests/support/test_program.h"

using app::Session;

namespace {

const char* const shipped = SOURCE_DIR "/scenarios/streaming-platform.yaml";

}  // namespace

class TestOpening : public QObject {
    Q_OBJECT

    std::shared_ptr<support::FakeRunLog> m_log;
    std::atomic<bool> m_mayFinish = false;
    std::atomic<int> m_stopped = 0;
    std::unique_ptr<Session> m_session;

    // Begins runs as the fake does, but only when allowed, as one with a long warm-up would.
    app::RunFactory slowRuns() {
        return
            [this, fake = support::fakeRuns(m_log)](
                models::Scenario scenario, sim::RunOptions options, const std::stop_token& stop) {
                while (!m_mayFinish && !stop.stop_requested())
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
                m_stopped += stop.stop_requested() ? 1 : 0;
                return fake(std::move(scenario), std::move(options), stop);
            };
    }

  private Q_SLOTS:
    void init() {
        m_log = std::make_shared<support::FakeRunLog>();
        m_mayFinish = true;
        m_stopped = 0;
        m_session = std::make_unique<Session>(slowRuns());
        QVERIFY(m_session->open({support::streamingScenario(), {}, "watertight: 1\n"}, "old.yaml"));
        m_mayFinish = false;
    }

    void cleanup() { m_session.reset(); }

    void theOldRunStaysUntilTheNewOneIsReady() {
        QSignalSpy opened(m_session.get(), &Session::opened);
        m_session->openBeside(shipped);
        QCOMPARE(m_session->openingName(), QString(shipped));
        m_session->kill("payment");
        QVERIFY(m_session->isHeldDown("payment"));
        QCOMPARE(m_session->fileName(), QString("old.yaml"));
        QCOMPARE(opened.count(), 0);

        m_mayFinish = true;
        QVERIFY(opened.wait());
        QCOMPARE(m_session->fileName(), QString(shipped));
        QVERIFY(m_session->hasRun());
        QVERIFY(!m_session->isHeldDown("payment"));
        QVERIFY(m_session->openingName().isEmpty());
    }

    void aCancelledOpeningLeavesTheOldRunAlone() {
        QSignalSpy opened(m_session.get(), &Session::opened);
        m_session->openBeside(shipped);
        m_session->cancelOpening();
        QVERIFY(m_session->openingName().isEmpty());
        QTRY_VERIFY(m_stopped == 1 || m_session->findChildren<app::Opening*>().isEmpty());
        QTRY_VERIFY(m_session->findChildren<app::Opening*>().isEmpty());
        QCOMPARE(opened.count(), 0);
        QCOMPARE(m_session->fileName(), QString("old.yaml"));
        QVERIFY(m_session->hasRun());
    }

    void theLastOfTwoIsOpened() {
        QSignalSpy opened(m_session.get(), &Session::opened);
        m_session->openBeside("/nowhere/at-all.yaml");
        m_session->openBeside(shipped);
        m_mayFinish = true;
        QVERIFY(opened.wait());
        QTRY_VERIFY(m_session->findChildren<app::Opening*>().isEmpty());
        QCOMPARE(opened.count(), 1);
        QCOMPARE(m_session->fileName(), QString(shipped));
    }

    void aBrokenFileShowsItsProblems() {
        QSignalSpy opened(m_session.get(), &Session::opened);
        m_session->openBeside("/nowhere/at-all.yaml");
        QVERIFY(opened.wait());
        QVERIFY(!m_session->hasRun());
        QVERIFY(models::hasErrors(m_session->problems()));
    }

    void anotherSeedLeavesTheOldRunUntilTheNewOneIsReady() {
        QSignalSpy opened(m_session.get(), &Session::opened);
        m_session->setSeed(7);
        QCOMPARE(m_session->seedToCome(), std::optional<std::uint64_t>(7));
        m_session->kill("payment");
        QVERIFY(m_session->isHeldDown("payment"));
        QCOMPARE(m_session->seed(), 42u);
        QCOMPARE(opened.count(), 0);

        m_mayFinish = true;
        QVERIFY(opened.wait());
        QCOMPARE(m_session->seed(), 7u);
        QVERIFY(!m_session->isHeldDown("payment"));
        QVERIFY(!m_session->undoStack().canUndo());
        QCOMPARE(m_session->fileName(), QString("old.yaml"));
        QVERIFY(!m_session->seedToCome());
    }

    void theSeedThatRunsCancelsAnother() {
        QSignalSpy opened(m_session.get(), &Session::opened);
        m_session->setSeed(7);
        m_session->setSeed(42);
        QVERIFY(m_session->openingName().isEmpty());
        QTRY_VERIFY(m_session->findChildren<app::Opening*>().isEmpty());
        QCOMPARE(m_stopped, 1);
        QCOMPARE(opened.count(), 0);
        QCOMPARE(m_session->seed(), 42u);
    }

    void closingTheWindowDoesNotWaitForTheWarmUp() {
        m_session->openBeside(shipped);
        m_session.reset();  // returns: else the test's own time limit ends it
        QVERIFY(!m_mayFinish);
    }
};

TEST_OF_THIS_FILE(TestOpening);
#include "tst_opening.moc"
