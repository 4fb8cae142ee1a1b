#include "app/desktop/shortcut_overlay.h"

#include <QEvent>
#include <QPainter>
#include <algorithm>
#include <vector>

#include "app/look/fonts.h"
#include "app/look/theme.h"

namespace app {
namespace {

struct KeyRow {
    const char* keys;
    const char* act;
};

struct KeyGroup {
    const char* title;
    std::vector<KeyRow> rows;
};

const std::vector<KeyGroup>& keyGroups() {
    static const std::vector<KeyGroup> groups = {
        {"Run",
         {{"Space, F5", "Run or pause"},
          {"F10", "Step 0.1 s"},
          {"F11, Shift+F11", "Next event, or of the selected"},
          {"Shift+Left, Right", "Look back, a second at a time"},
          {"End", "Back to live"},
          {"Shift+F5", "Go on from what is shown"},
          {"Ctrl+B", "Bookmark what is shown"},
          {"Ctrl+N", "New from a sketch"},
          {"Ctrl+O", "Open a scenario"},
          {"Ctrl+S", "Save"},
          {"Ctrl+G", "Gallery"},
          {"Ctrl+Q", "Quit"}}},
        {"Faults",
         {{"K", "Kill the selected service"},
          {"Shift+K", "Kill it for 30 s"},
          {"R", "Restart"},
          {"Ctrl+Shift+K", "Begin any other fault"},
          {"Ctrl+Shift+H", "Halt all faults"},
          {"Ctrl+Z", "Undo"},
          {"Ctrl+Shift+Z", "Redo"}}},
        {"Call graph",
         {{"Arrows", "Go to a neighbour"},
          {"Ctrl+arrow", "To an edge of the card"},
          {"F", "Fit all"},
          {"Shift+F", "Fit the selection"},
          {"1", "100 %"},
          {"N", "Next unhealthy service"},
          {"I, Enter", "Inspect it, Esc goes back"},
          {"Shift+F10", "Menu of the service"}}},
        {"Window",
         {{"Ctrl+K", "Find a service, call or command"},
          {"Alt+Left, Right", "Back, forward"},
          {"Ctrl+1", "Call graph"},
          {"Ctrl+2", "Matrix"},
          {"Ctrl+3", "Traces"},
          {"Alt+1", "Isolation and inspector"},
          {"Alt+2", "Charts"},
          {"Alt+3", "Event log"},
          {"Alt+4", "Stores"},
          {"Alt+5", "Lesson"},
          {"Alt+6", "Guards of calls"},
          {"Ctrl+T", "Light or dark"},
          {"Ctrl+Shift+F11", "Full screen"},
          {"Shift+F1", "What the words mean"},
          {"?", "This page"}}},
    };
    return groups;
}

constexpr double cardWidth = 640, padding = 24, keyRowHeight = 22, firstGroup = 68, groupGap = 30;

// Of the taller of two groups that stand side by side.
double heightOfGroups(std::size_t left) {
    const std::size_t rows =
        std::max(keyGroups()[left].rows.size(), keyGroups()[left + 1].rows.size());
    return static_cast<double>(rows) * keyRowHeight;
}

}  // namespace

ShortcutOverlay::ShortcutOverlay(QWidget* window) : QWidget(window) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Keys"));
    window->installEventFilter(this);
    hide();
}

void ShortcutOverlay::open() {
    setGeometry(parentWidget()->rect());
    show();
    raise();
    setFocus();
}

bool ShortcutOverlay::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize && isVisible())
        setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

void ShortcutOverlay::keyPressEvent(QKeyEvent*) {
    hide();
    parentWidget()->setFocus();
}

void ShortcutOverlay::mousePressEvent(QMouseEvent*) {
    hide();
}

void ShortcutOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& look = theme();
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = look.canvas;
    veil.setAlphaF(0.7f);
    painter.fillRect(rect(), veil);
    const double secondGroup = firstGroup + heightOfGroups(0) + groupGap;
    const double cardHeight = secondGroup + heightOfGroups(2) + padding;
    const QRectF card(std::floor((width() - cardWidth) / 2) + 0.5,
                      std::floor((height() - cardHeight) / 2) + 0.5, cardWidth, cardHeight);
    painter.setPen(QPen(look.edge, 1));
    painter.setBrush(look.raise);
    painter.drawRoundedRect(card, 6, 6);
    painter.setPen(look.ink);
    painter.setFont(lookFont(16, 600));
    painter.drawText(QPointF(card.left() + padding, card.top() + 36), tr("Keys"));
    for (std::size_t i = 0; i < keyGroups().size(); ++i) {
        const KeyGroup& group = keyGroups()[i];
        const double left = card.left() + padding + (i % 2 == 0 ? 0 : (cardWidth - padding) / 2);
        double y = card.top() + (i < 2 ? firstGroup : secondGroup);
        painter.setFont(lookFont(13, 600));
        painter.setPen(look.ink);
        painter.drawText(QPointF(left, y), tr(group.title));
        painter.setFont(lookFont(12));
        for (const KeyRow& row : group.rows) {
            y += keyRowHeight;
            painter.setPen(look.ink2);
            painter.drawText(QPointF(left, y), QString::fromUtf8(row.keys));
            painter.setPen(look.ink);
            painter.drawText(QPointF(left + 104, y), tr(row.act));
        }
    }
}

}  // namespace app
