// The rows below the field that finds: a sign or an icon, the name, how it fares, the key.
#pragma once

#include <QAbstractListModel>
#include <QStyledItemDelegate>

#include "app/find/findable.h"

namespace app {

class FoundList final : public QAbstractListModel {
    Q_OBJECT

  public:
    static constexpr int rowsAtMost = 10;

    using QAbstractListModel::QAbstractListModel;

    // Shows the first of them.
    void setFound(std::vector<Findable> found);
    const Findable& at(int row) const { return m_found[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    std::vector<Findable> m_found;
};

class FoundRowPainter final : public QStyledItemDelegate {
    Q_OBJECT

  public:
    static constexpr int foundRowHeight = 32;

    FoundRowPainter(const FoundList& found, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    const FoundList& m_found;
};

}  // namespace app
