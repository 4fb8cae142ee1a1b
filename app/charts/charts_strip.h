// The strip of charts beneath the call graph: of all journeys, or of what is selected. One cursor
// for all of them, and one range of time unless they are zoomed apart.
#pragma once

#include <QActionGroup>
#include <QMenu>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <array>

#include "app/charts/chart_series.h"
#include "app/export/painting.h"

namespace app {

class ChartsStrip final : public QWidget {
    Q_OBJECT

  public:
    explicit ChartsStrip(Session& session, QWidget* parent = nullptr);

    void setCompact(bool compact);
    void restyle();
    bool isDetached() const;
    void backToLive();
    void refresh();

    // How many seconds they show while they follow the run; 0: all of it.
    double span() const { return m_span; }
    void setSpan(double seconds);
    // Latency as a heat map instead of three percentiles.
    bool showsHeat() const { return m_heat->isChecked(); }
    void setShowsHeat(bool shows) { m_heat->setChecked(shows); }
    // Zooming one zooms all; else each for itself.
    bool areZoomedTogether() const { return m_together->isChecked(); }
    void setZoomedTogether(bool together) { m_together->setChecked(together); }
    // The choice of all three, for a menu.
    void addChoicesTo(QMenu& menu) const;

    // What is shown, for a file: as a picture, and in numbers.
    Painting painting(const QString& title) const;
    QString numbers() const;

    ChartPanel& chart(std::size_t index) { return *m_charts[index]; }
    // The last of a selected service only, and of an edge that has a breaker or retries.
    static constexpr std::size_t chartCount = 4;

  Q_SIGNALS:
    void detachedChanged(bool detached);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    TimeRange liveRange() const;
    TimeRange shownRange(std::size_t chart) const;
    TimeRange widestRange() const;
    ChartFrame frameOf(std::size_t chart) const;
    ChartSubject subject() const;
    ChartSubject edgeSubject() const;
    ChartSubject serviceSubject() const;
    std::vector<ChartContent> contents() const;
    void makeChoices();
    void showChoices();
    void detach(std::size_t chart, TimeRange range);
    void zoomTogether(bool together);
    void setCursor(std::optional<double> seconds);
    void refreshSoon();
    void showReview();
    void layOut();
    int visibleCharts() const;

    Session& m_session;
    std::array<ChartPanel*, chartCount> m_charts{};
    QPushButton* m_backToLive;
    QToolButton* m_choices;  // the span, and what else there is to choose
    QActionGroup* m_spans;
    QAction* m_heat;
    QAction* m_together;
    double m_span = 60;
    QTimer m_refreshTimer;
    std::array<std::optional<TimeRange>, chartCount> m_detached;
    bool m_isCompact = false;
    bool m_isInReview = false;
};

}  // namespace app
