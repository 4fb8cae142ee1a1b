// What the inspector shows of the selected edge: how its calls fare, since when, and what the
// scenario sets for them. Its breakers are the section of services.
#pragma once

#include "app/panels/inspector_sections.h"

namespace app {

class EdgeSection : public InspectorSection {
    Q_OBJECT

  public:
    using InspectorSection::InspectorSection;

  protected:
    // Null: no edge is selected, or nothing was seen yet.
    const sim::EdgeSnapshot* edge() const;
};

// Of the newest seconds: rate, percentiles, share of failures.
class EdgeCallsSection final : public EdgeSection {
    Q_OBJECT

  public:
    using EdgeSection::EdgeSection;
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;

  private:
    struct Figure {
        QString name, value;
    };
    std::vector<Figure> figures() const;
};

// Counts since the start, and since the newest fault began.
class EdgeCountsSection final : public EdgeSection {
    Q_OBJECT

  public:
    using EdgeSection::EdgeSection;
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;

  private:
    struct Row {
        QString name, sinceStart, sinceFault;
    };
    std::vector<Row> rows() const;
};

}  // namespace app
