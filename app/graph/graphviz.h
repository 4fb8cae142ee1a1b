// What Graphviz makes of a graph, asked in a process of its own: it can crash or take forever, and
// then the own layout stays.
#pragma once

#include <QObject>
#include <QProcess>
#include <QTimer>

#include "app/graph/layered_layout.h"

namespace app {

// From this many nodes on Graphviz finds fewer crossings than our own sweeps.
inline constexpr int graphvizFrom = 13;

bool isGraphvizThere();

QByteArray dotText(const LayoutInput& input);
// What `dot -Tplain` said; absent where it does not name every node.
std::optional<Ranking> rankingFromPlain(const QByteArray& plain, const LayoutInput& input);

// The same for its force-directed engines: the centres of the nodes, in pixels.
QByteArray forceText(const LayoutInput& input);
std::optional<std::vector<QPointF>> centresFromPlain(const QByteArray& plain,
                                                     const LayoutInput& input);

class Graphviz : public QObject {
    Q_OBJECT

  public:
    explicit Graphviz(QObject* parent = nullptr);
    ~Graphviz() override;

    // Either drops the question before. Layers and orders: answered once by ranked(), or never.
    void askRanking(const LayoutInput& input);
    // Places by forces: answered once by placed() or failed().
    void askForces(const LayoutInput& input);
    void cancel();

  Q_SIGNALS:
    void ranked(const app::Ranking& ranking);
    void placed(const std::vector<QPointF>& centres);
    void failed();

  private:
    void ask(const LayoutInput& input, const QStringList& arguments, const QByteArray& text);
    void finish();
    void fail();

    QProcess m_process;
    QTimer m_limit;
    LayoutInput m_input;
    bool m_wantsForces = false;
};

}  // namespace app
