// What the isolation panel shows before anything is killed: the invitation, the steady state, what
// must hold, and the scenario's own faults.
#pragma once

#include <QComboBox>
#include <QPushButton>

#include "app/panels/linked_section.h"
#include "app/session/first_violation.h"

namespace app {

class InvitationSection final : public PanelSection {
    Q_OBJECT

  public:
    InvitationSection(Session& session, QWidget* parent);
    void refresh();
    std::optional<sim::Duration> duration() const;

  Q_SIGNALS:
    void killWanted(const QString& service, std::optional<sim::Duration> duration);

  protected:
    double draw(PanelPen& pen) const override;
    void placeChildren() override;
    QString spoken() const override;

  private:
    bool isOnThreeLines(double width) const;
    double paragraphBottom(PanelPen& pen) const;

    Session& m_session;
    QString m_toTry;
    QPushButton* m_kill;
    QComboBox* m_duration;
};

class SteadyStateSection final : public PanelSection {
    Q_OBJECT

  public:
    SteadyStateSection(Session& session, QWidget* parent);
    void refresh() { contentChanged(); }

  protected:
    double draw(PanelPen& pen) const override;
    QString spoken() const override;

  private:
    Session& m_session;
};

// Of one that failed it says when that began and under which fault, and leads there.
class ExpectationsSection final : public LinkedSection {
    Q_OBJECT

  public:
    ExpectationsSection(Session& session, QWidget* parent);
    void refresh();
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;

  private:
    Glyph glyphOf(const models::Expectation& expectation) const;
    double drawVerdict(PanelPen& pen, double top, std::size_t place) const;

    Session& m_session;
    std::shared_ptr<const sim::Report> m_judged;              // that the next are of
    std::vector<std::optional<FirstViolation>> m_violations;  // as the scenario's expectations
};

class OwnFaultsSection final : public PanelSection {
    Q_OBJECT

  public:
    OwnFaultsSection(Session& session, QWidget* parent);
    void refresh();

  protected:
    double draw(PanelPen& pen) const override;
    void placeChildren() override;
    QString spoken() const override;

  private:
    QString title() const;

    Session& m_session;
    QPushButton* m_play;
};

}  // namespace app
