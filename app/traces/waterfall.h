// One trace: a row a span and a row a step upon its store, its time told apart, and what the
// request waited for underlined.
#pragma once

#include <QAbstractScrollArea>
#include <optional>

#include "app/traces/span_words.h"
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
    int selectedSpan() const { return m_selected.span; }
    const SpanRow& selected() const { return m_selected; }
    void selectSpan(int span);
    void selectRow(const SpanRow& row);  // one that is shown
    const std::vector<SpanRow>& rows() const { return m_rows; }

    // "recommendation 36.7 ms of 41.8 ms: 22.5 ms working, 9.6 ms waiting for a slot."; empty: no
    // trace.
    QString criticalSentence() const;
    // What stands in a row, for those who do not see it.
    QString spoken(int span) const;
    QString spokenRow(const SpanRow& row) const;

  Q_SIGNALS:
    void spanSelected(int span);  // by the user
    void shown();                 // another trace or row

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    static constexpr double headHeight = 44, axisHeight = 28, rowHeight = 30, barHeight = 12;
    static constexpr double indent = 20, margin = 16, takesWidth = 72;

    double namesWidth() const;
    QRectF bars() const;
    double x(sim::Instant at) const;
    void paintHead(QPainter& painter) const;
    std::vector<sim::TimeKind> kindsInLegend() const;
    void paintLegend(QPainter& painter) const;
    void paintAxis(QPainter& painter) const;
    void paintRow(QPainter& painter, const SpanRow& row, double top) const;
    void paintStem(QPainter& painter, double left, double middle) const;
    void paintName(QPainter& painter, const sim::Span& span, double middle) const;
    void paintStepName(QPainter& painter, const SpanRow& row, double middle) const;
    void paintWords(QPainter& painter, double x, double middle,
                    const std::vector<std::pair<QString, QColor>>& words) const;
    void paintParts(QPainter& painter, const sim::Span& span, double middle,
                    const QColor& ground) const;
    void paintStep(QPainter& painter, const sim::Span& span, const sim::StoreStepSeen& step,
                   double middle) const;
    void underline(QPainter& painter, sim::Instant from, sim::Instant to, double middle) const;
    void setScrollRange();
    void chooseRows();
    int rowOf(const SpanRow& row) const;
    sim::Instant end() const;

    std::optional<sim::Trace> m_trace;
    SpanFilter m_filter;
    std::vector<SpanRow> m_rows;  // that are shown
    SpanRow m_selected;
};

}  // namespace app
