#include "app/matrix/matrix_page.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "app/look/icons.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "models/io/value_text.h"

namespace app {
namespace {

constexpr int pageMargin = 24;
constexpr int seedsMax = 100;

}  // namespace

MatrixPage::MatrixPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_study(new MatrixStudy(this)) {
    setObjectName("matrixPage");
    m_headline = new QLabel(this);
    m_headline->setObjectName("matrixHeadline");
    m_headline->setWordWrap(true);
    m_headline->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_view = new MatrixView(this);
    m_legend = new QLabel(this);
    m_legend->setObjectName("matrixLegend");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 16, 0, 12);
    column->setSpacing(12);
    m_headline->setContentsMargins(pageMargin, 0, pageMargin, 0);
    m_legend->setContentsMargins(pageMargin, 0, pageMargin, 0);
    column->addWidget(m_headline);
    column->addWidget(makeControls());
    column->addWidget(m_view, 1);
    column->addWidget(m_legend);
    connect(m_study, &MatrixStudy::changed, this, &MatrixPage::refresh);
    connect(m_view, &MatrixView::currentChanged, this, [this] {
        m_open->setEnabled(m_view->currentOutage() >= 0);
        Q_EMIT isolationChanged();
    });
    connect(m_view, &MatrixView::opened, this, &MatrixPage::openCurrent);
    // A run that only begins again is still the one that the matrix is of.
    connect(&session, &Session::opened, this, [this] {
        m_at->setPlaceholderText(
            durationText(models::sinceStart(sim::usualOutage(m_session.scenario()))));
        if (m_scenario && *m_scenario != m_session.scenario())
            m_study->clear();
    });
    setAccessibleName(tr("Matrix"));
    refresh();
}

QLineEdit* MatrixPage::makeField(const QString& name, const QString& text) {
    auto* field = new QLineEdit(text, this);
    field->setAccessibleName(name);
    field->setFixedWidth(72);
    connect(field, &QLineEdit::returnPressed, this, &MatrixPage::runStudy);
    return field;
}

QWidget* MatrixPage::makeControls() {
    m_lasts = makeField(tr("How long each service is killed"), QStringLiteral("10 s"));
    m_lasts->setObjectName("matrixLasts");
    m_at = makeField(tr("When each service is killed"), {});
    m_at->setObjectName("matrixAt");
    m_seeds = makeField(tr("With how many seeds"), QStringLiteral("1"));
    m_seeds->setObjectName("matrixSeeds");
    m_seeds->setFixedWidth(40);
    m_run = new QPushButton(tr("Run the matrix"), this);
    m_run->setObjectName("matrixRun");
    m_run->setProperty("primary", true);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_study->isRunning())
            m_study->cancel();
        else
            runStudy();
    });
    m_size = new QLabel(this);
    m_size->setObjectName("matrixSize");
    m_open = new QPushButton(tr("Open this run"), this);
    m_open->setObjectName("matrixOpen");
    m_open->setToolTip(tr("Runs it live, from the kill on (Enter)"));
    connect(m_open, &QPushButton::clicked, this, &MatrixPage::openCurrent);
    m_copy = new QPushButton(tr("Copy as command"), this);
    m_copy->setObjectName("matrixCopy");
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(matrixCommand(m_session.fileName(), *m_study->result()));
    });
    auto* controls = new QWidget(this);
    auto* row = new QHBoxLayout(controls);
    row->setContentsMargins(pageMargin, 0, pageMargin, 0);
    row->setSpacing(8);
    row->addWidget(new QLabel(tr("Kill each service for"), controls));
    row->addWidget(m_lasts);
    row->addWidget(new QLabel(tr("at"), controls));
    row->addWidget(m_at);
    row->addWidget(new QLabel(tr("seeds"), controls));
    row->addWidget(m_seeds);
    row->addWidget(m_run);
    row->addWidget(m_size);
    row->addStretch(1);
    row->addWidget(m_open);
    row->addWidget(m_copy);
    return controls;
}

// Absent where a field has no time; the first that has none takes the focus.
std::optional<sim::BlastRadiusSettings> MatrixPage::settings() {
    sim::BlastRadiusSettings settings;
    settings.seed = m_session.seed();
    const auto timeIn = [this](QLineEdit* field) {
        const auto time = models::parseDuration(field->text().toStdString());
        if (!time) {
            showProblem(QString::fromStdString(time.problem.message));
            field->setFocus();
            field->selectAll();
        }
        return time.value;
    };
    const auto lasts = timeIn(m_lasts);
    if (!lasts)
        return std::nullopt;
    settings.lasts = std::max<models::Duration>(*lasts, std::chrono::milliseconds(1));
    if (!m_at->text().trimmed().isEmpty()) {
        const auto at = timeIn(m_at);
        if (!at)
            return std::nullopt;
        settings.at = models::runStart + std::max(*at, m_session.scenario().run.warmUp);
    }
    settings.seeds = m_seeds->text().toInt();
    if (settings.seeds < 1 || settings.seeds > seedsMax) {
        showProblem(tr("seeds: a whole number from 1 to %1").arg(seedsMax));
        m_seeds->setFocus();
        m_seeds->selectAll();
        return std::nullopt;
    }
    return settings;
}

void MatrixPage::runStudy() {
    if (!m_session.hasRun())
        return;
    if (const auto wanted = settings()) {
        m_scenario = std::make_shared<const models::Scenario>(m_session.scenario());
        m_study->start(*m_scenario, *wanted);
    }
}

void MatrixPage::openCurrent() {
    const auto result = m_study->result();
    if (result && m_view->currentOutage() >= 0)
        Q_EMIT runWanted(*result,
                         result->outages[static_cast<std::size_t>(m_view->currentOutage())]);
}

std::optional<sim::Isolation> MatrixPage::isolation() const {
    const auto result = m_study->result();
    if (!result || m_view->currentOutage() < 0)
        return std::nullopt;
    return result->outages[static_cast<std::size_t>(m_view->currentOutage())].isolation;
}

void MatrixPage::showProblem(const QString& problem) {
    m_size->setText(problem);
}

void MatrixPage::refresh() {
    const auto result = m_study->result();
    const bool hasResult = result != nullptr && m_scenario != nullptr;
    m_view->show(hasResult ? m_scenario : nullptr, hasResult ? result : nullptr);
    // Whoever pressed the button goes on with the arrow keys.
    if (hasResult && m_run->hasFocus())
        m_view->setFocus(Qt::OtherFocusReason);
    m_run->setText(m_study->isRunning() ? tr("Stop")
                   : hasResult          ? tr("Run again")
                                        : tr("Run the matrix"));
    m_open->setVisible(hasResult);
    m_open->setEnabled(false);
    m_copy->setVisible(hasResult);
    m_legend->setVisible(hasResult);
    if (m_study->isRunning()) {
        m_headline->setText(tr("Killing one service after the other …"));
        m_size->setText(tr("%1 of %2 runs").arg(m_study->done()).arg(m_study->all()));
    } else if (hasResult && !result->machineFault.empty()) {
        m_headline->setText(tr("The matrix stopped."));
        m_size->setText(QString::fromStdString(result->machineFault));
    } else if (hasResult) {
        m_headline->setText(matrixHeadline(*m_scenario, *result));
        m_size->clear();
        m_legend->setText(
            tr("Availability of the requests that began in the %1 of each kill; p99 "
               "against the same time without it. %2.")
                .arg(durationText(result->lasts), matrixSize(*result, m_study->wallSeconds())));
    } else {
        m_headline->setText(tr(
            "Kill every service in turn, and see whom each outage hurts. What you watch goes on."));
        m_size->clear();
    }
    Q_EMIT isolationChanged();
}

void MatrixPage::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), theme().canvas);
}

}  // namespace app
