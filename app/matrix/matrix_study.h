// Kills every service of the open scenario in turn, beside the live run, and keeps what it found.
#pragma once

#include <QObject>
#include <atomic>
#include <memory>
#include <thread>

#include "sim/blast_radius.h"

namespace app {

class MatrixStudy final : public QObject {
    Q_OBJECT

  public:
    explicit MatrixStudy(QObject* parent = nullptr);
    ~MatrixStudy() override;

    // Ends what runs, and begins anew.
    void start(const models::Scenario& scenario, sim::BlastRadiusSettings settings);
    void cancel();
    // Forgets the result, which is another scenario's.
    void clear();

    bool isRunning() const { return m_thread.joinable(); }
    int done() const { return m_done; }
    int all() const { return m_all; }
    double wallSeconds() const { return m_wallSeconds; }
    // Null: none yet, or cancelled.
    std::shared_ptr<const sim::BlastRadius> result() const { return m_result; }

  Q_SIGNALS:
    void changed();

  private:
    void finish(std::uint64_t number, std::shared_ptr<const sim::BlastRadius> result,
                double wallSeconds);

    std::thread m_thread;
    std::atomic<bool> m_cancelled = false;
    std::uint64_t m_number = 0;  // of the study under way: news of an earlier one are stale
    int m_done = 0;
    int m_all = 0;
    double m_wallSeconds = 0;
    std::shared_ptr<const sim::BlastRadius> m_result;
};

}  // namespace app
