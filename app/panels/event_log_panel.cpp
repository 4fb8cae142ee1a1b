#include "app/panels/event_log_panel.h"

#include <QHeaderView>
#include <QLabel>
#include <QRegularExpression>
#include <QScrollBar>
#include <QVBoxLayout>

#include "app/panels/sign_table.h"

namespace app {
namespace {

constexpr int logRefreshMs = 200;

// What is no expression yet is looked for as it stands.
QRegularExpression expressionOf(const QString& typed) {
    QRegularExpression expression(typed, QRegularExpression::CaseInsensitiveOption);
    if (!expression.isValid())
        expression.setPattern(QRegularExpression::escape(typed));
    return expression;
}

}  // namespace

void FilteredEvents::setRange(const std::optional<FocusRange>& range) {
    m_range = range;
    invalidateFilter();
}

bool FilteredEvents::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const sim::Duration at(
        sourceModel()->index(row, 0, parent).data(EventLogModel::InstantRole).toLongLong());
    return (!m_range || m_range->contains(models::runStart + at)) &&
           QSortFilterProxyModel::filterAcceptsRow(row, parent);
}

EventLogPanel::EventLogPanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session) {
    m_model = new EventLogModel(this);
    m_filtered = new FilteredEvents(this);
    m_filtered->setSourceModel(m_model);
    m_filtered->setFilterKeyColumn(-1);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filter = new QLineEdit(this);
    m_filter->setObjectName("eventFilter");
    m_filter->setPlaceholderText(tr("Filter: a service, a word, killed|restarted"));
    m_filter->setAccessibleName(tr("Filter of the event log"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(360);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);  // that of panels
    makeView();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 8, 8, 0);
    column->setSpacing(4);
    column->addWidget(m_filter);
    column->addWidget(m_view, 1);
    auto* empty = new QLabel(this);
    empty->setObjectName("noEvents");
    empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    column->addWidget(empty, 1);
    connect(empty, &QLabel::linkActivated, m_filter, &QLineEdit::clear);
    const auto sayWhyEmpty = [this, empty] {
        const bool isEmpty = m_filtered->rowCount() == 0;
        m_view->setVisible(!isEmpty);
        empty->setVisible(isEmpty);
        empty->setText(
            m_model->rowCount() == 0     ? tr("Nothing has happened yet: kill a service (K).")
            : m_filter->text().isEmpty() ? tr("Nothing happened in this range of time.")
                                         : tr("No event says “%1”. <a href='all'>Show all</a>")
                                               .arg(m_filter->text().toHtmlEscaped()));
    };
    connect(m_filtered, &QAbstractItemModel::rowsInserted, this, sayWhyEmpty);
    connect(m_filtered, &QAbstractItemModel::rowsRemoved, this, sayWhyEmpty);
    connect(m_filtered, &QAbstractItemModel::modelReset, this, sayWhyEmpty);
    sayWhyEmpty();
    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(logRefreshMs);
    connect(&m_refreshTimer, &QTimer::timeout, this, &EventLogPanel::refresh);
    connect(m_filter, &QLineEdit::textChanged, this, [this, sayWhyEmpty](const QString& typed) {
        m_filtered->setFilterRegularExpression(expressionOf(typed));
        sayWhyEmpty();
    });
    connect(&session, &Session::snapshotChanged, this, &EventLogPanel::refreshSoon);
    connect(&session, &Session::stateChanged, this, &EventLogPanel::refreshSoon);
    connect(&session, &Session::bookmarksChanged, this, &EventLogPanel::refreshSoon);
    connect(&session, &Session::focusChanged, this, [this, sayWhyEmpty] {
        m_filtered->setRange(m_session.focus());
        sayWhyEmpty();
    });
    connect(&session, &Session::opened, this, [this] {
        m_follows = true;
        refresh();
    });
}

void EventLogPanel::makeView() {
    m_view = new SignTable(this);
    m_view->setObjectName("eventLog");
    m_view->setAccessibleName(tr("Event log"));
    m_view->setModel(m_filtered);
    m_view->horizontalHeader()->setSectionsClickable(false);
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->setColumnWidth(EventLogModel::Time, 96);
    m_view->setColumnWidth(EventLogModel::What, 200);
    m_view->setColumnWidth(EventLogModel::Where, 260);
    connect(m_view->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_isAppending)
            m_follows = value >= m_view->verticalScrollBar()->maximum();
    });
    // The range grows a moment after the rows came, when the view lays itself out.
    connect(m_view->verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int end) {
        if (m_follows)
            m_view->verticalScrollBar()->setValue(end);
    });
    connect(m_view, &QTableView::clicked, this, [this](const QModelIndex& index) {
        Q_EMIT nodeWanted(index.data(EventLogModel::NodeRole).toString());
    });
    m_view->setToolTip(tr("Double-click: see the instant after it"));
    // Return and a double click: right after what the row says.
    connect(m_view, &QTableView::activated, this, [this](const QModelIndex& index) {
        const sim::Duration at(index.data(EventLogModel::InstantRole).toLongLong());
        m_session.review(models::runStart + at + sim::Duration(1));
    });
}

void EventLogPanel::refreshSoon() {
    if (isVisible() && !m_refreshTimer.isActive())
        m_refreshTimer.start();
}

void EventLogPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

void EventLogPanel::refresh() {
    m_refreshTimer.stop();
    m_isAppending = true;
    m_model->show(m_session.liveSnapshot()->timeline, m_session.userActs(), m_session.bookmarks());
    m_model->setReview(m_session.isInReview() ? std::optional(m_session.snapshot()->now)
                                              : std::nullopt);
    if (m_follows)
        m_view->scrollToBottom();
    m_isAppending = false;
}

}  // namespace app
