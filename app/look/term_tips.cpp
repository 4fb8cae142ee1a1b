#include "app/look/term_tips.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QHelpEvent>
#include <QLineEdit>
#include <QToolTip>
#include <algorithm>

#include "app/look/painted_text.h"
#include "app/look/utf8_text.h"

namespace app {
namespace {

constexpr int reach = 2;  // px around a word

// The bytes of a found term as characters.
QRectF rectOf(const PaintedText& painted, const QByteArray& bytes, const models::FoundTerm& found) {
    const auto from = static_cast<qsizetype>(found.from);
    const auto size = static_cast<qsizetype>(found.size);
    return painted.rectOf(QString::fromUtf8(bytes.left(from)).size(),
                          QString::fromUtf8(bytes.mid(from, size)).size());
}

// What a scroll area paints stands in its viewport, and so does the mouse.
QWidget* painterOf(QWidget* widget) {
    auto* area = qobject_cast<QAbstractScrollArea*>(widget);
    return area ? area->viewport() : widget;
}

}  // namespace

std::vector<TermOnScreen> termsOnScreen(QWidget& widget) {
    std::vector<TermOnScreen> all;
    for (const PaintedText& painted : paintedTexts(widget)) {
        const QByteArray bytes = painted.text.toUtf8();
        for (const models::FoundTerm& found :
             models::termsIn({bytes.constData(), static_cast<std::size_t>(bytes.size())}))
            all.push_back({found.term, rectOf(painted, bytes, found)
                                           .toAlignedRect()
                                           .adjusted(-reach, -reach, reach, reach)});
    }
    return all;
}

QString tipOf(const models::Term& term) {
    const QString name = text(term.name);
    return QStringLiteral("<span style='font-weight:600'>%1</span><br>%2")
        .arg(name.toHtmlEscaped(), QString::fromStdString(models::meaningOf(term)).toHtmlEscaped());
}

TermTips::TermTips(QObject* parent) : QObject(parent) {
    QCoreApplication::instance()->installEventFilter(this);
}

void TermTips::explainIn(QWidget* pane) {
    m_panes.emplace_back(pane);
}

bool TermTips::isIn(const QWidget* widget) const {
    return std::ranges::any_of(m_panes, [&](const QPointer<QWidget>& pane) {
        return pane && (pane == widget || pane->isAncestorOf(widget));
    });
}

std::vector<QWidget*> TermTips::panesSeen() const {
    std::vector<QWidget*> seen;
    for (const QPointer<QWidget>& pane : m_panes) {
        if (pane && pane->isVisible())
            seen.push_back(pane);
    }
    const QWidget* focused = QApplication::focusWidget();
    std::ranges::stable_partition(seen, [&](const QWidget* pane) {
        return focused && (pane == focused || pane->isAncestorOf(focused));
    });
    return seen;
}

bool TermTips::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return false;
    auto* widget = qobject_cast<QWidget*>(watched);
    // What is pressed or typed in says by its own tooltip what it does.
    if (!widget || !isIn(widget) || qobject_cast<QAbstractButton*>(widget) ||
        qobject_cast<QLineEdit*>(widget))
        return false;
    const auto* help = static_cast<QHelpEvent*>(event);
    QWidget* painter = painterOf(widget);
    const QPoint at = painter->mapFromGlobal(help->globalPos());
    for (const TermOnScreen& each : termsOnScreen(*painter)) {
        if (each.rect.contains(at)) {
            QToolTip::showText(help->globalPos(), tipOf(*each.term), painter, each.rect);
            return true;
        }
    }
    return false;
}

}  // namespace app
