// A computation beside the live run, on a thread of its own; one at a time.
#pragma once

#include <QObject>
#include <atomic>
#include <functional>
#include <thread>

namespace app {

class Study : public QObject {
    Q_OBJECT

  public:
    using QObject::QObject;
    ~Study() override;

    void cancel();
    bool isRunning() const { return m_thread.joinable(); }
    int done() const { return m_done; }  // runs, of all()
    int all() const { return m_all; }

  Q_SIGNALS:
    void changed();

  protected:
    // Tells how many of how many runs are done.
    using Tell = std::function<void(int done, int all)>;
    // What it comes to, taken over on the window's thread.
    using Finish = std::function<void()>;
    // Looks at `cancelled` now and then; set, it ends soon.
    using Work = std::function<Finish(const Tell& tell, const std::atomic<bool>& cancelled)>;

    static int threads();  // as many as there are cores
    // Ends what runs, and begins anew.
    void begin(int all, Work work);

  private:
    void finish(std::uint64_t number, const Finish& takeOver);

    std::thread m_thread;
    std::atomic<bool> m_cancelled = false;
    std::uint64_t m_number = 0;  // of the work under way: news of an earlier one are stale
    int m_done = 0;
    int m_all = 0;
};

}  // namespace app
