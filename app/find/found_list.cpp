#include "app/find/found_list.h"

#include <QPainter>
#include <algorithm>

#include "app/graph/paint_tools.h"
#include "app/look/fonts.h"

namespace app {
namespace {

constexpr double nameLeft = 44, keyRoom = 24, aboutGap = 12;

}  // namespace

void FoundList::setFound(std::vector<Findable> found) {
    beginResetModel();
    if (found.size() > rowsAtMost)
        found.resize(rowsAtMost);
    m_found = std::move(found);
    endResetModel();
}

int FoundList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_found.size());
}

QVariant FoundList::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Findable& each = at(index.row());
    if (role == Qt::DisplayRole)
        return each.name;
    if (role == Qt::AccessibleTextRole) {
        QStringList said{each.name, each.about, each.keys};
        said.removeAll(QString());
        return said.join(QStringLiteral(", "));
    }
    return {};
}

FoundRowPainter::FoundRowPainter(const FoundList& found, QObject* parent)
    : QStyledItemDelegate(parent), m_found(found) {}

QSize FoundRowPainter::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {200, foundRowHeight};
}

void FoundRowPainter::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    const Findable& each = m_found.at(index.row());
    const Theme& look = theme();
    const QRectF row(option.rect);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(row, look.selbg);
    const QRectF box(row.left() + 16, row.center().y() - 8, 16, 16);
    const double baseline = row.center().y() + 4.5;
    if (each.kind == FindableKind::Moment)
        painter->fillRect(QRectF(box.left() + 5, box.top() + 2, 6, 12), look.you);
    else if (each.kind == FindableKind::Command)
        paintText(*painter, {box.left() + 4, baseline}, QStringLiteral(">"), {13, 600, look.ink3});
    else
        paintGlyph(*painter, box.adjusted(1, 1, -1, -1), healthGlyph(each.health));
    double right = row.right() - 16;
    if (!each.keys.isEmpty())
        right -=
            paintTextRight(*painter, {right, baseline}, each.keys, {12, 400, look.ink3}) + keyRoom;
    const double left = row.left() + nameLeft;
    const double width =
        paintText(*painter, {left, baseline}, each.name, {13, 600, look.ink}, right - left);
    const double aboutLeft = left + width + aboutGap;
    if (right - aboutLeft > 40)
        paintText(*painter, {aboutLeft, baseline}, each.about, {12, 400, look.ink2},
                  right - aboutLeft);
    painter->restore();
}

}  // namespace app
