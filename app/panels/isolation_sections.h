// What the isolation panel shows of one fault: who failed, who was degraded, who did not notice,
// why, and what held it.
#pragma once

#include <span>

#include "app/panels/panel_section.h"
#include "app/session/session.h"

namespace app {

// Draws the isolation that it was last given.
class IsolationSection : public PanelSection {
    Q_OBJECT

  public:
    using PanelSection::PanelSection;
    void show(const sim::Isolation& isolation, sim::Instant now);

  protected:
    sim::Isolation m_isolation;
    sim::Instant m_now{};
};

class HeadlineSection final : public IsolationSection {
    Q_OBJECT

  public:
    using IsolationSection::IsolationSection;
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;

  private:
    void drawBar(PanelPen& pen, double top) const;
};

class JourneysSection final : public IsolationSection {
    Q_OBJECT

  public:
    explicit JourneysSection(QWidget* parent);
    // What it cost, beside the same run without it; null: not known.
    void showCost(std::shared_ptr<const sim::PairSeen> cost);
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;

  private:
    QString costFor(const sim::SubjectIsolation& journey) const;

    std::shared_ptr<const sim::PairSeen> m_cost;
};

class ServicesSection final : public IsolationSection {
    Q_OBJECT

  public:
    using IsolationSection::IsolationSection;
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;

  private:
    std::span<const sim::SubjectIsolation> shown() const;
    QString others() const;
};

class ProtectionsSection final : public IsolationSection {
    Q_OBJECT

  public:
    using IsolationSection::IsolationSection;
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;
};

}  // namespace app
