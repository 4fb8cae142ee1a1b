// A student's way through one lesson of the open scenario: which steps are done, what was
// predicted, what was found. Asks before a run goes on, and judges each step by what the session
// sees of the run.
#pragma once

#include <QObject>
#include <map>

#include "app/session/session.h"
#include "models/lessons.h"
#include "sim/lesson_judge.h"

namespace app {

class LessonWalk final : public QObject {
    Q_OBJECT

  public:
    struct StepProgress {
        std::optional<std::size_t> answer;  // into the step's answers; absent: none chosen
        std::optional<sim::Instant> doneAt;
        std::vector<sim::Finding> found;  // when it was done; empty: it was done by being read
    };

    explicit LessonWalk(Session& session, QObject* parent = nullptr);

    // Begins the lesson of the open scenario at this place, or goes on where it was left. Out of
    // range: does nothing.
    void start(std::size_t lesson);
    // The same once `file` has been opened, which the caller asks for.
    void startOnceOpen(const QString& file, std::size_t lesson);
    // Forgets all progress of this lesson and begins the run again.
    void restart();
    void leave();

    bool isOn() const { return m_lesson.has_value(); }
    const models::Lesson& lesson() const { return *m_lesson; }
    const std::vector<StepProgress>& progress() const { return m_progress; }
    // The step that is on; the number of steps: all are done.
    std::size_t current() const;
    bool isDone() const { return isOn() && current() == m_lesson->steps.size(); }
    // The step that is on waits for an answer, and so does the run.
    bool isAsking() const;
    // The step that is on is done by next(): it has no `until`, or one that no snapshot shows.
    bool endsByReading() const;
    // Of the step that is on, as far as it is seen by now; empty: it is not judged.
    const std::vector<sim::Finding>& foundSoFar() const { return m_found; }

    void answer(std::size_t place);  // into the step's answers
    void next();
    // The card that a step is about: that of its `until`, else the first that its text names.
    // Empty: none.
    QString shownBy(const models::LessonStep& step) const;

  Q_SIGNALS:
    void started();
    void changed();       // another step, an answer, another lesson or none
    void foundChanged();  // foundSoFar()
    void finished();      // the last step is done

  private:
    struct ToCome {
        QString file;
        std::size_t lesson = 0;
    };

    QString keptAs() const;
    void adoptOpened();
    void look();
    void hold();
    void begin();
    void finishStep(std::vector<sim::Finding> found);
    const models::LessonStep& step() const { return m_lesson->steps[current()]; }

    Session& m_session;
    std::optional<models::Lesson> m_lesson;
    std::vector<StepProgress> m_progress;
    std::map<QString, std::vector<StepProgress>> m_kept;  // of the lessons that were left
    QString m_file;                                       // of the lesson that is on
    std::optional<sim::LessonJudge> m_judge;
    std::vector<sim::Finding> m_found;
    bool m_canBeSeen = true;
    bool m_ranBefore = false;  // before it was held for a question
    std::optional<ToCome> m_toCome;
};

// What was asked, predicted and found, a row a step; for File > Export answers.
QString answerSheet(const LessonWalk& walk);

}  // namespace app
