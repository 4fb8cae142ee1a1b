// A sweep of the open scenario, beside the live run, and what it found.
#pragma once

#include <QObject>
#include <atomic>
#include <memory>
#include <thread>

#include "sim/sweep.h"

namespace app {

class SweepStudy final : public QObject {
    Q_OBJECT

  public:
    explicit SweepStudy(QObject* parent = nullptr);
    ~SweepStudy() override;

    // Ends what runs, and begins anew; one scenario a value.
    void start(std::vector<models::Scenario> scenarios, sim::SweepSettings settings);
    void cancel();

    bool isRunning() const { return m_thread.joinable(); }
    int done() const { return m_done; }
    int all() const { return m_all; }
    // Null: none yet, or cancelled.
    std::shared_ptr<const sim::Sweep> result() const { return m_result; }

  Q_SIGNALS:
    void changed();

  private:
    void finish(std::uint64_t number, std::shared_ptr<const sim::Sweep> result);

    std::thread m_thread;
    std::atomic<bool> m_cancelled = false;
    std::uint64_t m_number = 0;  // of the study under way: news of an earlier one are stale
    int m_done = 0;
    int m_all = 0;
    std::shared_ptr<const sim::Sweep> m_result;
};

}  // namespace app
