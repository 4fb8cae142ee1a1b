#include "app/desktop/gallery_page.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QSettings>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>
#include <utility>

#include "app/desktop/scenario_files.h"
#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/look/utf8_text.h"
#include "models/io/data_file.h"
#include "models/io/scenario_reader.h"
#include "models/io/scenario_tags.h"
#include "models/lessons.h"

namespace app {
namespace {

constexpr int gap = 16, padding = 24, headHeight = 64, headingHeight = 40;
constexpr int searchWidth = 280;
constexpr int pictureIntervalMs = 5;
constexpr GalleryGroup groups[] = {GalleryGroup::Lessons, GalleryGroup::Systems,
                                   GalleryGroup::Drills};

QString counted(std::size_t count, const QString& one, const QString& many) {
    return count == 1 ? one : many.arg(count);
}

// What there is none of is not said.
QString sizeOf(const models::Scenario& scenario) {
    QStringList parts{counted(scenario.services.size(), GalleryPage::tr("1 service"),
                              GalleryPage::tr("%1 services"))};
    if (!scenario.faults.empty())
        parts << counted(scenario.faults.size(), GalleryPage::tr("1 fault"),
                         GalleryPage::tr("%1 faults"));
    if (!scenario.rollouts.empty())
        parts << counted(scenario.rollouts.size(), GalleryPage::tr("1 rollout"),
                         GalleryPage::tr("%1 rollouts"));
    parts << durationText(scenario.run.duration);
    return parts.join(QStringLiteral(" · "));
}

QStringList tagsIn(const QString& file) {
    const auto text = models::readWholeFile(file.toStdString(), models::yaml::sizeMax);
    QStringList tags;
    if (!text)
        return tags;
    const models::yaml::Parsing parsing = models::yaml::parse(*text, file.toStdString());
    for (const std::string_view tag : models::tagsOf(parsing.document.root()))
        tags << QString::fromUtf8(tag.data(), qsizetype(tag.size()));
    return tags;
}

GalleryEntry entryOf(const models::Scenario& scenario, const ShippedScenario& shipped) {
    GalleryEntry entry{shipped.file,
                       paragraph(scenario.name),
                       paragraph(scenario.about),
                       {},
                       GalleryGroup::Systems,
                       {},
                       {}};
    for (const models::Lesson& lesson : models::lessonsOf(scenario))
        entry.lessons << paragraph(lesson.title);
    entry.group = shipped.isDrill            ? GalleryGroup::Drills
                  : entry.lessons.size() > 1 ? GalleryGroup::Lessons
                                             : GalleryGroup::Systems;
    entry.size = sizeOf(scenario);
    return entry;
}

QString resultKey(const QString& file) {
    return QStringLiteral("results/") + QString(file).replace(QLatin1Char('/'), QLatin1Char('|'));
}

}  // namespace

std::vector<GalleryEntry> galleryEntries() {
    std::vector<GalleryEntry> entries;
    const QSettings settings;
    for (const ShippedScenario& shipped : shippedScenarios()) {
        const auto reading = models::readScenarioFile(shipped.file.toStdString());
        if (!reading.scenario)
            continue;
        entries.push_back(entryOf(*reading.scenario, shipped));
        entries.back().tags = tagsIn(shipped.file);
        entries.back().result = settings.value(resultKey(shipped.file)).toString();
    }
    std::ranges::stable_sort(entries, {}, [first = firstScenario()](const GalleryEntry& each) {
        return std::pair(each.group, each.file != first);
    });
    return entries;
}

void rememberResult(const QString& file, const QString& result) {
    QSettings().setValue(resultKey(file), result);
}

GalleryPage::GalleryPage(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Gallery"));
    m_content = new QWidget(this);
    m_content->setObjectName("galleryContent");
    for (const GalleryGroup group : groups) {
        auto* heading = new QLabel(headingOf(group), m_content);
        heading->setObjectName("galleryHeading");
        heading->setFont(lookFont(13, 600));
        m_headings.push_back(heading);
    }
    m_nothing = new QLabel(m_content);
    m_nothing->setObjectName("galleryNothing");
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
    column->addWidget(makeHead());
    column->addWidget(m_scroll, 1);
    m_pictures.setInterval(pictureIntervalMs);
    connect(&m_pictures, &QTimer::timeout, this, &GalleryPage::makeNextPicture);
}

QWidget* GalleryPage::makeHead() {
    auto* title = new QLabel(tr("Scenarios"), this);
    title->setObjectName("galleryTitle");
    title->setFont(lookFont(16, 600));
    m_search = new QLineEdit(this);
    m_search->setObjectName("gallerySearch");
    m_search->setAccessibleName(tr("Search the gallery"));
    m_search->setPlaceholderText(tr("Search: a word, a tag"));
    m_search->setClearButtonEnabled(true);
    m_search->setFixedWidth(searchWidth);
    connect(m_search, &QLineEdit::textChanged, this, &GalleryPage::layOut);
    auto* sketch = new QPushButton(tr("New from sketch…"), this);
    sketch->setObjectName("gallerySketch");
    connect(sketch, &QPushButton::clicked, this, &GalleryPage::sketchWanted);
    auto* box = new QWidget(this);
    auto* head = new QHBoxLayout(box);
    head->setContentsMargins(padding, 0, padding, 0);
    head->setSpacing(gap);
    head->addWidget(title);
    head->addStretch(1);
    head->addWidget(m_search);
    head->addWidget(sketch);
    box->setFixedHeight(headHeight);
    return box;
}

void GalleryPage::setEntries(const std::vector<GalleryEntry>& entries) {
    for (GalleryCard* card : m_cards)
        delete card;
    m_cards.clear();
    for (const GalleryEntry& entry : entries) {
        auto* card = new GalleryCard(entry, m_content);
        connect(card, &QAbstractButton::clicked, this,
                [this, file = entry.file] { Q_EMIT wanted(file); });
        connect(
            card, &GalleryCard::lessonWanted, this,
            [this, file = entry.file](std::size_t lesson) { Q_EMIT lessonWanted(file, lesson); });
        // The scroll area would take the arrows for itself.
        card->installEventFilter(this);
        m_cards.push_back(card);
    }
    layOut();
    m_pictures.start();
}

void GalleryPage::focusFirst() {
    if (!m_cards.empty())
        m_cards.front()->setFocus(Qt::OtherFocusReason);
}

// One at a time, and only those that are looked for: reading and laying out 30 would be felt.
void GalleryPage::makeNextPicture() {
    const auto next = std::ranges::find_if(
        m_cards, [](const GalleryCard* card) { return card->isVisible() && !card->hasPicture(); });
    if (next == m_cards.end())
        m_pictures.stop();
    else
        (*next)->makePicture();
}

int GalleryPage::columns() const {
    return std::max(
        1, (m_scroll->viewport()->width() - 2 * padding + gap) / (GalleryCard::widthMax + gap));
}

void GalleryPage::layOut() {
    int y = 0;
    for (const GalleryGroup group : groups)
        y = layOutGroup(group, y);
    m_nothing->setVisible(y == 0 && !m_cards.empty());
    m_nothing->setText(tr("No scenario speaks of “%1”.").arg(m_search->text()));
    m_nothing->adjustSize();
    m_nothing->move(padding, 0);
    m_content->resize(m_scroll->viewport()->width(), std::max(y, headingHeight) + padding - gap);
    m_pictures.start();
}

// Cards of one row are equally high. Returns where the next group begins.
int GalleryPage::layOutGroup(GalleryGroup group, int top) {
    std::vector<GalleryCard*> found;
    for (GalleryCard* card : m_cards) {
        if (card->entry().group != group)
            continue;
        card->setVisible(card->speaksOf(m_search->text()));
        if (card->speaksOf(m_search->text()))
            found.push_back(card);
    }
    QLabel* heading = m_headings[static_cast<std::size_t>(group)];
    heading->setVisible(!found.empty());
    if (found.empty())
        return top;
    heading->setGeometry(padding, top, m_scroll->viewport()->width() - 2 * padding, 24);
    int y = top + headingHeight;
    const auto inRow = static_cast<std::size_t>(columns());
    const int width = std::min(GalleryCard::widthMax, m_scroll->viewport()->width() - 2 * padding);
    for (std::size_t first = 0; first < found.size(); first += inRow) {
        const std::size_t last = std::min(found.size(), first + inRow);
        int height = 0;
        for (std::size_t i = first; i < last; ++i)
            height = std::max(height, found[i]->heightForWidth(width));
        for (std::size_t i = first; i < last; ++i)
            found[i]->setGeometry(padding + static_cast<int>(i - first) * (width + gap), y, width,
                                  height);
        y += height + gap;
    }
    return y + gap;
}

bool GalleryPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_scroll->viewport() && event->type() == QEvent::Resize)
        layOut();
    if (event->type() == QEvent::KeyPress && moveFocus(static_cast<QKeyEvent*>(event)->key()))
        return true;
    return QWidget::eventFilter(watched, event);
}

// To the nearest card that way; left and right stay in the row.
bool GalleryPage::moveFocus(int key) {
    const int x = key == Qt::Key_Right ? 1 : key == Qt::Key_Left ? -1 : 0;
    const int y = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
    const auto focused = std::ranges::find(m_cards, focusWidget());
    if ((x == 0 && y == 0) || m_cards.empty())
        return false;
    if (focused == m_cards.end()) {
        focusFirst();
        return true;
    }
    const QPoint from = (*focused)->pos();
    GalleryCard* nearest = nullptr;
    int least = std::numeric_limits<int>::max();
    for (GalleryCard* card : m_cards) {
        const QPoint way = card->pos() - from;
        const bool isThatWay = x != 0 ? way.x() * x > 0 && way.y() == 0 : way.y() * y > 0;
        const int far = std::abs(way.x()) + 4 * std::abs(way.y());
        if (card->isVisible() && isThatWay && far < least) {
            least = far;
            nearest = card;
        }
    }
    if (nearest) {
        nearest->setFocus(Qt::OtherFocusReason);
        m_scroll->ensureWidgetVisible(nearest, 0, gap);
    }
    return true;
}

void GalleryPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        Q_EMIT leaveWanted();
    else if (!moveFocus(event->key()))
        QWidget::keyPressEvent(event);
}

void GalleryPage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        m_pictures.start();
}

void GalleryPage::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), theme().canvas);
}

}  // namespace app
