#include "app/desktop/sweep_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>
#include <cmath>

#include "app/desktop/run_files.h"
#include "app/desktop/sweep_values.h"
#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/look/utf8_text.h"
#include "app/panels/step_places.h"
#include "models/io/scenario_reader.h"
#include "sim/simulation.h"

namespace app {
namespace {

enum SweepMeasure {
    SweptAvailable,
    SweptRate,
    SweptHalf,
    SweptSlow,
    SweepMeasureCount
};  // sim::sweptMeasures
constexpr int seedsAtFirst = 5, seedsAtMost = 100;
constexpr int valuesAtMost = 50;

QString measureName(int measure) {
    static const char* const names[] = {"available", "rate", "p50", "p99"};
    return QLatin1String(names[measure]);
}

QString sweptText(int measure, double value) {
    if (measure == SweptAvailable)
        return percentText(value, 2);
    return measure == SweptRate ? rateText(value)
                                : latencyText(sim::Duration(std::llround(value * 1e9)));
}

// "46 ms ± 3 ms": as wide as 95 % of such intervals must be.
QString sweptText(int measure, const sim::SweptMeasure& swept) {
    if (!swept.mean)
        return QStringLiteral("–");
    QString mean = sweptText(measure, *swept.mean);
    if (!swept.interval)
        return mean;
    const double half = (swept.interval->high - swept.interval->low) / 2;
    return mean + QStringLiteral(" ± ") + sweptText(measure, half);
}

}  // namespace

SweepDialog::SweepDialog(Session& session, QWidget* parent)
    : QDialog(parent), m_session(session), m_study(new SweepStudy(this)) {
    setObjectName("sweepDialog");
    setWindowTitle(tr("Sweep a parameter"));
    build();
    fillParameters();
    fillTable();
    m_values->setFocus();
    connect(m_study, &SweepStudy::changed, this, &SweepDialog::showStudy);
    connect(&session, &Session::opened, this, &QDialog::reject);
    resize(860, 720);
}

void SweepDialog::build() {
    QLayout* question = makeQuestion();  // first, for the Tab key
    m_table = new QTableWidget(0, SweepMeasureCount + 1, this);
    m_table->setObjectName("sweepTable");
    m_table->setAccessibleName(tr("What comes of each value"));
    m_table->verticalHeader()->hide();
    m_table->setShowGrid(false);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_chart = new SweepChart(this);
    m_words = new QLabel(this);
    m_words->setObjectName("sweepWords");
    m_words->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addLayout(question);
    column->addWidget(m_words);
    column->addWidget(m_table, 1);
    column->addWidget(m_chart, 1);
    column->addLayout(makeFoot());
    // A click on a heading draws that measure, one on a row or a point marks it in both.
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, this, [this](int section) {
        m_table->setCurrentCell(std::max(0, m_table->currentRow()), section);
    });
    connect(m_table, &QTableWidget::currentCellChanged, this, &SweepDialog::showCurve);
    connect(m_chart, &SweepChart::chosen, this, [this](int value) {
        m_table->setCurrentCell(value, std::max(1, m_table->currentColumn()));
    });
}

QLayout* SweepDialog::makeQuestion() {
    m_parameter = new QComboBox(this);
    m_parameter->setObjectName("sweepParameter");
    m_parameter->setAccessibleName(tr("Parameter"));
    m_parameter->setEditable(true);
    m_parameter->setInsertPolicy(QComboBox::NoInsert);
    m_parameter->setMinimumWidth(280);
    m_values = new QLineEdit(this);
    m_values->setObjectName("sweepValues");
    m_values->setAccessibleName(tr("Values"));
    m_values->setPlaceholderText(tr("values, parted by commas"));
    m_seeds = new QSpinBox(this);
    m_seeds->setObjectName("sweepSeeds");
    m_seeds->setAccessibleName(tr("Seeds"));
    m_seeds->setRange(1, seedsAtMost);
    m_seeds->setValue(seedsAtFirst);
    m_run = new QPushButton(tr("Run"), this);
    m_run->setObjectName("sweepRun");
    m_run->setProperty("primary", true);
    m_run->setDefault(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_parameter, 2);
    row->addWidget(new QLabel(QStringLiteral("="), this));
    row->addWidget(m_values, 2);
    row->addWidget(new QLabel(tr("seeds"), this));
    row->addWidget(m_seeds);
    row->addWidget(m_run);
    connect(m_parameter, &QComboBox::currentTextChanged, this, &SweepDialog::proposeValues);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_study->isRunning())
            m_study->cancel();
        else
            start();
    });
    return row;
}

QLayout* SweepDialog::makeFoot() {
    m_journey = new QComboBox(this);
    m_journey->setObjectName("sweepJourney");
    m_journey->setAccessibleName(tr("Journey"));
    for (const models::Journey& each : m_session.scenario().journeys)
        m_journey->addItem(text(each.name));
    connect(m_journey, &QComboBox::currentIndexChanged, this, &SweepDialog::fillTable);
    m_copy = new QPushButton(tr("Copy as commands"), this);
    m_copy->setObjectName("sweepCopy");
    m_copy->setAutoDefault(false);
    m_copy->setEnabled(false);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(commands()); });
    auto* close = new QPushButton(tr("Close"), this);
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(new QLabel(tr("Journey"), this));
    row->addWidget(m_journey);
    row->addStretch(1);
    row->addWidget(m_copy);
    row->addWidget(close);
    return row;
}

// Of what is selected first; any other path may be typed.
void SweepDialog::fillParameters() {
    QStringList first, others;
    const QString selected = m_session.selectedService();
    for (const models::Service& each : m_session.scenario().services) {
        const QString path = QStringLiteral("services.%1.").arg(text(each.name));
        QStringList& list = text(each.name) == selected ? first : others;
        list << path + QStringLiteral("instances");
        if (&list != &first)
            continue;
        list << path + QStringLiteral("concurrency") << path + QStringLiteral("inbox");
        for (const models::Endpoint& endpoint : each.endpoints)
            forEachPlace(endpoint.steps,
                         "services." + each.name + ".endpoints." + endpoint.name + ".steps",
                         [&](const models::Step& step, const std::string& place) {
                             if (std::holds_alternative<models::Call>(step.action))
                                 list << text(place) + QStringLiteral(".timeout");
                         });
    }
    // Where nothing is selected the question is how much the system carries.
    QStringList loads;
    const auto journey = m_session.selectedJourneyIndex();
    for (std::size_t i = 0; i < m_session.scenario().journeys.size(); ++i) {
        const models::Journey& each = m_session.scenario().journeys[i];
        const bool isOpen = std::holds_alternative<models::OpenWorkload>(each.workload);
        const QString path = QStringLiteral("journeys.%1.").arg(text(each.name)) +
                             (isOpen ? QStringLiteral("arrivals") : QStringLiteral("users"));
        (journey == i ? first : loads) << path;
    }
    m_parameter->addItems(first + loads + others);
    if (journey)
        m_journey->setCurrentIndex(static_cast<int>(*journey));
    proposeValues();
    say(tr("Each value is run over the whole duration with the same seeds, with the scenario's own "
           "faults; what was done to this run is left out."),
        false);
}

void SweepDialog::proposeValues() {
    const models::ScenarioReading reading = readingAsRun(m_session);
    const std::string path = m_parameter->currentText().toStdString();
    std::optional<std::string> written = models::WrittenValues(reading.text).at(path);
    if (!written && path.ends_with(".instances"))
        written = "1";
    m_values->setText(
        proposedValues(written ? text(*written) : QString()).join(QStringLiteral(", ")));
}

// The scenario with each of the values; what is wrong with one of them.
std::vector<models::Scenario> SweepDialog::scenarios(QString& problem) const {
    const models::ScenarioReading reading = readingAsRun(m_session);
    const std::filesystem::path file(m_session.fileName().toStdString());
    std::vector<models::Scenario> all;
    for (const QString& value : sweepValues(m_values->text())) {
        models::TextEdit edit =
            models::setValue(reading.text, file.string(), m_parameter->currentText().toStdString(),
                             value.toStdString());
        models::ScenarioReading edited;
        if (!models::hasErrors(edit.diagnostics)) {
            edited = models::readWithoutVariants(std::move(edit.text), file.string(),
                                                 file.parent_path());
            if (edited.scenario)
                models::addProblems(edited,
                                    sim::problemsOfExpressions(*edited.scenario, file.string()));
            edit.diagnostics = edited.diagnostics;
        }
        if (!edited.scenario || models::hasErrors(edit.diagnostics)) {
            const auto error = std::ranges::find(edit.diagnostics, models::Severity::Error,
                                                 &models::Diagnostic::severity);
            problem = error == edit.diagnostics.end()
                          ? tr("%1 is not possible.").arg(value)
                          : QStringLiteral("%1: %2").arg(value, text(error->message));
            return {};
        }
        all.push_back(*std::move(edited.scenario));
    }
    if (all.empty() || all.size() > valuesAtMost)
        problem = all.empty() ? tr("Give at least one value.")
                              : tr("At most %1 values at once.").arg(valuesAtMost);
    return all;
}

void SweepDialog::start() {
    QString problem;
    std::vector<models::Scenario> all = scenarios(problem);
    if (!problem.isEmpty()) {
        say(problem, true);
        m_values->setFocus();
        return;
    }
    m_swept = m_parameter->currentText();
    m_sweptValues = sweepValues(m_values->text());
    m_firstSeed = m_session.seed();
    m_study->start(std::move(all), {.seed = m_firstSeed, .seeds = m_seeds->value()});
}

void SweepDialog::showStudy() {
    m_run->setText(m_study->isRunning() ? tr("Stop") : tr("Run"));
    const auto result = m_study->result();
    m_copy->setEnabled(result != nullptr);
    if (m_study->isRunning())
        say(tr("%1 of %2 runs done").arg(m_study->done()).arg(m_study->all()), false);
    else if (result && !result->machineFault.empty())
        say(text(result->machineFault), true);
    else if (result)
        say(result->seeds == 1
                ? tr("One seed: what differs may be chance.")
                : tr("Means of %1 seeds, each with its 95\u00a0% interval.").arg(result->seeds),
            false);
    else
        say(tr("Stopped."), false);
    fillTable();
}

void SweepDialog::fillTable() {
    const int column = m_table->currentColumn();
    QStringList names{m_swept.isEmpty() ? tr("value") : m_swept.section(QLatin1Char('.'), -1)};
    for (int measure = 0; measure < SweepMeasureCount; ++measure)
        names << measureName(measure);
    m_table->setHorizontalHeaderLabels(names);
    const auto result = m_study->result();
    const auto journey = static_cast<std::size_t>(std::max(0, m_journey->currentIndex()));
    m_table->setRowCount(0);
    const int rows = result ? static_cast<int>(result->points.size()) : 0;
    m_table->setRowCount(rows);
    for (int row = 0; row < rows; ++row) {
        m_table->setItem(row, 0, new QTableWidgetItem(m_sweptValues.value(row)));
        const auto& point = result->points[static_cast<std::size_t>(row)];
        for (int measure = 0; measure < SweepMeasureCount && journey < point.size(); ++measure) {
            auto* item = new QTableWidgetItem(
                sweptText(measure, point[journey].measures[static_cast<std::size_t>(measure)]));
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_table->setItem(row, measure + 1, item);
        }
    }
    for (int each = 0; each <= SweepMeasureCount; ++each)
        m_table->horizontalHeaderItem(each)->setTextAlignment(
            (each == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (rows > 0)
        m_table->setCurrentCell(0, column > 0 ? column : SweptSlow + 1);
    showCurve();
}

void SweepDialog::showCurve() {
    const auto result = m_study->result();
    const int measure = std::max(1, m_table->currentColumn()) - 1;
    const auto journey = static_cast<std::size_t>(std::max(0, m_journey->currentIndex()));
    SweepCurve curve;
    if (result) {
        const bool isTime = measure == SweptHalf || measure == SweptSlow;
        curve.title =
            QStringLiteral("%1 of %2").arg(measureName(measure), m_journey->currentText());
        curve.title[0] = isTime ? curve.title[0] : curve.title[0].toUpper();
        curve.unit = isTime                 ? QStringLiteral("ms")
                     : measure == SweptRate ? QStringLiteral("ended/s")
                                            : QString();
        curve.xTitle = m_swept;
        curve.isShare = measure == SweptAvailable;
        curve.values = m_sweptValues;
        for (const auto& point : result->points) {
            sim::SweptMeasure swept =
                journey < point.size() ? point[journey].measures[static_cast<std::size_t>(measure)]
                                       : sim::SweptMeasure();
            const double scale = isTime ? 1000 : 1;
            if (swept.mean)
                *swept.mean *= scale;
            if (swept.interval)
                swept.interval = {swept.interval->low * scale, swept.interval->high * scale};
            curve.points.push_back(swept);
        }
    }
    m_chart->show(std::move(curve));
    m_chart->setCurrent(m_table->currentRow());
}

QString SweepDialog::commands() const {
    const auto quoted = [](QString word) {
        return QLatin1Char('\'') + word.replace(QLatin1Char('\''), QLatin1String("'\\''")) +
               QLatin1Char('\'');
    };
    const QString variant = m_session.variant().empty()
                                ? QString()
                                : QStringLiteral(" --variant ") + quoted(text(m_session.variant()));
    const int seeds = m_study->result() ? m_study->result()->seeds : 0;
    QStringList lines;
    for (const QString& value : m_sweptValues)
        for (int seed = 0; seed < seeds; ++seed)
            lines << QStringLiteral("watertight run %1 --seed %2%3 --set %4")
                         .arg(quoted(m_session.fileName()))
                         .arg(m_firstSeed + static_cast<std::uint64_t>(seed))
                         .arg(variant, quoted(m_swept + QLatin1Char('=') + value));
    return lines.join(QLatin1Char('\n'));
}

void SweepDialog::say(const QString& words, bool isProblem) {
    m_words->setStyleSheet(
        QStringLiteral("color: %1").arg((isProblem ? theme().failingText : theme().ink2).name()));
    m_words->setText(words);
}

void SweepDialog::hideEvent(QHideEvent* event) {
    m_study->cancel();
    QDialog::hideEvent(event);
}

}  // namespace app
