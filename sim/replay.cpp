#include "sim/replay.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sim {

namespace {

// So many frames are read from the disk at a time.
constexpr Duration readAhead = std::chrono::seconds(5);

class Replay {
  public:
    Replay(const Recording& recording, const ReplayOptions& options)
        : m_recording(recording),
          m_options(options),
          m_until(std::min(options.until.value_or(models::never), recording.knownUntil())),
          m_simulation(recording.source.scenario,
                       {.threads = options.threads, .playFaults = recording.source.playsFaults}) {}

    ReplayResult run() {
        for (Instant from = models::runStart; from <= m_until && mayGoOn(); from += readAhead) {
            // One more than the last, since the end has a frame of its own.
            const Instant to = std::min(from + readAhead, m_until + Duration(1));
            FramesReading reading = readFrames(m_recording, from, to);
            m_result.problem = std::move(reading.problem);
            for (const Frame& frame : reading.frames) {
                if (!mayGoOn()) {
                    break;
                }
                compare(frame);
            }
            if (mayGoOn()) {
                advanceTo(std::min(to, m_until));
            }
        }
        compareEnd();
        m_result.reached = m_simulation.now();
        m_result.fingerprint = m_simulation.fingerprint();
        for (const ProcessFrame& each : m_simulation.frame().processes) {
            m_result.events += each.events;
        }
        return std::move(m_result);
    }

  private:
    bool mayGoOn() const {
        return !m_result.difference && !m_result.isInterrupted && m_result.problem.empty() &&
               m_result.machineFault.empty();
    }

    void advanceTo(Instant until) {
        const std::vector<LoggedCommand>& commands = m_recording.commands;
        while (m_next < commands.size() && commands[m_next].at <= until) {
            m_simulation.advanceTo(commands[m_next].at);
            m_simulation.act(commands[m_next].command);
            ++m_next;
        }
        m_simulation.advanceTo(until);
        m_result.commandsGiven = static_cast<std::int64_t>(m_next);
        if (m_simulation.machineFault()) {
            m_result.machineFault = m_simulation.machineFault()->message;
        }
        if (m_options.goesOn && !m_options.goesOn(until, m_until)) {
            m_result.isInterrupted = true;
        }
    }

    void compare(const Frame& recorded) {
        advanceTo(recorded.at);
        if (!mayGoOn()) {
            return;
        }
        const Frame again = m_simulation.frame();
        ReplayDifference difference{recorded.at, m_sameUntil, {}};
        for (std::size_t i = 0; i < again.processes.size(); ++i) {
            if (again.processes[i] != recorded.processes[i]) {
                difference.processes.push_back(m_recording.processes[i]);
            }
        }
        if (!difference.processes.empty()) {
            m_result.difference = std::move(difference);
            return;
        }
        m_sameUntil = recorded.at;
        ++m_result.framesCompared;
    }

    // The run's own fingerprint has the seed in it, too.
    void compareEnd() {
        const auto& end = m_recording.end;
        if (mayGoOn() && end && m_until == end->at &&
            m_simulation.fingerprint() != end->fingerprint) {
            m_result.difference = ReplayDifference{end->at, m_sameUntil, {}};
        }
    }

    const Recording& m_recording;
    const ReplayOptions& m_options;
    const Instant m_until;
    Simulation m_simulation;
    std::size_t m_next = 0;  // command
    Instant m_sameUntil{};
    ReplayResult m_result;
};

}  // namespace

ReplayResult replay(const Recording& recording, const ReplayOptions& options) {
    return Replay(recording, options).run();
}

}  // namespace sim
