// A part of a panel in which some rows lead somewhere: by a click, or by Tab, Up, Down and Enter.
#pragma once

#include <functional>
#include <vector>

#include "app/panels/panel_section.h"

namespace app {

class LinkedSection : public PanelSection {
    Q_OBJECT

  public:
    explicit LinkedSection(QWidget* parent);

    // How many rows lead somewhere; goes where one of them leads.
    int links() const { return static_cast<int>(m_links.size()); }
    void follow(int link);

  protected:
    // While drawing, of each row, or word within one, that leads somewhere, as they are read.
    void forgetLinks() const { m_links.clear(); }
    void addLink(PanelPen& pen, double top, double bottom, std::function<void()> go) const;
    void addLink(PanelPen& pen, const QRectF& area, std::function<void()> go) const;
    void linksChanged();

    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    struct Link {
        QRectF area;
        std::function<void()> go;
    };
    int linkAt(QPointF point) const;  // -1: none

    mutable std::vector<Link> m_links;
    int m_current = 0;
    bool m_showsFocus = false;  // the keyboard came here
};

}  // namespace app
