// Sagas whose instance died, or whose caller gave up, in the midst of them.
#include <algorithm>
#include <utility>

#include "sim/service/service_process.h"

namespace sim {

// By the ready one of the lowest number, at once; where none is, when the first is ready again.
void ServiceProcess::takeOverSagas(Context& context) {
    if (m_orphans.empty()) {
        return;
    }
    const auto ready = std::ranges::find_if(m_instances, &Instance::isReady);
    if (ready == m_instances.end()) {
        return;
    }
    for (const SagaState& saga : std::exchange(m_orphans, {})) {
        takeOver(saga, *ready, context);
    }
}

void ServiceProcess::takeOver(const SagaState& saga, Instance& instance, Context& context) {
    const Pool<Activation>::Taken made = newActivation(context.now());
    Activation& activation = made.item;
    activation.identity = saga.identity;
    activation.requestIdentity = saga.request.identity;
    activation.requestNumber = saga.request.number;
    activation.endpoint = saga.endpoint;
    activation.version = instance.version;
    activation.replied = true;  // by the connection that dropped
    activation.hadSlot = true;  // it waits for one outside of the inbox
    link(instance, made);
    const std::uint32_t root = newRoot(made, saga.drawn);
    takeSaga(root, saga);
    startRequest(instance, root, context);
}

StoreResult ServiceProcess::noteSaga(const SagaProgress& progress) {
    StoreResult refused;
    refused.refusedBy = storeWriteRefusedBy();
    return refused.refusedBy != noFault || !m_store ? refused : m_store->noteSaga(progress);
}

}  // namespace sim
