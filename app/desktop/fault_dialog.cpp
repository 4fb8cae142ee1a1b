#include "app/desktop/fault_dialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>

#include "app/desktop/dialog_layout.h"
#include "app/desktop/fault_form.h"
#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/session/fault_reach.h"
#include "models/io/entry_reader.h"

namespace app {
namespace {

constexpr int faultWidth = 520;
constexpr int faultSaidHeight = 60;
constexpr int firstParameterRow = 2;

QString problemText(const models::Diagnostics& problems) {
    for (const models::Diagnostic& each : problems) {
        if (each.severity == models::Severity::Error)
            return QString::fromStdString(each.message);
    }
    return {};
}

// When it really begins the run says; a line that is copied reads better so.
models::Instant tenthBefore(models::Instant at) {
    return at - models::sinceStart(at) % std::chrono::milliseconds(100);
}

}  // namespace

FaultDialog::FaultDialog(Session& session, QWidget* parent) : QDialog(parent), m_session(session) {
    setObjectName("faultDialog");
    setWindowTitle(tr("Begin a fault"));
    m_kind = new QComboBox(this);
    m_kind->setObjectName("faultKind");
    m_target = new QComboBox(this);
    m_target->setObjectName("faultTarget");
    m_target->setEditable(true);
    m_target->setInsertPolicy(QComboBox::NoInsert);
    m_when = new QLineEdit(this);
    m_when->setObjectName("faultWhen");
    m_when->setPlaceholderText(tr("now, or a time to come such as 1:20"));
    m_lasts = new QLineEdit(QStringLiteral("30 s"), this);
    m_lasts->setObjectName("faultLasts");
    m_lasts->setPlaceholderText(tr("until it is lifted"));
    m_said = new QLabel(this);
    m_said->setObjectName("faultSaid");
    makeSaid(*m_said, faultSaidHeight);
    m_line = new QLabel(this);
    m_line->setObjectName("faultLine");
    m_line->setFont(monoFont(12));
    m_line->setWordWrap(true);
    m_line->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copy = new QPushButton(tr("Copy the line"), this);
    m_copy->setToolTip(tr("As an entry of a scenario’s faults"));
    m_begin = new QPushButton(tr("Begin"), this);
    m_begin->setObjectName("faultBegin");
    m_begin->setProperty("primary", true);
    m_begin->setDefault(true);
    build();
    for (const FaultForm& form : faultForms()) {
        if (!targetsOf(form.strikes, session.scenario(), session.graph()).isEmpty())
            m_kind->addItem(tr(form.name), QLatin1String(form.key));
    }
    connect(m_kind, &QComboBox::currentIndexChanged, this, &FaultDialog::showKind);
    connect(m_target, &QComboBox::currentTextChanged, this, &FaultDialog::check);
    connect(m_when, &QLineEdit::textChanged, this, &FaultDialog::check);
    connect(m_lasts, &QLineEdit::textChanged, this, &FaultDialog::check);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(QStringLiteral("- ") + m_entry); });
    connect(m_begin, &QPushButton::clicked, this, &FaultDialog::begin);
    showKind();
    resize(faultWidth, sizeHint().height());
}

void FaultDialog::build() {
    m_form = dialogForm();
    m_form->addRow(tr("What"), m_kind);
    m_form->addRow(tr("Where"), m_target);
    for (std::size_t i = 0; i < parametersAtMost; ++i) {
        Parameter& each = m_parameters[i];
        each = {new QLabel(this), new QLineEdit(this), new QComboBox(this)};
        each.typed->setObjectName(QStringLiteral("faultValue%1").arg(i));
        each.chosen->setObjectName(QStringLiteral("faultChoice%1").arg(i));
        auto* both = new QHBoxLayout;
        both->addWidget(each.typed);
        both->addWidget(each.chosen);
        m_form->addRow(each.label, both);
        connect(each.typed, &QLineEdit::textChanged, this, &FaultDialog::check);
        connect(each.chosen, &QComboBox::currentTextChanged, this, &FaultDialog::check);
    }
    m_form->addRow(tr("When"), m_when);
    m_form->addRow(tr("For"), m_lasts);
    layOutDialog(*this, m_form, {m_said, m_line}, m_copy, m_begin);
}

void FaultDialog::propose(const QString& kind, const QString& target) {
    if (const int index = m_kind->findData(kind); index >= 0)
        m_kind->setCurrentIndex(index);
    if (const int index = m_target->findText(target); index >= 0)
        m_target->setCurrentIndex(index);
}

namespace {

const FaultForm& formOf(const QString& key) {
    for (const FaultForm& each : faultForms()) {
        if (key == QLatin1String(each.key))
            return each;
    }
    return faultForms().front();
}

}  // namespace

void FaultDialog::showParameter(std::size_t index, bool isAsked, bool isChosen) {
    m_form->setRowVisible(firstParameterRow + static_cast<int>(index), isAsked);
    m_parameters[index].typed->setVisible(isAsked && !isChosen);
    m_parameters[index].chosen->setVisible(isAsked && isChosen);
}

// The place is kept where the new kind can strike there, too.
void FaultDialog::showKind() {
    const FaultForm& form = formOf(m_kind->currentData().toString());
    {
        const QSignalBlocker quiet(m_target);
        const QString before = m_target->currentText();
        m_target->clear();
        m_target->addItems(targetsOf(form.strikes, m_session.scenario(), m_session.graph()));
        m_target->setCurrentIndex(std::max(0, m_target->findText(before)));
    }
    for (std::size_t i = 0; i < parametersAtMost; ++i) {
        Parameter& each = m_parameters[i];
        const bool isThere = i < form.parameters.size();
        const FaultParameter* wanted = isThere ? &form.parameters[i] : nullptr;
        const QSignalBlocker quietText(each.typed), quietChoice(each.chosen);
        showParameter(i, isThere, isThere && wanted->words);
        if (!wanted)
            continue;
        each.label->setText(tr(wanted->label));
        each.typed->setText(QLatin1String(wanted->standard));
        each.typed->setAccessibleName(tr(wanted->label));
        each.chosen->setAccessibleName(tr(wanted->label));
        each.chosen->clear();
        if (wanted->words)
            each.chosen->addItems(QString::fromLatin1(wanted->words).split(QLatin1Char(' ')));
    }
    check();
}

QString FaultDialog::parameterText(std::size_t index) const {
    const Parameter& each = m_parameters[index];
    return each.typed->isHidden() ? each.chosen->currentText() : each.typed->text().trimmed();
}

void FaultDialog::check() {
    const FaultForm& form = formOf(m_kind->currentData().toString());
    QStringList values;
    for (std::size_t i = 0; i < form.parameters.size(); ++i) {
        const char* only = form.parameters[i].only;
        const bool isAsked = !only || values.back() == QLatin1String(only);
        showParameter(i, isAsked, form.parameters[i].words);
        values << (isAsked ? parameterText(i) : QString());
    }
    const bool isPlanned = !m_when->text().trimmed().isEmpty();
    const models::Instant at = typedInstant(m_when->text()).value_or(m_session.snapshot()->now);
    m_entry = faultEntry(form, isPlanned ? at : tenthBefore(at), m_target->currentText().trimmed(),
                         values, m_lasts->text().trimmed());
    const models::EntryReading reading =
        models::readEntry(m_entry.toStdString(), m_session.scenario());
    m_fault.reset();
    const QString problem = problemOfWhen();
    if (problem.isEmpty() && reading.entry && std::holds_alternative<models::Fault>(*reading.entry))
        m_fault = std::get<models::Fault>(*reading.entry);
    m_begin->setText(isPlanned ? tr("Plan") : tr("Begin"));
    m_begin->setEnabled(m_fault.has_value());
    m_copy->setEnabled(m_fault.has_value());
    m_line->setText(m_entry);
    markProblem(*m_said, !m_fault);
    previewReach();
    if (!m_fault) {
        m_said->setText(problem.isEmpty() ? problemText(reading.diagnostics) : problem);
        return;
    }
    const QString reach = reachText(faultReach(m_session.scenario(), m_session.graph(), *m_fault),
                                    m_session.graph(), *m_fault);
    const bool waits =
        isPlanned && !m_session.playsOwnFaults() &&
        !(m_session.scenario().faults.empty() && m_session.scenario().rollouts.empty());
    m_said->setText(waits ? tr("%1 It comes once the scenario’s own faults are played.").arg(reach)
                          : reach);
}

// What has been cannot be planned any more; that is for the past itself, in review.
QString FaultDialog::problemOfWhen() const {
    const QString typed = m_when->text().trimmed();
    if (typed.isEmpty())
        return {};
    const auto at = typedInstant(typed);
    const sim::Snapshot& live = *m_session.liveSnapshot();
    if (!at)
        return tr("“%1” is no time: expected one such as 1:20 or 80 s.").arg(typed);
    if (*at <= live.now)
        return tr("%1 is over already: the run is at %2.").arg(clockText(*at), clockText(live.now));
    if (*at >= live.end)
        return tr("The run is over at %1.").arg(clockText(live.end));
    return {};
}

void FaultDialog::previewReach() {
    QStringList nodes;
    if (m_fault) {
        const FaultReach reach = faultReach(m_session.scenario(), m_session.graph(), *m_fault);
        nodes = reach.struck + reach.callers + reach.journeys + reach.byMessage;
    }
    Q_EMIT m_session.reachPreviewed(nodes);
}

void FaultDialog::done(int result) {
    Q_EMIT m_session.reachPreviewed({});
    QDialog::done(result);
}

void FaultDialog::begin() {
    check();
    if (!m_fault)
        return;
    if (m_when->text().trimmed().isEmpty()) {
        m_session.begin(*m_fault);
        accept();
    } else if (const QString problem = m_session.plan(*m_fault); problem.isEmpty()) {
        accept();
    } else {
        m_said->setText(problem);
    }
}

}  // namespace app
