// The cores of one instance, shared by its running computes: k of them progress at min(1, cores /
// k) each (processor sharing). What each has been given since the cores were last idle is one
// number, the progress; a compute ends when the progress has grown by its work, so a change of k
// moves no other compute's end but by arithmetic.
//
// Progress is an integer in units of 2^-32 ns. A change of k rounds it to the nearest unit, and an
// end is rounded to the nearest nanosecond of the exact instant: a billion changes err by less than
// a quarter of a nanosecond, and only plain integers are used.
// Source: Kleinrock, Queueing Systems II (1976), 4.4; the form with one virtual time is that of
// Demers, Keshav and Shenker, Analysis and Simulation of a Fair Queueing Algorithm (1989).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/units.h"
#include "sim/metrics/level.h"

namespace sim {

class SharedCores {
  public:
    explicit SharedCores(std::int64_t cores) : m_cores(cores), m_kept(cores) {}

    // `strand` is the caller's name for the compute.
    void add(std::uint32_t strand, models::Duration work, models::Instant now);
    void remove(std::uint32_t strand, models::Instant now);
    void clear();

    // So many parts of a billion of the cores are there from now on; of 0 nothing progresses.
    void keep(std::int64_t partsOfBillion, models::Instant now);

    // While paused nothing progresses.
    void pause(models::Instant now);
    void resume(models::Instant now);

    struct End {
        std::uint32_t strand = 0;
        models::Instant at{};
        bool operator==(const End&) const = default;
    };
    // Who ends first and when, if nothing is added or removed; none while idle or paused. Computes
    // that end together end in the order in which they began.
    std::optional<End> firstEnd() const;

    std::int64_t cores() const { return m_cores; }
    std::int64_t busy() const;

  private:
    struct Job {
        WideInteger end = 0;  // the progress at which it ends
        std::uint64_t sequence = 0;
        std::uint32_t strand = 0;

        // The heap keeps its largest in front: the first to end is the largest here.
        bool operator<(const Job& other) const {
            return end != other.end ? end > other.end : sequence > other.sequence;
        }
    };

    void settle(models::Instant now);
    bool areEnough() const;  // for each to have one

    std::int64_t m_cores;
    std::int64_t m_kept;  // of them, in lowest terms: m_kept / m_keptOf
    std::int64_t m_keptOf = 1;
    std::vector<Job> m_jobs;  // a heap
    std::uint64_t m_added = 0;
    WideInteger m_progress = 0;
    models::Instant m_since{};
    bool m_isPaused = false;
};

}  // namespace sim
