// A process that reaches others over the scenario's network.
#pragma once

#include <memory>
#include <utility>

#include "sim/engine/process.h"
#include "sim/service/program.h"

namespace sim {

class Messenger : public Process {
  protected:
    Messenger(std::shared_ptr<const Program> program, ProcessId id)
        : Process(program->processes[id].name, id), m_program(std::move(program)) {}

    // Sends a message over the network. A message and its answer draw their latencies apart, by the
    // identity that they share. An answer is a completion, any other message an arrival.
    enum class Direction : std::uint64_t { There = 1, Back = 2 };
    template <typename Message>
    void post(Context& context, ProcessId to, Identity attempt, Direction direction, EventKind kind,
              const Message& message) {
        const EventClass eventClass =
            direction == Direction::There ? EventClass::Arrival : EventClass::Completion;
        const Sampler& latency = m_program->latency;
        if (latency.isConstant()) {
            sendConstant(context, to, latency.least(), eventClass, kind, message);
            return;
        }
        const Identity draw = mixed(attempt, static_cast<std::uint64_t>(direction));
        send(context, to, context.now() + latency.draw(m_program->keys.network, draw), eventClass,
             kind, message);
    }

    std::shared_ptr<const Program> m_program;
};

}  // namespace sim
