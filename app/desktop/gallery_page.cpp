#include "app/desktop/gallery_page.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>
#include <cmath>

#include "app/desktop/scenario_files.h"
#include "app/look/fonts.h"
#include "app/look/theme.h"
#include "models/io/scenario_reader.h"

namespace app {
namespace {

constexpr int cardWidth = 480, gap = 16, padding = 24, headHeight = 64;
constexpr double numberWidth = 24;

QString text(const std::string& utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())).trimmed();
}

}  // namespace

std::vector<GalleryEntry> galleryEntries() {
    std::vector<GalleryEntry> entries;
    for (const ShippedScenario& shipped : shippedScenarios()) {
        const auto reading = models::readScenarioFile(shipped.file.toStdString());
        if (!reading.scenario)
            continue;
        GalleryEntry entry{
            shipped.file, text(reading.scenario->name), text(reading.scenario->about), {}};
        for (const models::LessonStep& step : reading.scenario->lesson)
            entry.lesson << text(step.text);
        entries.push_back(std::move(entry));
    }
    return entries;
}

// ------------------------------------------------------------------------------------------- card

GalleryCard::GalleryCard(GalleryEntry entry, QWidget* parent)
    : QAbstractButton(parent), m_entry(std::move(entry)) {
    setText(m_entry.name);
    setAccessibleName(m_entry.name);
    setAccessibleDescription(m_entry.about + QLatin1Char(' ') +
                             m_entry.lesson.join(QLatin1Char(' ')));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
}

double GalleryCard::draw(PanelPen& pen) const {
    const double left = PanelPen::sidePadding;
    const double width = pen.right() - left;
    double y = pen.wrapped(left, 16, width, 24, m_entry.name, lookFont(16, 600), theme().ink);
    if (!m_entry.about.isEmpty())
        y = pen.wrapped(left, y + 4, width, 20, m_entry.about, lookFont(13), theme().ink2);
    if (!m_entry.lesson.isEmpty()) {
        y += 12;
        pen.text(left, y + 8, tr("First lesson"), lookFont(12, 600), theme().ink2);
        y += 20;
    }
    for (int i = 0; i < m_entry.lesson.size(); ++i) {
        pen.text(left, y + 10, QString::number(i + 1), lookFont(13, 600), theme().ink3);
        y = pen.wrapped(left + numberWidth, y, width - numberWidth, 20, m_entry.lesson[i],
                        lookFont(13), theme().ink) +
            4;
    }
    return y + 12;
}

int GalleryCard::heightForWidth(int width) const {
    PanelPen pen(nullptr, width);
    return static_cast<int>(std::ceil(draw(pen)));
}

QSize GalleryCard::sizeHint() const {
    return {cardWidth, heightForWidth(cardWidth)};
}

void GalleryCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double border = hasFocus() ? 2 : 1;
    painter.setPen(QPen(hasFocus() ? theme().you : theme().edge, border));
    painter.setBrush(isDown() ? theme().edge : underMouse() ? theme().hover : theme().raise);
    const double inset = border / 2;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 6, 6);
    PanelPen pen(&painter, width());
    draw(pen);
}

void GalleryCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        event->ignore();  // the page moves among the cards
}

void GalleryCard::enterEvent(QEnterEvent*) {
    update();
}

void GalleryCard::leaveEvent(QEvent*) {
    update();
}

// ------------------------------------------------------------------------------------------- page

GalleryPage::GalleryPage(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Gallery"));
    auto* title = new QLabel(tr("Scenarios"), this);
    title->setObjectName("galleryTitle");
    title->setFont(lookFont(16, 600));
    auto* sketch = new QPushButton(tr("New from sketch…"), this);
    sketch->setObjectName("gallerySketch");
    connect(sketch, &QPushButton::clicked, this, &GalleryPage::sketchWanted);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(padding, 0, padding, 0);
    head->addWidget(title);
    head->addStretch(1);
    head->addWidget(sketch);
    m_content = new QWidget(this);
    m_content->setObjectName("galleryContent");
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName("galleryScroll");
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(m_content);
    m_scroll->viewport()->installEventFilter(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* headBox = new QWidget(this);
    headBox->setFixedHeight(headHeight);
    headBox->setLayout(head);
    column->addWidget(headBox);
    column->addWidget(m_scroll, 1);
}

void GalleryPage::setEntries(const std::vector<GalleryEntry>& entries) {
    for (GalleryCard* card : m_cards)
        delete card;
    m_cards.clear();
    for (const GalleryEntry& entry : entries) {
        auto* card = new GalleryCard(entry, m_content);
        connect(card, &QAbstractButton::clicked, this,
                [this, file = entry.file] { Q_EMIT wanted(file); });
        // The scroll area would take the arrows for itself.
        card->installEventFilter(this);
        m_cards.push_back(card);
        card->show();
    }
    layOut();
}

void GalleryPage::focusFirst() {
    if (!m_cards.empty())
        m_cards.front()->setFocus(Qt::OtherFocusReason);
}

int GalleryPage::columns() const {
    return std::max(1, (m_scroll->viewport()->width() - 2 * padding + gap) / (cardWidth + gap));
}

// Cards of one row are equally high.
void GalleryPage::layOut() {
    const int room = m_scroll->viewport()->width();
    const int inRow = columns();
    const int width = std::min(cardWidth, room - 2 * padding);
    int y = 0;
    for (std::size_t first = 0; first < m_cards.size(); first += static_cast<std::size_t>(inRow)) {
        const std::size_t last = std::min(m_cards.size(), first + static_cast<std::size_t>(inRow));
        int height = 0;
        for (std::size_t i = first; i < last; ++i)
            height = std::max(height, m_cards[i]->heightForWidth(width));
        for (std::size_t i = first; i < last; ++i)
            m_cards[i]->setGeometry(padding + static_cast<int>(i - first) * (width + gap), y, width,
                                    height);
        y += height + gap;
    }
    m_content->resize(room, y + padding - gap);
}

bool GalleryPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_scroll->viewport() && event->type() == QEvent::Resize)
        layOut();
    if (event->type() == QEvent::KeyPress && moveFocus(static_cast<QKeyEvent*>(event)->key()))
        return true;
    return QWidget::eventFilter(watched, event);
}

bool GalleryPage::moveFocus(int key) {
    const auto focused = std::find(m_cards.begin(), m_cards.end(), focusWidget());
    const int by = key == Qt::Key_Right  ? 1
                   : key == Qt::Key_Left ? -1
                   : key == Qt::Key_Down ? columns()
                   : key == Qt::Key_Up   ? -columns()
                                         : 0;
    if (by == 0 || m_cards.empty())
        return false;
    const auto last = static_cast<std::ptrdiff_t>(m_cards.size()) - 1;
    const std::ptrdiff_t to = focused == m_cards.end() ? 0 : focused - m_cards.begin() + by;
    if (to < 0 || to > last)
        return true;
    GalleryCard* card = m_cards[static_cast<std::size_t>(to)];
    card->setFocus(Qt::OtherFocusReason);
    m_scroll->ensureWidgetVisible(card, 0, gap);
    return true;
}

void GalleryPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        Q_EMIT leaveWanted();
    else if (!moveFocus(event->key()))
        QWidget::keyPressEvent(event);
}

void GalleryPage::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), theme().canvas);
}

}  // namespace app
