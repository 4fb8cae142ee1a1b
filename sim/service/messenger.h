// A process that reaches others over the scenario's network.
#pragma once

#include <memory>
#include <utility>

#include "sim/engine/process.h"
#include "sim/service/link_faults.h"
#include "sim/service/program.h"

namespace sim {

class Messenger : public Process {
  protected:
    Messenger(std::shared_ptr<const Program> program, ProcessId id)
        : Process(program->processes[id].name, id),
          m_program(std::move(program)),
          m_links(m_program->scenario.network.loss.value),
          m_latency(m_program->latency.least()),
          m_isLatencyConstant(m_program->latency.isConstant()) {}

    // Nothing is lost, and everything takes equally long.
    bool isNetworkPlain() const { return m_isLatencyConstant && m_links.isClear(); }
    // A message over a plain network, to be written where it stays before another is sent.
    RequestMessage& postRequest(Context& context, ProcessId to) {
        return *std::construct_at(
            &placeConstant(context, to, m_latency, EventClass::Arrival, EventKind::Request)
                 .request);
    }
    ReplyMessage& postReply(Context& context, ProcessId to) {
        return *std::construct_at(
            &placeConstant(context, to, m_latency, EventClass::Completion, EventKind::Reply).reply);
    }

    // Sends a message over the network. A message and its answer draw their latencies apart, by the
    // identity that they share. An answer is a completion, any other message an arrival. `extra` is
    // what it takes beside.
    enum class Direction : std::uint64_t { There = 1, Back = 2 };
    template <typename Message>
    Passage post(Context& context, ProcessId to, Identity attempt, Direction direction,
                 EventKind kind, const Message& message, Duration extra = {}) {
        Passage passage;
        if (!m_links.isClear()) {
            passage = passageOf(to, attempt, direction, kind);
            if (passage.isLost) {
                return passage;
            }
            extra += passage.added;
        }
        const EventClass eventClass =
            direction == Direction::There ? EventClass::Arrival : EventClass::Completion;
        if (m_isLatencyConstant && extra == Duration{}) {
            sendConstant(context, to, m_latency, eventClass, kind, message);
            return passage;
        }
        const Identity draw = mixed(attempt, static_cast<std::uint64_t>(direction));
        const Duration takes = m_program->latency.draw(m_program->keys.network, draw);
        send(context, to, context.now() + takes + extra, eventClass, kind, message);
        return passage;
    }

    // Topics and their consumers are connected. What is lost between them is found out so much
    // later, as a dropped connection is, and the message comes again.
    static constexpr Duration connectionLostAfter = std::chrono::seconds(1);

    std::shared_ptr<const Program> m_program;
    LinkFaults m_links;
    Duration m_latency;  // the least that a message takes
    bool m_isLatencyConstant;

  private:
    // A cancellation may be lost where its request was not. The news of who is there is part of the
    // connection, which is made again until it stands.
    Passage passageOf(ProcessId to, Identity attempt, Direction direction, EventKind kind) const {
        if (kind == EventKind::ConsumerChanged) {
            return {};
        }
        const bool isBack = direction == Direction::Back;
        const Identity message = mixed(mixed(attempt, static_cast<std::uint64_t>(direction)),
                                       kind == EventKind::Cancel ? 1 : 0);
        return m_links.passageOf(m_program->keys, isBack ? to : id(), isBack ? id() : to, isBack,
                                 message);
    }
};

}  // namespace sim
