#include "sim/request_tracer.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

#include "sim/thread_priority.h"
#include "sim/traced_run.h"

namespace sim {

namespace {

// Of simulated time: somebody watches how far it is.
constexpr Duration tracingSlice = std::chrono::milliseconds(250);

}  // namespace

struct RequestTracer::Impl {
    explicit Impl(TraceOrder wanted) : order(std::move(wanted)) {
        order.options.threads = 1;
        shown.request = order.request;
        shown.until = order.until;
        thread = std::thread([this] { work(); });
    }

    ~Impl() {
        quits = true;
        thread.join();
    }

    // Made, advanced and destroyed here: a store's connection belongs to its thread.
    void work() {
        workBesideOthers();
        TracedRun traced(order.scenario, order.options, order.commands);
        traced.watch(order.request);
        const Simulation& run = traced.run();
        bool isDone = false;
        while (!isDone && !quits) {
            const Instant next = std::min(order.until, run.now() + tracingSlice);
            traced.advanceTo(next);
            isDone = run.now() >= order.until || run.now() < next;
            publish(traced, isDone);
        }
    }

    void publish(const TracedRun& traced, bool isDone) {
        std::shared_ptr<const Trace> trace;
        if (auto found = traced.trace(order.request); found && (found->isOver || isDone)) {
            trace = std::make_shared<const Trace>(*std::move(found));
        }
        const std::lock_guard lock(mutex);
        shown.reached = traced.run().now();
        shown.trace = std::move(trace);
        shown.isDone = isDone;
        if (const auto& fault = traced.run().machineFault()) {
            shown.failure = fault->message;
        }
    }

    TraceOrder order;
    std::atomic<bool> quits = false;
    mutable std::mutex mutex;
    TracingSeen shown;
    std::thread thread;  // last: it uses all of the above
};

RequestTracer::RequestTracer(TraceOrder order) : m_impl(std::make_unique<Impl>(std::move(order))) {}

RequestTracer::~RequestTracer() = default;

TracingSeen RequestTracer::seen() const {
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->shown;
}

}  // namespace sim
