#include "app/desktop/sweep_study.h"

#include <algorithm>

namespace app {

SweepStudy::SweepStudy(QObject* parent) : QObject(parent) {}

SweepStudy::~SweepStudy() {
    cancel();
}

void SweepStudy::start(std::vector<models::Scenario> scenarios, sim::SweepSettings settings) {
    cancel();
    settings.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    settings.cancelled = &m_cancelled;
    m_cancelled = false;
    m_done = 0;
    m_all = static_cast<int>(scenarios.size()) * settings.seeds;
    m_result.reset();
    const std::uint64_t number = ++m_number;
    m_thread = std::thread([this, scenarios = std::move(scenarios), settings, number] {
        const auto tell = [this, number](int done, int) {
            QMetaObject::invokeMethod(
                this,
                [this, number, done] {
                    if (number == m_number) {
                        m_done = done;
                        Q_EMIT changed();
                    }
                },
                Qt::QueuedConnection);
        };
        auto result = std::make_shared<const sim::Sweep>(sim::sweep(scenarios, settings, tell));
        QMetaObject::invokeMethod(
            this, [this, number, result] { finish(number, result); }, Qt::QueuedConnection);
    });
    Q_EMIT changed();
}

void SweepStudy::finish(std::uint64_t number, std::shared_ptr<const sim::Sweep> result) {
    if (number != m_number)
        return;
    m_thread.join();
    if (!result->cancelled)
        m_result = std::move(result);
    Q_EMIT changed();
}

void SweepStudy::cancel() {
    if (!m_thread.joinable())
        return;
    m_cancelled = true;
    m_thread.join();
    ++m_number;
    Q_EMIT changed();
}

}  // namespace app
