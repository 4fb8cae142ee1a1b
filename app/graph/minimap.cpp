#include "app/graph/minimap.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "app/look/theme.h"

namespace app {
namespace {

constexpr double mapWidth = 180, mapHeight = 120;  // at most, with the air around the cards
constexpr double mapAir = 8, mapRadius = 4;
constexpr double mapMargin = 12;  // to the canvas
constexpr double cardLeast = 3;   // px: what is smaller cannot be seen

// A healthy system is almost colourless, here too.
QColor minimapColour(Health health) {
    switch (health) {
        case Health::Degraded:
            return theme().degraded;
        case Health::Failing:
            return theme().failing;
        case Health::Down:
            return theme().ink;
        case Health::Ok:
        case Health::NotJudged:
            break;
    }
    return theme().wire;
}

}  // namespace

Minimap::Minimap(QWidget* canvas) : QWidget(canvas) {
    setObjectName("minimap");
    setAccessibleName(tr("Minimap"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setCursor(Qt::ArrowCursor);
    setFocusPolicy(Qt::NoFocus);  // the arrow keys are the graph's
    hide();
}

QSize Minimap::sizeHint() const {
    return QSizeF(m_bounds.width() * m_scale + 2 * mapAir, m_bounds.height() * m_scale + 2 * mapAir)
        .toSize();
}

void Minimap::setWanted(bool wanted) {
    m_wanted = wanted;
    if (!wanted)
        hide();
}

void Minimap::follow(const GraphScene& scene, const std::vector<CardValues>& cards, QRectF inSight,
                     int selected, QRectF room) {
    const bool fits = scene.bounds.isEmpty() || inSight.contains(scene.bounds);
    if (!m_wanted || fits) {
        hide();
        return;
    }
    std::vector<Dot> dots;
    dots.reserve(scene.nodes.size());
    for (std::size_t i = 0; i < scene.nodes.size(); ++i)
        dots.push_back(
            {scene.nodes[i].rect, i < cards.size() ? cards[i].health : Health::NotJudged});
    if (dots != m_dots || scene.bounds != m_bounds || selected != m_selected)
        m_isStale = true;
    m_dots = std::move(dots);
    m_bounds = scene.bounds;
    m_selected = selected;
    m_scale = std::min((mapWidth - 2 * mapAir) / m_bounds.width(),
                       (mapHeight - 2 * mapAir) / m_bounds.height());
    m_inSight = inSight;
    settle(selected, room, room.width() / inSight.width());
    show();
    update();
}

// At the bottom right, or above where what is selected stands there.
void Minimap::settle(int selected, QRectF room, double zoom) {
    const QSize size = sizeHint();
    QRectF place(room.right() - size.width() - mapMargin, room.bottom() - size.height() - mapMargin,
                 size.width(), size.height());
    if (selected >= 0) {
        const QRectF card = m_dots[static_cast<std::size_t>(selected)].rect;
        const QRectF seen((card.topLeft() - m_inSight.topLeft()) * zoom, card.size() * zoom);
        if (seen.intersects(place))
            place.moveTop(room.top() + mapMargin);
    }
    setGeometry(place.toRect());
}

QPointF Minimap::toMap(QPointF scenePoint) const {
    return (scenePoint - m_bounds.topLeft()) * m_scale + QPointF(mapAir, mapAir);
}

QPointF Minimap::toScene(QPointF mapPoint) const {
    return (mapPoint - QPointF(mapAir, mapAir)) / m_scale + m_bounds.topLeft();
}

QRectF Minimap::cardRect(const QRectF& card) const {
    const QRectF small = toMap(card);
    const double more = std::max(0.0, cardLeast - std::min(small.width(), small.height())) / 2;
    return small.adjusted(-more, -more, more, more);
}

// The worst last: they are what is looked for.
void Minimap::paintCards() {
    const double ratio = devicePixelRatioF();
    m_cards = QPixmap((QSizeF(size()) * ratio).toSize());
    m_cards.setDevicePixelRatio(ratio);
    m_cards.fill(theme().canvas);
    QPainter painter(&m_cards);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme().edge, 1));
    painter.setBrush(theme().raise);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), mapRadius, mapRadius);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (int worst = 0; worst <= severity(Health::Down); ++worst) {
        for (const Dot& dot : m_dots) {
            if (severity(dot.health) == worst)
                painter.fillRect(cardRect(dot.rect), minimapColour(dot.health));
        }
    }
    if (m_selected >= 0)
        painter.fillRect(cardRect(m_dots[static_cast<std::size_t>(m_selected)].rect), theme().you);
    m_isStale = false;
}

void Minimap::paintEvent(QPaintEvent*) {
    if (m_isStale || m_cards.size() != (QSizeF(size()) * devicePixelRatioF()).toSize())
        paintCards();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_cards);
    painter.setRenderHint(QPainter::Antialiasing);
    constexpr double stroke = 1.5;
    const QRectF within =
        QRectF(rect()).adjusted(stroke, stroke, -stroke, -stroke).intersected(frame());
    QColor inside = theme().you;
    inside.setAlphaF(0.12F);
    painter.setPen(QPen(theme().you, stroke));
    painter.setBrush(inside);
    painter.drawRoundedRect(within, 2, 2);
}

// Beside the frame its middle comes to the mouse; within it the frame is taken along.
void Minimap::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    const QRectF held = frame();
    m_grip = held.contains(event->position()) ? event->position() - held.center() : QPointF(0, 0);
    setCursor(Qt::ClosedHandCursor);
    Q_EMIT centreWanted(toScene(event->position() - m_grip));
}

void Minimap::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton)
        Q_EMIT centreWanted(toScene(event->position() - m_grip));
}

void Minimap::mouseReleaseEvent(QMouseEvent*) {
    setCursor(Qt::ArrowCursor);
}

// Another theme.
void Minimap::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        m_isStale = true;
    QWidget::changeEvent(event);
}

}  // namespace app
