// Runs processes until an instant. Two implementations, one result: sequential (the reference) and
// windowed (conservative, on threads).
#pragma once

#include <string>
#include <vector>

#include "sim/engine/event_queue.h"

namespace sim {

class Process;

class Scheduler {
  public:
    virtual ~Scheduler() = default;

    // Lets every process begin, on the calling thread: all of these belong to that one.
    virtual void begin() = 0;
    // Handles every event before `until`, then stands at `until`; stops early at a machine fault.
    virtual void advanceTo(Instant until) = 0;
    // An event from outside, the script of faults; its time must not have passed.
    virtual void deliver(const Event& event) = 0;

    // All that is to come, in no particular order, and the same in another scheduler, which then
    // goes on from `now` in place of a begin(). `pending` in its order.
    virtual std::vector<PendingEvent> pending() const = 0;
    virtual void adopt(const std::vector<PendingEvent>& pending, Instant now) = 0;

    virtual Instant now() const = 0;
    virtual int threads() const = 0;                      // that worked at once, at most, so far
    virtual const std::string& machineFault() const = 0;  // empty: none
    // Why the run cannot go on, by the scenario's own doing; empty: it can.
    virtual const std::string& stuck() const = 0;
};

}  // namespace sim
