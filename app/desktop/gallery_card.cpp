#include "app/desktop/gallery_card.h"

#include <QKeyEvent>
#include <QPainter>
#include <cmath>

#include "app/graph/call_graph_view.h"
#include "app/look/fonts.h"
#include "app/look/theme.h"
#include "models/io/scenario_reader.h"

namespace app {
namespace {

constexpr int pictureWidth = 176, pictureHeight = 110;
constexpr QSize drawnAt(528, 330);  // so small that cards are coloured shapes
constexpr int startHeight = 28;

// Where a student should begin, and what wants the lessons first.
QString levelOf(GalleryGroup group) {
    switch (group) {
        case GalleryGroup::Lessons:
            return GalleryCard::tr("Intro");
        case GalleryGroup::Drills:
            return GalleryCard::tr("Core");
        case GalleryGroup::Systems:
            break;
    }
    return GalleryCard::tr("Advanced");
}

}  // namespace

QString headingOf(GalleryGroup group) {
    switch (group) {
        case GalleryGroup::Lessons:
            return GalleryCard::tr("Lessons: five ideas on three systems");
        case GalleryGroup::Systems:
            return GalleryCard::tr("More systems");
        case GalleryGroup::Drills:
            break;
    }
    return GalleryCard::tr("Drills: one way to fail each");
}

GalleryCard::GalleryCard(GalleryEntry entry, QWidget* parent)
    : QAbstractButton(parent), m_entry(std::move(entry)) {
    setText(m_entry.name);
    setAccessibleName(m_entry.name);
    setAccessibleDescription(levelOf(m_entry.group) + QStringLiteral(", ") + m_entry.size +
                             QStringLiteral(". ") + m_entry.about + QLatin1Char(' ') +
                             tr("Tags: %1.").arg(m_entry.tags.join(QStringLiteral(", "))) +
                             QLatin1Char(' ') + m_entry.result);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    for (qsizetype i = 0; i < m_entry.lessons.size(); ++i) {
        const bool isOnly = m_entry.lessons.size() == 1;
        auto* start = new QPushButton(
            isOnly ? tr("Start lesson") : tr("Start: %1").arg(m_entry.lessons[i]), this);
        start->setObjectName("galleryStart");
        start->setAccessibleName(tr("Start lesson: %1").arg(m_entry.lessons[i]));
        start->setCursor(Qt::PointingHandCursor);
        connect(start, &QPushButton::clicked, this,
                [this, i] { Q_EMIT lessonWanted(static_cast<std::size_t>(i)); });
        m_starts.push_back(start);
    }
}

bool GalleryCard::speaksOf(const QString& words) const {
    const QString all = m_entry.name + QLatin1Char(' ') + m_entry.about + QLatin1Char(' ') +
                        levelOf(m_entry.group) + QLatin1Char(' ') + headingOf(m_entry.group) +
                        QLatin1Char(' ') + m_entry.lessons.join(QLatin1Char(' ')) +
                        QLatin1Char(' ') + m_entry.tags.join(QLatin1Char(' '));
    const QStringList wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(wanted.begin(), wanted.end(), [&](const QString& each) {
        return all.contains(each, Qt::CaseInsensitive);
    });
}

bool GalleryCard::hasPicture() const {
    return !m_picture.isNull() && m_pictureTheme == &theme();
}

void GalleryCard::makePicture() {
    m_pictureTheme = &theme();
    m_picture = QPixmap(1, 1);  // of a file that cannot be read: asked for once
    const auto reading = models::readScenarioFile(m_entry.file.toStdString());
    if (!reading.scenario)
        return;
    CallGraphView view;
    view.setAttribute(Qt::WA_DontShowOnScreen);
    view.resize(drawnAt);
    view.setScenario(*reading.scenario);
    view.fitAll();
    m_picture = view.grab().scaled(QSize(pictureWidth, pictureHeight) * devicePixelRatio(),
                                   Qt::KeepAspectRatio, Qt::SmoothTransformation);
    m_picture.setDevicePixelRatio(devicePixelRatio());
    update();
}

double GalleryCard::draw(PanelPen& pen) const {
    const double left = PanelPen::sidePadding;
    const double beside = pen.right() - left - pictureWidth - 16;
    double y = pen.wrapped(left, 16, beside, 24, m_entry.name, lookFont(16, 600), theme().ink);
    y = pen.wrapped(left, y + 4, beside, 18,
                    levelOf(m_entry.group) + QStringLiteral(" · ") + m_entry.size, lookFont(12),
                    theme().ink3);
    if (!m_entry.result.isEmpty())
        y = pen.wrapped(left, y + 4, beside, 18, tr("Last: %1").arg(m_entry.result), lookFont(12),
                        theme().ink2);
    y = std::max(y, 16.0 + pictureHeight) + 8;
    if (!m_entry.about.isEmpty())
        y = pen.wrapped(left, y, pen.right() - left, 20, m_entry.about, lookFont(13), theme().ink2);
    return drawTags(pen, y) + 12;
}

// Each in a frame of its own, in as many rows as it takes; returns the y below.
double GalleryCard::drawTags(PanelPen& pen, double top) const {
    constexpr double tagHeight = 20, inset = 7, between = 6;
    if (m_entry.tags.isEmpty())
        return top;
    const QFont font = lookFont(12);
    double x = PanelPen::sidePadding;
    double y = top + 8;
    for (const QString& tag : m_entry.tags) {
        const double width = QFontMetricsF(font).horizontalAdvance(tag) + 2 * inset;
        if (x + width > pen.right() && x > PanelPen::sidePadding) {
            x = PanelPen::sidePadding;
            y += tagHeight + between;
        }
        if (QPainter* painter = pen.painter()) {
            painter->setPen(QPen(theme().edge, 1));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(x + 0.5, y + 0.5, width - 1, tagHeight - 1), 4, 4);
        }
        pen.text(x + inset, y + tagHeight / 2, tag, font, theme().ink2);
        x += width + between;
    }
    return y + tagHeight;
}

int GalleryCard::heightForWidth(int width) const {
    PanelPen pen(nullptr, width);
    const int starts = static_cast<int>(m_starts.size()) * (startHeight + 6);
    return static_cast<int>(std::ceil(draw(pen))) + starts + (starts > 0 ? 8 : 0);
}

QSize GalleryCard::sizeHint() const {
    return {widthMax, heightForWidth(widthMax)};
}

// The buttons stand at the foot, so that those of a row of cards are level.
void GalleryCard::resizeEvent(QResizeEvent*) {
    int y = height() - 14 - static_cast<int>(m_starts.size()) * (startHeight + 6) + 6;
    for (QPushButton* start : m_starts) {
        const int width = std::min(start->sizeHint().width(), this->width() - 32);
        start->setGeometry(16, y, width, startHeight);
        y += startHeight + 6;
    }
}

void GalleryCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double border = hasFocus() ? 2 : 1;
    painter.setPen(QPen(hasFocus() ? theme().you : theme().edge, border));
    painter.setBrush(isDown() ? theme().edge : underMouse() ? theme().hover : theme().raise);
    const double inset = border / 2;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 6, 6);
    const QRect place(width() - 16 - pictureWidth, 16, pictureWidth, pictureHeight);
    painter.fillRect(place, theme().canvas);
    if (m_picture.width() > 1) {
        const QSize size = m_picture.deviceIndependentSize().toSize();
        painter.drawPixmap(place.center() - QPoint(size.width() / 2, size.height() / 2), m_picture);
    }
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

}  // namespace app
