#include "app/matrix/matrix_study.h"

#include <QElapsedTimer>

namespace app {

MatrixStudy::MatrixStudy(QObject* parent) : QObject(parent) {}

MatrixStudy::~MatrixStudy() {
    cancel();
}

void MatrixStudy::start(const models::Scenario& scenario, sim::BlastRadiusSettings settings) {
    cancel();
    settings.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    settings.cancelled = &m_cancelled;
    m_cancelled = false;
    m_done = 0;
    m_all = (static_cast<int>(scenario.services.size()) + 1) * std::max(1, settings.seeds);
    m_result.reset();
    const std::uint64_t number = ++m_number;
    m_thread = std::thread([this, scenario, settings, number] {
        QElapsedTimer timer;
        timer.start();
        auto result = std::make_shared<const sim::BlastRadius>(
            sim::blastRadiusOf(scenario, settings, [this, number](int done, int) {
                QMetaObject::invokeMethod(
                    this,
                    [this, number, done] {
                        if (number == m_number) {
                            m_done = done;
                            Q_EMIT changed();
                        }
                    },
                    Qt::QueuedConnection);
            }));
        const double wallSeconds = static_cast<double>(timer.nsecsElapsed()) * 1e-9;
        QMetaObject::invokeMethod(
            this, [this, number, result, wallSeconds] { finish(number, result, wallSeconds); },
            Qt::QueuedConnection);
    });
    Q_EMIT changed();
}

void MatrixStudy::finish(std::uint64_t number, std::shared_ptr<const sim::BlastRadius> result,
                         double wallSeconds) {
    if (number != m_number)
        return;
    m_thread.join();
    if (!result->cancelled)
        m_result = std::move(result);
    m_wallSeconds = wallSeconds;
    Q_EMIT changed();
}

void MatrixStudy::cancel() {
    if (!m_thread.joinable())
        return;
    m_cancelled = true;
    m_thread.join();
    ++m_number;
    Q_EMIT changed();
}

void MatrixStudy::clear() {
    cancel();
    m_result.reset();
    Q_EMIT changed();
}

}  // namespace app
