// Brings the live run to the middle of an outage that a study saw: the same seed, the same kill at
// the same instant.
#pragma once

#include <QObject>

#include "app/session/session.h"
#include "sim/blast_radius.h"

namespace app {

class OutageReplay final : public QObject {
    Q_OBJECT

  public:
    explicit OutageReplay(Session& session, QObject* parent = nullptr);

    // Begins the run again, beside the one that is open; it is paused when the instant is reached.
    void begin(const sim::BlastRadius& plan, const sim::OutageRun& outage);

  private:
    void goToKill();
    void goOn();

    enum class Stage { None, Beginning, BeforeKill, DuringOutage };

    Session& m_session;
    Stage m_stage = Stage::None;
    QStringList m_services;
    sim::Instant m_at{};
    sim::Duration m_lasts{};
};

}  // namespace app
