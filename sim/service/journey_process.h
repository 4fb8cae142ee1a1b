// What users do: makes requests by the journey's workload and carries out its steps.
#pragma once

#include <utility>
#include <vector>

#include "sim/metrics/batches.h"
#include "sim/request_end.h"
#include "sim/service/step_runner.h"
#include "sim/service/surge_clock.h"

namespace sim {

class JourneyProcess final : public StepRunner {
  public:
    JourneyProcess(std::shared_ptr<const Program> program, ProcessId id,
                   std::shared_ptr<const FaultLog> faults, StoreMaker* stores);

    void begin(Context& context) override;
    void handle(const Event& event, Context& context) override;
    void crash(const std::string& what, Context& context) override;

    const ByWindow<LatencyStats>& windows() const { return m_windows; }
    // Of those that started after the warm-up, in the order in which they ended.
    const Batches& batches() const { return m_batches; }
    Counts counts() const { return m_counts; }
    Histogram latency() const {  // with observation only
        return m_latency ? *m_latency : Histogram(m_program->journeyBuckets);
    }
    // By the second of the run in which they started: what `recovery` is judged from.
    const std::vector<LatencyStats>& seconds() const { return m_seconds; }

    // Keeps how each request ends from now on, until it is taken.
    void keepEnds();
    std::vector<RequestEnd> takeEnds() { return std::exchange(m_ends, {}); }

    // Samples the request of this number, too, if it is one to come.
    void watch(std::int64_t request) { m_watched.push_back(request); }
    // One of this journey's.
    bool hasBegun(std::int64_t request) const;

  private:
    void compute(const Pool<Strand>::Taken&, Activation&, Duration, Context&) override;
    void storeStep(std::uint32_t, Duration, Context&) override;
    void computeEnded(std::uint32_t, Context&) override;
    StoreResult storeStepEnded(std::uint32_t, Context&) override;
    StoreResult storeRefused(std::uint32_t strand, Context& context) override;
    StoreResult noteSaga(const SagaProgress& progress) override;
    bool beginTransaction(std::uint32_t strand, Context& context) override;
    TransactionResult endTransaction(std::uint32_t strand, Context& context) override;
    void answer(Activation& activation, const Outcome& outcome, Context& context) override;
    void ended(Activation& activation, Context& context) override;
    double slowness(const Activation&) const override { return 1; }

    const models::Journey& journey() const;
    const models::OpenWorkload* open() const;
    Instant nextArrival(std::int64_t number, Instant after) const;
    void scheduleArrival(std::int64_t number, Instant after, Context& context);
    Instant placeArrival(std::int64_t number, Instant after);
    void scheduleAction(std::uint32_t user, std::int64_t number, Context& context);
    void journeyBegins(const Event& event, Context& context);
    bool isSampled(const RequestRef& request) const;
    void count(const Activation& activation, const Outcome& outcome, Instant now);
    void keepDetail(const Activation& activation, const Outcome& outcome, Duration took);
    LatencyStats& secondOf(Instant started);

    // Surges (journey_surges.cpp).
    void faultBegins(const Event& event, Context& context);
    void faultEnds(const Event& event, Context& context);
    double surgeFactor() const;
    void surgesChanged(Context& context);

    [[no_unique_address]] ByWindow<LatencyStats> m_windows;  // in whose last line there is room
    RunningCounts m_counts;
    Batches m_batches;
    std::vector<LatencyStats> m_seconds;
    std::vector<RequestEnd> m_ends;
    bool m_keepsEnds = false;
    bool m_keepsDetail = false;           // the ends or the seconds: one question for both
    std::vector<std::int64_t> m_watched;  // numbers of requests, of any journey
    std::vector<std::uint32_t> m_turns;   // that each user of a closed journey has begun
    bool m_hasCrashed = false;
    Seldom<Histogram> m_latency;  // with observation only
    Identity m_identity;
    Sampler m_think;
    std::vector<Sampler> m_between;  // of an open workload's phases, where arrivals are a renewal
    // Of an open workload: where in its phases arrivals are drawn.
    struct PhasePlace {
        std::size_t phase = 0;
        Instant began{};
        std::int64_t arrivals = 0;
    };
    PhasePlace m_place;
    // The arrival to come, and what it was drawn from: a surge draws it anew.
    struct DrawnArrival {
        std::int64_t number = 0;
        Instant after{};
        PhasePlace from;
        Instant at{};
    };
    DrawnArrival m_drawn;
    struct SurgeUpon {
        FaultId fault = noFault;
        double factor = 1;
    };
    std::vector<SurgeUpon> m_surges;
    SurgeClock m_surgeClock;
};

}  // namespace sim
