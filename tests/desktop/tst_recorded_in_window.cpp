// A recorded run opened in the window: it is executed again, and all that was done to it is there.
#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>
#include <fstream>

#include "app/desktop/main_window.h"
#include "app/desktop/run_files.h"
#include "sim/recording.h"
#include "tests/desktop/patience.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

namespace {

const char* const recordedShop = R"(watertight: 1
run: { duration: 10 s, warm-up: 1 s }
services:
  shop: { endpoints: { buy: [ { compute: exp(2 ms) }, { call: payment.charge, fallback: skip } ] } }
  payment: { endpoints: { charge: [ { compute: exp(3 ms) } ] } }
journeys: { buyers: { arrivals: poisson(100/s), steps: [ { call: shop.buy } ] } }
faults: [ { at: 4 s, slow: payment, by: 4x, for: 500 ms } ]
expect: { People buy: { journey: buyers, availability: at least 99 % } }
)";

QStringList whatWasDone(const app::Session& session) {
    QStringList acts;
    for (const app::UserAct& act : session.userActs())
        acts << QString("%1 %2").arg(models::sinceStart(act.at).count()).arg(act.what);
    return acts;
}

}  // namespace

class TestRecordedInWindow : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    app::Session m_saved, m_opened;

    QString path(const char* name) const { return m_folder.filePath(name); }

    void goOn(app::Session& session, sim::Duration by) {
        const sim::Instant wanted = session.snapshot()->now + by;
        session.step(by);
        QTRY_VERIFY_WITH_TIMEOUT(session.snapshot()->now >= wanted, patience);
    }

    // A kill that is lifted, the scenario's own fault, and a rollout; up to 6.2 s or so.
    void saveOne(const char* name, sim::Duration further = {}) {
        const std::string file = path("shop.yaml").toStdString();
        std::ofstream(file) << recordedShop;
        QVERIFY(m_saved.open(std::filesystem::path(file)));
        m_saved.pause();
        QTRY_VERIFY(!m_saved.state().running);
        goOn(m_saved, 300ms);
        m_saved.kill("payment");
        goOn(m_saved, 700ms);
        m_saved.end(1);
        goOn(m_saved, 300ms);
        m_saved.playFaults();
        goOn(m_saved, 3s);
        m_saved.scale("shop", 3);
        goOn(m_saved, 500ms + further);
        QCOMPARE(app::saveRun(m_saved, path(name)), QString());
    }

    void open(const char* name) {
        m_opened.openRecordedBeside(path(name).toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(m_opened.openedFrom() == path(name), patience);
    }

    bool isAsSaved() const {
        return m_opened.snapshot()->now == m_saved.snapshot()->now && !m_opened.state().retracing;
    }

  private Q_SLOTS:
    void isTheRunThatWasSaved() {
        saveOne("a.run");
        open("a.run");

        QTRY_VERIFY_WITH_TIMEOUT(isAsSaved(), patience);
        QCOMPARE(m_opened.state().fingerprint, m_saved.state().fingerprint);
        QVERIFY(!m_opened.state().running);
        QCOMPARE(m_opened.notice(), QString());
        QStringList acts = whatWasDone(m_opened);
        QVERIFY(acts.takeLast().contains("the recorded run, to the last event"));
        QCOMPARE(acts.size(), 4);
        QCOMPARE(acts, whatWasDone(m_saved));
        QCOMPARE(m_opened.seenFaults().size(), 2u);
        QCOMPARE(m_opened.seenFaults()[0].endedAt, m_saved.seenFaults()[0].endedAt);
        QCOMPARE(m_opened.chartTicks().size(), m_saved.chartTicks().size());
    }

    // It is a run like any other: looked back at, gone on with.
    void itsPastIsThere() {
        saveOne("b.run");
        open("b.run");
        QTRY_VERIFY_WITH_TIMEOUT(isAsSaved(), patience);

        m_opened.review(m_opened.seenFaults()[0].begun.since + 200ms);

        QTRY_VERIFY_WITH_TIMEOUT(m_opened.isInReview() && !m_opened.state().seeking, patience);
        QVERIFY(m_opened.isHeldDown("payment"));
        m_opened.backToLive();
        QTRY_VERIFY(!m_opened.isInReview());
        for (app::Session* each : {&m_saved, &m_opened})
            goOn(*each, 1s);
        QCOMPARE(m_opened.state().fingerprint, m_saved.state().fingerprint);
    }

    void itsVerdictsAreThere() {
        saveOne("c.run", 7s);  // beyond its end
        open("c.run");

        QTRY_VERIFY_WITH_TIMEOUT(isAsSaved(), patience);
        QVERIFY(m_opened.judged("People buy") != nullptr);
        QCOMPARE(m_opened.judged("People buy")->verdict, m_saved.judged("People buy")->verdict);
        QCOMPARE(m_opened.state().fingerprint, m_saved.state().fingerprint);
    }

    void anotherRunIsNotTakenForIt() {
        saveOne("d.run");
        std::ifstream in(path("d.run/scenario.yaml").toStdString());
        std::string text((std::istreambuf_iterator<char>(in)), {});
        text.replace(text.find("exp(3 ms)"), 9, "exp(4 ms)");
        std::ofstream(path("d.run/scenario.yaml").toStdString()) << text;

        open("d.run");

        QTRY_VERIFY_WITH_TIMEOUT(m_opened.notice().contains("not the run that was recorded"),
                                 patience);
    }

    void whatIsNoRunIsSaid() {
        std::filesystem::create_directories(path("thesis").toStdString());
        app::Session session;
        app::MainWindow window(session, app::Remember::Nothing);

        window.openFile(path("thesis"));

        QTRY_VERIFY_WITH_TIMEOUT(!session.problems().empty(), patience);
        QVERIFY(!session.hasRun());
    }

    // By the folder, or by the file in it that a dialog for files can choose.
    void theWindowOpensIt() {
        saveOne("e.run");
        app::Session session;
        app::MainWindow window(session, app::Remember::Nothing);
        for (const char* chosen : {"e.run", "e.run/run.sqlite"}) {
            window.openFile(path(chosen));
            QTRY_VERIFY_WITH_TIMEOUT(
                session.isRecorded() && session.snapshot()->now == m_saved.snapshot()->now,
                patience);
            QCOMPARE(session.openedFrom(), path("e.run"));
            session.open(std::filesystem::path(path("shop.yaml").toStdString()));
            QVERIFY(!session.isRecorded());
        }
    }
};

TEST_OF_THIS_FILE(TestRecordedInWindow);
#include "tst_recorded_in_window.moc"
