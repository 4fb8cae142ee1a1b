#include <QtTest>

#include "app/desktop/main_window.h"
#include "app/look/style.h"
#include "tests/support/fake_run.h"
#include "tests/support/streaming_scenario.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

// Looks at nothing itself: writes pictures of the window for people, where WATERTIGHT_PICTURES
// says.
class TestPictures : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void writePictures() {
        const QString folder = qEnvironmentVariable("WATERTIGHT_PICTURES");
        if (folder.isEmpty())
            QSKIP("WATERTIGHT_PICTURES names no folder");
        for (const bool dark : {true, false}) {
            for (const QSize size : {QSize(1600, 1000), QSize(1280, 800)}) {
                app::applyLook(*qApp, dark);
                auto log = std::make_shared<support::FakeRunLog>();
                app::Session session(support::fakeRuns(log));
                app::MainWindow window(session, app::Remember::Nothing);
                window.resize(size);
                window.show();
                session.open({support::streamingScenario(), {}, ""}, "streaming.yaml");
                session.step(18200ms);
                session.run();
                const QString suffix =
                    QString("%1-%2.png").arg(dark ? "dark" : "light").arg(size.width());
                QTest::qWait(500);
                QVERIFY(window.grab().save(folder + "/running-" + suffix));
                session.step(15800ms);
                session.kill("payment", sim::Duration(30s));
                session.selectNode(*session.graph().node("payment"));
                session.step(8s);
                session.run();
                QTest::qWait(500);
                QVERIFY(window.grab().save(folder + "/killed-" + suffix));
                session.selectNode(-1);
                QTest::qWait(500);
                QVERIFY(window.grab().save(folder + "/killed-all-" + suffix));
            }
        }
    }
};

TEST_OF_THIS_FILE(TestPictures);
#include "tst_pictures.moc"
