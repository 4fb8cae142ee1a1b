// What one thread does: it handles the events of its queue in their order. A scheduler has one, or
// one for each of its threads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/engine/process.h"

namespace sim {

class EventLoop {
  public:
    // `processes`: all, by their number; must outlive the loop. `mail`: as Context has it.
    EventLoop(const std::vector<Process*>& processes, Mail* mail)
        : m_processes(processes), m_context(m_queue, mail) {}
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    EventQueue& queue() { return m_queue; }
    const EventQueue& queue() const { return m_queue; }
    Context& context() { return m_context; }
    Instant now() const { return m_context.now(); }

    // Handles every event before `end`; stops early where it cannot go on.
    void runBefore(Instant end);

    std::int64_t handled() const { return m_handled; }  // events, since the start
    // Why it cannot go on: a fault of the machine, or the scenario's own doing. Empty: it can.
    const std::string& machineFault() const { return m_context.machineFault; }
    const std::string& stuck() const { return m_stuck; }
    bool canGoOn() const { return machineFault().empty() && m_stuck.empty(); }

  private:
    template <bool fetches>
    void run(Instant end);
    template <typename Coming>
    void fetchAhead(Coming coming) const;

    const std::vector<Process*>& m_processes;
    EventQueue m_queue;
    Context m_context;
    std::string m_stuck;
    std::int64_t m_handled = 0;
};

}  // namespace sim
