#include "app/desktop/run_bar.h"

#include <QAbstractItemView>
#include <QHBoxLayout>
#include <QPainter>
#include <QRegularExpressionValidator>

#include "app/look/icons.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr int barHeight = 44, buttonHeight = 28, padding = 12, gap = 8;
constexpr int variantWide = 280, variantCompact = 150;

}  // namespace

RunBar::RunBar(Session& session, Commands& commands, const Menus& menus, QWidget* parent)
    : QWidget(parent), m_session(session), m_commands(commands) {
    setFixedHeight(barHeight);
    m_runPause = buttonOf(commands.runPause);
    m_runPause->setProperty("primary", true);
    m_runPause->setObjectName("runPause");
    m_step = buttonOf(commands.step);
    m_step->setObjectName("step");
    makeSpeed();
    makeSeed();
    makeVariant();
    m_deploy = menuButton(tr("Deploy"), menus.rollouts);
    m_deploy->setObjectName("deploy");
    m_deploy->setToolTip(tr("Deploy, scale or roll back the selected service"));
    m_kill = new KeyButton(QStringLiteral("kill"), this);
    m_kill->setObjectName("kill");
    connect(m_kill, &QPushButton::clicked, commands.kill, &QAction::trigger);
    m_faults = menuButton(tr("Faults"), menus.faults);
    m_faults->setObjectName("faults");
    m_haltAll = buttonOf(commands.haltAll);
    m_haltAll->setObjectName("haltAll");
    m_undo = buttonOf(commands.undo);
    m_undo->setObjectName("undo");

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(padding, 0, padding, 0);
    row->setSpacing(gap);
    for (QWidget* left : std::initializer_list<QWidget*>{
             m_runPause, m_step, separator(), m_speedCaption, m_speed, m_achieved, separator(),
             m_seedCaption, m_seed, m_variantCaption, m_variant})
        row->addWidget(left);
    row->addStretch(1);
    for (QWidget* right : std::initializer_list<QWidget*>{m_deploy, m_kill, m_faults, m_haltAll,
                                                          separator(), m_undo})
        row->addWidget(right);
    for (QWidget* control :
         std::initializer_list<QWidget*>{m_runPause, m_step, m_speed, m_seed, m_variant, m_deploy,
                                         m_kill, m_faults, m_haltAll, m_undo})
        control->setFixedHeight(buttonHeight);

    for (const QAction* action :
         {commands.runPause, commands.step, commands.kill, commands.haltAll, commands.undo})
        connect(action, &QAction::changed, this, &RunBar::refresh);
    connect(&session, &Session::stateChanged, this, &RunBar::refresh);
    connect(&session, &Session::selectionChanged, this, &RunBar::refresh);
    connect(&session, &Session::opened, this, &RunBar::fillVariants);
    connect(&session, &Session::openingChanged, this, &RunBar::fillVariants);
    connect(&session, &Session::opened, this, &RunBar::refresh);
    restyle();
}

QPushButton* RunBar::buttonOf(QAction* action) {
    auto* button = new QPushButton(this);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

QPushButton* RunBar::menuButton(const QString& name, QMenu* menu) {
    auto* button = new QPushButton(name, this);
    button->setProperty("menu", true);
    button->setMenu(menu);
    return button;
}

QWidget* RunBar::separator() {
    auto* line = new QFrame(this);
    line->setObjectName("barSeparator");
    line->setFixedSize(1, 20);
    line->setFrameShape(QFrame::NoFrame);
    return line;
}

void RunBar::makeSpeed() {
    m_speedCaption = new QLabel(tr("Speed"), this);
    m_speed = new QComboBox(this);
    m_speed->setObjectName("speed");
    m_speed->setAccessibleName(tr("Speed"));
    for (const Commands::Speed& speed : Commands::speedChoices())
        m_speed->addItem(QString::fromUtf8(speed.name), speed.value);
    m_speed->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_speed->setMinimumContentsLength(4);
    m_speed->setFixedWidth(84);
    m_speed->view()->setMinimumWidth(160);
    connect(m_speed, &QComboBox::activated, this,
            [this](int index) { m_session.setSpeed(m_speed->itemData(index).toDouble()); });
    m_achieved = new QLabel(this);
    m_achieved->setObjectName("achieved");
}

void RunBar::makeSeed() {
    m_seedCaption = new QLabel(tr("Seed"), this);
    m_seed = new QLineEdit(this);
    m_seed->setObjectName("seed");
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setToolTip(tr("Another seed begins the run again"));
    m_seed->setFixedWidth(56);
    m_seed->setValidator(
        new QRegularExpressionValidator(QRegularExpression("[0-9]{1,19}"), m_seed));
    connect(m_seed, &QLineEdit::returnPressed, this, &RunBar::seedEntered);
}

void RunBar::makeVariant() {
    m_variantCaption = new QLabel(tr("Variant"), this);
    m_variant = new QComboBox(this);
    m_variant->setObjectName("variant");
    m_variant->setAccessibleName(tr("Variant"));
    m_variant->setToolTip(tr("The same scenario with some values changed"));
    m_variant->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(m_variant, &QComboBox::activated, this, [this](int index) {
        m_session.openVariant(m_variant->itemData(index).toString().toStdString());
    });
    fillVariants();
}

// Also where an opening was cancelled: then it names again what runs.
void RunBar::fillVariants() {
    m_variant->clear();
    m_variant->addItem(tr("as written"), QString());
    int widest = 0;
    for (const models::Variant& each : m_session.variants()) {
        const QString name = QString::fromStdString(each.name);
        m_variant->addItem(name, name);
        m_variant->setItemData(m_variant->count() - 1, QString::fromStdString(each.about),
                               Qt::ToolTipRole);
        widest = std::max(widest, m_variant->fontMetrics().horizontalAdvance(name));
    }
    m_variantWidth = widest + 48;
    m_variant->view()->setMinimumWidth(m_variantWidth);
    m_variant->setCurrentIndex(
        std::max(m_variant->findData(QString::fromStdString(m_session.variant())), 0));
    m_variant->setVisible(m_session.hasRun() && !m_session.variants().empty());
    fitVariant();
}

void RunBar::fitVariant() {
    m_variantCaption->setVisible(m_variant->isVisibleTo(this) && !m_isCompact);
    m_variant->setFixedWidth(
        std::clamp(m_variantWidth, 120, m_isCompact ? variantCompact : variantWide));
}

void RunBar::seedEntered() {
    bool isNumber = false;
    const std::uint64_t seed = m_seed->text().toULongLong(&isNumber);
    if (isNumber)
        m_session.setSeed(seed);
    window()->setFocus();
}

void RunBar::setCompact(bool compact) {
    m_isCompact = compact;
    m_speedCaption->setVisible(!compact);
    fitVariant();
    m_kill->setShowsKey(!compact);
    refresh();
}

void RunBar::restyle() {
    m_step->setIcon(lookIcon(Icon::Step));
    for (QPushButton* button : {m_runPause, m_step, m_deploy, static_cast<QPushButton*>(m_kill),
                                m_faults, m_haltAll, m_undo})
        button->setIconSize(buttonIconSize);
    m_deploy->setIcon(lookIcon(Icon::Deploy));
    m_kill->setIcon(lookIcon(Icon::Power));
    m_faults->setIcon(lookIcon(Icon::Bolt));
    m_haltAll->setIcon(lookIcon(Icon::Square));
    m_undo->setIcon(lookIcon(Icon::Undo));
    refresh();
}

void RunBar::refresh() {
    const sim::LiveState& state = m_session.state();
    const auto mirror = [](QPushButton* button, const QAction* action, const QString& text) {
        button->setText(text);
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->text() + QStringLiteral(" (") +
                           action->shortcut().toString(QKeySequence::NativeText) +
                           QLatin1Char(')'));
        button->setAccessibleName(action->text());
    };
    mirror(m_runPause, m_commands.runPause, m_commands.runPause->text());
    m_runPause->setIcon(lookIcon(state.running ? Icon::Pause : Icon::Play, QColor(Qt::white)));
    mirror(m_step, m_commands.step, m_isCompact ? QString() : tr("Step"));
    mirror(m_kill, m_commands.kill, tr("Kill"));
    mirror(m_haltAll, m_commands.haltAll, tr("Halt all"));
    const QUndoStack& stack = m_session.undoStack();
    const bool isShort = m_isCompact && stack.canUndo();
    mirror(m_undo, m_commands.undo, isShort ? stack.undoText() : m_commands.undo->text());
    m_faults->setEnabled(m_session.hasRun());
    m_deploy->setVisible(m_session.hasRun() && !m_session.selectedService().isEmpty());
    m_deploy->setEnabled(state.failure.empty());
    const int speed = m_speed->findData(m_session.speed());
    if (speed >= 0 && speed != m_speed->currentIndex())
        m_speed->setCurrentIndex(speed);
    m_speed->setEnabled(m_session.hasRun());
    const QString factor = QString::number(state.speedAchieved, 'f', 2) + QChar(0x00d7);
    m_achieved->setText(!state.running ? QString()
                        : m_isCompact  ? factor
                                       : tr("achieved %1").arg(factor));
    m_achieved->setVisible(!m_achieved->text().isEmpty());
    m_achieved->setToolTip(QString::fromStdString(state.slowReason));
    m_seed->setEnabled(m_session.hasRun());
    if (!m_seed->hasFocus())
        m_seed->setText(m_session.hasRun() ? QString::number(m_session.seed()) : QString());
}

void RunBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().win);
    painter.fillRect(0, height() - 1, width(), 1, theme().line);
}

}  // namespace app
