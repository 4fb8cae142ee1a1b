// What of the call graph the canvas draws: services of a group drawn as one card, or one group and
// its neighbours alone. Pure: a folded scene is made of the whole one.
#pragma once

#include <QSet>
#include <QStringList>

#include "app/graph/graph_scene.h"
#include "models/scenario.h"

namespace app {

struct Folding {
    QSet<QString> collapsed;  // names of groups
    QString within;           // the group that alone is shown; empty: all of the graph
    bool isNone() const { return collapsed.isEmpty() && within.isEmpty(); }
    bool operator==(const Folding&) const = default;
};

// Those of two services or more, in the order of the file: of one, a card would spare nothing.
QStringList foldableGroups(const models::Scenario& scenario);

// No part of a scenario can be called so.
QString nameOfCard(const QString& group);
QString groupOfCard(const QString& name);  // empty: it is no group's card

// Nodes at the origin, as of sceneOf(). Edges between the same two cards become one, and those
// within one card are not drawn.
GraphScene folded(const GraphScene& whole, const models::Scenario& scenario,
                  const Folding& folding);

}  // namespace app
