// The lessons of the shipped systems, walked in the real window with the real engine: a student who
// does what the texts say reaches the last tick.
#include <QtTest>

#include "app/desktop/main_window.h"
#include "app/desktop/scenario_files.h"
#include "models/io/scenario_reader.h"
#include "models/lessons.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::LessonWalk;
using app::MainWindow;
using app::Session;

namespace {

const QStringList systemFiles{"streaming-platform.yaml", "e-commerce-shop.yaml",
                              "social-media.yaml"};
const QStringList fiveIdeas{"Service independence", "Decentralised data management",
                            "Inter-service communication", "Autonomous deployment",
                            "Fault isolation"};

QString pathOf(const QString& file) {
    return QStringLiteral(SOURCE_DIR "/scenarios/") + file;
}

std::vector<models::Lesson> lessonsIn(const QString& file) {
    return models::lessonsOf(*models::readScenarioFile(pathOf(file).toStdString()).scenario);
}

// A window with a lesson that has just begun.
struct Class {
    Session session;
    MainWindow window{session, app::Remember::Nothing};

    Class(const QString& file, std::size_t lesson) {
        window.resize(1400, 900);
        window.show();
        window.startLesson(pathOf(file), lesson);
        QTRY_VERIFY_WITH_TIMEOUT(walk().isOn(), 20000);
    }

    LessonWalk& walk() { return window.lessonWalk(); }

    template <typename Widget>
    Widget* inPanel(const QString& name) {
        return window.lessonPanel().findChild<Widget*>(name);
    }

    QString saidInPanel(const QString& name) {
        QStringList all;
        for (const QLabel* each : window.lessonPanel().findChildren<QLabel*>(name))
            all << QTextDocumentFragment::fromHtml(each->text()).toPlainText();
        return all.join('\n');
    }

    // As by mouse: the radio button of the answer, then Answer.
    void predict(const std::string& answer) {
        const QString wanted = QString::fromStdString(answer).remove('`');
        for (QRadioButton* each : window.lessonPanel().findChildren<QRadioButton*>()) {
            if (each->accessibleName() == wanted)
                each->click();
        }
        inPanel<QPushButton>("lessonAnswer")->click();
    }

    void triggerInDeployMenu(const QString& text) {
        auto* menu = window.findChild<QMenu*>("deployMenu");
        Q_EMIT menu->aboutToShow();
        for (QAction* each : menu->findChildren<QAction*>() + menu->actions()) {
            if (each->text() == text) {
                each->trigger();
                return;
            }
        }
        QFAIL(qPrintable("no such action: " + text));
    }

    // What a step's text tells to do, by the actions of the window.
    void obey(const QString& text) {
        app::Commands& commands = window.commands();
        static const QRegularExpression select("[Ss]elect `([^`]+)`");
        if (const auto match = select.match(text); match.hasMatch())
            session.selectNamed(match.captured(1));
        static const QRegularExpression deploy("Deploy > (?:Deploy|Scale) > ([^.]+)\\.");
        if (const auto match = deploy.match(text); match.hasMatch())
            triggerInDeployMenu(match.captured(1));
        if (text.contains("press K"))
            commands.kill->trigger();
        if (text.contains("Press R"))
            commands.restart->trigger();
        if (text.contains("Press B"))
            commands.rollBack->trigger();
        if (text.contains("Faults > Hang"))
            commands.hang->trigger();
        if (text.contains("Faults > Slow > 50×"))
            commands.slowBy->actions().back()->trigger();
        if (text.contains("Ctrl+Shift+H"))
            commands.haltAll->trigger();
    }

    void stepBy(sim::Duration by) {
        const sim::Instant until = session.liveSnapshot()->now + by;
        session.step(by);
        const auto isThere = [&] {
            session.poll();
            return session.liveSnapshot()->now >= until;
        };
        QVERIFY(QTest::qWaitFor(isThere, 20000));
    }

    // Does what the step on says, and runs until it is ticked: 40 s are enough for each.
    bool take() {
        const std::size_t place = walk().current();
        const models::LessonStep step = walk().lesson().steps[place];
        if (walk().isAsking())
            predict(step.answers.front());
        obey(QString::fromStdString(step.text));
        if (walk().endsByReading())
            inPanel<QPushButton>("lessonNext")->click();
        for (int second = 0; second < 40 && walk().current() == place; ++second)
            stepBy(1s);
        return walk().current() == place + 1;
    }
};

}  // namespace

class TestLessons : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theSystemsTeachTheFiveIdeas();
    void aStudentReachesTheLastTick_data();
    void aStudentReachesTheLastTick();
    void theRunWaitsForThePrediction();
    void nothingTicksByItself();
    void saysWhatWasPredictedAndWhatHappened();
    void namesAreLinksToTheirCards();
    void progressStaysUntilItIsRestarted();
    void aLessonEndsWithItsDocument();
    void sentencesAreReadOneByOne();
};

void TestLessons::theSystemsTeachTheFiveIdeas() {
    int rightFirst = 0, questions = 0;
    for (const QString& file : systemFiles) {
        QStringList titles;
        for (const models::Lesson& lesson : lessonsIn(file)) {
            titles << QString::fromStdString(lesson.title);
            QVERIFY(!lesson.goal.empty());
            for (const models::LessonStep& step : lesson.steps) {
                QVERIFY(step.until.has_value());
                QVERIFY(!step.explain.empty());
                if (step.answers.empty())
                    continue;
                ++questions;
                rightFirst += models::offeredAnswers(step).front() == 0 ? 1 : 0;
            }
            QVERIFY(!lesson.steps.front().answers.empty());
        }
        QCOMPARE(titles, fiveIdeas);
    }
    // Nobody learns that the first one offered is right.
    QVERIFY2(rightFirst > 0 && rightFirst < questions * 2 / 3,
             qPrintable(QString::number(rightFirst)));
}

void TestLessons::aStudentReachesTheLastTick_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<std::size_t>("lesson");
    for (const QString& file : systemFiles) {
        for (std::size_t i = 0; i < 5; ++i)
            QTest::addRow("%s, %s", qPrintable(file), qPrintable(fiveIdeas[static_cast<int>(i)]))
                << file << i;
    }
}

void TestLessons::aStudentReachesTheLastTick() {
    QFETCH(QString, file);
    QFETCH(std::size_t, lesson);
    Class taught(file, lesson);
    QVERIFY(taught.walk().isOn());
    QSignalSpy finished(&taught.walk(), &LessonWalk::finished);
    while (!taught.walk().isDone()) {
        const std::size_t place = taught.walk().current();
        const bool isTaken = taught.take();
        QVERIFY2(isTaken,
                 qPrintable(
                     QString("step %1: %2").arg(place + 1).arg(taught.saidInPanel("lessonHint"))));
    }
    QCOMPARE(finished.size(), 1);
    QVERIFY(taught.saidInPanel("lessonCount").startsWith("All "));
}

void TestLessons::theRunWaitsForThePrediction() {
    Class taught(systemFiles[0], 0);
    Session& session = taught.session;
    QTRY_VERIFY(taught.window.findChild<QDockWidget*>("lessonDock")->isVisible());
    QVERIFY(taught.walk().isAsking());
    QTRY_VERIFY(!session.state().running);
    auto* answer = taught.inPanel<QPushButton>("lessonAnswer");
    QVERIFY(!answer->isEnabled());

    taught.window.commands().runPause->trigger();
    QTRY_VERIFY(!session.state().running);  // once more held
    const auto choices = taught.window.lessonPanel().findChildren<QRadioButton*>();
    QCOMPARE(choices.size(), 3);
    QTRY_VERIFY(choices[0]->hasFocus());
    QTest::keyClick(choices[0], Qt::Key_Space);
    QVERIFY(answer->isEnabled());
    answer->click();

    QVERIFY(!taught.walk().isAsking());
    QVERIFY(taught.walk().progress()[0].answer.has_value());
    QTRY_VERIFY(session.state().running);  // as before the question
}

void TestLessons::nothingTicksByItself() {
    Class taught(systemFiles[0], 0);
    taught.predict(taught.walk().lesson().steps[0].answers[0]);
    taught.session.pause();
    taught.stepBy(8s);
    QCOMPARE(taught.walk().current(), std::size_t(0));
    taught.session.kill("user");  // somebody else
    taught.stepBy(2s);
    QCOMPARE(taught.walk().current(), std::size_t(0));
    QVERIFY(taught.saidInPanel("lessonHint").contains("payment killed: 0, wanted at least 1"));
    taught.session.kill("payment");
    taught.stepBy(1s);
    QCOMPARE(taught.walk().current(), std::size_t(1));
}

void TestLessons::saysWhatWasPredictedAndWhatHappened() {
    Class taught(systemFiles[0], 0);
    const auto answers = taught.walk().lesson().steps[0].answers;
    taught.predict(answers[1]);
    taught.obey("Select `payment` and press K.");
    taught.stepBy(1s);

    QCOMPARE(taught.walk().current(), std::size_t(1));
    QVERIFY(taught.saidInPanel("lessonPredicted").contains("All three, since they share gateway"));
    QVERIFY(taught.saidInPanel("lessonHappened").contains("subscribe, and no other"));
    const QString sheet = app::answerSheet(taught.walk());
    const QStringList rows = sheet.split('\n', Qt::SkipEmptyParts);
    QCOMPARE(rows.size(), 1 + 4);
    QVERIFY2(rows[1].contains("\"All three, since they share `gateway`\""), qPrintable(rows[1]));
    QVERIFY2(rows[1].contains("\"no\""), qPrintable(rows[1]));
}

void TestLessons::namesAreLinksToTheirCards() {
    Class taught(systemFiles[0], 0);
    taught.predict(taught.walk().lesson().steps[0].answers[0]);
    taught.inPanel<QPushButton>("lessonShow")->click();
    QCOMPARE(taught.session.selectedService(), "payment");

    taught.obey("press K");
    taught.stepBy(1s);
    auto* found = taught.inPanel<QLabel>("lessonFound");
    static const QRegularExpression target("href=\"(time:[0-9]+)\"");
    const auto match = target.match(found->text());
    QVERIFY2(match.hasMatch(), qPrintable(found->text()));
    taught.stepBy(2s);
    Q_EMIT taught.inPanel<QLabel>("lessonFound")->linkActivated(match.captured(1));
    QTRY_VERIFY(taught.session.isInReview());
    QTRY_COMPARE(taught.session.snapshot()->now, *taught.walk().progress()[0].doneAt);
}

void TestLessons::progressStaysUntilItIsRestarted() {
    Class taught(systemFiles[0], 0);
    QVERIFY(taught.take());
    taught.walk().start(1);
    QCOMPARE(taught.walk().current(), std::size_t(0));
    taught.walk().start(0);
    QCOMPARE(taught.walk().current(), std::size_t(1));

    taught.walk().restart();
    QCOMPARE(taught.walk().current(), std::size_t(0));
    QVERIFY(taught.walk().isAsking());
    QTRY_VERIFY(taught.session.snapshot()->faults.empty());
    QVERIFY(taught.take());
}

void TestLessons::aLessonEndsWithItsDocument() {
    Class taught(systemFiles[0], 0);
    QTRY_VERIFY(taught.window.findChild<QDockWidget*>("lessonDock")->isVisible());
    taught.session.open(pathOf("notification.yaml").toStdString());
    QVERIFY(!taught.walk().isOn());
    QVERIFY(!taught.window.findChild<QDockWidget*>("lessonDock")->isVisible());
}

// Without headings a file has one lesson, and without `until` a step is done by being read.
void TestLessons::sentencesAreReadOneByOne() {
    Class taught("notification.yaml", 0);
    QCOMPARE(lessonsIn("notification.yaml").size(), std::size_t(1));
    const std::size_t all = taught.walk().lesson().steps.size();
    for (std::size_t i = 0; i < all; ++i) {
        QVERIFY(taught.walk().endsByReading());
        taught.inPanel<QPushButton>("lessonNext")->click();
        QCOMPARE(taught.walk().current(), i + 1);
    }
    QVERIFY(taught.walk().isDone());
}

TEST_OF_THIS_FILE(TestLessons);
#include "tst_lessons.moc"
