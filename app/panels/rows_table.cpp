#include "app/panels/rows_table.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

#include "app/look/fonts.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr int columnWidthAtLeast = 88;

// A row that changed just now stands on blue and is written bolder.
class ChangedRowDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const bool isChanged = index.data(TableRowsModel::ChangedRole).toBool();
        painter->fillRect(option.rect, isChanged ? theme().selbg : theme().panel);
        painter->setFont(lookFont(12, isChanged && index.column() > 0 ? 600 : 400));
        painter->setPen(theme().ink);
        const QRect box = option.rect.adjusted(8, 0, -8, 0);
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

void RowsTable::resizeEvent(QResizeEvent* event) {
    fitColumns();
    QTableView::resizeEvent(event);
}

void RowsTable::fitColumns() {
    const bool fit = model()->columnCount() * columnWidthAtLeast <= viewport()->width();
    horizontalHeader()->setSectionResizeMode(fit ? QHeaderView::Stretch : QHeaderView::Interactive);
    horizontalHeader()->setDefaultSectionSize(columnWidthAtLeast);
}

}  // namespace app
