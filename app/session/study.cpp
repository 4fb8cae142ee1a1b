#include "app/session/study.h"

#include <algorithm>
#include <utility>

namespace app {

Study::~Study() {
    cancel();
}

int Study::threads() {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void Study::begin(int all, Work work) {
    cancel();
    m_cancelled = false;
    m_done = 0;
    m_all = all;
    const std::uint64_t number = ++m_number;
    m_thread = std::thread([this, number, work = std::move(work)] {
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
        const Finish takeOver = work(tell, m_cancelled);
        QMetaObject::invokeMethod(
            this, [this, number, takeOver] { finish(number, takeOver); }, Qt::QueuedConnection);
    });
    Q_EMIT changed();
}

void Study::finish(std::uint64_t number, const Finish& takeOver) {
    if (number != m_number)
        return;
    m_thread.join();
    takeOver();
    Q_EMIT changed();
}

void Study::cancel() {
    if (!m_thread.joinable())
        return;
    m_cancelled = true;
    m_thread.join();
    ++m_number;
    Q_EMIT changed();
}

}  // namespace app
