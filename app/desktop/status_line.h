// The bottom line: how the services are, what is selected, what is open.
#pragma once

#include <QWidget>

#include "app/session/session.h"

namespace app {

class StatusLine final : public QWidget {
    Q_OBJECT

  public:
    explicit StatusLine(Session& session, QWidget* parent = nullptr);

    void setZoom(double zoom);
    void setCompact(bool compact);
    // "1 service down, 2 degraded, 2 unaffected"
    QString healthText() const;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString contentsText() const;

    Session& m_session;
    double m_zoom = 1;
    bool m_isCompact = false;
};

}  // namespace app
