// A sweep of the open scenario, beside the live run, and what it found.
#pragma once

#include <memory>
#include <vector>

#include "app/session/study.h"
#include "sim/sweep.h"

namespace app {

class SweepStudy final : public Study {
    Q_OBJECT

  public:
    using Study::Study;

    // Ends what runs, and begins anew; one scenario a value.
    void start(std::vector<models::Scenario> scenarios, sim::SweepSettings settings);

    // Null: none yet, or cancelled.
    std::shared_ptr<const sim::Sweep> result() const { return m_result; }

  private:
    std::shared_ptr<const sim::Sweep> m_result;
};

}  // namespace app
