// Kills every service of the open scenario in turn, beside the live run, and keeps what it found.
#pragma once

#include <memory>

#include "app/session/study.h"
#include "sim/blast_radius.h"

namespace app {

class MatrixStudy final : public Study {
    Q_OBJECT

  public:
    using Study::Study;

    // Ends what runs, and begins anew.
    void start(const models::Scenario& scenario, sim::BlastRadiusSettings settings);
    // Forgets the result, which is another scenario's.
    void clear();

    double wallSeconds() const { return m_wallSeconds; }
    // Null: none yet, or cancelled.
    std::shared_ptr<const sim::BlastRadius> result() const { return m_result; }

  private:
    double m_wallSeconds = 0;
    std::shared_ptr<const sim::BlastRadius> m_result;
};

}  // namespace app
