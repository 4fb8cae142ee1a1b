// A request that was asked for by its number and is not among the sampled: what can be done about
// it, and how far that is.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>
#include <optional>

#include "app/session/session.h"

namespace app {

class TraceOffer final : public QWidget {
    Q_OBJECT

  public:
    explicit TraceOffer(Session& session, QWidget* parent = nullptr);

    // Hides where nothing is asked for, or all of it is there. `isKnown`: it has a trace.
    void show(std::optional<std::int64_t> wanted, bool isKnown);

  private:
    void showTracing(const sim::TracingSeen& tracing);
    void actOnClick();

    Session& m_session;
    QLabel* m_words = nullptr;
    QPushButton* m_act = nullptr;
    std::optional<std::int64_t> m_wanted;
};

}  // namespace app
