// The versions of the selected service, what each answers, and the rollout that is under way.
#pragma once

#include "app/panels/inspector_sections.h"

namespace app {

class VersionsSection final : public InspectorSection {
    Q_OBJECT

  public:
    using InspectorSection::InspectorSection;
    QString spoken() const override;
    // Whether there is more than one version.
    bool hasVersions() const { return seen() && !seen()->versions.empty(); }

  protected:
    double draw(PanelPen& pen) const override;

  private:
    struct Row {
        QString name, instances, share, errors, p99;
        bool isTrouble = false;
    };
    std::vector<Row> rows() const;  // those that serve, or have of late
    QString state() const;          // "v1", or "v1 → v2, canary"
    QString progress() const;       // a sentence; empty: nothing is under way
};

}  // namespace app
