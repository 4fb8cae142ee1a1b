// One trace: a row a span, its time told apart, and what the request waited for underlined.
#pragma once

#include <QAbstractScrollArea>
#include <optional>

#include "app/traces/trace_filter.h"

namespace app {

class Waterfall final : public QAbstractScrollArea {
    Q_OBJECT

  public:
    explicit Waterfall(QWidget* parent = nullptr);

    void show(std::optional<sim::Trace> trace);
    const std::optional<sim::Trace>& trace() const { return m_trace; }
    // Which spans have rows: those that take so much of the request, and not those that are well.
    struct SpanFilter {
        double leastShare = 0;
        bool hidesHealthy = false;
    };
    void showOnly(SpanFilter filter);
    int hiddenSpans() const;
    int selectedSpan() const { return m_selected; }
    void selectSpan(int span);

    // "recommendation 36.7 ms of 41.8 ms: 22.5 ms working, 9.6 ms waiting for a slot."; empty: no
    // trace.
    QString criticalSentence() const;
    // What stands in a row, for those who do not see it.
    QString spoken(int span) const;

  Q_SIGNALS:
    void spanSelected(int span);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    double namesWidth() const;
    QRectF bars() const;
    double x(sim::Instant at) const;
    void paintHead(QPainter& painter) const;
    std::vector<sim::TimeKind> kindsInLegend() const;
    void paintLegend(QPainter& painter) const;
    void paintAxis(QPainter& painter) const;
    void paintRow(QPainter& painter, int place, double top) const;
    void paintName(QPainter& painter, const sim::Span& span, double middle) const;
    void paintParts(QPainter& painter, const sim::Span& span, double middle) const;
    void setScrollRange();
    void chooseRows();
    int rowOf(int span) const;
    sim::Instant end() const;

    std::optional<sim::Trace> m_trace;
    SpanFilter m_filter;
    std::vector<int> m_rows;  // the spans that are shown
    int m_selected = 0;       // span
};

}  // namespace app
