#include "app/matrix/matrix_study.h"

#include <QElapsedTimer>

namespace app {

void MatrixStudy::start(const models::Scenario& scenario, sim::BlastRadiusSettings settings) {
    cancel();
    m_result.reset();
    settings.threads = threads();
    const int all = (static_cast<int>(scenario.services.size()) + 1) * std::max(1, settings.seeds);
    begin(all, [this, scenario, settings](const Tell& tell, const std::atomic<bool>& cancelled) {
        sim::BlastRadiusSettings wanted = settings;
        wanted.cancelled = &cancelled;
        QElapsedTimer timer;
        timer.start();
        auto result =
            std::make_shared<const sim::BlastRadius>(sim::blastRadiusOf(scenario, wanted, tell));
        const double wallSeconds = static_cast<double>(timer.nsecsElapsed()) * 1e-9;
        return [this, result, wallSeconds] {
            if (!result->cancelled)
                m_result = result;
            m_wallSeconds = wallSeconds;
        };
    });
}

void MatrixStudy::clear() {
    cancel();
    m_result.reset();
    Q_EMIT changed();
}

}  // namespace app
