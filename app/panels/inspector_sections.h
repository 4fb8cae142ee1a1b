// What the inspector shows of the selected service: what it is and how it fares, its instances, the
// breakers of its calls. Each draws what the session last saw.
#pragma once

#include "app/panels/key_button.h"
#include "app/panels/panel_section.h"
#include "app/session/session.h"

namespace app {

class InspectorSection : public PanelSection {
    Q_OBJECT

  public:
    InspectorSection(Session& session, QWidget* parent)
        : PanelSection(parent), m_session(session) {}
    virtual void refresh() { contentChanged(); }

  protected:
    // The selected service; null where something else or nothing is selected.
    const models::Service* service() const;
    const sim::ServiceSnapshot* seen() const;
    sim::Instant now() const { return m_session.snapshot()->now; }

    Session& m_session;
};

// The head: also of a topic, a journey, and of nothing.
class SubjectSection final : public InspectorSection {
    Q_OBJECT

  public:
    SubjectSection(Session& session, QWidget* parent);
    void refresh() override;
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;
    void placeChildren() override;

  private:
    struct Words {
        Glyph glyph = Glyph::NotJudged;
        QString name, kind, state;
    };
    Words words() const;
    Words topicWords(std::size_t topic) const;
    Words edgeWords() const;

    KeyButton* m_kill;
};

class InstancesSection final : public InspectorSection {
    Q_OBJECT

  public:
    using InspectorSection::InspectorSection;
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;

  private:
    void drawInstance(PanelPen& pen, double middle, const sim::InstanceSnapshot& instance) const;
};

class BreakersSection final : public InspectorSection {
    Q_OBJECT

  public:
    using InspectorSection::InspectorSection;
    QString spoken() const override;
    // Of the calls that the selected service makes, or of those over the selected edge.
    std::vector<const sim::BreakerSnapshot*> breakers() const;

  protected:
    double draw(PanelPen& pen) const override;

  private:
    QString calleeOf(const sim::BreakerSnapshot& breaker) const;
    // What befell the breaker's calls since the fault; null: nothing, or its edge tells it itself.
    const sim::FaultImpact::OnEdge* sinceFault(const sim::BreakerSnapshot& breaker) const;
    // "Since the kill", above the figures.
    QString sinceWhen() const;
    double drawSinceFault(PanelPen& pen, double top, const sim::FaultImpact::OnEdge& on) const;
};

}  // namespace app
