#include "app/desktop/sweep_study.h"

#include <utility>

namespace app {

void SweepStudy::start(std::vector<models::Scenario> scenarios, sim::SweepSettings settings) {
    cancel();
    m_result.reset();
    settings.threads = threads();
    const int all = static_cast<int>(scenarios.size()) * settings.seeds;
    begin(all, [this, scenarios = std::move(scenarios), settings](
                   const Tell& tell, const std::atomic<bool>& cancelled) {
        sim::SweepSettings wanted = settings;
        wanted.cancelled = &cancelled;
        auto result = std::make_shared<const sim::Sweep>(sim::sweep(scenarios, wanted, tell));
        return [this, result] {
            if (!result->cancelled)
                m_result = result;
        };
    });
}

}  // namespace app
