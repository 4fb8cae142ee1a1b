#include "app/graph/graphviz.h"

#include <QStandardPaths>
#include <algorithm>
#include <cmath>

namespace app {

namespace {

constexpr int patience = 5000;        // ms
constexpr double pointsPerInch = 72;  // Graphviz takes sizes in inches

constexpr QSizeF forceAir(72, 44);        // between two cards, for a line and its words
constexpr std::size_t forcesUpTo = 5000;  // beyond, nobody would wait for it

QByteArray nodeText(std::size_t node, QSizeF size) {
    return "n" + QByteArray::number(node) + " [shape=box fixedsize=true width=" +
           QByteArray::number(size.width() / pointsPerInch, 'f', 3) +
           " height=" + QByteArray::number(size.height() / pointsPerInch, 'f', 3) + "];\n";
}

QByteArray edgesText(const LayoutInput& input) {
    QByteArray text;
    for (const auto& [from, to] : input.edges)
        text += "n" + QByteArray::number(from) + " -> n" + QByteArray::number(to) + ";\n";
    return text;
}

// In inches, counted upwards as Graphviz does.
std::optional<std::vector<QPointF>> nodesIn(const QByteArray& plain, std::size_t count) {
    std::vector<QPointF> nodes(count, {std::nan(""), 0});
    for (const QByteArray& line : plain.split('\n')) {
        const QList<QByteArray> words = line.split(' ');
        if (words.size() < 4 || words[0] != "node" || !words[1].startsWith('n'))
            continue;
        const std::size_t node = words[1].mid(1).toUInt();
        if (node >= count)
            return std::nullopt;
        nodes[node] = {words[2].toDouble(), words[3].toDouble()};
    }
    for (const QPointF& each : nodes)
        if (std::isnan(each.x()))
            return std::nullopt;
    return nodes;
}

}  // namespace

bool isGraphvizThere() {
    return !QStandardPaths::findExecutable(QStringLiteral("dot")).isEmpty();
}

QByteArray dotText(const LayoutInput& input) {
    QByteArray text = "digraph g { rankdir=LR; nodesep=0.4; ranksep=1;\n";
    for (std::size_t n = 0; n < input.sizes.size(); ++n)
        text += nodeText(n, input.sizes[n]);
    return text + edgesText(input) + "}\n";
}

QByteArray forceText(const LayoutInput& input) {
    QByteArray text = "digraph g { overlap=prism; splines=false;\n";
    for (std::size_t n = 0; n < input.sizes.size(); ++n)
        text += nodeText(n, input.sizes[n] + forceAir);
    return text + edgesText(input) + "}\n";
}

std::optional<std::vector<QPointF>> centresFromPlain(const QByteArray& plain,
                                                     const LayoutInput& input) {
    auto centres = nodesIn(plain, input.sizes.size());
    if (centres)
        for (QPointF& each : *centres)
            each = {each.x() * pointsPerInch, -each.y() * pointsPerInch};
    return centres;
}

std::optional<Ranking> rankingFromPlain(const QByteArray& plain, const LayoutInput& input) {
    const auto nodes = nodesIn(plain, input.sizes.size());
    if (!nodes)
        return std::nullopt;
    // Nodes of one rank share their x.
    std::vector<double> ranks;
    for (const QPointF& each : *nodes)
        ranks.push_back(each.x());
    std::sort(ranks.begin(), ranks.end());
    const auto same = [](double a, double b) { return std::abs(a - b) < 0.05; };
    ranks.erase(std::unique(ranks.begin(), ranks.end(), same), ranks.end());
    Ranking ranking;
    for (const QPointF& each : *nodes) {
        const auto at = std::find_if(ranks.begin(), ranks.end(),
                                     [&](double rank) { return same(rank, each.x()); });
        ranking.layer.push_back(static_cast<int>(at - ranks.begin()));
        ranking.order.push_back(-each.y());
    }
    return ranking;
}

Graphviz::Graphviz(QObject* parent) : QObject(parent) {
    m_limit.setSingleShot(true);
    m_limit.setInterval(patience);
    connect(&m_limit, &QTimer::timeout, this, &Graphviz::fail);
    connect(&m_process, &QProcess::finished, this, &Graphviz::finish);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail();
    });
}

Graphviz::~Graphviz() {
    m_process.disconnect(this);
    cancel();
}

void Graphviz::askRanking(const LayoutInput& input) {
    m_wantsForces = false;
    ask(input, {}, dotText(input));
}

void Graphviz::askForces(const LayoutInput& input) {
    m_wantsForces = true;
    if (input.sizes.size() > forcesUpTo) {
        cancel();
        Q_EMIT failed();
        return;
    }
    ask(input, {QStringLiteral("-Ksfdp")}, forceText(input));
}

void Graphviz::ask(const LayoutInput& input, const QStringList& arguments, const QByteArray& text) {
    cancel();
    m_input = input;
    m_process.start(QStringLiteral("dot"), QStringList{QStringLiteral("-Tplain")} + arguments);
    m_process.write(text);
    m_process.closeWriteChannel();
    m_limit.start();
}

void Graphviz::cancel() {
    m_limit.stop();
    m_input = {};
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(1000);
}

void Graphviz::fail() {
    const bool isAwaited = m_wantsForces && !m_input.sizes.empty();
    cancel();
    if (isAwaited)
        Q_EMIT failed();
}

void Graphviz::finish() {
    m_limit.stop();
    if (m_input.sizes.empty())
        return;
    if (m_process.exitStatus() != QProcess::NormalExit || m_process.exitCode() != 0) {
        fail();
        return;
    }
    const QByteArray plain = m_process.readAllStandardOutput();
    if (!m_wantsForces) {
        if (const auto ranking = rankingFromPlain(plain, m_input))
            Q_EMIT ranked(*ranking);
    } else if (const auto centres = centresFromPlain(plain, m_input)) {
        Q_EMIT placed(*centres);
    } else {
        fail();
    }
}

}  // namespace app
