#include "app/session/outage_replay.h"

namespace app {

OutageReplay::OutageReplay(Session& session, QObject* parent)
    : QObject(parent), m_session(session) {
    connect(&session, &Session::snapshotChanged, this, &OutageReplay::goOn);
    connect(&session, &Session::opened, this, &OutageReplay::goToKill);
    connect(&session, &Session::openingChanged, this, [this] {
        const bool isCancelled = m_stage == Stage::Beginning && !m_session.seedToCome();
        m_stage = isCancelled ? Stage::None : m_stage;
    });
}

void OutageReplay::begin(const sim::BlastRadius& plan, const sim::OutageRun& outage) {
    m_services.clear();
    for (const int service : outage.killed) {
        m_services << QString::fromStdString(
            m_session.scenario().services[static_cast<std::size_t>(service)].name);
    }
    m_at = plan.at;
    m_lasts = plan.lasts;
    m_session.beginAgain(plan.seed, Session::Then::Wait);
    m_stage = Stage::Beginning;
}

void OutageReplay::goToKill() {
    if (m_stage != Stage::Beginning) {
        m_stage = Stage::None;  // another scenario
        return;
    }
    m_stage = Stage::BeforeKill;
    if (m_session.snapshot()->now < m_at)
        m_session.step(m_at - m_session.snapshot()->now);
    goOn();
}

void OutageReplay::goOn() {
    const sim::Instant now = m_session.snapshot()->now;
    // Most of it has been felt by then, and it is still to be seen.
    const sim::Duration look = m_lasts * 4 / 5;
    if (m_stage == Stage::BeforeKill && now >= m_at) {
        m_stage = Stage::DuringOutage;
        for (const QString& service : m_services)
            m_session.kill(service, m_lasts);
        m_session.selectNamed(m_services.front());
        m_session.step(look);
    } else if (m_stage == Stage::DuringOutage && now >= m_at + look) {
        m_stage = Stage::None;
    }
}

}  // namespace app
