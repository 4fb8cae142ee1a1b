#include "app/panels/store_section.h"

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

StoreSection::StoreSection(Session& session, QWidget* parent) : InspectorSection(session, parent) {
    m_model = new TableRowsModel(this);
    m_view = new RowsTable(m_model, this);
    m_view->setObjectName("storeRows");
    m_view->setAccessibleName(tr("Rows changed last"));
    m_chips = new QButtonGroup(this);
    m_askTimer.setInterval(askMs);
    connect(m_chips, &QButtonGroup::buttonClicked, this, &StoreSection::ask);
    connect(&m_askTimer, &QTimer::timeout, this, &StoreSection::ask);
    connect(m_view, &RowsTable::requestWanted, &session, &Session::showTrace);
    connect(&session, &Session::rowsChanged, this, &StoreSection::showRows);
    connect(&session, &Session::opened, this, [this] {
        m_service.clear();
        m_model->clear();
    });
}

QString StoreSection::chosenTable() const {
    const auto* chip = m_chips->checkedButton();
    return chip ? chip->property("table").toString() : QString();
}

void StoreSection::refresh() {
    const models::Service* model = service();
    const QString name = model ? QString::fromStdString(model->name) : QString();
    if (name != m_service) {
        m_service = name;
        m_model->clear();
        matchChips();
        ask();
    }
    const auto tables = seen() ? seen()->tables : std::vector<sim::TableSnapshot>();
    for (QAbstractButton* chip : m_chips->buttons()) {
        for (const sim::TableSnapshot& table : tables) {
            if (chip->property("table").toString() == QString::fromStdString(table.name))
                chip->setText(chip->property("table").toString() + QStringLiteral("  ") +
                              countText(table.rows));
        }
    }
    contentChanged();
}

void StoreSection::matchChips() {
    for (QAbstractButton* chip : m_chips->buttons()) {
        m_chips->removeButton(chip);
        delete chip;
    }
    const models::Service* model = service();
    if (!model || !model->store)
        return;
    for (const models::Table& table : model->store->tables) {
        auto* chip = new QPushButton(this);
        const QString name = QString::fromStdString(table.name);
        chip->setProperty("table", name);
        chip->setText(name);
        chip->setCheckable(true);
        chip->setChecked(m_chips->buttons().isEmpty());
        m_chips->addButton(chip);
        chip->show();
    }
}

void StoreSection::ask() {
    const auto index = m_session.selectedServiceIndex();
    const QString table = chosenTable();
    if (index && !table.isEmpty() && isVisible())
        m_session.requestRows({.service = *index,
                               .table = table.toStdString(),
                               .limit = rowsAtMost,
                               .asker = static_cast<std::size_t>(RowsAsker::Inspector)});
}

void StoreSection::showRows() {
    const auto rows = m_session.rows(RowsAsker::Inspector);
    const auto index = m_session.selectedServiceIndex();
    // An answer may come when something else is chosen already.
    if (!rows || !index || rows->wanted.service != *index ||
        QString::fromStdString(rows->wanted.table) != chosenTable())
        return;
    m_model->setRows(*rows);
    contentChanged();
}

int StoreSection::chipsBottom(double width, bool place) const {
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

double StoreSection::draw(PanelPen& pen) const {
    pen.icon(PanelPen::sidePadding, 21, Icon::Cylinder, theme().ink2);
    pen.text(PanelPen::textLeft, 21, tr("Store"), lookFont(13, 600), theme().ink);
    const auto rows = m_session.rows(RowsAsker::Inspector);
    const sim::Instant readAt = rows && m_model->rowCount() > 0 ? rows->at : now();
    const int changed = m_model->changedCount();
    pen.textRight(pen.right(), 21,
                  changed > 0
                      ? tr("%1 changed, read-only, at %2").arg(changed).arg(clockText(readAt))
                      : tr("SQLite, read-only, at %1").arg(clockText(readAt)),
                  lookFont(12), theme().ink3);
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

void StoreSection::placeChildren() {
    const int top = chipsBottom(width(), true) + tableGap;
    const int left = static_cast<int>(PanelPen::sidePadding);
    const int shown = std::clamp(m_model->rowCount(), 1, rowsInView);
    m_view->setGeometry(left, top, width() - 2 * left,
                        RowsTable::headerHeight + RowsTable::rowHeight * shown + 2);
}

void StoreSection::showEvent(QShowEvent* event) {
    InspectorSection::showEvent(event);
    m_askTimer.start();
    ask();
}

void StoreSection::hideEvent(QHideEvent* event) {
    InspectorSection::hideEvent(event);
    m_askTimer.stop();
}

QString StoreSection::spoken() const {
    QStringList parts{tr("Store")};
    for (const QAbstractButton* chip : m_chips->buttons())
        parts << chip->text();
    return parts.join(QStringLiteral(", "));
}

}  // namespace app
