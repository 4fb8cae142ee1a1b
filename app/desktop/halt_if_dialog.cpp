#include "app/desktop/halt_if_dialog.h"

#include "app/desktop/dialog_layout.h"
#include "models/io/entry_reader.h"

namespace app {
namespace {

constexpr int haltIfWidth = 440;
constexpr int haltIfSaidHeight = 40;

}  // namespace

HaltIfDialog::HaltIfDialog(Session& session, QWidget* parent)
    : QDialog(parent), m_session(session) {
    setObjectName("haltIfDialog");
    setWindowTitle(tr("Halt all faults if…"));
    m_journey = new QComboBox(this);
    m_journey->setObjectName("haltIfJourney");
    for (const models::Journey& each : session.scenario().journeys)
        m_journey->addItem(QString::fromStdString(each.name));
    m_bound = new QLineEdit(QStringLiteral("below 90 %"), this);
    m_bound->setObjectName("haltIfBound");
    m_said = new QLabel(this);
    m_said->setObjectName("haltIfSaid");
    makeSaid(*m_said, haltIfSaidHeight);
    m_remove = new QPushButton(tr("No longer"), this);
    m_remove->setObjectName("haltIfRemove");
    m_remove->setToolTip(tr("Faults last until they are lifted or over"));
    m_set = new QPushButton(tr("Set"), this);
    m_set->setObjectName("haltIfSet");
    m_set->setProperty("primary", true);
    m_set->setDefault(true);
    const auto& now = session.snapshot()->haltIf;
    m_remove->setVisible(now.has_value());
    if (now) {
        m_journey->setCurrentText(QString::fromStdString(now->wanted.journey));
        m_bound->setText(QString::fromStdString(now->wanted.availability.written));
    }
    build();
    connect(m_journey, &QComboBox::currentTextChanged, this, &HaltIfDialog::check);
    connect(m_bound, &QLineEdit::textChanged, this, &HaltIfDialog::check);
    connect(m_set, &QPushButton::clicked, this, [this] { take(*m_wanted); });
    connect(m_remove, &QPushButton::clicked, this, [this] { take({}); });
    check();
    resize(haltIfWidth, sizeHint().height());
}

void HaltIfDialog::build() {
    auto* form = dialogForm();
    form->addRow(tr("Journey"), m_journey);
    form->addRow(tr("Available"), m_bound);
    layOutDialog(*this, form, {m_said}, m_remove, m_set);
}

// By the reader of scenarios.
void HaltIfDialog::check() {
    const QString text = QStringLiteral("{ journey: %1, availability: %2 }")
                             .arg(m_journey->currentText(), m_bound->text().trimmed());
    models::HaltIfReading reading = models::readHaltIf(text.toStdString(), m_session.scenario());
    m_wanted = std::move(reading.haltIf);
    m_set->setEnabled(m_wanted.has_value());
    markProblem(*m_said, !m_wanted);
    m_said->setText(m_wanted ? tr("All faults are lifted, and no planned one begins any more, once "
                                  "that was so over the last 5 s while a fault is active.")
                             : QString::fromStdString(reading.diagnostics.front().message));
}

void HaltIfDialog::take(models::HaltIf wanted) {
    m_session.setHaltIf(std::move(wanted));
    accept();
}

}  // namespace app
