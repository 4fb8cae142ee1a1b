// Every command with its keys, which can be changed here. What is changed is in force at once.
#pragma once

#include <QDialog>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>

#include "app/desktop/key_bindings.h"

namespace app {

class KeysDialog final : public QDialog {
    Q_OBJECT

  public:
    explicit KeysDialog(KeyBindings& bindings, QWidget* parent = nullptr);

    // Selects the command; false: there is none.
    bool choose(const QString& id);
    QString chosen() const;  // its id; empty: none

  private:
    void makeTable();
    QLayout* makeEditor();
    void fill();
    void filter(const QString& words);
    void showChosen();
    void proposeKeys(const QKeySequence& keys);
    void give(const QKeySequence& keys);
    void say(const QString& text, bool offersToTake);

    KeyBindings& m_bindings;
    QLineEdit* m_filter;
    QTreeWidget* m_table;
    QLabel* m_name;
    QKeySequenceEdit* m_keys;
    QPushButton* m_clear;
    QPushButton* m_reset;
    QLabel* m_said;
    QPushButton* m_take;
    QKeySequence m_proposed;
    bool m_isShowing = false;  // the field is filled, not typed in
};

}  // namespace app
