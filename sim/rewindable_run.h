// A run that can be looked at as it was, and be taken another way from there: its command log is
// what its past is executed again from. Of one thread; knows no wall clock but for the cost of
// checkpoints.
#pragma once

#include <memory>
#include <optional>

#include "sim/checkpoints.h"
#include "sim/later_trace.h"
#include "sim/simulation.h"
#include "sim/traced_run.h"

namespace sim {

class RewindableRun {
  public:
    // Checkpoints take so many bytes at most, as far as the process's size tells.
    RewindableRun(models::Scenario scenario, const RunOptions& options, std::size_t bytesAtMost);

    Simulation& live() { return *m_live; }
    const Simulation& live() const { return *m_live; }
    // What is looked at: the past in review, else the run itself.
    Simulation& shown() { return m_review ? *m_review : *m_live; }

    // In review the command is given there, and the run goes on from there.
    void act(const Command& command);
    // To be called after the run has advanced.
    void offerCheckpoint(bool isHurried);

    // Wants to see the run as it was right before the commands that it was given at `at`; between
    // the end of the warm-up and now. seekOn() takes it there.
    void review(Instant at);
    bool isInReview() const { return m_wanted.has_value(); }
    std::optional<Instant> wanted() const { return m_wanted; }
    bool isSeeking() const { return m_wanted && (!m_review || m_review->now() != *m_wanted); }
    void seekOn(Duration by);  // executes at most so much again
    // In review, once it is there: goes on to the end of the next nanosecond at which an event is
    // executed (Simulation::stepEvent), with what the run was told on the way; back to the run
    // itself where none comes before it.
    std::vector<ExecutedEvent> stepEvent(const std::string& process);
    void backToLive();

    // The past that is shown is the run from here on. What was the run is the other road.
    void goOnFromHere();
    // The run is the other road again, and the other way round; nothing where there is none.
    void takeOtherRoad();
    std::optional<Instant> otherRoad() const;  // where it goes another way; absent: there is none
    // What the other road was told; only where there is one.
    const std::vector<LoggedCommand>& commandsOfOtherRoad() const;

    // A run of its own that traces this request, as it was right before a checkpoint where there is
    // one before the request's beginning. To be used on this thread.
    TracedRun traced(std::int64_t request) const;
    // The same in the run beside this one that is wanted; absent: none is, or there is none.
    std::optional<TracedRun> tracedBeside(const TracingWanted& wanted) const;

  private:
    struct Road {
        std::unique_ptr<Simulation> run;
        Instant from{};  // differs from here on
    };

    void beginSeeking();
    Simulation fromStart() const;
    Simulation before(std::int64_t request, Instant at) const;

    RunOptions m_options;
    std::unique_ptr<Simulation> m_live;
    Checkpoints m_checkpoints;
    std::optional<Instant> m_wanted;       // in review
    std::unique_ptr<Simulation> m_review;  // on its way there; null: not begun
    std::optional<Road> m_other;
};

}  // namespace sim
