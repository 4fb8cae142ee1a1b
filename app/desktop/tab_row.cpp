#include "app/desktop/tab_row.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

#include "app/look/fonts.h"
#include "app/look/icons.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr int tabRowHeight = 32;
constexpr double baseline = 20.5;

// "Find Ctrl+K", as quiet as a caption.
class FindButton final : public QAbstractButton {
  public:
    FindButton(const QString& name, const QAction& find, QWidget* parent)
        : QAbstractButton(parent) {
        const auto tell = [this, name, &find] {
            setText(name + QLatin1Char(' ') + find.shortcut().toString(QKeySequence::NativeText));
            updateGeometry();
        };
        connect(&find, &QAction::changed, this, tell);
        tell();
        setAccessibleName(name);
        setObjectName("findButton");
        setFocusPolicy(Qt::TabFocus);
        setCursor(Qt::PointingHandCursor);
    }

    QSize sizeHint() const override {
        return {static_cast<int>(QFontMetricsF(lookFont(12)).horizontalAdvance(text())) + 26,
                tabRowHeight};
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const QColor ink = underMouse() ? theme().ink : theme().ink3;
        paintIcon(painter, QRectF(0, 9, 14, 14), Icon::Search, ink);
        painter.setFont(lookFont(12));
        painter.setPen(ink);
        painter.drawText(QPointF(20, baseline), text());
    }
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }
};

}  // namespace

TabRow::TabRow(const QStringList& views, QWidget* parent) : QWidget(parent) {
    setFixedHeight(tabRowHeight);
    setAccessibleName(tr("Views"));
    m_tabs = new QButtonGroup(this);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 12, 0);
    row->setSpacing(12);
    for (const QString& view : views) {
        auto* tab = new DockTab(view, this);
        m_tabs->addButton(tab, static_cast<int>(m_tabs->buttons().size()));
        row->addWidget(tab);
    }
    row->addStretch(1);
    connect(m_tabs, &QButtonGroup::idClicked, this, &TabRow::viewWanted);
    setView(0);
}

void TabRow::setView(int view) {
    m_tabs->button(view)->setChecked(true);
}

void TabRow::setFind(QAction* find) {
    auto* button = new FindButton(tr("Find"), *find, this);
    connect(button, &QAbstractButton::clicked, find, &QAction::trigger);
    layout()->addWidget(button);
}

void TabRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().win);
    painter.fillRect(0, height() - 1, width(), 1, theme().line);
}

DockTab::DockTab(const QString& name, QWidget* parent) : QAbstractButton(parent) {
    setText(name);
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
}

QSize DockTab::sizeHint() const {
    return {static_cast<int>(QFontMetricsF(lookFont(13, 600)).horizontalAdvance(text())) + 17,
            tabRowHeight};
}

void DockTab::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& look = theme();
    painter.setFont(lookFont(13, isChecked() ? 600 : 400));
    painter.setPen(isChecked() || underMouse() ? look.ink : look.ink2);
    painter.drawText(QPointF(8, baseline), text());
    if (isChecked())
        painter.fillRect(4, height() - 2, width() - 8, 2, look.you);
}

DockTitle::DockTitle(const QStringList& pages, QMenu* menu, QWidget* parent)
    : QWidget(parent), m_pages(pages) {
    setFixedHeight(tabRowHeight);
    m_more = new QToolButton(this);
    m_more->setObjectName("dockMore");
    m_more->setAccessibleName(tr("More"));
    m_more->setIcon(lookIcon(Icon::More));
    m_more->setIconSize(buttonIconSize);
    m_more->setAutoRaise(true);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(menu);
    m_tabs = new QButtonGroup(this);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 12, 0);
    row->setSpacing(8);
    for (const QString& page : pages) {
        auto* tab = new DockTab(page, this);
        tab->setVisible(pages.size() > 1);
        m_tabs->addButton(tab, static_cast<int>(m_tabs->buttons().size()));
        row->addWidget(tab);
    }
    m_tabs->button(0)->setChecked(true);
    connect(m_tabs, &QButtonGroup::idClicked, this, &DockTitle::pageWanted);
    row->addStretch(1);
    row->addWidget(m_more);
}

QSize DockTitle::sizeHint() const {
    return {200, tabRowHeight};
}

void DockTitle::setPage(int page) {
    m_tabs->button(page)->setChecked(true);
}

void DockTitle::offerPage(int page, bool isOffered) {
    m_tabs->button(page)->setVisible(isOffered);
}

void DockTitle::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& look = theme();
    painter.fillRect(rect(), look.win);
    painter.fillRect(0, height() - 1, width(), 1, look.line);
    if (m_pages.size() > 1)
        return;
    painter.setFont(lookFont(13, 600));
    painter.setPen(look.ink);
    painter.drawText(QPointF(16, baseline), m_pages.front());
}

}  // namespace app
