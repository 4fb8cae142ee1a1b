// What a card says, in words and shares, made from a snapshot: kept apart from the painting so that
// it can be tested, and so that the tooltip and the screen reader say the same.
#pragma once

#include <QString>
#include <optional>

#include "app/graph/health.h"
#include "app/graph/version_values.h"
#include "app/look/difference.h"
#include "models/scenario.h"

namespace app {

struct BarValue {
    QString label;      // slots
    QString text;       // 29 %
    double share = 0;   // 0 to 1
    bool known = true;  // without a limit there is no share to draw
};

enum class Badge { None, DidNotNotice, Fault };

// How it fares beside the same on another road.
struct ComparedValue {
    Direction direction = Direction::Same;
    QString text;    // ▲ 12 ms p99; empty: nothing stands out
    QString spoken;  // p99 12 ms more than on the other road
};

// What a pipe says besides its name.
struct TopicValues {
    QString backlog;  // backlog 4,812
    QString rates;    // 400/s in, 160/s out
    QString dead;     // 12 dead; empty: none
    double full = 0;  // share of its capacity; 0 where it has none
};

// What the card of a collapsed group says of its services.
struct GroupValues {
    int services = 0;                           // 0: it is no group's card
    std::vector<std::pair<Health, int>> fares;  // how many fare so, the worst first; never 0
};

struct CardValues {
    Health health = Health::NotJudged;
    QString name;
    QString copies;   // ×2
    QString rate;     // 340/s
    QString latency;  // p99 12 ms
    BarValue slotsBar, inboxBar, errorsBar;
    QString store;  // profiles 100 k
    bool hasStore = false;
    QString cache;  // cache 94 %: looks into all its caches that hit, of late; empty: it has none
    // The new version and the one it replaces, while both are there; in the place of the bars.
    std::vector<VersionValues> versions;
    Badge badge = Badge::None;
    // Of a dead card.
    QString downFor, ready, returns, kept;
    double countdown = -1;  // share of the wait that is left; -1: nobody knows its end
    TopicValues topic;      // of a topic
    GroupValues group;      // of a collapsed group
    std::optional<ComparedValue> compared;  // absent: the graph shows one road alone
    QString sentence;                       // the tooltip
};

// `snapshot` may be null: then everything is not judged yet.
CardValues serviceValues(const models::Scenario& scenario, int service,
                         const sim::Snapshot* snapshot, bool didNotNotice);
CardValues journeyValues(const models::Scenario& scenario, int journey,
                         const sim::Snapshot* snapshot, bool didNotNotice);

}  // namespace app
