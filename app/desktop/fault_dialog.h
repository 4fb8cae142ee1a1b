// "Begin a fault": any kind that the language has, with where, how much and for how long, now or
// at a time that is still to come. Says
// before it is begun who can feel it, and how a scenario would say it.
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <array>

#include "app/session/session.h"

namespace app {

class FaultDialog final : public QDialog {
    Q_OBJECT

  public:
    explicit FaultDialog(Session& session, QWidget* parent = nullptr);

    // A kind by its key in the language; `target` as that kind writes it. What does not fit is left
    // as it is.
    void propose(const QString& kind, const QString& target);

    const QString& entry() const { return m_entry; }  // as a scenario says it

    void done(int result) override;

  private:
    void build();
    void showKind();
    void showParameter(std::size_t index, bool isAsked, bool isChosen);
    void check();
    void previewReach();            // the call graph lights who can feel it
    QString problemOfWhen() const;  // empty: there is none
    void begin();
    QString parameterText(std::size_t index) const;

    static constexpr std::size_t parametersAtMost = 2;

    Session& m_session;
    QFormLayout* m_form;
    QComboBox* m_kind;
    QComboBox* m_target;
    struct Parameter {
        QLabel* label;
        QLineEdit* typed;
        QComboBox* chosen;
    };
    std::array<Parameter, parametersAtMost> m_parameters{};
    QLineEdit* m_when;  // empty: now
    QLineEdit* m_lasts;
    QLabel* m_said;  // who can feel it, or what is wrong
    QLabel* m_line;
    QPushButton* m_copy;
    QPushButton* m_begin;
    QString m_entry;
    std::optional<models::Fault> m_fault;
};

}  // namespace app
