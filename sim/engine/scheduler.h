// Runs processes until an instant. Two implementations, one result: sequential (the reference) and
// windowed (conservative, on threads).
#pragma once

#include <functional>
#include <string>

#include "sim/engine/event.h"

namespace sim {

class Process;

class Scheduler {
  public:
    virtual ~Scheduler() = default;

    // Lets every process begin, each on the thread that will run it.
    virtual void begin() = 0;
    // Handles every event before `until`, then stands at `until`; stops early at a machine fault.
    virtual void advanceTo(Instant until) = 0;
    // An event from outside, the script of faults; its time must not have passed.
    virtual void deliver(const Event& event) = 0;

    // Visits every process on the thread that runs it, which the stores' connections belong to.
    virtual void onOwnThreads(const std::function<void(Process&)>& visit) = 0;

    virtual Instant now() const = 0;
    virtual int threads() const = 0;
    virtual const std::string& machineFault() const = 0;  // empty: none
    // Why the run cannot go on, by the scenario's own doing; empty: it can.
    virtual const std::string& stuck() const = 0;
};

}  // namespace sim
