#include "app/desktop/sketch_dialog.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QTextBlock>
#include <QVBoxLayout>

#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "models/io/scenario_reader.h"

namespace app {
namespace {

constexpr int checkAfterMs = 120;  // a pause in typing
constexpr int problemsHeight = 96;
const char* const sketchName = "Untitled";

const QString example = QStringLiteral(
    "web 200/s -> gateway -> user, payment?\n"
    "user -> ledger\n"
    "batch 10 users -> ledger");

QString counted(std::size_t count, const char* one, const char* many) {
    return countText(static_cast<std::int64_t>(count)) + QLatin1Char(' ') +
           QLatin1String(count == 1 ? one : many);
}

QString sizeText(const models::Scenario& scenario) {
    return counted(scenario.services.size(), "service", "services") + QStringLiteral(", ") +
           counted(scenario.journeys.size(), "journey", "journeys");
}

// Both fonts would draw `->` as one arrow, which nobody can type.
QFont asTyped(QFont font) {
    font.setStyleStrategy(QFont::PreferNoShaping);
    return font;
}

// Columns count bytes; a cursor counts UTF-16 units.
int positionIn(const QString& line, std::uint32_t column) {
    const QByteArray before = line.toUtf8().left(static_cast<qsizetype>(column) - 1);
    return static_cast<int>(QString::fromUtf8(before).size());
}

}  // namespace

bool looksLikeSketch(const QString& text) {
    if (text.size() > static_cast<qsizetype>(models::sketchSizeMax))
        return false;
    bool hasArrow = false;
    for (const QString& line : text.split(QLatin1Char('\n'))) {
        if (line.startsWith(QLatin1String("services:")))
            return false;
        const QString said = line.section(QLatin1Char('#'), 0, 0);
        hasArrow = hasArrow || said.contains(QLatin1String("->"));
    }
    return hasArrow;
}

SketchDialog::SketchDialog(QWidget* parent) : QDialog(parent) {
    setObjectName("sketchDialog");
    setWindowTitle(tr("New from sketch"));
    m_lines = new QPlainTextEdit(this);
    m_lines->setObjectName("sketchLines");
    m_lines->setAccessibleName(tr("Sketch"));
    m_lines->setFont(asTyped(monoFont(13)));
    m_lines->setPlaceholderText(example);
    m_lines->setTabChangesFocus(true);
    m_lines->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_lines->document()->setDocumentMargin(8);
    m_verdict = new QLabel(this);
    m_verdict->setObjectName("sketchVerdict");
    m_problems = new QListWidget(this);
    m_problems->setObjectName("sketchProblems");
    m_problems->setAccessibleName(tr("Problems"));
    m_problems->setWordWrap(true);
    m_problems->setFont(asTyped(monoFont(12)));
    m_problems->setFixedHeight(problemsHeight);
    m_example = new QPushButton(tr("Use the example"), this);
    m_example->setObjectName("sketchExample");
    m_create = new QPushButton(tr("Create and run"), this);
    m_create->setObjectName("sketchCreate");
    m_create->setProperty("primary", true);
    m_create->setDefault(true);
    m_create->setToolTip(tr("Ctrl+Enter"));
    build();
    m_checkTimer.setSingleShot(true);
    m_checkTimer.setInterval(checkAfterMs);
    connect(&m_checkTimer, &QTimer::timeout, this, &SketchDialog::check);
    connect(m_lines, &QPlainTextEdit::textChanged, this, &SketchDialog::checkSoon);
    connect(m_problems, &QListWidget::currentRowChanged, this, &SketchDialog::goTo);
    connect(m_example, &QPushButton::clicked, this, [this] { setSketch(example); });
    connect(m_create, &QPushButton::clicked, this, &SketchDialog::create);
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter})
        connect(new QShortcut(Qt::CTRL | key, this), &QShortcut::activated, this,
                &SketchDialog::create);
    check();
    resize(640, 420);
}

void SketchDialog::build() {
    auto* explained = new QLabel(
        tr("Who calls whom, and how often. A name with a rate or with users is a journey, every "
           "other one a service; ? marks what its caller can do without."),
        this);
    explained->setWordWrap(true);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_example);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_create);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(explained);
    column->addWidget(m_lines, 1);
    column->addWidget(m_verdict);
    column->addWidget(m_problems);
    column->addLayout(buttons);
}

void SketchDialog::setSketch(const QString& lines) {
    m_lines->setPlainText(lines);
    m_lines->moveCursor(QTextCursor::End);
    m_lines->setFocus();
    check();
}

void SketchDialog::checkSoon() {
    m_checkTimer.start();
}

void SketchDialog::check() {
    m_checkTimer.stop();
    const QString lines = m_lines->toPlainText();
    const bool isEmpty = lines.trimmed().isEmpty();
    m_sketch =
        isEmpty ? models::Sketch() : models::scenarioFromSketch(lines.toStdString(), sketchName);
    const bool isGood = !isEmpty && !models::hasErrors(m_sketch.diagnostics);
    m_create->setEnabled(isGood);
    m_example->setVisible(isEmpty);
    showProblems(m_sketch.diagnostics);
    if (isGood) {
        const auto reading = models::readScenario(m_sketch.text, sketchName, {});
        m_verdict->setText(reading.scenario ? sizeText(*reading.scenario) : QString());
    } else {
        const auto count = m_sketch.diagnostics.size();
        m_verdict->setText(isEmpty ? tr("Three lines are enough.")
                                   : counted(count, "problem", "problems"));
    }
}

void SketchDialog::showProblems(const models::Diagnostics& problems) {
    const QSignalBlocker quiet(m_problems);  // filling the list moves no cursor
    m_problems->clear();
    for (const models::Diagnostic& problem : problems) {
        const QString place =
            problem.place.line == 0
                ? QString()
                : QStringLiteral("%1:%2  ").arg(problem.place.line).arg(problem.place.column);
        m_problems->addItem(place + QString::fromStdString(problem.message));
    }
    m_problems->setVisible(!problems.empty());
}

void SketchDialog::goTo(int problem) {
    if (problem < 0 || static_cast<std::size_t>(problem) >= m_sketch.diagnostics.size())
        return;
    const models::Place place = m_sketch.diagnostics[static_cast<std::size_t>(problem)].place;
    const QTextBlock block =
        m_lines->document()->findBlockByNumber(static_cast<int>(place.line) - 1);
    if (!block.isValid())
        return;
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + positionIn(block.text(), place.column));
    m_lines->setTextCursor(cursor);
}

void SketchDialog::create() {
    check();  // what was typed last counts
    if (m_create->isEnabled())
        Q_EMIT created(m_sketch.text);
}

}  // namespace app
