// Which keys each command of the window has: those it came with, or those that the user gave it,
// kept in the settings. Menus, the finder and the page of keys ask the commands themselves.
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QMenuBar>
#include <QObject>
#include <vector>

#include "app/desktop/document_file.h"

namespace app {

// A command's lasting name, for the settings: what stands in the menu changes with what it would
// do.
QString keyIdOf(const QStringList& path);

struct KeyedCommand {
    QString id;
    QStringList path;  // menu, then submenu if any, then name
    QAction* action = nullptr;
    QList<QKeySequence> standard;

    QString name() const { return path.mid(1).join(QStringLiteral(" \u203a ")); }
    QList<QKeySequence> keys() const { return action->shortcuts(); }
    bool isChanged() const { return keys() != standard; }
};

class KeyBindings final : public QObject {
    Q_OBJECT

  public:
    explicit KeyBindings(Remember remember, QObject* parent = nullptr);

    // What stands in the menus now. Menus and rows with the property `withoutKeys` are left out: of
    // files, and what is made anew whenever a menu is opened.
    void addMenus(const QMenuBar& menus);
    void add(QAction* action, const QStringList& path);
    // Gives them the keys that the settings know.
    void restore();

    const std::vector<KeyedCommand>& commands() const { return m_commands; }
    const KeyedCommand* find(const QString& id) const;  // null: there is none
    // "Ctrl+B", or several with a comma; empty: it has none, or is none.
    QString textOf(const QString& id) const;
    // Who would not get the keys any more if `id` had them; null: nobody.
    const KeyedCommand* holderOf(const QKeySequence& keys, const QString& id) const;
    // What the call graph does with these keys itself, which no command can have; empty: nothing.
    static QString fixedUse(const QKeySequence& keys);

    // Takes them from whoever had them.
    void setKeys(const QString& id, const QKeySequence& keys);
    void reset(const QString& id);
    void resetAll();

  Q_SIGNALS:
    void changed();

  private:
    void addMenu(const QMenu& menu, const QStringList& path);
    void apply(const KeyedCommand& command, const QList<QKeySequence>& keys);

    Remember m_remember;
    std::vector<KeyedCommand> m_commands;
};

}  // namespace app
