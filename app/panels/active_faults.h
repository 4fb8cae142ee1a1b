// The faults that are active now, each with what is left of it and the button that ends it. Stays
// at the panel's bottom while the rest scrolls.
#pragma once

#include "app/panels/key_button.h"
#include "app/panels/panel_section.h"
#include "app/session/session.h"

namespace app {

class ActiveFaultsSection final : public PanelSection {
    Q_OBJECT

  public:
    ActiveFaultsSection(Session& session, QWidget* parent);
    void refresh();

  protected:
    double draw(PanelPen& pen) const override;
    void placeChildren() override;
    QString spoken() const override;

  private:
    void matchButtons();
    bool endsByKey(std::size_t row) const;
    void drawRing(PanelPen& pen, const sim::ActiveFault& active, double middle) const;
    QString haltIfText() const;
    double drawHaltIf(PanelPen& pen, double top) const;  // returns the bottom
    QString remainingText(const sim::ActiveFault& active) const;

    Session& m_session;
    std::vector<sim::ActiveFault> m_faults;
    std::optional<sim::HaltIfSnapshot> m_haltIf;
    std::vector<KeyButton*> m_buttons;
};

}  // namespace app
