// Rows that are painted below a head that stays: what the views of a journey's latency and of two
// traces share.
#pragma once

#include <QAbstractScrollArea>

namespace app {

class PaintedRows : public QAbstractScrollArea {
    Q_OBJECT

  public:
    explicit PaintedRows(QWidget* parent = nullptr);
    // Everything that stands there, for those who do not see it.
    virtual QString spoken() const = 0;

  protected:
    static constexpr double rowsTop = 72, rowHeight = 28, sideMargin = 16;

    virtual int rows() const = 0;
    virtual void paintHead(QPainter& painter) const = 0;
    virtual void paintRow(QPainter& painter, int row, double middle) const = 0;
    // To be called when they are others.
    void rowsChanged();
    // Title in bold and what it is of behind it, cut where there is no room.
    void paintTitle(QPainter& painter, const QString& title, const QString& about) const;

    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
};

}  // namespace app
