// Codel at an instance's inbox: whom it sees, and what becomes of whom it drops.
#include "sim/service/service_process.h"

namespace sim {

// A request that has done nothing yet. Messages of topics are none: their prefetch bounds them.
bool ServiceProcess::isNewcomer(std::uint32_t index) const {
    const Strand& strand = m_strands[index];
    const Activation& activation = m_activations[strand.activation];
    if (activation.hadSlot || !activation.isRoot(index) || m_program->isTopic(activation.caller)) {
        return false;
    }
    const std::uint32_t first = m_process->endpoint(activation.endpoint, activation.version).first;
    const bool isConditional = m_process->code[first].op == Op::SkipUnless;
    return !isEventLoop() || strand.pc == first + (isConditional ? 2 : 1);
}

// It has left the line, and was in it as long as it is there.
void ServiceProcess::dropFromInbox(Instance& instance, std::uint32_t strand, Context& context) {
    m_strands[strand].awaits = Awaits::Nothing;
    const std::uint32_t index = m_strands[strand].activation;
    const Activation& activation = m_activations[index];
    const Outcome outcome = Outcome::failure(Cause::Rejected, service());
    reply(activation.caller, activation.replyTo, activation.identity, outcome, context,
          wayBack(activation));
    cancel(instance, index, outcome, context);
}

}  // namespace sim
