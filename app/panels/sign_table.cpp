#include "app/panels/sign_table.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

#include "app/look/caption_ink.h"
#include "app/look/fonts.h"
#include "app/look/glyphs.h"
#include "app/look/icons.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr int lineHeight = 22;
constexpr int sidePadding = 8;
constexpr int signSide = 14;
constexpr int focusWidth = 2;

QColor inkOf(Loudness loudness, bool isSelected) {
    return loudness == Loudness::Faint   ? captionInk(isSelected)
           : loudness == Loudness::Quiet ? theme().ink2
                                         : theme().ink;
}

// The first cell of the current row of a table that has the keys.
bool isWhereKeysGo(const QWidget* widget, const QModelIndex& index) {
    const auto* table = qobject_cast<const QTableView*>(widget);
    return table && index.column() == 0 && table->hasFocus() &&
           table->currentIndex().row() == index.row();
}

class SignDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        const bool isSelected = option.state & QStyle::State_Selected;
        painter->fillRect(option.rect, isSelected ? theme().selbg : theme().panel);
        if (isWhereKeysGo(option.widget, index))
            painter->fillRect(QRect(option.rect.topLeft(), QSize(focusWidth, lineHeight)),
                              theme().you);
        painter->setRenderHint(QPainter::Antialiasing);
        QRect box = option.rect.adjusted(sidePadding, 0, -sidePadding, 0);
        const QRectF sign(box.left(), box.center().y() - signSide / 2, signSide, signSide);
        const QVariant glyph = index.data(GlyphRole);
        const QVariant icon = index.data(IconRole);
        if (glyph.isValid())
            paintGlyph(*painter, sign, static_cast<Glyph>(glyph.toInt()));
        if (icon.isValid())
            paintIcon(*painter, sign, static_cast<Icon>(icon.toInt()), theme().you);
        if (glyph.isValid() || icon.isValid())
            box.setLeft(box.left() + signSide + sidePadding);
        painter->setFont(lookFont(12));
        painter->setPen(inkOf(static_cast<Loudness>(index.data(LoudnessRole).toInt()), isSelected));
        const QVariant asked = index.data(Qt::TextAlignmentRole);
        const Qt::Alignment alignment =
            asked.isValid() ? asked.value<Qt::Alignment>() : Qt::AlignLeft | Qt::AlignVCenter;
        painter->drawText(box, static_cast<int>(alignment),
                          QFontMetrics(painter->font())
                              .elidedText(index.data().toString(), Qt::ElideRight, box.width()));
        painter->restore();
    }
};

}  // namespace

SignTable::SignTable(QWidget* parent) : QTableView(parent) {
    setItemDelegate(new SignDelegate(this));
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(lineHeight);
    verticalHeader()->setMinimumSectionSize(lineHeight);
}

}  // namespace app
