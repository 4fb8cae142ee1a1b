#include "app/desktop/problems_page.h"

#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "app/look/fonts.h"
#include "app/look/glyphs.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr int headHeight = 88;

QString lineOf(const std::string& text, std::uint32_t number) {
    if (number == 0)
        return {};
    std::size_t start = 0;
    for (std::uint32_t line = 1; line < number; ++line) {
        start = text.find('\n', start);
        if (start == std::string::npos)
            return {};
        ++start;
    }
    const std::size_t end = text.find('\n', start);
    return QString::fromStdString(text.substr(start, end - start)).trimmed();
}

}  // namespace

QString placedText(const models::Diagnostic& problem, const std::string& text) {
    const QString entry = QString::fromStdString(models::toText(problem));
    const QString line = lineOf(text, problem.place.line);
    return line.isEmpty() ? entry : entry + QStringLiteral("\n    ") + line;
}

ProblemsPage::ProblemsPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session) {
    m_list = new QListWidget(this);
    m_list->setObjectName("problemsList");
    m_list->setAccessibleName(tr("Problems"));
    m_list->setWordWrap(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSpacing(4);
    m_reload = new QPushButton(tr("Read again"), this);
    m_reload->setObjectName("reload");
    m_copy = new QPushButton(tr("Copy"), this);
    m_copy->setObjectName("copyProblems");
    connect(m_reload, &QPushButton::clicked, this, &ProblemsPage::reloadWanted);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(text()); });
    m_fix = new QAction(tr("Fix the problem"), this);
    m_fix->setIconText(m_fix->text());  // lasts, while the text says what it would do
    m_fix->setObjectName("quickFix");
    m_fix->setShortcut(Qt::CTRL | Qt::Key_Period);
    connect(m_fix, &QAction::triggered, this, &ProblemsPage::fix);
    m_fixButton = new QPushButton(this);
    m_fixButton->setObjectName("fixProblem");
    m_fixButton->setProperty("primary", true);
    connect(m_fixButton, &QPushButton::clicked, m_fix, &QAction::trigger);
    connect(m_list, &QListWidget::currentRowChanged, this, &ProblemsPage::proposeFix);
    proposeFix();
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_fixButton);
    buttons->addWidget(m_reload);
    buttons->addWidget(m_copy);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, headHeight, 24, 24);
    column->setSpacing(12);
    column->addWidget(m_list, 1);
    column->addLayout(buttons);
}

void ProblemsPage::refresh() {
    m_list->clear();
    for (const models::Diagnostic& problem : m_session.problems())
        m_list->addItem(placedText(problem, m_session.text()));
    if (m_list->count() > 0)
        m_list->setCurrentRow(firstWithFix());
    proposeFix();
    setAccessibleName(tr("The scenario cannot be run"));
    update();
}

// The row that something can be done about at once, where there is one among the first: each is
// tried, which reads the text.
int ProblemsPage::firstWithFix() const {
    constexpr int triedAtMost = 10;
    for (int row = 0; row < std::min(m_list->count(), triedAtMost); ++row) {
        if (fixOf(row))
            return row;
    }
    return 0;
}

std::optional<models::QuickFix> ProblemsPage::fixOf(int row) const {
    const auto place = static_cast<std::size_t>(row);
    if (row < 0 || m_session.hasRun() || place >= m_session.problems().size())
        return std::nullopt;
    const std::filesystem::path file(m_session.fileName().toStdString());
    return models::quickFixOf(m_session.problems()[place], m_session.text(), file.string(),
                              file.parent_path());
}

void ProblemsPage::proposeFix() {
    m_proposed = fixOf(m_list->currentRow());
    m_fix->setEnabled(m_proposed.has_value());
    m_fix->setText(m_proposed ? tr("Fix: write “%1” in place of “%2”")
                                    .arg(QString::fromStdString(m_proposed->proposed),
                                         QString::fromStdString(m_proposed->found))
                              : m_fix->iconText());
    m_fixButton->setVisible(m_proposed.has_value());
    m_fixButton->setText(m_fix->text());
}

void ProblemsPage::fix() {
    if (!m_proposed)
        return;
    const models::QuickFix wanted = *m_proposed;
    m_session.mendText(
        tr("Write “%1” in place of “%2”")
            .arg(QString::fromStdString(wanted.proposed), QString::fromStdString(wanted.found)),
        wanted.text);
}

QString ProblemsPage::text() const {
    QStringList entries;
    for (int i = 0; i < m_list->count(); ++i)
        entries << m_list->item(i)->text();
    return entries.join(QLatin1Char('\n'));
}

void ProblemsPage::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme().canvas);
    paintGlyph(painter, QRectF(24, 27, 16, 16), Glyph::Failing);
    painter.setFont(lookFont(16, 600));
    painter.setPen(theme().ink);
    painter.drawText(QPointF(48, 41),
                     tr("%1 cannot be run").arg(QFileInfo(m_session.fileName()).fileName()));
    painter.setFont(lookFont(13));
    painter.setPen(theme().ink2);
    const auto count = static_cast<int>(m_session.problems().size());
    painter.drawText(QPointF(24, 70), count == 1 ? tr("1 problem was found. Nothing runs until it "
                                                      "is gone.")
                                                 : tr("%1 problems were found. Nothing runs until "
                                                      "they are gone.")
                                                       .arg(count));
}

}  // namespace app
