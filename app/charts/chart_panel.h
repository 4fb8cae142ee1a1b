// A chart over simulated time. What it shows is a value that is replaced whole; behind this header
// the drawing library may change. Times are simulated seconds.
#pragma once

#include <QPointF>
#include <QString>
#include <QVector>
#include <QWidget>
#include <optional>

#include "app/charts/chart_axis.h"

namespace app {

// Percentiles and rates are weights, never hues; but for what happens on another road.
enum class ChartInk { Main, Second, Third, OtherRoad };

struct ChartLine {
    QString name;
    QVector<QPointF> points;  // second, value
    ChartInk ink = ChartInk::Main;
    double width = 1;
    bool dashed = false;
    double gapAbove = 0;  // seconds: points further apart are not joined; 0: all are
};

enum class ChartFill { Unavailable, BreakerOpen, Timeout, Rejected, Error, Deadline, Gap };

// Stacked on the areas before it; `points` hold the area's own height.
struct ChartArea {
    QString name;
    QVector<QPointF> points;
    ChartFill fill = ChartFill::Unavailable;
};

// Between two lines, without a name.
struct ChartGap {
    QVector<QPointF> lower, upper;
};

struct TimeRange {
    double from = 0;
    double to = 60;
    bool operator==(const TimeRange&) const = default;
    double span() const { return to - from; }
};

// How many requests took how long at what time: cells of time and latency, darker where more are.
struct ChartHeat {
    struct Column {
        double from = 0, to = 0;  // seconds
        int firstBand = 0;        // sim::LatencyBands
        std::vector<std::uint32_t> counts;
    };
    std::vector<Column> columns;

    // Between which latencies all of it lies but for the fastest few, in ms.
    std::pair<double, double> extentIn(TimeRange range) const;
};

struct ChartBand {
    double from = 0;
    std::optional<double> to;  // absent: still lasting
    QString name;
};

// What holds for a while, as a strip at the plot's foot: a breaker is open.
struct ChartState {
    enum class Weight { Line, Hollow, Filled };

    double from = 0;
    QString name;  // "half-open"; until the next one
    Weight weight = Weight::Line;
    bool operator==(const ChartState&) const = default;
};

struct ChartContent {
    QString title;
    QString unit;
    AxisScale scale = AxisScale::Linear;
    double highestAtLeast = 0;  // the axis reaches this even where no value does
    std::vector<ChartLine> lines;
    std::vector<ChartArea> areas;
    std::optional<ChartGap> gap;
    std::optional<ChartHeat> heat;   // beneath the lines
    std::vector<ChartState> states;  // in order of time
    QString statesOf;                // at the cursor: "breaker"
    std::vector<ChartBand> bands;
    double warmUpEnd = 0;
    double now = 0;
    QString whenEmpty;      // in the plot while all areas are zero: "no errors"
    QString nameWhenEmpty;  // at the cursor then: "all causes"
    QString note;           // at the bottom of the plot: which line is missing, and why
};

class ChartView;

class ChartPanel final : public QWidget {
    Q_OBJECT

  public:
    explicit ChartPanel(QWidget* parent = nullptr);
    ~ChartPanel() override;

    using QWidget::show;
    void show(ChartContent content, TimeRange range);
    // Where the values are read; absent: now.
    void setCursorTime(std::optional<double> seconds);
    void setCompact(bool compact);
    void restyle();  // after a change of theme

    const ChartContent& content() const;
    QRectF plotRect() const;
    // What stands at the cursor, top down: "completed 337".
    QStringList valuesAtCursor() const;

  Q_SIGNALS:
    void rangeWanted(app::TimeRange range);            // by drag or wheel
    void cursorWanted(std::optional<double> seconds);  // by hovering
    void backToLiveWanted();
    void instantWanted(double seconds);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    ChartView* m_view;
};

}  // namespace app
