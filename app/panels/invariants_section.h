// What must be true of the data: green while it is, else the instant at which it broke, to which a
// click leads.
#pragma once

#include "app/panels/linked_section.h"
#include "app/session/first_violation.h"

namespace app {

class InvariantsSection final : public LinkedSection {
    Q_OBJECT

  public:
    InvariantsSection(Session& session, QWidget* parent);
    void refresh();
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;

  private:
    struct Line {
        Glyph glyph = Glyph::NotJudged;
        QString text;
    };
    Line lineOf(std::size_t invariant) const;
    std::optional<FirstViolation> brokenAt(std::size_t invariant) const;

    Session& m_session;
};

}  // namespace app
