#include "app/find/finder.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include "app/find/found_list.h"
#include "app/graph/paint_tools.h"
#include "app/look/icons.h"
#include "app/look/number_text.h"

namespace app {
namespace {

constexpr int fieldLeft = 38, finderWidth = 560, finderTop = 104, fieldRoom = 48, footRoom = 28;

}  // namespace

Finder::Finder(QWidget* window, std::function<std::vector<Findable>(const FindQuery&)> candidates)
    : QFrame(window),
      m_candidates(std::move(candidates)),
      m_field(new QLineEdit(this)),
      m_list(new QListView(this)),
      m_found(new FoundList(this)) {
    setObjectName("finder");
    setAccessibleName(tr("Find"));
    m_field->setObjectName("finderField");
    m_field->setAccessibleName(tr("What to find"));
    m_field->setPlaceholderText(tr("A service, a journey, a call, a request or a command"));
    m_field->installEventFilter(this);
    m_list->setObjectName("finderList");
    m_list->setAccessibleName(tr("Found"));
    m_list->setModel(m_found);
    m_list->setItemDelegate(new FoundRowPainter(*m_found, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    connect(m_list, &QListView::entered, m_list, &QListView::setCurrentIndex);
    connect(m_list, &QListView::clicked, this, &Finder::goToChosen);
    connect(m_field, &QLineEdit::textChanged, this, &Finder::lookUp);
    window->installEventFilter(this);
    hide();
}

void Finder::open() {
    if (!isVisible())
        m_focusBefore = QApplication::focusWidget();
    m_field->clear();
    lookUp();
    show();
    raise();
    m_field->setFocus();
}

int Finder::count() const {
    return m_found->rowCount();
}

QString Finder::nameAt(int row) const {
    return m_found->at(row).name;
}

void Finder::lookUp() {
    const FindQuery query = findQuery(m_field->text());
    std::vector<Findable> all = found(m_candidates(query), query);
    const auto more = static_cast<std::int64_t>(all.size()) - FoundList::rowsAtMost;
    if (all.empty())
        m_foot = tr("Nothing here is called “%1”.").arg(query.words.join(QLatin1Char(' ')));
    else if (more > 0)
        m_foot = tr("%1 more: type on").arg(countText(more));
    else if (m_field->text().isEmpty())
        m_foot =
            tr("unhealthy, breaker open, no traffic, fault     s  only services     "
               "t  a request     >  commands");
    else
        m_foot.clear();
    m_found->setFound(std::move(all));
    m_list->setCurrentIndex(m_found->index(0));
    place();
    update();
}

void Finder::place() {
    const int rows = m_found->rowCount();
    const int list = rows * FoundRowPainter::foundRowHeight;
    const int foot = m_foot.isEmpty() ? 8 : footRoom;
    const int wide = std::min(finderWidth, parentWidget()->width() - 32);
    setGeometry((parentWidget()->width() - wide) / 2, finderTop, wide, fieldRoom + list + foot);
    m_field->setGeometry(fieldLeft, 10, wide - fieldLeft - 10, 28);
    m_list->setGeometry(1, fieldRoom, wide - 2, list);
}

void Finder::moveBy(int rows) {
    if (m_found->rowCount() == 0)
        return;
    const int row = m_list->currentIndex().row() + rows;
    const int last = m_found->rowCount() - 1;
    m_list->setCurrentIndex(m_found->index(row < 0 ? last : row > last ? 0 : row));
}

void Finder::goToChosen() {
    const QModelIndex chosen = m_list->currentIndex();
    if (!chosen.isValid())
        return;
    const std::function<void()> go = m_found->at(chosen.row()).go;
    dismiss();
    go();
}

// The keyboard goes back to where it was.
void Finder::dismiss() {
    hide();
    if (m_focusBefore != nullptr)
        m_focusBefore->setFocus();
}

bool Finder::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget()) {
        if (event->type() == QEvent::Resize && isVisible())
            place();
        return false;
    }
    if (event->type() == QEvent::FocusOut && isVisible() &&
        QApplication::activePopupWidget() == nullptr) {
        hide();
        return false;
    }
    if (event->type() != QEvent::KeyPress)
        return false;
    switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Up:
            moveBy(-1);
            return true;
        case Qt::Key_Down:
            moveBy(1);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            goToChosen();
            return true;
        case Qt::Key_Escape:
            dismiss();
            return true;
        default:
            return false;
    }
}

void Finder::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& look = theme();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(look.edge, 1));
    painter.setBrush(look.raise);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    paintIcon(painter, QRectF(15, 15, 18, 18), Icon::Search, look.ink3);
    if (!m_foot.isEmpty())
        paintText(painter, {16, height() - 10.0}, m_foot, {12, 400, look.ink3}, width() - 32);
}

}  // namespace app
