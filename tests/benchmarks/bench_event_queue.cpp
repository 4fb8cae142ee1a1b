// Goal: what one event costs in the queue, by how many are pending: the hold model (take the least,
// put it back an exponential time later), beside std::priority_queue of events of the same size.
// Not measured: what handling an event costs; bench_call_tree does that.
// Run: ./dev bench --benchmark_filter=EventQueue
#include <benchmark/benchmark.h>

#include <cstdint>
#include <queue>
#include <random>
#include <vector>

#include "sim/engine/event_queue.h"

namespace {

struct Later {
    bool operator()(const sim::Event& a, const sim::Event& b) const { return a.key > b.key; }
};

// One face for both queues.
class StandardQueue {
  public:
    void push(const sim::Event& event) { m_queue.push(event); }
    sim::Event pop() {
        sim::Event event = m_queue.top();
        m_queue.pop();
        return event;
    }

  private:
    std::priority_queue<sim::Event, std::vector<sim::Event>, Later> m_queue;
};

// Drawn beforehand, so that the generator's time is not the queue's.
std::vector<models::Duration> waits() {
    std::mt19937_64 random(42);
    std::exponential_distribution<double> law(1e-6);
    std::vector<models::Duration> drawn(1 << 16);
    for (models::Duration& each : drawn) {
        each = models::Duration(static_cast<std::int64_t>(law(random)));
    }
    return drawn;
}

template <typename Queue>
void hold(benchmark::State& state) {
    const std::vector<models::Duration> drawn = waits();
    std::uint64_t count = 0;
    Queue queue;
    const auto put = [&](sim::Instant now) {
        sim::Event event;
        event.key = {now + drawn[count % drawn.size()], count};
        event.to = 0;
        ++count;
        queue.push(event);
    };
    for (std::int64_t i = 0; i < state.range(0); ++i) {
        put(models::runStart);
    }
    for (auto each : state) {
        put(queue.pop().time());
    }
    state.SetItemsProcessed(state.iterations());
}

}  // namespace

BENCHMARK(hold<sim::EventQueue>)
    ->Name("EventQueue/hold")
    ->ArgName("pending")
    ->RangeMultiplier(10)
    ->Range(1000, 1'000'000);
BENCHMARK(hold<StandardQueue>)
    ->Name("StandardPriorityQueue/hold")
    ->ArgName("pending")
    ->RangeMultiplier(10)
    ->Range(1000, 1'000'000);
