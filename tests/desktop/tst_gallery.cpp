#include <QtTest>

#include "app/desktop/main_window.h"
#include "app/desktop/scenario_files.h"
#include "tests/support/fake_run.h"
#include "tests/support/streaming_scenario.h"
#include "tests/support/test_program.h"

using app::MainWindow;
using app::Session;

class TestGallery : public QObject {
    Q_OBJECT

    QTemporaryDir folder;
    std::unique_ptr<Session> session;
    std::unique_ptr<MainWindow> window;

  private Q_SLOTS:
    void initTestCase() {
        QCoreApplication::setOrganizationName("watertight-test");
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    }

    void init() {
        session =
            std::make_unique<Session>(support::fakeRuns(std::make_shared<support::FakeRunLog>()));
        window = std::make_unique<MainWindow>(*session, app::Remember::Nothing);
        window->show();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }

    void cleanup() {
        window.reset();
        session.reset();
    }

    void standsInTheCentreWhileNothingIsOpen() {
        QVERIFY(window->gallery().isVisible());
        QVERIFY(!window->graph().isVisible());
        QVERIFY(!window->findChild<QDockWidget*>("isolationDock")->isVisible());
    }

    void showsTheLessonsOfTheStreamingPlatform() {
        const auto entries = app::galleryEntries();
        const auto found = std::find_if(entries.begin(), entries.end(), [](const auto& entry) {
            return entry.file == app::firstScenario();
        });

        QVERIFY(found != entries.end());
        QCOMPARE(found->name, "Online streaming platform");
        QVERIFY(found->about.startsWith("Five services"));
        QCOMPARE(found->lessons.size(), 5);
        QCOMPARE(found->lessons.front(), "Service independence");
        QVERIFY(found->tags.contains("messages"));
        QVERIFY(found->tags.contains("circuit breakers"));
        QVERIFY(!found->tags.contains("saga"));
        QCOMPARE(found->size, "5 services · 2 faults · 1 rollout · 4\u00a0min");
    }

    void showsLessonsThenSystemsThenDrills() {
        std::vector<app::GalleryGroup> groups;
        for (const app::GalleryCard* card : window->gallery().cards())
            groups.push_back(card->entry().group);

        QVERIFY(std::is_sorted(groups.begin(), groups.end()));
        QCOMPARE(std::count(groups.begin(), groups.end(), app::GalleryGroup::Lessons), 3);
        QVERIFY(std::count(groups.begin(), groups.end(), app::GalleryGroup::Drills) > 3);
    }

    void searchesNamesAboutsAndLessons() {
        const auto shown = [&] {
            QStringList names;
            for (const app::GalleryCard* card : window->gallery().cards()) {
                if (card->isVisible())
                    names << card->text();
            }
            return names;
        };
        QLineEdit& search = window->gallery().search();
        QTest::keyClicks(&search, "retry STORM");
        QCOMPARE(shown(), QStringList{"Retry storm"});
        search.setText("autonomous");
        QCOMPARE(shown().size(), 3);
        search.setText("outbox");  // a tag; no text of a card says it
        QVERIFY(!shown().isEmpty());
        for (const app::GalleryCard* card : window->gallery().cards())
            QCOMPARE(card->isVisible(),
                     card->entry().tags.contains("outbox") ||
                         card->entry().about.contains("outbox") ||
                         card->entry().name.contains("outbox", Qt::CaseInsensitive));
        search.setText("drill");  // what stands over its cards
        for (const app::GalleryCard* card : window->gallery().cards()) {
            if (card->entry().group == app::GalleryGroup::Drills)
                QVERIFY2(card->isVisible(), qPrintable(card->text()));
        }
        QVERIFY(shown().size() < qsizetype(window->gallery().cards().size()));
        search.setText("no such thing");
        QVERIFY(shown().isEmpty());
        QVERIFY(window->gallery().findChild<QLabel*>("galleryNothing")->isVisible());
        search.clear();
        QCOMPARE(shown().size(), qsizetype(window->gallery().cards().size()));
    }

    void drawsACardsPictureWhenItIsShown() {
        const app::GalleryCard* first = window->gallery().cards().front();
        QTRY_VERIFY(first->hasPicture());
    }

    void saysWhatTheLastRunFound() {
        app::rememberResult(app::firstScenario(), "6 of 6 expectations hold.");

        const auto entries = app::galleryEntries();

        QCOMPARE(entries.front().file, app::firstScenario());
        QCOMPARE(entries.front().result, "6 of 6 expectations hold.");
        QCOMPARE(entries.back().result, "");
    }

    void startsALessonOfACard() {
        QSignalSpy wanted(&window->gallery(), &app::GalleryPage::lessonWanted);
        const auto starts =
            window->gallery().cards().front()->findChildren<QPushButton*>("galleryStart");
        QCOMPARE(starts.size(), 5);

        QTest::mouseClick(starts[4], Qt::LeftButton);

        QCOMPARE(wanted.size(), 1);
        QTRY_VERIFY(window->lessonWalk().isOn());
        QCOMPARE(window->lessonWalk().lesson().title, std::string("Fault isolation"));
    }

    void showsTheDrillsAfterTheOthers() {
        const auto shipped = app::shippedScenarios();
        const auto drill = std::find_if(shipped.begin(), shipped.end(),
                                        [](const auto& each) { return each.isDrill; });

        QVERIFY(drill != shipped.begin());
        QVERIFY(drill != shipped.end());
        QVERIFY(std::all_of(drill, shipped.end(), [](const auto& each) {
            return each.isDrill && each.file.contains("/drills/");
        }));
        QVERIFY(app::isShippedFile(drill->file));
        QCOMPARE(window->gallery().cards().size(), shipped.size());
    }

    void opensACardByClick() {
        QTest::mouseClick(window->gallery().cards().front(), Qt::LeftButton);

        QTRY_VERIFY(session->hasRun());
        QVERIFY(window->graph().isVisible());
        QVERIFY(window->findChild<QDockWidget*>("isolationDock")->isVisible());
    }

    void opensTheCardThatArrowsReachedByEnter() {
        // Only the wish counts here: there are no such files.
        window->gallery().disconnect(SIGNAL(wanted(QString)), window.get());
        window->gallery().setEntries({{.file = "a.yaml", .name = "A"},
                                      {.file = "b.yaml", .name = "B"},
                                      {.file = "c.yaml", .name = "C", .lessons = {"One"}}});
        QSignalSpy wanted(&window->gallery(), &app::GalleryPage::wanted);
        const auto& cards = window->gallery().cards();
        window->gallery().focusFirst();
        QVERIFY(cards[0]->hasFocus());

        QTest::keyClick(cards[0], Qt::Key_Right);
        QVERIFY(cards[1]->hasFocus());
        QTest::keyClick(cards[1], Qt::Key_Left);
        QVERIFY(cards[0]->hasFocus());
        QTest::keyClick(cards[0], Qt::Key_Left);  // nothing further that way
        QVERIFY(cards[0]->hasFocus());
        QTest::keyClick(cards[0], Qt::Key_Right);
        QTest::keyClick(cards[1], Qt::Key_Return);

        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.front().front().toString(), "b.yaml");
    }

    void comesAndGoesOverARun() {
        QVERIFY(session->open({support::streamingScenario(), {}, "watertight: 1\n"}, "own.yaml"));
        QVERIFY(window->graph().isVisible());

        QTest::keyClick(&window->graph(), Qt::Key_G, Qt::ControlModifier);
        QVERIFY(window->gallery().isVisible());
        QTest::keyClick(window->gallery().cards().front(), Qt::Key_Escape);

        QVERIFY(window->graph().isVisible());
        QVERIFY(session->hasRun());
        QVERIFY(window->findChild<QDockWidget*>("isolationDock")->isVisible());
    }
};

TEST_OF_THIS_FILE(TestGallery);
#include "tst_gallery.moc"
