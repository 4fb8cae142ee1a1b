#include "app/panels/stores_panel.h"

#include <QHBoxLayout>

namespace app {

StoresPanel::StoresPanel(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_left(new StoreView(session, RowsAsker::LeftStore, this)),
      m_right(new StoreView(session, RowsAsker::RightStore, this)) {
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);  // that of panels
    m_left->setObjectName("leftStore");
    m_right->setObjectName("rightStore");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_left, 1);
    row->addWidget(m_right, 1);
    m_right->setSideButton(tr("Close"));
    connect(m_left, &StoreView::sideButtonClicked, this, [this] { showBeside(true); });
    connect(m_right, &StoreView::sideButtonClicked, this, [this] { showBeside(false); });
    connect(&session, &Session::selectionChanged, this, &StoresPanel::showSelection);
    connect(&session, &Session::opened, this, [this] { showBeside(false); });
    showBeside(false);
}

// Beside a store stands that of another service, where there is one.
void StoresPanel::showBeside(bool shows) {
    m_right->setVisible(shows);
    const auto& services = m_session.scenario().services;
    const auto stores = std::count_if(services.begin(), services.end(),
                                      [](const models::Service& each) { return each.store; });
    m_left->setSideButton(shows || stores < 2 ? QString() : tr("Beside another"));
    for (std::size_t i = 0; shows && m_right->service() == m_left->service() && i < services.size();
         ++i) {
        if (services[i].store && m_left->service() != i)
            m_right->showService(i);
    }
}

void StoresPanel::showSelection() {
    if (const auto selected = m_session.selectedServiceIndex())
        m_left->showService(*selected);
}

}  // namespace app
