#include "app/desktop/keys_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include "app/look/theme.h"

namespace app {
namespace {

constexpr int idRole = Qt::UserRole;
constexpr int keysColumnWidth = 190;

QString keysText(const KeyedCommand& command) {
    QStringList texts;
    for (const QKeySequence& each : command.keys())
        texts << each.toString(QKeySequence::NativeText);
    return texts.join(QStringLiteral(", "));
}

}  // namespace

KeysDialog::KeysDialog(KeyBindings& bindings, QWidget* parent)
    : QDialog(parent), m_bindings(bindings) {
    setObjectName("keysDialog");
    setWindowTitle(tr("Change keys"));
    resize(560, 620);
    m_filter = new QLineEdit(this);
    m_filter->setPlaceholderText(tr("Filter: a command, a key"));
    m_filter->setAccessibleName(tr("Filter of the commands"));
    m_filter->setClearButtonEnabled(true);
    makeTable();
    auto* buttons = new QDialogButtonBox(this);
    auto* resetAll = buttons->addButton(tr("Reset all"), QDialogButtonBox::ResetRole);
    resetAll->setObjectName("resetAll");
    resetAll->setAutoDefault(false);
    buttons->addButton(QDialogButtonBox::Close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(m_filter);
    column->addWidget(m_table, 1);
    column->addLayout(makeEditor());
    column->addWidget(buttons);
    connect(m_filter, &QLineEdit::textChanged, this, &KeysDialog::filter);
    connect(resetAll, &QPushButton::clicked, &m_bindings, &KeyBindings::resetAll);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&m_bindings, &KeyBindings::changed, this, [this] {
        const QString id = chosen();
        fill();
        choose(id);
    });
    fill();
    showChosen();
    m_filter->setFocus();
}

void KeysDialog::makeTable() {
    m_table = new QTreeWidget(this);
    m_table->setObjectName("keysTable");
    m_table->setAccessibleName(tr("Commands and their keys"));
    m_table->setHeaderLabels({tr("Command"), tr("Keys")});
    m_table->setUniformRowHeights(true);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->header()->setSectionResizeMode(1, QHeaderView::Fixed);
    m_table->header()->resizeSection(1, keysColumnWidth);
    connect(m_table, &QTreeWidget::currentItemChanged, this, &KeysDialog::showChosen);
    connect(m_table, &QTreeWidget::itemActivated, this, [this] { m_keys->setFocus(); });
}

QLayout* KeysDialog::makeEditor() {
    m_name = new QLabel(this);
    m_name->setObjectName("keysName");
    m_keys = new QKeySequenceEdit(this);
    m_keys->setObjectName("keysField");
    m_keys->setAccessibleName(tr("Keys of the command"));
    m_clear = new QPushButton(tr("None"), this);
    m_clear->setObjectName("keysNone");
    m_reset = new QPushButton(tr("Reset"), this);
    m_reset->setObjectName("keysReset");
    m_said = new QLabel(this);
    m_said->setObjectName("keysSaid");
    m_said->setWordWrap(true);
    m_take = new QPushButton(tr("Take them"), this);
    m_take->setObjectName("keysTake");
    for (QPushButton* each : {m_clear, m_reset, m_take})
        each->setAutoDefault(false);
    // The line keeps its height when there is nothing to say.
    QSizePolicy keepsRoom = m_take->sizePolicy();
    keepsRoom.setRetainSizeWhenHidden(true);
    m_take->setSizePolicy(keepsRoom);
    connect(m_keys, &QKeySequenceEdit::keySequenceChanged, this, &KeysDialog::proposeKeys);
    connect(m_clear, &QPushButton::clicked, this, [this] { give({}); });
    connect(m_reset, &QPushButton::clicked, this, [this] { m_bindings.reset(chosen()); });
    connect(m_take, &QPushButton::clicked, this, [this] { give(m_proposed); });
    auto* field = new QHBoxLayout;
    field->addWidget(m_name, 1);
    field->addWidget(m_keys);
    field->addWidget(m_clear);
    field->addWidget(m_reset);
    auto* said = new QHBoxLayout;
    said->addWidget(m_said, 1);
    said->addWidget(m_take);
    auto* rows = new QVBoxLayout;
    rows->addLayout(field);
    rows->addLayout(said);
    return rows;
}

void KeysDialog::fill() {
    const QSignalBlocker quiet(m_table);
    m_table->clear();
    for (const KeyedCommand& each : m_bindings.commands()) {
        const auto menus = m_table->findItems(each.path.front(), Qt::MatchExactly);
        QTreeWidgetItem* menu =
            menus.isEmpty() ? new QTreeWidgetItem(m_table, {each.path.front()}) : menus.front();
        menu->setFlags(Qt::ItemIsEnabled);
        auto* row = new QTreeWidgetItem(menu, {each.name(), keysText(each)});
        row->setData(0, idRole, each.id);
        if (each.isChanged()) {
            QFont bold = m_table->font();
            bold.setWeight(QFont::DemiBold);
            row->setFont(1, bold);
            row->setToolTip(1, tr("Changed"));
        }
    }
    m_table->expandAll();
    filter(m_filter->text());
}

// What is chosen stays in sight: else the first that is found is.
void KeysDialog::filter(const QString& words) {
    QTreeWidgetItem* first = nullptr;
    for (int i = 0; i < m_table->topLevelItemCount(); ++i) {
        QTreeWidgetItem* menu = m_table->topLevelItem(i);
        bool isAnyShown = false;
        for (int k = 0; k < menu->childCount(); ++k) {
            QTreeWidgetItem* row = menu->child(k);
            const bool isShown = row->text(0).contains(words, Qt::CaseInsensitive) ||
                                 row->text(1).contains(words, Qt::CaseInsensitive);
            row->setHidden(!isShown);
            isAnyShown = isAnyShown || isShown;
            if (isShown && first == nullptr)
                first = row;
        }
        menu->setHidden(!isAnyShown);
    }
    const QTreeWidgetItem* now = m_table->currentItem();
    if (now == nullptr || now->parent() == nullptr || now->isHidden())
        m_table->setCurrentItem(first);
}

QString KeysDialog::chosen() const {
    const QTreeWidgetItem* row = m_table->currentItem();
    return row == nullptr ? QString() : row->data(0, idRole).toString();
}

bool KeysDialog::choose(const QString& id) {
    for (QTreeWidgetItemIterator row(m_table); *row != nullptr; ++row) {
        if (!id.isEmpty() && (*row)->data(0, idRole).toString() == id) {
            m_table->setCurrentItem(*row);
            showChosen();
            return true;
        }
    }
    return false;
}

void KeysDialog::showChosen() {
    const KeyedCommand* command = m_bindings.find(chosen());
    for (QWidget* each : std::initializer_list<QWidget*>{m_keys, m_clear, m_reset})
        each->setEnabled(command != nullptr);
    m_isShowing = true;
    m_name->setText(command == nullptr ? QString() : command->name());
    m_keys->setKeySequence(
        command == nullptr || command->keys().isEmpty() ? QKeySequence() : command->keys().front());
    m_isShowing = false;
    if (command != nullptr) {
        m_clear->setEnabled(!command->keys().isEmpty());
        m_reset->setEnabled(command->isChanged());
    }
    say({}, false);
}

// One stroke is enough; of several in a row the last is meant.
void KeysDialog::proposeKeys(const QKeySequence& keys) {
    const KeyedCommand* command = m_bindings.find(chosen());
    if (m_isShowing || command == nullptr || keys.isEmpty())
        return;
    m_proposed = QKeySequence(keys[static_cast<uint>(keys.count() - 1)]);
    m_isShowing = true;
    m_keys->setKeySequence(m_proposed);
    m_isShowing = false;
    const QString text = m_proposed.toString(QKeySequence::NativeText);
    if (const QString fixed = KeyBindings::fixedUse(m_proposed); !fixed.isEmpty())
        say(tr("%1 %2, and nothing else.").arg(text, fixed), false);
    else if (const KeyedCommand* holder = m_bindings.holderOf(m_proposed, command->id))
        say(tr("%1 belongs to %2.").arg(text, holder->path.join(QStringLiteral(" \u203a "))), true);
    else
        give(m_proposed);
}

void KeysDialog::give(const QKeySequence& keys) {
    m_bindings.setKeys(chosen(), keys);
}

void KeysDialog::say(const QString& text, bool offersToTake) {
    m_said->setText(text);
    m_take->setVisible(offersToTake);
}

}  // namespace app
