// Layers and orders of a large graph, asked of Graphviz in a process of its own: it can crash or
// take forever, and then the own layout stays.
#pragma once

#include <QObject>
#include <QProcess>
#include <QTimer>

#include "app/graph/layered_layout.h"

namespace app {

// From this many nodes on Graphviz finds fewer crossings than our own sweeps.
inline constexpr int graphvizFrom = 13;

QByteArray dotText(const LayoutInput& input);
// What `dot -Tplain` said; absent where it does not name every node.
std::optional<Ranking> rankingFromPlain(const QByteArray& plain, const LayoutInput& input);

class GraphvizRanking : public QObject {
    Q_OBJECT

  public:
    explicit GraphvizRanking(QObject* parent = nullptr);
    ~GraphvizRanking() override;

    // Drops the question before. Answers once by ranked(), or never.
    void ask(const LayoutInput& input);
    void cancel();

  Q_SIGNALS:
    void ranked(const app::Ranking& ranking);

  private:
    void finish();

    QProcess m_process;
    QTimer m_limit;
    LayoutInput m_input;
};

}  // namespace app
