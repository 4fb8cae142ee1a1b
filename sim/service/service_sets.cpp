// Parameters of a service that are set while it runs: from now on they are this. What was taken in
// by the old ones stays (ARCHITECTURE.md, "A parameter is set by a new program").
#include <algorithm>
#include <span>
#include <utility>

#include "sim/service/service_process.h"

namespace sim {

void ServiceProcess::parameterSet(const Event& event, Context& context) {
    executed(event);
    const models::Service& before = *m_model;
    const std::size_t statements = m_process->storeStatements.size();
    take(m_faults->set(event.payload.rollout.rollout), context);
    m_model = &std::get<models::Service>(m_set->part);
    note(context.now(), "set", name(), m_set->what);
    if (m_store && m_process->storeStatements.size() > statements) {
        const std::string fault = m_storeMaker->prepareAlso(
            *m_model, std::span(m_process->storeStatements.line()).subspan(statements), *m_store);
        if (!fault.empty()) {
            context.machineFault = name() + ": " + fault;
        }
    }
    m_isEventLoop = m_model->serving == models::Serving::EventLoop;
    m_takesTurns = m_model->balancing == models::Balancing::RoundRobin;
    m_inboxSize = countOr(m_model->inbox, unlimited);
    if (before.rateLimit != m_model->rateLimit) {
        m_bucket.reset();
        if (m_model->rateLimit) {
            m_bucket.emplace(*m_model->rateLimit);
        }
    }
    if (before.concurrency != m_model->concurrency) {
        setSlots(context);
    }
}

// Who holds a slot keeps it: where there are fewer now, the next is free when enough were given
// back.
void ServiceProcess::setSlots(Context& context) {
    m_slots = countOr(m_model->concurrency, unlimited);
    if (!m_model->cores) {
        const std::int64_t difference = m_slots - std::exchange(m_capacity, m_slots);
        const auto ready =
            std::ranges::count_if(m_instances, [](const Instance& each) { return each.isReady(); });
        changeLevel(&Levels::capacity, context.now(), difference * ready);
    }
    for (Instance& instance : m_instances) {
        if (instance.isUp()) {
            grantSlots(instance, context);
        }
    }
}

}  // namespace sim
