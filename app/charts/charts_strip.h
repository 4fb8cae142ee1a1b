// The strip of charts beneath the call graph: of all journeys, or of the selected service. One
// range of time and one cursor for all of them.
#pragma once

#include <QPushButton>
#include <QTimer>
#include <array>

#include "app/charts/chart_series.h"

namespace app {

class ChartsStrip final : public QWidget {
    Q_OBJECT

  public:
    explicit ChartsStrip(Session& session, QWidget* parent = nullptr);

    void setCompact(bool compact);
    void restyle();
    bool isDetached() const { return m_detached.has_value(); }
    void backToLive();
    void refresh();

    ChartPanel& chart(std::size_t index) { return *m_charts[index]; }
    static constexpr std::size_t chartCount = 4;  // the last of a selected service only

  Q_SIGNALS:
    void detachedChanged(bool detached);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    TimeRange liveRange() const;
    ChartSubject subject() const;
    ChartSubject edgeSubject() const;
    void detach(TimeRange range);
    void setCursor(std::optional<double> seconds);
    void refreshSoon();
    void showReview();
    void layOut();
    int visibleCharts() const;

    Session& m_session;
    std::array<ChartPanel*, chartCount> m_charts{};
    QPushButton* m_backToLive;
    QTimer m_refreshTimer;
    std::optional<TimeRange> m_detached;
    bool m_isCompact = false;
    bool m_isInReview = false;
};

}  // namespace app
