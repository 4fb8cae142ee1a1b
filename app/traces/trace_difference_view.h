// The trace that is chosen beside the one that was pinned, or one request in two runs: a row a span
// of either, its two bars and by how much it differs.
#pragma once

#include "app/traces/painted_rows.h"
#include "app/traces/trace_filter.h"
#include "sim/trace_difference.h"

namespace app {

class TraceDifferenceView final : public PaintedRows {
    Q_OBJECT

  public:
    using PaintedRows::PaintedRows;

    // What the two are called where they are one request in two runs; else by their numbers.
    struct Names {
        QString pinned, chosen;
    };
    // Null: there is nothing to compare.
    void show(TracePointer pinned, TracePointer chosen, Names names = {});
    const std::vector<sim::SpanPair>& pairs() const { return m_pairs; }
    QString spoken() const override;
    // "browse #812 took 41.8 ms, 12.3 ms more than #790; 2 spans more."; of one request in
    // two runs "Without it ok, 41.8 ms; with it breaker-open, 1.2 ms; 3 spans fewer."
    QString sentence() const;

  protected:
    int rows() const override { return static_cast<int>(m_pairs.size()); }
    void paintHead(QPainter& painter) const override;
    void paintRow(QPainter& painter, int row, double middle) const override;

  private:
    const sim::Span* pinnedSpan(const sim::SpanPair& pair) const;  // null: only the other has it
    const sim::Span* chosenSpan(const sim::SpanPair& pair) const;
    bool isOneRequest() const { return !m_names.pinned.isEmpty(); }
    QString pinnedName() const;
    QString chosenName() const;
    QString sentenceOfOne() const;
    QString differenceOf(const sim::SpanPair& pair) const;
    QRectF bars() const;
    void paintBar(QPainter& painter, const sim::Trace& trace, const sim::Span& span, double top,
                  bool isFaint) const;
    void paintFailure(QPainter& painter, const sim::Span& span, QPointF at) const;

    TracePointer m_pinned, m_chosen;
    Names m_names;
    std::vector<sim::SpanPair> m_pairs;
    double m_span = 1;  // seconds, of the longer
};

}  // namespace app
