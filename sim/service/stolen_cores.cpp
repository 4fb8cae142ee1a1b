// What the fault `steal-cores` leaves of an instance's cores.
#include <algorithm>

#include "sim/service/service_process.h"

namespace sim {

namespace {

constexpr std::int64_t billion = 1'000'000'000;

}  // namespace

// Several are independent: each takes its share of what the others leave.
std::int64_t ServiceProcess::partsLeftOfCores(const Instance& instance) const {
    std::int64_t left = billion;
    for (const Burden& burden : m_burdens) {
        if (burden.stolen > 0 && burden.isUpon(instance)) {
            const double kept = (1 - burden.stolen) * static_cast<double>(billion) + 0.5;
            left = static_cast<std::int64_t>(WideInteger(left) * static_cast<std::int64_t>(kept) /
                                             billion);
        }
    }
    return left;
}

// Computes under way go on at their new speed from this instant.
void ServiceProcess::lookAtStolenCores(Context& context) {
    for (Instance& instance : m_instances) {
        if (instance.cores) {
            instance.cores->keep(partsLeftOfCores(instance), context.now());
            scheduleFirstEnd(instance, context);
        }
    }
}

// Where each compute has a core of its own, one that begins now takes longer by what is stolen.
Duration ServiceProcess::withoutCores(const Instance& instance, Duration drawn) const {
    if (instance.cores) {
        return drawn;
    }
    const std::int64_t left = std::max<std::int64_t>(1, partsLeftOfCores(instance));
    const WideInteger longer = (WideInteger(drawn.count()) * billion + left / 2) / left;
    const WideInteger atMost = models::Duration::max().count() / 4;  // beyond any run
    return Duration(static_cast<std::int64_t>(std::min(longer, atMost)));
}

}  // namespace sim
