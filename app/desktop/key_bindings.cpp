#include "app/desktop/key_bindings.h"

#include <QMenu>
#include <QSettings>
#include <algorithm>

namespace app {
namespace {

QString settingOf(const QString& id) {
    return QStringLiteral("keys/") + id;
}

// One of two sequences that begin alike would never be heard.
bool areInEachOthersWay(const QKeySequence& a, const QKeySequence& b) {
    return !a.isEmpty() && !b.isEmpty() &&
           (a.matches(b) != QKeySequence::NoMatch || b.matches(a) != QKeySequence::NoMatch);
}

bool isWithoutKeys(const QObject& row) {
    return row.property("withoutKeys").toBool();
}

}  // namespace

QString keyIdOf(const QStringList& path) {
    QString id = path.join(QLatin1Char('.')).toLower();
    for (const QChar gone : {QChar(u'&'), QChar(u'…')})
        id.remove(gone);
    for (const QChar space : {QChar(u' '), QChar(u'\u00a0'), QChar(u'/')})
        id.replace(space, QLatin1Char('-'));
    return id;
}

KeyBindings::KeyBindings(Remember remember, QObject* parent)
    : QObject(parent), m_remember(remember) {}

void KeyBindings::addMenus(const QMenuBar& menus) {
    for (const QAction* menu : menus.actions())
        addMenu(*menu->menu(), {QString(menu->text()).remove(QLatin1Char('&'))});
}

void KeyBindings::addMenu(const QMenu& menu, const QStringList& path) {
    if (isWithoutKeys(menu))
        return;
    for (QAction* action : menu.actions()) {
        // Its icon text is set where its text changes with what it would do.
        if (action->menu() != nullptr)
            addMenu(*action->menu(), path + QStringList(action->menu()->title()));
        else if (!action->isSeparator() && !isWithoutKeys(*action))
            add(action, path + QStringList(action->iconText()));
    }
}

void KeyBindings::add(QAction* action, const QStringList& path) {
    const bool isKnown = std::ranges::any_of(
        m_commands, [action](const KeyedCommand& each) { return each.action == action; });
    if (!isKnown)
        m_commands.push_back({keyIdOf(path), path, action, action->shortcuts()});
}

void KeyBindings::restore() {
    if (m_remember == Remember::Nothing)
        return;
    const QSettings settings;
    for (const KeyedCommand& each : m_commands) {
        if (!settings.contains(settingOf(each.id)))
            continue;
        QList<QKeySequence> keys;
        for (const QString& text : settings.value(settingOf(each.id)).toStringList()) {
            if (!text.isEmpty())
                keys << QKeySequence(text, QKeySequence::PortableText);
        }
        each.action->setShortcuts(keys);
    }
    Q_EMIT changed();
}

const KeyedCommand* KeyBindings::find(const QString& id) const {
    const auto found = std::ranges::find(m_commands, id, &KeyedCommand::id);
    return found == m_commands.end() ? nullptr : &*found;
}

QString KeyBindings::textOf(const QString& id) const {
    const KeyedCommand* command = find(id);
    QStringList texts;
    for (const QKeySequence& each : command ? command->keys() : QList<QKeySequence>())
        texts << each.toString(QKeySequence::NativeText);
    return texts.join(QStringLiteral(", "));
}

const KeyedCommand* KeyBindings::holderOf(const QKeySequence& keys, const QString& id) const {
    for (const KeyedCommand& each : m_commands) {
        const QList<QKeySequence> held = each.keys();
        if (each.id != id && std::ranges::any_of(held, [&keys](const QKeySequence& its) {
                return areInEachOthersWay(its, keys);
            }))
            return &each;
    }
    return nullptr;
}

QString KeyBindings::fixedUse(const QKeySequence& keys) {
    if (keys.isEmpty())
        return {};
    switch (keys[0].toCombined()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
            return tr("goes to a neighbour in the call graph");
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return tr("opens what is selected");
        case Qt::Key_Tab:
            return tr("goes to what is next");
        default:
            return {};
    }
}

void KeyBindings::apply(const KeyedCommand& command, const QList<QKeySequence>& keys) {
    command.action->setShortcuts(keys);
    if (m_remember == Remember::Nothing)
        return;
    QSettings settings;
    if (!command.isChanged()) {
        settings.remove(settingOf(command.id));
        return;
    }
    QStringList texts;
    for (const QKeySequence& each : keys)
        texts << each.toString(QKeySequence::PortableText);
    // An empty list would read as nothing kept.
    settings.setValue(settingOf(command.id), texts.isEmpty() ? QStringList(QString()) : texts);
}

void KeyBindings::setKeys(const QString& id, const QKeySequence& keys) {
    const KeyedCommand* command = find(id);
    if (command == nullptr)
        return;
    while (const KeyedCommand* holder = holderOf(keys, id)) {
        QList<QKeySequence> rest = holder->keys();
        rest.removeIf([&keys](const QKeySequence& its) { return areInEachOthersWay(its, keys); });
        apply(*holder, rest);
    }
    apply(*command, keys.isEmpty() ? QList<QKeySequence>() : QList<QKeySequence>{keys});
    Q_EMIT changed();
}

void KeyBindings::reset(const QString& id) {
    const KeyedCommand* command = find(id);
    if (command == nullptr)
        return;
    // Whoever was given one of its keys meanwhile has to do without.
    for (const QKeySequence& keys : command->standard) {
        if (const KeyedCommand* holder = holderOf(keys, id))
            apply(*holder, {});
    }
    apply(*command, command->standard);
    Q_EMIT changed();
}

void KeyBindings::resetAll() {
    for (const KeyedCommand& each : m_commands)
        apply(each, each.standard);
    Q_EMIT changed();
}

}  // namespace app
