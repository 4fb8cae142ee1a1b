// The bottom line: how the services are, what is selected, what is open.
#pragma once

#include <QPushButton>
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

  Q_SIGNALS:
    void warningsWanted();

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    QString contentsText() const;
    QStringList partsAtRight() const;
    void placeChips();

    Session& m_session;
    double m_zoom = 1;
    bool m_isCompact = false;
    QPushButton* m_awaited;   // what the run pauses at by itself; a click lets it run on
    QPushButton* m_focus;     // the range of time that is looked at; a click takes it off
    QPushButton* m_warnings;  // how many there are of the file; a click shows them
};

}  // namespace app
