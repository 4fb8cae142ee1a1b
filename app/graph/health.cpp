#include "app/graph/health.h"

namespace app {

Health healthOf(const sim::Recent& recent, std::int64_t everEnded) {
    if (recent.counts.ended() == 0)
        return everEnded == 0 ? Health::NotJudged : Health::Ok;
    const double failed = recent.failedShare();
    if (failed >= failingFrom)
        return Health::Failing;
    if (failed >= degradedFrom || recent.degradedShare() >= degradedFrom)
        return Health::Degraded;
    return Health::Ok;
}

Health healthOf(const sim::ServiceSnapshot& service) {
    if (service.downSince)
        return Health::Down;
    return healthOf(service.recent, service.counts.ended());
}

Health healthOf(const sim::JourneySnapshot& journey) {
    return healthOf(journey.recent, journey.counts.ended());
}

Health healthOf(const sim::EdgeSnapshot& edge) {
    return healthOf(edge.recent, edge.counts.ended());
}

int severity(Health health) {
    switch (health) {
        case Health::Ok:
        case Health::NotJudged:
            return 0;
        case Health::Degraded:
            return 1;
        case Health::Failing:
            return 2;
        case Health::Down:
            return 3;
    }
    return 0;
}

}  // namespace app
