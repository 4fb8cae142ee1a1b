// What the inspector shows of the selected journey: how its requests ended, how long they took, and
// what its own steps call.
#pragma once

#include "app/panels/inspector_sections.h"

namespace app {

class JourneySection : public InspectorSection {
    Q_OBJECT

  public:
    using InspectorSection::InspectorSection;

  protected:
    const sim::JourneySnapshot* journey() const;  // null: none is selected
};

class OutcomesSection final : public JourneySection {
    Q_OBJECT

  public:
    using JourneySection::JourneySection;
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;

  private:
    struct Row {
        Glyph glyph;
        QString word;
        std::int64_t count;
    };
    std::vector<Row> rows() const;
};

class LatencySection final : public JourneySection {
    Q_OBJECT

  public:
    using JourneySection::JourneySection;
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;
};

class CalleesSection final : public JourneySection {
    Q_OBJECT

  public:
    using JourneySection::JourneySection;
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;

  private:
    struct Callee {
        QString name;  // service.endpoint, service.endpoint
        const sim::EdgeSnapshot* seen;
    };
    std::vector<Callee> callees() const;
};

}  // namespace app
