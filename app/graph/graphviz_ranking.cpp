#include "app/graph/graphviz_ranking.h"

#include <algorithm>
#include <cmath>

namespace app {

namespace {

constexpr int patience = 5000;        // ms
constexpr double pointsPerInch = 72;  // Graphviz takes sizes in inches

}  // namespace

QByteArray dotText(const LayoutInput& input) {
    QByteArray text = "digraph g { rankdir=LR; nodesep=0.4; ranksep=1;\n";
    for (std::size_t n = 0; n < input.sizes.size(); ++n)
        text += "n" + QByteArray::number(n) + " [shape=box fixedsize=true width=" +
                QByteArray::number(input.sizes[n].width() / pointsPerInch, 'f', 3) +
                " height=" + QByteArray::number(input.sizes[n].height() / pointsPerInch, 'f', 3) +
                "];\n";
    for (const auto& [from, to] : input.edges)
        text += "n" + QByteArray::number(from) + " -> n" + QByteArray::number(to) + ";\n";
    return text + "}\n";
}

std::optional<Ranking> rankingFromPlain(const QByteArray& plain, const LayoutInput& input) {
    const std::size_t count = input.sizes.size();
    std::vector<double> x(count, std::nan("")), y(count, 0);
    for (const QByteArray& line : plain.split('\n')) {
        const QList<QByteArray> words = line.split(' ');
        if (words.size() < 4 || words[0] != "node" || !words[1].startsWith('n'))
            continue;
        const std::size_t node = words[1].mid(1).toUInt();
        if (node >= count)
            return std::nullopt;
        x[node] = words[2].toDouble();
        y[node] = words[3].toDouble();
    }
    // Nodes of one rank share their x.
    std::vector<double> ranks;
    for (const double value : x) {
        if (std::isnan(value))
            return std::nullopt;
        ranks.push_back(value);
    }
    std::sort(ranks.begin(), ranks.end());
    const auto same = [](double a, double b) { return std::abs(a - b) < 0.05; };
    ranks.erase(std::unique(ranks.begin(), ranks.end(), same), ranks.end());
    Ranking ranking;
    for (std::size_t n = 0; n < count; ++n) {
        const auto at =
            std::find_if(ranks.begin(), ranks.end(), [&](double rank) { return same(rank, x[n]); });
        ranking.layer.push_back(static_cast<int>(at - ranks.begin()));
        ranking.order.push_back(-y[n]);  // Graphviz counts upwards
    }
    return ranking;
}

GraphvizRanking::GraphvizRanking(QObject* parent) : QObject(parent) {
    m_limit.setSingleShot(true);
    m_limit.setInterval(patience);
    connect(&m_limit, &QTimer::timeout, this, &GraphvizRanking::cancel);
    connect(&m_process, &QProcess::finished, this, &GraphvizRanking::finish);
}

GraphvizRanking::~GraphvizRanking() {
    m_process.disconnect(this);
    cancel();
}

void GraphvizRanking::ask(const LayoutInput& input) {
    cancel();
    m_input = input;
    m_process.start(QStringLiteral("dot"), {QStringLiteral("-Tplain")});
    m_process.write(dotText(input));
    m_process.closeWriteChannel();
    m_limit.start();
}

void GraphvizRanking::cancel() {
    m_limit.stop();
    m_input = {};
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(1000);
}

void GraphvizRanking::finish() {
    m_limit.stop();
    if (m_input.sizes.empty() || m_process.exitStatus() != QProcess::NormalExit ||
        m_process.exitCode() != 0)
        return;
    if (const auto ranking = rankingFromPlain(m_process.readAllStandardOutput(), m_input))
        Q_EMIT ranked(*ranking);
}

}  // namespace app
