#include "app/desktop/pause_when_dialog.h"

#include <algorithm>
#include <cmath>

#include "app/desktop/dialog_layout.h"
#include "app/look/number_text.h"
#include "app/panels/expectation_text.h"
#include "app/session/edge_words.h"
#include "models/io/value_text.h"

namespace app {
namespace {

constexpr int pauseWhenWidth = 440;
constexpr int pauseWhenSaidHeight = 56;
constexpr int windowsOffered[] = {1, 5, 10, 30};  // s
constexpr int windowAtFirst = 5;

struct MeasureChoice {
    models::Measure measure;
    const char* name;
    models::Quantity quantity;
    double atFirst;  // the bound where nothing is measured yet
};

constexpr MeasureChoice measureChoices[] = {
    {models::Measure::P99, "p99", models::Quantity::Time, 0.2},
    {models::Measure::P95, "p95", models::Quantity::Time, 0.2},
    {models::Measure::P50, "p50", models::Quantity::Time, 0.1},
    {models::Measure::Errors, "errors", models::Quantity::Ratio, 0.05},
    {models::Measure::Throughput, "throughput", models::Quantity::Rate, 100},
    {models::Measure::Inbox, "inbox", models::Quantity::Count, 50},
    {models::Measure::Backlog, "backlog", models::Quantity::Count, 1000}};

const MeasureChoice& choiceOf(models::Measure measure) {
    return *std::ranges::find(measureChoices, measure, &MeasureChoice::measure);
}

bool isMeasuredOn(models::Measure measure, sim::Condition::Of of) {
    using Of = sim::Condition::Of;
    switch (measure) {
        case models::Measure::Inbox:
            return of == Of::Service;
        case models::Measure::Backlog:
            return of == Of::Topic;
        case models::Measure::Throughput:
            return true;
        default:
            return of != Of::Topic;
    }
}

bool isOfWindow(models::Measure measure) {
    return measure != models::Measure::Inbox && measure != models::Measure::Backlog;
}

// The next of 1, 2, 5, 10, ... from there on.
double roundStep(double value) {
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0}) {
        if (value <= step * power)
            return step * power;
    }
    return 10 * power;
}

QString writtenBound(models::Quantity quantity, double value) {
    std::string number;
    switch (quantity) {
        case models::Quantity::Time:
            number = models::toText(sim::Duration(std::llround(value * 1e9)));
            break;
        case models::Quantity::Ratio:
            number = models::toText(models::Ratio{value});
            break;
        case models::Quantity::Rate:
            number = models::toText(models::Rate{value});
            break;
        case models::Quantity::Count:
            number = models::toText(value);
            break;
    }
    return QStringLiteral("above ") + QString::fromStdString(number);
}

// Of the last seconds, as the cards and the inspector show them.
std::optional<double> recentValue(const sim::Recent& recent, models::Measure measure) {
    switch (measure) {
        case models::Measure::P50:
            return models::inSeconds(recent.p50);
        case models::Measure::P95:
            return models::inSeconds(recent.p95);
        case models::Measure::P99:
            return models::inSeconds(recent.p99);
        case models::Measure::Errors:
            return recent.counts.ended() == 0 ? std::nullopt : std::optional(recent.failedShare());
        case models::Measure::Throughput:
            return recent.perSecond(recent.counts.ended());
        default:
            return std::nullopt;
    }
}

}  // namespace

PauseWhenDialog::PauseWhenDialog(Session& session, QWidget* parent)
    : QDialog(parent), m_session(session) {
    setObjectName("pauseWhenDialog");
    setWindowTitle(tr("Pause when…"));
    m_place = new QComboBox(this);
    m_place->setObjectName("pauseWhenPlace");
    m_place->setEditable(true);
    m_place->setInsertPolicy(QComboBox::NoInsert);
    m_measure = new QComboBox(this);
    m_measure->setObjectName("pauseWhenMeasure");
    m_bound = new QLineEdit(this);
    m_bound->setObjectName("pauseWhenBound");
    m_window = new QComboBox(this);
    m_window->setObjectName("pauseWhenWindow");
    for (const int seconds : windowsOffered)
        m_window->addItem(tr("the last %1 s").arg(seconds), seconds);
    m_window->setCurrentIndex(m_window->findData(windowAtFirst));
    m_said = new QLabel(this);
    m_said->setObjectName("pauseWhenSaid");
    makeSaid(*m_said, pauseWhenSaidHeight);
    m_go = new QPushButton(tr("Run"), this);
    m_go->setObjectName("pauseWhenGo");
    m_go->setProperty("primary", true);
    m_go->setDefault(true);
    build();
    listPlaces();
    chooseSelected();
    connect(m_place, &QComboBox::currentTextChanged, this, &PauseWhenDialog::showPlace);
    connect(m_measure, &QComboBox::currentTextChanged, this, &PauseWhenDialog::showMeasure);
    connect(m_bound, &QLineEdit::textChanged, this, &PauseWhenDialog::check);
    connect(m_window, &QComboBox::currentTextChanged, this, &PauseWhenDialog::check);
    connect(m_go, &QPushButton::clicked, this, &PauseWhenDialog::go);
    showPlace();
    resize(pauseWhenWidth, sizeHint().height());
}

void PauseWhenDialog::build() {
    auto* form = dialogForm();
    form->addRow(tr("Of"), m_place);
    form->addRow(tr("Measure"), m_measure);
    form->addRow(tr("Is"), m_bound);
    form->addRow(tr("Over"), m_window);
    layOutDialog(*this, form, {m_said}, nullptr, m_go);
}

void PauseWhenDialog::listPlaces() {
    const models::Scenario& scenario = m_session.scenario();
    const auto add = [this](const auto& parts, sim::Condition::Of of) {
        for (std::size_t i = 0; i < parts.size(); ++i)
            m_places.push_back({of, i, QString::fromStdString(parts[i].name)});
    };
    add(scenario.journeys, sim::Condition::Of::Journey);
    add(scenario.services, sim::Condition::Of::Service);
    add(scenario.topics, sim::Condition::Of::Topic);
    for (std::size_t i = 0; i < m_session.graph().edges.size(); ++i)
        m_places.push_back({sim::Condition::Of::Edge, i, edgeName(m_session.graph(), i)});
    QStringList names;
    for (const Place& each : m_places)
        names << each.name;
    m_place->addItems(names);
}

void PauseWhenDialog::chooseSelected() {
    const auto choose = [this](sim::Condition::Of of, std::optional<std::size_t> place) {
        for (std::size_t i = 0; place && i < m_places.size(); ++i) {
            if (m_places[i].of == of && m_places[i].place == *place)
                m_place->setCurrentIndex(static_cast<int>(i));
        }
    };
    choose(sim::Condition::Of::Journey, m_session.selectedJourneyIndex());
    choose(sim::Condition::Of::Service, m_session.selectedServiceIndex());
    choose(sim::Condition::Of::Topic, m_session.selectedTopicIndex());
    if (m_session.selectedEdge() >= 0)
        choose(sim::Condition::Of::Edge, static_cast<std::size_t>(m_session.selectedEdge()));
}

const PauseWhenDialog::Place* PauseWhenDialog::chosen() const {
    // A journey and a service may share a name: the row that was chosen decides.
    const auto row = static_cast<std::size_t>(std::max(0, m_place->currentIndex()));
    if (row < m_places.size() && m_places[row].name == m_place->currentText())
        return &m_places[row];
    const auto found = std::ranges::find(m_places, m_place->currentText(), &Place::name);
    return found == m_places.end() ? nullptr : &*found;
}

models::Measure PauseWhenDialog::measure() const {
    return static_cast<models::Measure>(m_measure->currentData().toInt());
}

// What can be measured there; the measure stays where it is one of them.
void PauseWhenDialog::showPlace() {
    const Place* place = chosen();
    if (place == nullptr) {
        check();
        return;
    }
    const QString before = m_measure->currentText();
    {
        const QSignalBlocker quiet(m_measure);
        m_measure->clear();
        for (const MeasureChoice& each : measureChoices) {
            if (isMeasuredOn(each.measure, place->of))
                m_measure->addItem(tr(each.name), static_cast<int>(each.measure));
        }
        m_measure->setCurrentIndex(std::max(0, m_measure->findText(before)));
    }
    showMeasure();
}

void PauseWhenDialog::showMeasure() {
    const MeasureChoice& choice = choiceOf(measure());
    const std::optional<double> now = valueNow();
    const double bound = now && *now > 0 ? roundStep(2 * *now) : choice.atFirst;
    const bool isShare = choice.quantity == models::Quantity::Ratio;
    m_bound->setText(writtenBound(choice.quantity, isShare ? std::min(bound, 0.5) : bound));
    m_window->setEnabled(isOfWindow(choice.measure));
    check();
}

std::optional<double> PauseWhenDialog::valueNow() const {
    const Place* place = chosen();
    const auto snapshot = m_session.snapshot();
    if (place == nullptr || !snapshot)
        return {};
    switch (place->of) {
        case sim::Condition::Of::Journey:
            return recentValue(snapshot->journeys[place->place].recent, measure());
        case sim::Condition::Of::Service:
            return measure() == models::Measure::Inbox
                       ? std::optional<double>(snapshot->services[place->place].inbox)
                       : recentValue(snapshot->services[place->place].recent, measure());
        case sim::Condition::Of::Edge:
            return recentValue(snapshot->edges[place->place].recent, measure());
        case sim::Condition::Of::Topic:
            return measure() == models::Measure::Backlog
                       ? static_cast<double>(snapshot->topics[place->place].backlog)
                       : snapshot->topics[place->place].endedPerSecond();
    }
    return {};
}

void PauseWhenDialog::check() {
    const Place* place = chosen();
    m_wanted.reset();
    QString problem;
    if (place == nullptr) {
        problem = tr("The scenario has no “%1”.").arg(m_place->currentText());
    } else {
        const models::Parsed<models::Bound> bound =
            models::parseBound(m_bound->text().toStdString(), choiceOf(measure()).quantity);
        m_wanted = bound.value;
        if (!bound)
            problem = QString::fromStdString(bound.problem.message);
    }
    m_go->setEnabled(m_wanted.has_value());
    markProblem(*m_said, !m_wanted);
    if (!m_wanted) {
        m_said->setText(problem);
        return;
    }
    const std::optional<double> now = valueNow();
    const QString value =
        now ? tr("It is %1 now. ").arg(measuredText(m_wanted->quantity, *now)) : QString();
    m_said->setText(value + (isOfWindow(measure())
                                 ? tr("The run pauses at the first tenth of a second at which that "
                                      "is so over %1.")
                                       .arg(m_window->currentText())
                                 : tr("The run pauses at the first tenth of a second at which "
                                      "that is so.")));
}

void PauseWhenDialog::go() {
    const Place* place = chosen();
    if (place == nullptr || !m_wanted)
        return;
    sim::Condition condition;
    condition.of = place->of;
    condition.place = place->place;
    condition.measure = measure();
    condition.bound = *m_wanted;
    condition.window = std::chrono::seconds(m_window->currentData().toInt());
    condition.name = tr("%1 of %2").arg(m_measure->currentText(), place->name).toStdString();
    m_session.runUntil(condition);
    accept();
}

}  // namespace app
