// Where p50 and p99 of a journey come from: a row a service and cause, a bar for each percentile.
#pragma once

#include "app/traces/painted_rows.h"
#include "sim/latency_blame.h"

namespace app {

class BlameView final : public PaintedRows {
    Q_OBJECT

  public:
    using PaintedRows::PaintedRows;

    void show(sim::LatencyBlame blame);
    const sim::LatencyBlame& blame() const { return m_blame; }
    QString spoken() const override;

  protected:
    int rows() const override { return static_cast<int>(m_rows.size()); }
    void paintHead(QPainter& painter) const override;
    void paintRow(QPainter& painter, int row, double middle) const override;

  private:
    struct Row {
        std::string service;
        sim::LatencyCause cause = sim::LatencyCause::Works;
        sim::Duration p50{}, p99{};  // of all requests of the bands
    };

    QRectF column(int place) const;  // of p50 and p99; its bars begin at the left
    QString headOf(const QString& percentile, const sim::LatencyBand& band) const;
    void paintCell(QPainter& painter, const QRectF& room, const Row& row,
                   const sim::LatencyBand& band, sim::Duration sum) const;

    sim::LatencyBlame m_blame;
    std::vector<Row> m_rows;  // most of p99 first
    double m_longest = 0;     // seconds, of any bar
};

}  // namespace app
