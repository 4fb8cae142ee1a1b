// What the isolation panel shows of one fault: who failed, who was degraded, who did not notice,
// why, and what held it.
#pragma once

#include <span>

#include "app/panels/pair_links.h"
#include "app/session/session.h"

namespace app {

// Draws the isolation that it was last given.
class IsolationSection : public PairLinks {
    Q_OBJECT

  public:
    using PairLinks::PairLinks;
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
    // Null: not known.
    const sim::JourneyDifference* costOf(const sim::SubjectIsolation& journey) const;
    QString spokenCost(const sim::SubjectIsolation& journey) const;
    QString asOf() const;  // "(by 01:05.2)", where it is not of the instant that is shown

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
