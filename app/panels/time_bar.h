// The bar of simulated time: LIVE, the clock, and the whole run with its throughput, its faults,
// and the scenario's own faults that are still to come.
#pragma once

#include <QWidget>

#include "app/session/session.h"

namespace app {

class TimeBar final : public QWidget {
    Q_OBJECT

  public:
    explicit TimeBar(Session& session, QWidget* parent = nullptr);

    // 00:48.2
    static QString clockText(sim::Instant at);
    // LIVE while it runs, PAUSED otherwise.
    QString stateWord() const;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QRectF track() const;
    double x(sim::Instant at) const;
    sim::Instant endShown() const;
    void paintPill(QPainter& painter) const;
    void paintThroughput(QPainter& painter) const;
    void paintFaults(QPainter& painter) const;
    void paintPlannedFaults(QPainter& painter) const;
    void paintScale(QPainter& painter) const;
    void paintHandle(QPainter& painter) const;

    Session& m_session;
    std::size_t m_faultsShown = 0;
};

}  // namespace app
