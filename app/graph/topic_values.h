// What a topic's pipe says, and the lines of messages to and from it, made from a snapshot.
#pragma once

#include "app/graph/card_values.h"
#include "app/graph/edge_painter.h"

namespace app {

// `snapshot` may be null: then nothing is judged yet.
CardValues topicValues(const models::Scenario& scenario, int topic, const sim::Snapshot* snapshot);

// Of an edge of messages, an index into the scene's edges.
EdgeValues messageValues(const GraphScene& scene, int edge, const sim::Snapshot* snapshot,
                         EdgeLabel what);

// "orders delivers to billing"
QString messagesName(const GraphScene& scene, int edge);

}  // namespace app
