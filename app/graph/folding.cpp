#include "app/graph/folding.h"

#include <map>
#include <tuple>

#include "app/look/utf8_text.h"

namespace app {
namespace {

const QString cardPrefix = QStringLiteral("group ");

// By name, so that thousands of services need not be compared with each other.
std::map<QString, std::vector<int>> servicesByGroup(const models::Scenario& scenario) {
    std::map<QString, std::vector<int>> groups;
    for (std::size_t s = 0; s < scenario.services.size(); ++s)
        if (!scenario.services[s].group.empty())
            groups[text(scenario.services[s].group)].push_back(static_cast<int>(s));
    return groups;
}

class SceneFolder {
  public:
    SceneFolder(const GraphScene& whole, const models::Scenario& scenario, const Folding& folding)
        : m_whole(whole), m_scenario(scenario), m_folding(folding) {}

    GraphScene fold() {
        m_scene.compact = m_whole.compact;
        markWithin();
        placeNodes();
        placeEdges();
        return std::move(m_scene);
    }

  private:
    QString groupOf(const SceneNode& node) const {
        return node.isService()
                   ? text(m_scenario.services[static_cast<std::size_t>(node.index)].group)
                   : QString();
    }

    void markWithin() {
        const bool isAll = m_folding.within.isEmpty();
        m_isWithin.assign(m_whole.nodes.size(), isAll);
        m_isKept = m_isWithin;
        if (isAll)
            return;
        for (std::size_t n = 0; n < m_whole.nodes.size(); ++n)
            m_isWithin[n] = m_isKept[n] = groupOf(m_whole.nodes[n]) == m_folding.within;
        for (const SceneEdge& edge : m_whole.edges)
            if (m_isWithin[edge.caller] || m_isWithin[edge.callee])
                m_isKept[edge.caller] = m_isKept[edge.callee] = true;
    }

    // A collapsed group stands where the first of its services would.
    void placeNodes() {
        m_placeOf.assign(m_whole.nodes.size(), -1);
        std::map<QString, std::vector<int>> members = servicesByGroup(m_scenario);
        std::map<QString, int> cards;
        for (std::size_t n = 0; n < m_whole.nodes.size(); ++n) {
            const SceneNode& node = m_whole.nodes[n];
            const QString group = groupOf(node);
            const bool isFolded = m_folding.collapsed.contains(group) && group != m_folding.within;
            m_scene.hidden += node.isService() && (isFolded || !m_isKept[n]) ? 1 : 0;
            if (!m_isKept[n])
                continue;
            if (isFolded && cards.contains(group)) {
                m_placeOf[n] = cards[group];
                continue;
            }
            m_placeOf[n] = static_cast<int>(m_scene.nodes.size());
            m_scene.nodes.push_back(node);
            m_scene.nodes.back().isOutside = !m_isWithin[n];
            if (!isFolded)
                continue;
            cards[group] = m_placeOf[n];
            SceneNode& card = m_scene.nodes.back();
            card.shape = Shape::Group;
            card.name = nameOfCard(group);
            card.rect = QRectF(QPointF(), sizeOf(Shape::Group, m_whole.compact));
            card.members = std::move(members[group]);
        }
    }

    void placeEdges() {
        m_scene.lineOf.assign(m_whole.edges.size(), -1);
        std::map<std::tuple<int, int, bool>, int> lines;
        for (std::size_t e = 0; e < m_whole.edges.size(); ++e) {
            const SceneEdge& edge = m_whole.edges[e];
            const int caller = m_placeOf[edge.caller], callee = m_placeOf[edge.callee];
            const bool isSeen = m_isWithin[edge.caller] || m_isWithin[edge.callee];
            if (caller < 0 || callee < 0 || !isSeen)
                continue;
            if (caller == callee && m_scene.nodes[static_cast<std::size_t>(caller)].isGroup())
                continue;
            const auto [found, isNew] = lines.try_emplace({caller, callee, edge.isMessages},
                                                          static_cast<int>(m_scene.edges.size()));
            m_scene.lineOf[e] = found->second;
            if (!isNew) {
                SceneEdge& line = m_scene.edges[static_cast<std::size_t>(found->second)];
                line.parts.insert(line.parts.end(), edge.parts.begin(), edge.parts.end());
                continue;
            }
            m_scene.edges.push_back(edge);
            m_scene.edges.back().caller = caller;
            m_scene.edges.back().callee = callee;
            m_scene.calls += edge.isMessages ? 0 : 1;
        }
    }

    const GraphScene& m_whole;
    const models::Scenario& m_scenario;
    const Folding& m_folding;
    GraphScene m_scene;
    std::vector<bool> m_isWithin, m_isKept;  // of the whole: a node each
    std::vector<int> m_placeOf;              // in the folded scene; -1: not there
};

}  // namespace

QStringList foldableGroups(const models::Scenario& scenario) {
    QStringList groups;
    const auto services = servicesByGroup(scenario);
    for (const models::Service& service : scenario.services) {
        const QString group = text(service.group);
        if (!group.isEmpty() && services.at(group).size() > 1 &&
            (groups.isEmpty() || groups.back() != group))
            groups << group;
    }
    groups.removeDuplicates();
    return groups;
}

QString nameOfCard(const QString& group) {
    return cardPrefix + group;
}

QString groupOfCard(const QString& name) {
    return name.startsWith(cardPrefix) ? name.mid(cardPrefix.size()) : QString();
}

GraphScene folded(const GraphScene& whole, const models::Scenario& scenario,
                  const Folding& folding) {
    if (folding.isNone())
        return whole;
    return SceneFolder(whole, scenario, folding).fold();
}

}  // namespace app
