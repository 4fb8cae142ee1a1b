#include "app/panels/rows_section.h"

#include <QPainter>

#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr int rowsAtMost = 50;
constexpr int askMs = 500;  // rows that change faster than twice a second cannot be read
constexpr int rowsInView = 10;
constexpr int chipsTop = 34, chipHeight = 28, chipGap = 8, tableGap = 4;

}  // namespace

RowsSection::RowsSection(std::optional<Icon> icon, const QString& title, Session& session,
                         QWidget* parent)
    : InspectorSection(session, parent), m_icon(icon), m_title(title) {
    m_model = new TableRowsModel(this);
    m_view = new RowsTable(m_model, this);
    m_view->setObjectName("sectionRows");
    m_view->setAccessibleName(title);
    m_chips = new QButtonGroup(this);
    m_askTimer.setInterval(askMs);
    connect(m_chips, &QButtonGroup::buttonClicked, this, &RowsSection::ask);
    connect(&m_askTimer, &QTimer::timeout, this, &RowsSection::ask);
    connect(m_view, &RowsTable::requestWanted, &session, &Session::showTrace);
    connect(&session, &Session::rowsChanged, this, &RowsSection::showRows);
    connect(&session, &Session::opened, this, [this] {
        m_subject.clear();
        m_model->clear();
    });
}

QString RowsSection::chosenTable() const {
    const auto* chip = m_chips->checkedButton();
    return chip ? chip->property("table").toString() : QString();
}

void RowsSection::refresh() {
    if (const QString whose = subject(); whose != m_subject) {
        m_subject = whose;
        m_model->clear();
        matchChips();
        ask();
    }
    for (const Table& table : tables()) {
        if (!table.rows)
            continue;
        for (QAbstractButton* chip : m_chips->buttons()) {
            if (chip->property("table").toString() == table.name)
                chip->setText(table.name + QStringLiteral("  ") + countText(*table.rows));
        }
    }
    contentChanged();
}

void RowsSection::matchChips() {
    for (QAbstractButton* chip : m_chips->buttons()) {
        m_chips->removeButton(chip);
        delete chip;
    }
    for (const Table& table : tables()) {
        auto* chip = new QPushButton(this);
        chip->setProperty("table", table.name);
        chip->setText(table.name);
        chip->setCheckable(true);
        chip->setChecked(m_chips->buttons().isEmpty());
        m_chips->addButton(chip);
        chip->show();
    }
}

void RowsSection::ask() {
    std::optional<sim::RowsWanted> rows = wanted();
    const QString table = chosenTable();
    if (!rows || table.isEmpty() || !isVisible())
        return;
    rows->table = table.toStdString();
    rows->limit = rowsAtMost;
    rows->asker = static_cast<std::size_t>(RowsAsker::Inspector);
    m_session.requestRows(*std::move(rows));
}

void RowsSection::showRows() {
    const auto rows = m_session.rows(RowsAsker::Inspector);
    const auto whose = wanted();
    // An answer may come when something else is chosen already.
    if (!rows || !whose || rows->wanted.service != whose->service ||
        rows->wanted.topic != whose->topic ||
        QString::fromStdString(rows->wanted.table) != chosenTable())
        return;
    m_model->setRows(*rows);
    contentChanged();
}

int RowsSection::chipsBottom(double width, bool place) const {
    const int right = static_cast<int>(width - PanelPen::sidePadding);
    int x = static_cast<int>(PanelPen::sidePadding), y = chipsTop;
    for (QAbstractButton* chip : m_chips->buttons()) {
        const int chipWidth = chip->sizeHint().width();
        if (x + chipWidth > right && x > PanelPen::sidePadding) {
            x = static_cast<int>(PanelPen::sidePadding);
            y += chipHeight + chipGap;
        }
        if (place)
            chip->setGeometry(x, y, std::min(chipWidth, right - x), chipHeight);
        x += chipWidth + chipGap;
    }
    return y + chipHeight;
}

double RowsSection::draw(PanelPen& pen) const {
    if (m_icon)
        pen.icon(PanelPen::sidePadding, 21, *m_icon, theme().ink2);
    pen.text(m_icon ? PanelPen::textLeft : PanelPen::sidePadding, 21, m_title, lookFont(13, 600),
             theme().ink);
    const auto rows = m_session.rows(RowsAsker::Inspector);
    const sim::Instant readAt = rows && m_model->rowCount() > 0 ? rows->at : now();
    pen.textRight(pen.right(), 21, aside(readAt, m_model->changedCount()), lookFont(12),
                  theme().ink3);
    const double tableTop = chipsBottom(pen.width(), false) + tableGap;
    const int shown = std::clamp(m_model->rowCount(), 1, rowsInView);
    const double bottom = tableTop + RowsTable::headerHeight + RowsTable::rowHeight * shown + 2;
    if (QPainter* painter = pen.painter()) {
        painter->setPen(QPen(theme().line, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(QRectF(PanelPen::sidePadding - 0.5, tableTop - 0.5,
                                 pen.right() - PanelPen::sidePadding + 1, bottom - tableTop + 1));
    }
    return bottom + 13;
}

void RowsSection::placeChildren() {
    const int top = chipsBottom(width(), true) + tableGap;
    const int left = static_cast<int>(PanelPen::sidePadding);
    const int shown = std::clamp(m_model->rowCount(), 1, rowsInView);
    m_view->setGeometry(left, top, width() - 2 * left,
                        RowsTable::headerHeight + RowsTable::rowHeight * shown + 2);
}

void RowsSection::showEvent(QShowEvent* event) {
    InspectorSection::showEvent(event);
    m_askTimer.start();
    ask();
}

void RowsSection::hideEvent(QHideEvent* event) {
    InspectorSection::hideEvent(event);
    m_askTimer.stop();
}

QString RowsSection::spoken() const {
    QStringList parts{m_title};
    for (const QAbstractButton* chip : m_chips->buttons())
        parts << chip->text();
    return parts.join(QStringLiteral(", "));
}

}  // namespace app
