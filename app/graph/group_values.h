// What the card of a collapsed group says of its services, and a line that stands for several
// edges, made from a snapshot.
#pragma once

#include <QSet>

#include "app/graph/card_values.h"
#include "app/graph/edge_painter.h"

namespace app {

// `snapshot` may be null: then nothing is judged yet. `unaffected` are names of services.
CardValues groupCardValues(const models::Scenario& scenario, const SceneNode& card,
                           const sim::Snapshot* snapshot, const QSet<QString>& unaffected);

// Of a line of calls, or of messages, that is a bundle.
EdgeValues bundleValues(const GraphScene& scene, int edge, const sim::Snapshot* snapshot,
                        EdgeLabel what, bool fallsBack);

// "2 failing, 10 ok", the worst first.
QString faresText(const GroupValues& group);

// How many of them differ from the other road; of none of them: the same.
ComparedValue comparedTogether(const std::vector<ComparedValue>& all,
                               const std::vector<int>& places);

}  // namespace app
