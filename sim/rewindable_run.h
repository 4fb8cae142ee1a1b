// A run that can be looked at as it was, and be taken another way from there. Whatever is done to
// it is noted, so that its past is executed again exactly. Of one thread; knows no wall clock but
// for the cost of checkpoints.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "sim/checkpoints.h"
#include "sim/simulation.h"

namespace sim {

class RewindableRun {
  public:
    using What = std::function<void(Simulation&)>;

    // Checkpoints take so many bytes at most, as far as the process's size tells.
    RewindableRun(models::Scenario scenario, const RunOptions& options, std::size_t bytesAtMost);

    Simulation& live() { return *m_live; }
    const Simulation& live() const { return *m_live; }
    // What is looked at: the past in review, else the run itself.
    Simulation& shown() { return m_review ? *m_review : *m_live; }

    // Does something to the run that changes its course: in review, from there on.
    void act(What what);
    // To be called after the run has advanced.
    void offerCheckpoint(bool isHurried);

    // Wants to see the run as it was right before what was done to it at `at`; between the end of
    // the warm-up and now. seekOn() takes it there.
    void review(Instant at);
    bool isInReview() const { return m_wanted.has_value(); }
    std::optional<Instant> wanted() const { return m_wanted; }
    bool isSeeking() const { return m_wanted && (!m_review || m_review->now() != *m_wanted); }
    void seekOn(Duration by);  // executes at most so much again
    void backToLive();

    // The past that is shown is the run from here on. What was the run is the other road.
    void goOnFromHere();
    // The run is the other road again, and the other way round; nothing where there is none.
    void takeOtherRoad();
    std::optional<Instant> otherRoad() const;  // where it goes another way; absent: there is none

  private:
    // What was done to the run, and when.
    struct Deed {
        Instant at{};
        What what;
    };
    struct Road {
        std::unique_ptr<Simulation> run;
        std::vector<Deed> deeds;
        Instant from{};  // differs from here on
    };

    void beginSeeking();

    RunOptions m_options;
    std::unique_ptr<Simulation> m_live;
    std::vector<Deed> m_deeds;  // by time
    Checkpoints m_checkpoints;
    std::optional<Instant> m_wanted;       // in review
    std::unique_ptr<Simulation> m_review;  // on its way there; null: not begun
    std::size_t m_deedsOfReview = 0;       // done to it
    std::optional<Road> m_other;
};

}  // namespace sim
