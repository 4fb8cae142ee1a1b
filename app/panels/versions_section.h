// The versions of the selected service, what each answers, and the rollout that is under way.
#pragma once

#include <QMenu>

#include "app/panels/inspector_sections.h"

namespace app {

class VersionsSection final : public InspectorSection {
    Q_OBJECT

  public:
    VersionsSection(Session& session, QWidget* parent);
    // What it can be deployed by, and rolled back; a button below the versions shows it.
    void setRolloutsMenu(QMenu* menu) { m_deploy->setMenu(menu); }
    void refresh() override;
    QString spoken() const override;
    // Whether there is more than one version.
    bool hasVersions() const { return seen() && !seen()->versions.empty(); }

  protected:
    double draw(PanelPen& pen) const override;
    void placeChildren() override;

  private:
    QString state() const;     // "v1", or "v1 → v2, canary"
    QString progress() const;  // a sentence; empty: nothing is under way

    QPushButton* m_deploy;
    KeyButton* m_rollBack;            // only where there is something to go back to
    mutable double m_buttonsTop = 0;  // where it was drawn last
};

}  // namespace app
