// The words of the inspector about a topic. Pure functions of what was seen.
#pragma once

#include <QString>

#include "models/scenario.h"
#include "sim/snapshot.h"

namespace app {

// "queue, 4 partitions by customer, room for 5,000"
QString topicKind(const models::Topic& topic);
// "Falling behind: 400/s come and 160/s are done."
QString topicState(const models::Topic& topic, const sim::TopicSnapshot& seen, sim::Instant now);
// "resize, 5 attempts, again after 1 s"
QString consumerText(const models::Consumer& consumer);

}  // namespace app
