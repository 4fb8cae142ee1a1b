// "Halt all faults if…": the bound at which the run lifts all faults by itself, from now on. Says
// how a scenario would say it.
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "app/session/session.h"

namespace app {

class HaltIfDialog final : public QDialog {
    Q_OBJECT

  public:
    explicit HaltIfDialog(Session& session, QWidget* parent = nullptr);

  private:
    void build();
    void check();
    void take(models::HaltIf wanted);

    Session& m_session;
    QComboBox* m_journey;
    QLineEdit* m_bound;
    QLabel* m_said;  // what is wrong, or the line of a scenario
    QPushButton* m_remove;
    QPushButton* m_set;
    std::optional<models::HaltIf> m_wanted;
};

}  // namespace app
