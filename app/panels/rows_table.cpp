#include "app/panels/rows_table.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>

#include "app/look/fonts.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr int columnWidthAtLeast = 88, cellPadding = 8;

// A row that changed just now stands on blue and is written bolder, as is the current one while the
// table has the keys.
class ChangedRowDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
        const QFontMetrics metrics(lookFont(12, index.column() > 0 ? 600 : 400));
        return {metrics.horizontalAdvance(index.data().toString()) + 2 * cellPadding + 1,
                RowsTable::rowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const bool isChanged = index.data(TableRowsModel::ChangedRole).toBool();
        const auto* table = qobject_cast<const QTableView*>(option.widget);
        const bool isCurrent =
            table && table->hasFocus() && table->currentIndex().row() == index.row();
        painter->fillRect(option.rect, isChanged || isCurrent ? theme().selbg : theme().panel);
        painter->setFont(lookFont(12, isChanged && index.column() > 0 ? 600 : 400));
        painter->setPen(index.data(TableRowsModel::LinkRole).toBool() ? theme().you : theme().ink);
        const QRect box = option.rect.adjusted(cellPadding, 0, -cellPadding, 0);
        const QString text = QFontMetrics(painter->font())
                                 .elidedText(index.data().toString(), Qt::ElideRight, box.width());
        painter->drawText(box, index.data(Qt::TextAlignmentRole).toInt(), text);
    }
};

}  // namespace

RowsTable::RowsTable(TableRowsModel* model, QWidget* parent) : QTableView(parent) {
    setModel(model);
    setItemDelegate(new ChangedRowDelegate(this));
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::NoSelection);
    setShowGrid(false);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(rowHeight);
    verticalHeader()->setMinimumSectionSize(rowHeight);
    horizontalHeader()->setFixedHeight(headerHeight);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    horizontalHeader()->setSectionsClickable(false);
    connect(model, &QAbstractItemModel::modelReset, this, &RowsTable::fitColumns);
}

void RowsTable::want(const QModelIndex& index) {
    if (const qint64 request = index.data(TableRowsModel::WriterRole).toLongLong(); request != 0)
        Q_EMIT requestWanted(request);
}

void RowsTable::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        want(currentIndex());
    else
        QTableView::keyPressEvent(event);
    viewport()->update();  // the whole row is marked
}

void RowsTable::mouseMoveEvent(QMouseEvent* event) {
    QTableView::mouseMoveEvent(event);
    const bool isLink = indexAt(event->pos()).data(TableRowsModel::LinkRole).toBool();
    viewport()->setCursor(isLink ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void RowsTable::mouseReleaseEvent(QMouseEvent* event) {
    QTableView::mouseReleaseEvent(event);
    viewport()->update();
    const QModelIndex under = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && under.data(TableRowsModel::LinkRole).toBool())
        want(under);
}

void RowsTable::contextMenuEvent(QContextMenuEvent* event) {
    const QModelIndex under = indexAt(event->pos());
    const qint64 request = under.data(TableRowsModel::WriterRole).toLongLong();
    if (request == 0)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Trace of request #%1").arg(request), this,
                    [this, request] { Q_EMIT requestWanted(request); });
    menu->popup(event->globalPos());
}

void RowsTable::resizeEvent(QResizeEvent* event) {
    fitColumns();
    QTableView::resizeEvent(event);
}

// What is left over is shared equally. A column never grows narrower while the table is the same,
// or all would jump about with every new row.
void RowsTable::fitColumns() {
    const int columns = model()->columnCount();
    if (columns == 0)
        return;
    const bool fit = columns * columnWidthAtLeast <= viewport()->width();
    QStringList names;
    for (int column = 0; column < columns; ++column)
        names << model()->headerData(column, Qt::Horizontal).toString();
    if (names != m_names)
        m_wanted.clear();
    m_names = names;
    m_wanted.resize(columns);
    int left = viewport()->width();
    for (int column = 0; column < columns; ++column) {
        m_wanted[column] = std::max({m_wanted[column], sizeHintForColumn(column),
                                     horizontalHeader()->sectionSizeHint(column)});
        left -= m_wanted[column];
    }
    const bool hasRoom = left >= 0;
    horizontalHeader()->setSectionResizeMode(fit && !hasRoom ? QHeaderView::Stretch
                                                             : QHeaderView::Interactive);
    horizontalHeader()->setDefaultSectionSize(columnWidthAtLeast);
    for (int column = 0; column < columns && hasRoom; ++column)
        horizontalHeader()->resizeSection(
            column, m_wanted[column] + left / columns + (column < left % columns ? 1 : 0));
}

}  // namespace app
