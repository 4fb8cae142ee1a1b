#include "app/desktop/shortcut_overlay.h"

#include <QEvent>
#include <QPainter>
#include <algorithm>
#include <vector>

#include "app/look/fonts.h"
#include "app/look/theme.h"

namespace app {
namespace {

// A row has the keys of its commands, and those that the call graph hears itself.
struct KeyRow {
    const char* act;
    QStringList commands;
    const char* fixed = "";
};

struct KeyGroup {
    const char* title;
    std::vector<KeyRow> rows;
};

const std::vector<KeyGroup>& keyGroups() {
    static const std::vector<KeyGroup> groups = {
        {"Run",
         {{"Run or pause", {"simulate.run-over-the-graph", "simulate.run"}},
          {"Step 0.1 s", {"simulate.step-0.1-s"}},
          {"Next event, or of the selected",
           {"simulate.next-event", "simulate.next-event-of-the-selected"}},
          {"Pause when a bound is passed", {"simulate.pause-when"}},
          {"Look back, a second at a time", {"simulate.back-1-s", "simulate.forward-1-s"}},
          {"Back to live", {"simulate.back-to-live"}},
          {"Only a range, on the time bar", {}, "Shift+drag"},
          {"Go on from what is shown", {"simulate.go-on-from-here"}},
          {"Bookmark what is shown", {"simulate.bookmark"}},
          {"New from a sketch", {"file.new-from-sketch"}},
          {"Open a scenario", {"file.open"}},
          {"Save", {"file.save"}},
          {"Gallery", {"scenarios.gallery"}},
          {"Quit", {"file.quit"}}}},
        {"Faults",
         {{"Kill the selected service", {"faults.kill"}},
          {"Kill it for 30 s", {"faults.kill-for-30-s"}},
          {"Restart", {"faults.restart"}},
          {"Begin any other fault", {"faults.begin-a-fault"}},
          {"Halt all faults", {"faults.halt-all-faults"}},
          {"Undo", {"edit.undo"}},
          {"Redo", {"edit.redo"}}}},
        {"Call graph",
         {{"Go to a neighbour", {}, "Arrows"},
          {"To an edge of the card", {}, "Ctrl+arrow"},
          {"Fit all", {"view.zoom.fit-all"}},
          {"Fit the selection", {"view.zoom.fit-the-selection"}},
          {"100 %", {"view.zoom.100-%"}},
          {"Zoom in, out", {"view.zoom.zoom-in", "view.zoom.zoom-out"}},
          {"Zoom into a frame", {}, "Ctrl+drag"},
          {"Collapse or expand the group, all",
           {"view.graph.groups.collapse-or-expand-the-group",
            "view.graph.groups.collapse-or-expand-all-groups"}},
          {"Show a group alone", {}, "Double click"},
          {"Back to all", {"view.graph.groups.back-to-all"}},
          {"Next unhealthy service", {"view.next-unhealthy-service"}},
          {"Inspect it, or go back", {"view.inspect", "view.back-to-isolation"}},
          {"Menu of the service", {}, "Shift+F10"}}},
        {"Window",
         {{"Find a service, call or command", {"edit.find"}},
          {"Back, forward", {"view.back", "view.forward"}},
          {"Call graph", {"view.call-graph"}},
          {"Matrix", {"view.matrix"}},
          {"Traces", {"view.traces"}},
          {"Isolation and inspector", {"view.isolation-and-inspector"}},
          {"Charts", {"view.charts"}},
          {"Event log", {"view.event-log"}},
          {"Stores", {"view.stores"}},
          {"Lesson", {"view.lesson"}},
          {"Guards of calls", {"view.guards-of-calls"}},
          {"Light or dark", {"view.dark-theme"}},
          {"Full screen", {"view.full-screen"}},
          {"Legend of the call graph", {"help.legend-of-the-call-graph"}},
          {"This page", {"help.keys"}}}},
    };
    return groups;
}

QString keysOf(const KeyRow& row, const KeyBindings& bindings) {
    QStringList keys;
    for (const QString& id : row.commands) {
        // Of several one is enough here.
        const QString text = bindings.textOf(id).section(QStringLiteral(", "), 0, 0);
        if (!text.isEmpty())
            keys << text;
    }
    if (*row.fixed != '\0')
        keys << QString::fromUtf8(row.fixed);
    return keys.join(QStringLiteral(", "));
}

constexpr double cardWidth = 760, keysWidth = 152, overlayPadding = 24, keyRowHeight = 22,
                 firstGroup = 68, groupGap = 30;

// Of the taller of two groups that stand side by side.
double heightOfGroups(std::size_t left) {
    const std::size_t rows =
        std::max(keyGroups()[left].rows.size(), keyGroups()[left + 1].rows.size());
    return static_cast<double>(rows) * keyRowHeight;
}

}  // namespace

ShortcutOverlay::ShortcutOverlay(const KeyBindings& bindings, QWidget* window)
    : QWidget(window), m_bindings(bindings) {
    m_change = new QPushButton(tr("Change keys…"), this);
    m_change->setObjectName("changeKeys");
    connect(m_change, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT changeWanted();
    });
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Keys"));
    window->installEventFilter(this);
    hide();
}

QRectF ShortcutOverlay::cardRect() const {
    const double secondGroup = firstGroup + heightOfGroups(0) + groupGap;
    const double cardHeight = secondGroup + heightOfGroups(2) + overlayPadding;
    return {std::floor((width() - cardWidth) / 2) + 0.5,
            std::floor((height() - cardHeight) / 2) + 0.5, cardWidth, cardHeight};
}

void ShortcutOverlay::resizeEvent(QResizeEvent*) {
    const QRectF card = cardRect();
    m_change->adjustSize();
    m_change->move(static_cast<int>(card.right() - overlayPadding) - m_change->width(),
                   static_cast<int>(card.top()) + 16);
}

QStringList ShortcutOverlay::commandsShown() {
    QStringList ids;
    for (const KeyGroup& group : keyGroups()) {
        for (const KeyRow& row : group.rows)
            ids << row.commands;
    }
    return ids;
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
    const QRectF card = cardRect();
    const double secondGroup = firstGroup + heightOfGroups(0) + groupGap;
    painter.setPen(QPen(look.edge, 1));
    painter.setBrush(look.raise);
    painter.drawRoundedRect(card, 6, 6);
    painter.setPen(look.ink);
    painter.setFont(lookFont(16, 600));
    painter.drawText(QPointF(card.left() + overlayPadding, card.top() + 36), tr("Keys"));
    for (std::size_t i = 0; i < keyGroups().size(); ++i) {
        const KeyGroup& group = keyGroups()[i];
        const double left =
            card.left() + overlayPadding + (i % 2 == 0 ? 0 : (cardWidth - overlayPadding) / 2);
        double y = card.top() + (i < 2 ? firstGroup : secondGroup);
        painter.setFont(lookFont(13, 600));
        painter.setPen(look.ink);
        painter.drawText(QPointF(left, y), tr(group.title));
        painter.setFont(lookFont(12));
        for (const KeyRow& row : group.rows) {
            y += keyRowHeight;
            painter.setPen(look.ink2);
            painter.drawText(QPointF(left, y), keysOf(row, m_bindings));
            painter.setPen(look.ink);
            painter.drawText(QPointF(left + keysWidth, y), tr(row.act));
        }
    }
}

}  // namespace app
