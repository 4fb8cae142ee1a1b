#include "app/panels/store_view.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr int rowsShown = 200;
constexpr int storeAskMs = 500;  // rows that change faster than twice a second cannot be read
constexpr auto costlyFrom = std::chrono::milliseconds(10);

}  // namespace

// Who asks one service for another's rows is told whose they are.
QString StoreView::whoseTable(const std::string& problem) const {
    static constexpr std::string_view unknown = "no such table: ";
    if (!problem.starts_with(unknown))
        return {};
    std::string name = problem.substr(unknown.size());
    name.erase(0, name.find('.') + 1);
    for (const models::Service& each : m_session.scenario().services) {
        const auto isIt = [&](const models::Table& table) { return table.name == name; };
        if (each.store && std::any_of(each.store->tables.begin(), each.store->tables.end(), isIt))
            return tr(" (it belongs to %1: no service reads another's store)")
                .arg(QString::fromStdString(each.name));
    }
    return {};
}

StoreView::StoreView(Session& session, RowsAsker asker, QWidget* parent)
    : QWidget(parent), m_session(session), m_asker(asker) {
    m_model = new TableRowsModel(this);
    m_view = new RowsTable(m_model, this);
    m_view->setObjectName("rows");
    m_status = new QLabel(this);
    m_status->setObjectName("status");
    m_status->setFont(lookFont(12));
    makeRow();
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_services);
    row->addWidget(m_tables);
    row->addWidget(m_select, 1);
    row->addWidget(m_side);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 8, 8, 0);
    column->setSpacing(4);
    column->addLayout(row);
    column->addWidget(m_status);
    column->addWidget(m_view, 1);
    m_askTimer.setInterval(storeAskMs);
    connect(&m_askTimer, &QTimer::timeout, this, &StoreView::askAgain);
    connect(m_view, &RowsTable::requestWanted, &session, &Session::showTrace);
    connect(&session, &Session::rowsChanged, this, &StoreView::showRows);
    connect(&session, &Session::opened, this, &StoreView::fillServices);
    fillServices();
}

void StoreView::makeRow() {
    m_services = new QComboBox(this);
    m_services->setObjectName("storeService");
    m_services->setAccessibleName(tr("Whose store"));
    m_services->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_tables = new QComboBox(this);
    m_tables->setObjectName("storeTable");
    m_tables->setAccessibleName(tr("Table"));
    m_tables->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_select = new QLineEdit(this);
    m_select->setObjectName("storeSelect");
    m_select->setAccessibleName(tr("SELECT"));
    m_select->setPlaceholderText(tr("SELECT …, then Enter"));
    m_select->setClearButtonEnabled(true);
    m_side = new QPushButton(this);
    m_side->hide();
    connect(m_services, &QComboBox::currentIndexChanged, this, &StoreView::fillTables);
    connect(m_tables, &QComboBox::activated, this, [this] {
        m_select->clear();
        ask();
    });
    connect(m_select, &QLineEdit::returnPressed, this, &StoreView::ask);
    connect(m_select, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty())
            ask();
    });
    connect(m_side, &QPushButton::clicked, this, &StoreView::sideButtonClicked);
}

void StoreView::setSideButton(const QString& name) {
    m_side->setText(name);
    m_side->setVisible(!name.isEmpty());
}

void StoreView::fillServices() {
    const auto before = m_services->currentText();
    const QSignalBlocker quiet(m_services);
    m_services->clear();
    if (m_session.hasRun()) {
        const auto& services = m_session.scenario().services;
        for (std::size_t i = 0; i < services.size(); ++i) {
            if (services[i].store)
                m_services->addItem(QString::fromStdString(services[i].name),
                                    static_cast<qulonglong>(i));
        }
    }
    m_services->setCurrentIndex(std::max(m_services->findText(before), 0));
    fillTables();
}

void StoreView::fillTables() {
    const QSignalBlocker quiet(m_select);
    m_select->clear();  // it was for another store
    m_tables->clear();
    m_model->clear();
    const auto chosen = service();
    for (QWidget* each : std::initializer_list<QWidget*>{m_services, m_tables, m_select, m_view})
        each->setEnabled(chosen.has_value());
    if (!chosen) {
        say(tr("No service of this scenario has a store."), false);
        return;
    }
    for (const models::Table& table : m_session.scenario().services[*chosen].store->tables) {
        const QString name = QString::fromStdString(table.name);
        m_tables->addItem(name, name);
    }
    countTables();
    ask();
}

// In the names of the tables, how many rows each has.
void StoreView::countTables() {
    const auto chosen = service();
    const auto snapshot = m_session.snapshot();
    if (!chosen || !snapshot || *chosen >= snapshot->services.size())
        return;
    for (const sim::TableSnapshot& table : snapshot->services[*chosen].tables) {
        const QString name = QString::fromStdString(table.name);
        if (const int place = m_tables->findData(name); place >= 0)
            m_tables->setItemText(place, name + QStringLiteral("  ") + countText(table.rows));
    }
}

std::optional<std::size_t> StoreView::service() const {
    const QVariant chosen = m_services->currentData();
    return chosen.isValid() ? std::optional<std::size_t>(chosen.toULongLong()) : std::nullopt;
}

void StoreView::showService(std::size_t service) {
    if (const int place = m_services->findData(static_cast<qulonglong>(service)); place >= 0)
        m_services->setCurrentIndex(place);
}

void StoreView::ask() {
    m_isCostly = false;
    askAgain();
}

void StoreView::askAgain() {
    const auto chosen = service();
    if (!chosen || !isVisible() || m_isCostly)
        return;
    m_session.requestRows({.service = *chosen,
                           .table = m_tables->currentData().toString().toStdString(),
                           .select = m_select->text().trimmed().toStdString(),
                           .limit = rowsShown,
                           .asker = static_cast<std::size_t>(m_asker)});
}

void StoreView::showRows() {
    const auto rows = m_session.rows(m_asker);
    const auto chosen = service();
    // An answer may come when something else is chosen already.
    if (!rows || !chosen || rows->wanted.service != *chosen ||
        rows->wanted.select != m_select->text().trimmed().toStdString() ||
        (rows->wanted.select.empty() &&
         rows->wanted.table != m_tables->currentData().toString().toStdString()))
        return;
    m_isCostly = !rows->wanted.select.empty() && rows->took >= costlyFrom;
    m_model->setRows(*rows);
    countTables();
    say(statusOf(*rows), !rows->problem.empty());
}

QString StoreView::statusOf(const sim::TableRows& rows) const {
    if (!rows.problem.empty())
        return QString::fromStdString(rows.problem) + whoseTable(rows.problem);
    const auto& service = m_session.scenario().services[rows.wanted.service];
    QStringList parts;
    if (m_session.isHeldDown(QString::fromStdString(service.name)))
        parts << tr("%1 is down; what it had committed stays")
                     .arg(QString::fromStdString(service.name));
    const auto shown = static_cast<std::int64_t>(rows.rows.size());
    if (rows.hasMore)
        parts << (rows.wanted.select.empty() ? tr("the first %1 rows, those changed last first")
                                             : tr("the first %1 rows"))
                     .arg(countText(shown));
    else
        parts << (shown == 1 ? tr("1 row") : tr("%1 rows").arg(countText(shown)));
    if (const int changed = m_model->changedCount(); changed > 0)
        parts << tr("%1 changed").arg(changed);
    parts << tr("at %1").arg(clockText(rows.at));
    if (m_isCostly)
        parts << tr("it takes the run a while: Enter asks again");
    return parts.join(QStringLiteral(" · "));
}

void StoreView::say(const QString& text, bool isProblem) {
    const QColor colour = isProblem ? theme().failingText : theme().ink2;
    const QString style = QStringLiteral("color: %1").arg(colour.name());
    if (m_status->styleSheet() != style)  // the window's own style sheet outdoes a palette
        m_status->setStyleSheet(style);
    m_status->setText(text);
    m_status->setToolTip(isProblem ? text : QString());
}

void StoreView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_askTimer.start();
    ask();
}

void StoreView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_askTimer.stop();
}

}  // namespace app
