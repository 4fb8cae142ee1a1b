#include "app/panels/guards_panel.h"

#include <QHeaderView>
#include <QVBoxLayout>

#include "app/panels/sign_table.h"

namespace app {
namespace {

constexpr int guardsRefreshMs = 200;
}  // namespace

GuardsPanel::GuardsPanel(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    m_model = new GuardsModel(this);
    m_sorted = new QSortFilterProxyModel(this);
    m_sorted->setSourceModel(m_model);
    m_sorted->setFilterKeyColumn(-1);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_sorted->setSortRole(GuardsModel::SortRole);
    m_filter = new QLineEdit(this);
    m_filter->setObjectName("guardFilter");
    m_filter->setPlaceholderText(tr("Filter: a service, open, bulkhead"));
    m_filter->setAccessibleName(tr("Filter of the guards"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(360);
    m_empty = new QLabel(
        tr("No call of this scenario has a circuit breaker, a bulkhead or a rate limit."), this);
    m_empty->setObjectName("noGuards");
    m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);  // that of panels
    makeView();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 8, 8, 0);
    column->setSpacing(4);
    column->addWidget(m_filter);
    column->addWidget(m_empty, 1);
    column->addWidget(m_view, 1);
    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(guardsRefreshMs);
    connect(&m_refreshTimer, &QTimer::timeout, this, &GuardsPanel::refresh);
    connect(m_filter, &QLineEdit::textChanged, m_sorted,
            &QSortFilterProxyModel::setFilterFixedString);
    connect(&session, &Session::snapshotChanged, this, [this] {
        if (isVisible() && !m_refreshTimer.isActive())
            m_refreshTimer.start();
    });
    connect(&session, &Session::opened, this, &GuardsPanel::refresh);
}

void GuardsPanel::makeView() {
    m_view = new SignTable(this);
    m_view->setObjectName("guards");
    m_view->setAccessibleName(tr("Guards"));
    m_view->setModel(m_sorted);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(GuardsModel::State, Qt::DescendingOrder);  // who refuses stands first
    m_view->horizontalHeader()->setStretchLastSection(false);
    m_view->setColumnWidth(GuardsModel::Where, 300);
    m_view->setColumnWidth(GuardsModel::Kind, 110);
    m_view->setColumnWidth(GuardsModel::State, 190);
    m_view->horizontalHeader()->setSectionResizeMode(GuardsModel::Detail, QHeaderView::Stretch);
    m_view->setColumnWidth(GuardsModel::Refused, 100);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& row) {
                if (const int edge = row.data(GuardsModel::EdgeRole).toInt();
                    row.isValid() && edge >= 0)
                    m_session.selectEdge(edge);
                else if (const int node = row.data(GuardsModel::NodeRole).toInt();
                         row.isValid() && node >= 0)
                    m_session.selectNode(node);
            });
}

void GuardsPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

void GuardsPanel::refresh() {
    m_refreshTimer.stop();
    if (m_session.hasRun())
        m_model->show(*m_session.snapshot(), m_session.graph(), m_session.scenario());
    const bool isEmpty = m_model->rowCount() == 0;
    m_empty->setVisible(isEmpty);
    m_view->setVisible(!isEmpty);
    m_filter->setVisible(!isEmpty);
}

}  // namespace app
