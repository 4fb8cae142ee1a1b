#include "app/session/lesson_walk.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "app/export/csv.h"
#include "app/look/number_text.h"
#include "app/look/utf8_text.h"

namespace app {
namespace {

bool isWordAt(const std::string& text, std::size_t at, std::size_t length) {
    const auto isLetter = [&](std::size_t place) {
        return place < text.size() && (std::isalnum(static_cast<unsigned char>(text[place])) ||
                                       text[place] == '-' || text[place] == '_');
    };
    return !isLetter(at - 1) && !isLetter(at + length);
}

std::size_t placeOfWord(const std::string& text, const std::string& word) {
    std::size_t at = text.find(word);
    while (at != std::string::npos && !isWordAt(text, at, word.size()))
        at = text.find(word, at + 1);
    return at;
}

}  // namespace

LessonWalk::LessonWalk(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    connect(&session, &Session::opened, this, &LessonWalk::adoptOpened);
    connect(&session, &Session::snapshotChanged, this, &LessonWalk::look);
    connect(&session, &Session::stateChanged, this, &LessonWalk::hold);
}

QString LessonWalk::keptAs() const {
    return m_file + QLatin1Char('\n') + QString::fromStdString(m_lesson->title);
}

void LessonWalk::start(std::size_t lesson) {
    const std::vector<models::Lesson> all = models::lessonsOf(m_session.scenario());
    if (!m_session.hasRun() || lesson >= all.size())
        return;
    leave();
    m_lesson = all[lesson];
    m_file = m_session.fileName();
    m_progress = m_kept[keptAs()];
    m_progress.resize(m_lesson->steps.size());
    begin();
    Q_EMIT started();
}

void LessonWalk::startOnceOpen(const QString& file, std::size_t lesson) {
    leave();
    m_toCome = ToCome{file, lesson};
}

void LessonWalk::restart() {
    if (!isOn())
        return;
    m_progress.assign(m_lesson->steps.size(), {});
    begin();
    m_session.beginAgain(m_session.seed(), Session::Then::Wait);
}

void LessonWalk::leave() {
    m_toCome.reset();
    if (!isOn())
        return;
    m_kept[keptAs()] = m_progress;
    m_lesson.reset();
    m_judge.reset();
    m_found.clear();
    Q_EMIT changed();
}

// The run of the same file that began again keeps the lesson; any other document ends it.
void LessonWalk::adoptOpened() {
    const QString file = m_session.fileName();
    if (const auto toCome = std::exchange(m_toCome, std::nullopt)) {
        if (toCome->file == file)
            start(toCome->lesson);
        else
            leave();
    } else if (isOn() && m_session.hasRun() && file == m_file) {
        begin();
    } else {
        leave();
    }
}

std::size_t LessonWalk::current() const {
    const auto open =
        std::ranges::find_if(m_progress, [](const StepProgress& each) { return !each.doneAt; });
    return static_cast<std::size_t>(open - m_progress.begin());
}

bool LessonWalk::isAsking() const {
    return isOn() && !isDone() && !step().answers.empty() && !m_progress[current()].answer;
}

bool LessonWalk::endsByReading() const {
    return isOn() && !isDone() && !isAsking() && (!step().until || !m_canBeSeen);
}

// The step that is on begins, at the instant that is seen.
void LessonWalk::begin() {
    m_judge.reset();
    m_found.clear();
    m_canBeSeen = true;
    m_ranBefore = false;
    if (!isDone() && !isAsking() && step().until)
        m_judge.emplace(*step().until, m_session.scenario(), m_session.graph(),
                        *m_session.liveSnapshot());
    Q_EMIT changed();
    hold();
}

// A prediction is made before the run shows what happens.
void LessonWalk::hold() {
    if (!isAsking() || !m_session.state().running)
        return;
    m_ranBefore = true;
    m_session.pause();
}

void LessonWalk::look() {
    if (!m_judge || m_session.isInReview())
        return;
    const sim::LessonFindings seen = m_judge->judge(*m_session.liveSnapshot());
    if (!seen.canBeSeen && m_canBeSeen) {
        m_canBeSeen = false;
        Q_EMIT changed();
    }
    if (seen.holds) {
        finishStep(seen.findings);
        return;
    }
    m_found = seen.findings;
    Q_EMIT foundChanged();
}

void LessonWalk::answer(std::size_t place) {
    if (!isAsking() || place >= step().answers.size())
        return;
    m_progress[current()].answer = place;
    const bool goesOn = m_ranBefore;
    begin();
    if (goesOn)
        m_session.run();
}

void LessonWalk::next() {
    if (endsByReading())
        finishStep({});
}

void LessonWalk::finishStep(std::vector<sim::Finding> found) {
    StepProgress& done = m_progress[current()];
    done.doneAt = m_session.liveSnapshot()->now;
    done.found = std::move(found);
    begin();
    if (isDone())
        Q_EMIT finished();
}

QString LessonWalk::shownBy(const models::LessonStep& step) const {
    const models::CallGraph& graph = m_session.graph();
    if (step.until) {
        std::string name;
        if (const auto* measured = std::get_if<models::MeasureExpectation>(&*step.until))
            name = measured->subject.name;
        else
            name = std::get<models::EventExpectation>(*step.until).where;
        if (graph.node(name))
            return QString::fromStdString(name);
    }
    std::size_t first = std::string::npos;
    QString shown;
    for (const models::CallGraphNode& node : graph.nodes) {
        const std::size_t at = placeOfWord(step.text, node.name);
        if (at < first) {
            first = at;
            shown = QString::fromStdString(node.name);
        }
    }
    return shown;
}

QString answerSheet(const LessonWalk& walk) {
    QString sheet = QStringLiteral("lesson,step,text,question,predicted,what happens,right,done\n");
    for (std::size_t i = 0; walk.isOn() && i < walk.lesson().steps.size(); ++i) {
        const models::LessonStep& step = walk.lesson().steps[i];
        const LessonWalk::StepProgress& progress = walk.progress()[i];
        const QString predicted =
            progress.answer ? paragraph(step.answers[*progress.answer]) : QString();
        const QString right = progress.answer ? (*progress.answer == 0 ? "yes" : "no") : "";
        // What is right is told only to who has answered.
        const QString happens = progress.answer ? paragraph(step.answers.front()) : QString();
        const QString done = progress.doneAt ? clockText(*progress.doneAt) : QString();
        sheet +=
            csvRow({paragraph(walk.lesson().title), QString::number(i + 1), paragraph(step.text),
                    paragraph(step.ask), predicted, happens, right, done});
    }
    return sheet;
}

}  // namespace app
