#include "app/panels/lesson_panel.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTextLayout>
#include <QVBoxLayout>

#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/look/utf8_text.h"
#include "app/panels/expectation_text.h"

namespace app {
namespace {

constexpr int side = 16, gap = 8, boxSide = 12;
constexpr int answerWidth = 232;  // in the narrowest dock, beside its button

QString coloured(const QString& html, const QColor& colour, bool isBold = false) {
    return QStringLiteral("<span style=\"color:%1;%2\">%3</span>")
        .arg(colour.name(), isBold ? QStringLiteral("font-weight:600") : QString(), html);
}

QString link(const QString& target, const QString& words) {
    return QStringLiteral("<a href=\"%1\" style=\"color:%2;text-decoration:none\">%3</a>")
        .arg(target.toHtmlEscaped(), theme().you.name(), words.toHtmlEscaped());
}

QString subjectOf(const models::Claim& claim) {
    if (const auto* measured = std::get_if<models::MeasureExpectation>(&claim))
        return QString::fromStdString(measured->subject.name);
    const auto& event = std::get<models::EventExpectation>(claim);
    const QString what = QString::fromStdString(event.event);
    return event.where.empty() ? what : QString::fromStdString(event.where) + ' ' + what;
}

// A radio button does not wrap by itself.
QString brokenToWidth(const QString& line, const QFont& font, int width) {
    QTextLayout layout(line, font);
    QStringList lines;
    layout.beginLayout();
    for (QTextLine each = layout.createLine(); each.isValid(); each = layout.createLine()) {
        each.setLineWidth(width);
        lines << line.mid(each.textStart(), each.textLength()).trimmed();
    }
    layout.endLayout();
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

QString foundText(const models::Claim& claim, const std::vector<sim::Finding>& found) {
    QStringList parts;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto* measured = std::get_if<models::MeasureExpectation>(&claim);
        const models::Bound& bound =
            measured ? measured->bounds[i].bound : std::get<models::EventExpectation>(claim).count;
        const QString value = found[i].found ? measuredText(bound.quantity, *found[i].found)
                                             : LessonPanel::tr("not 5\u00a0s old");
        const QString measure = measured ? QString::fromStdString(found[i].measure) + ' ' : "";
        parts << LessonPanel::tr("%1%2, wanted %3").arg(measure, value, boundText(bound));
    }
    return subjectOf(claim) + QStringLiteral(": ") + parts.join(QStringLiteral("; "));
}

LessonPanel::LessonPanel(Session& session, LessonWalk& walk, QWidget* parent)
    : QWidget(parent), m_session(session), m_walk(walk) {
    setAccessibleName(tr("Lesson"));
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName("lessonScroll");
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_scroll);
    connect(&walk, &LessonWalk::changed, this, &LessonPanel::refresh);
    connect(&walk, &LessonWalk::foundChanged, this, &LessonPanel::showFound);
    refresh();
}

QSize LessonPanel::sizeHint() const {
    return {360, 460};
}

void LessonPanel::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), theme().panel);
}

void LessonPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    // The colours stand in the texts.
    if (event->type() == QEvent::StyleChange && m_scroll)
        refresh();
}

void LessonPanel::focusStep() {
    if (m_focused)
        m_focused->setFocus(Qt::OtherFocusReason);
    showCurrent();
}

// Of the first step what the lesson is about, too.
void LessonPanel::showCurrent() {
    if (m_walk.isOn() && m_walk.current() == 0)
        m_scroll->verticalScrollBar()->setValue(0);
    else if (m_current)
        m_scroll->ensureWidgetVisible(m_current, 0, gap);
}

// --------------------------------------------------------------------------------------------
// texts

// Names stand in backticks; those of cards become links that select them.
QString LessonPanel::rich(const std::string& written) const {
    static const QRegularExpression named("`([^`]+)`");
    QString html;
    qsizetype last = 0;
    const QString words = paragraph(written);
    for (auto each = named.globalMatch(words); each.hasNext();) {
        const QRegularExpressionMatch match = each.next();
        const QString name = match.captured(1);
        html += words.mid(last, match.capturedStart() - last).toHtmlEscaped();
        html += m_session.graph().node(name.toStdString())
                    ? link(QStringLiteral("node:") + name, name)
                    : coloured(name.toHtmlEscaped(), theme().ink, true);
        last = match.capturedEnd();
    }
    html += words.mid(last).toHtmlEscaped();
    return html.replace(QLatin1Char('\n'), QLatin1String("<br>"));
}

QLabel* LessonPanel::label(QVBoxLayout& column, const QString& richText, const char* kind) {
    auto* made = new QLabel(richText);
    made->setObjectName(kind);
    made->setTextFormat(Qt::RichText);
    made->setWordWrap(true);
    made->setFont(lookFont(13));
    made->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    if (!richText.contains(QLatin1String("<a ")))
        made->setFocusPolicy(Qt::NoFocus);
    connect(made, &QLabel::linkActivated, this, &LessonPanel::follow);
    column.addWidget(made);
    return made;
}

void LessonPanel::follow(const QString& target) {
    const QString value = target.section(QLatin1Char(':'), 1);
    if (target.startsWith(QLatin1String("node:")))
        m_session.selectNamed(value);
    else
        m_session.review(models::runStart + sim::Duration(value.toLongLong()));
}

// --------------------------------------------------------------------------------------------
// steps

void LessonPanel::refresh() {
    const bool hadFocus = m_scroll->isAncestorOf(focusWidget());
    m_hint = nullptr;
    m_focused = m_current = nullptr;
    if (QWidget* old = m_scroll->takeWidget())
        old->deleteLater();  // the button that was clicked may be in it
    auto* content = new QWidget;
    content->setObjectName("lessonContent");
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(side, 12, side, side);
    column->setSpacing(12);
    if (m_walk.isOn()) {
        const models::Lesson& lesson = m_walk.lesson();
        label(*column, rich(lesson.title), "lessonTitle")->setFont(lookFont(16, 600));
        if (!lesson.goal.empty())
            label(*column, rich(lesson.goal), "lessonGoal");
        label(*column,
              m_walk.isDone()
                  ? tr("All %1 steps are done.").arg(lesson.steps.size())
                  : tr("%1 of %2 steps are done.").arg(m_walk.current()).arg(lesson.steps.size()),
              "lessonCount");
        for (std::size_t i = 0; i < lesson.steps.size(); ++i)
            fillStep(*column, i);
    } else {
        label(*column, tr("No lesson is on. They are chosen in the gallery."), "lessonEmpty");
        auto* gallery = new QPushButton(tr("Gallery…"));
        connect(gallery, &QPushButton::clicked, this, &LessonPanel::galleryWanted);
        column->addWidget(gallery, 0, Qt::AlignLeft);
    }
    column->addStretch(1);
    m_scroll->setWidget(content);
    showFound();
    if (hadFocus)
        focusStep();
    else if (m_current)
        QMetaObject::invokeMethod(
            m_current,
            [this, shown = QPointer<QWidget>(m_current)] {
                if (shown)
                    showCurrent();
            },
            Qt::QueuedConnection);
}

void LessonPanel::fillStep(QVBoxLayout& column, std::size_t place) {
    const models::LessonStep& step = m_walk.lesson().steps[place];
    const bool isDone = m_walk.progress()[place].doneAt.has_value();
    const bool isCurrent = place == m_walk.current();
    auto* box = new QFrame;
    box->setObjectName(isCurrent ? "lessonStepOn" : "lessonStep");
    box->setAccessibleName(isDone      ? tr("Step %1, done").arg(place + 1)
                           : isCurrent ? tr("Step %1, on").arg(place + 1)
                                       : tr("Step %1, to come").arg(place + 1));
    auto* rows = new QVBoxLayout(box);
    rows->setContentsMargins(boxSide, 10, boxSide, 10);
    rows->setSpacing(gap);
    const QString mark = isDone ? coloured(QStringLiteral("✓"), theme().okText, true)
                                : coloured(QString::number(place + 1), theme().ink3, true);
    const QString what =
        isDone || isCurrent ? rich(step.text) : coloured(rich(step.text), theme().ink3);
    label(*rows, mark + QStringLiteral("&nbsp;&nbsp;") + what, "lessonText");
    if (isDone)
        fillPast(*rows, place);
    else if (isCurrent && m_walk.isAsking())
        fillQuestion(*rows, step);
    else if (isCurrent)
        fillTask(*rows, step);
    if (isCurrent)
        m_current = box;
    column.addWidget(box);
}

void LessonPanel::fillPast(QVBoxLayout& column, std::size_t place) {
    const models::LessonStep& step = m_walk.lesson().steps[place];
    const LessonWalk::StepProgress& progress = m_walk.progress()[place];
    if (progress.answer) {
        const bool isRight = *progress.answer == 0;
        label(column, rich(step.ask), "lessonAsked");
        label(column,
              coloured(isRight ? tr("✓ You predicted: ") : tr("✗ You predicted: "),
                       isRight ? theme().okText : theme().failingText, true) +
                  rich(step.answers[*progress.answer]),
              "lessonPredicted");
        if (!isRight)
            label(column,
                  coloured(tr("What happened: "), theme().ink, true) + rich(step.answers.front()),
                  "lessonHappened");
    }
    if (!progress.found.empty()) {
        const QString at = QString::number(models::sinceStart(*progress.doneAt).count());
        label(column,
              link(QStringLiteral("time:") + at, clockText(*progress.doneAt)) +
                  QStringLiteral(" ") + foundText(*step.until, progress.found).toHtmlEscaped(),
              "lessonFound");
    }
    if (!step.explain.empty())
        label(column, rich(step.explain), "lessonExplained");
}

void LessonPanel::fillQuestion(QVBoxLayout& column, const models::LessonStep& step) {
    label(column, coloured(rich(step.ask), theme().ink, true), "lessonQuestion");
    auto* choices = new QButtonGroup(this);
    auto* answer = new QPushButton(tr("Answer"));
    answer->setObjectName("lessonAnswer");
    answer->setProperty("primary", true);
    answer->setEnabled(false);
    for (const std::size_t place : models::offeredAnswers(step)) {
        const QString said = paragraph(step.answers[place]).remove(QLatin1Char('`'));
        auto* choice = new QRadioButton(brokenToWidth(said, lookFont(13), answerWidth));
        choice->setObjectName("lessonChoice");
        choice->setAccessibleName(said);
        choices->addButton(choice, static_cast<int>(place));
        column.addWidget(choice);
        if (!m_focused)
            m_focused = choice;
    }
    choices->setParent(answer);
    connect(choices, &QButtonGroup::idToggled, answer, [answer] { answer->setEnabled(true); });
    connect(answer, &QPushButton::clicked, this,
            [this, choices] { m_walk.answer(static_cast<std::size_t>(choices->checkedId())); });
    column.addWidget(answer, 0, Qt::AlignLeft);
    label(column, tr("The run waits until you have answered."), "lessonHint");
}

void LessonPanel::fillTask(QVBoxLayout& column, const models::LessonStep& step) {
    const LessonWalk::StepProgress& progress = m_walk.progress()[m_walk.current()];
    if (progress.answer)
        label(column, tr("You predicted: %1").arg(rich(step.answers[*progress.answer])),
              "lessonPredicted");
    else if (!step.ask.empty())
        label(column, rich(step.ask), "lessonQuestion");
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(gap);
    if (const QString shown = m_walk.shownBy(step); !shown.isEmpty()) {
        auto* show = new QPushButton(tr("Show me %1").arg(shown));
        show->setObjectName("lessonShow");
        connect(show, &QPushButton::clicked, this, [this, shown] { m_session.selectNamed(shown); });
        buttons->addWidget(show);
        m_focused = show;
    }
    if (m_walk.endsByReading()) {
        auto* next = new QPushButton(tr("Next"));
        next->setObjectName("lessonNext");
        next->setProperty("primary", true);
        connect(next, &QPushButton::clicked, &m_walk, &LessonWalk::next);
        buttons->addWidget(next);
        m_focused = next;
    }
    buttons->addStretch(1);
    column.addLayout(buttons);
    if (!m_walk.endsByReading())
        m_hint = label(column, {}, "lessonHint");
}

void LessonPanel::showFound() {
    if (!m_hint)
        return;
    const models::LessonStep& step = m_walk.lesson().steps[m_walk.current()];
    m_hint->setText(m_walk.foundSoFar().empty()
                        ? tr("Ticked by the run.")
                        : tr("Ticked by the run. By now %1")
                              .arg(foundText(*step.until, m_walk.foundSoFar()).toHtmlEscaped()));
}

}  // namespace app
