// "Self-check": twenty figures that are known exactly beside what this program simulates on this
// machine. Runs beside the live run, fills row by row, can be stopped, and is copied as text.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <atomic>
#include <thread>

#include "sim/self_check.h"

namespace app {

class SelfCheckDialog final : public QDialog {
    Q_OBJECT

  public:
    explicit SelfCheckDialog(QWidget* parent = nullptr);
    ~SelfCheckDialog() override;

    // Ends what runs, and begins anew with these cases.
    void start(std::vector<sim::ClosedFormCase> cases);
    void stop();
    bool isRunning() const { return m_thread.joinable(); }
    // What "Copy as text" copies: columns parted by tabs.
    QString asText() const;

  protected:
    void hideEvent(QHideEvent* event) override;

  private:
    void build();
    void listCases();
    void addRow(int index, const sim::SelfCheckRow& row);
    void finish(const sim::SelfCheck& check);

    std::vector<sim::ClosedFormCase> m_cases;
    std::thread m_thread;
    std::atomic<bool> m_cancelled = false;
    std::uint64_t m_number = 0;  // of the check under way: news of an earlier one are stale
    QLabel* m_verdict;
    QTableWidget* m_table;
    QPushButton* m_run;
    QPushButton* m_copy;
};

}  // namespace app
