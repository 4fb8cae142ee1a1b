// The toolbar: run, step, speed and seed on the left; kill, faults, halt and undo on the right.
// Where a service is selected it can be deployed and scaled there, too.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>

#include "app/desktop/commands.h"
#include "app/panels/key_button.h"

namespace app {

class RunBar final : public QWidget {
    Q_OBJECT

  public:
    struct Menus {
        QMenu* faults;
        QMenu* rollouts;
    };
    RunBar(Session& session, Commands& commands, const Menus& menus, QWidget* parent = nullptr);

    void setCompact(bool compact);
    void restyle();
    void refresh();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QPushButton* buttonOf(QAction* action);
    QPushButton* menuButton(const QString& name, QMenu* menu);
    void makeSpeed();
    void makeSeed();
    void makeVariant();
    void fillVariants();
    void fitVariant();
    QWidget* separator();
    void seedEntered();

    Session& m_session;
    Commands& m_commands;
    QPushButton* m_runPause;
    QPushButton* m_step;
    QLabel* m_speedCaption;
    QComboBox* m_speed;
    QLabel* m_achieved;
    QLabel* m_seedCaption;
    QLineEdit* m_seed;
    QLabel* m_variantCaption;
    QComboBox* m_variant;   // only where the scenario has any
    QPushButton* m_deploy;  // left of all that strikes, so that these stay where they are
    KeyButton* m_kill;
    QPushButton* m_faults;
    QPushButton* m_haltAll;
    QPushButton* m_undo;
    int m_variantWidth = 0;  // that its names ask for
    bool m_isCompact = false;
};

}  // namespace app
