// A logical process: owns its state, handles its events in their order, reaches others only by
// messages that take at least the network's floor. Knows nothing of threads and windows.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/engine/event.h"
#include "sim/engine/event_queue.h"
#include "sim/engine/fingerprint.h"
#include "sim/engine/mail.h"

namespace sim {

// Where the events go that a process sends while it handles one: into the queue that it is run
// from, or, to the processes of another thread, into the mail that is handed over at the next
// barrier.
class Context {
  public:
    // `mail`: null where there is one thread.
    Context(EventQueue& queue, Mail* mail) : m_queue(queue), m_mail(mail) {}

    Instant now() const { return m_now; }
    // Counts how many events come at one instant: a scenario whose steps take no time can go on for
    // ever without getting anywhere.
    void setNow(Instant now) {
        m_sameInstant = now == m_now ? m_sameInstant + 1 : 0;
        m_now = now;
    }
    bool isStuck() const { return m_sameInstant > eventsAtOneInstantAtMost; }

    template <typename Payload>
    void pushOwn(const EventKey& key, ProcessId to, EventKind kind, const Payload& payload) {
        m_queue.push(key, to, kind, payload);
    }
    // Due a constant delay from now.
    template <typename Payload>
    void pushOwn(const EventKey& key, ProcessId to, EventKind kind, const Payload& payload,
                 Duration delay) {
        m_queue.pushDelayed(key, to, kind, payload, delay);
    }
    // `delay`: due a constant delay from now; zero: it varies.
    template <typename Payload>
    void pushMessage(const EventKey& key, ProcessId to, EventKind kind, const Payload& payload,
                     Duration delay = {}) {
        if (m_mail != nullptr) {
            if (EventPayload* place = m_mail->placeFor(key, to, kind, delay)) {
                std::construct_at(place, payload);
                return;
            }
        }
        if (delay > Duration{}) {
            m_queue.pushDelayed(key, to, kind, payload, delay);
        } else {
            m_queue.push(key, to, kind, payload);
        }
    }

    // A message that takes a constant delay and is written by the caller: where it stays, until the
    // next is pushed.
    EventPayload& placeOwn(const EventKey& key, ProcessId to, EventKind kind, Duration delay) {
        return m_queue.placeDelayed(key, to, kind, delay);
    }
    EventPayload& placeMessage(const EventKey& key, ProcessId to, EventKind kind, Duration delay) {
        if (m_mail != nullptr) {
            if (EventPayload* place = m_mail->placeFor(key, to, kind, delay)) {
                return *place;
            }
        }
        return m_queue.placeDelayed(key, to, kind, delay);
    }

    // A fault of the machine met while handling an event; the scheduler stops at it.
    std::string machineFault;

  private:
    static constexpr std::int64_t eventsAtOneInstantAtMost = 5'000'000;

    EventQueue& m_queue;
    Mail* m_mail;
    Instant m_now{};
    std::int64_t m_sameInstant = 0;
};

class Process {
  public:
    // `name` must outlive the process.
    Process(const std::string& name, ProcessId id) : m_id(id), m_name(&name) {}
    virtual ~Process() = default;

    const std::string& name() const { return *m_name; }
    ProcessId id() const { return m_id; }

    // The place of the name among all processes' names: the sender's part of an event's order.
    void setRank(std::uint32_t rank) { m_rank = rank; }
    std::uint32_t rank() const { return m_rank; }

    // Called once, before the first event.
    virtual void begin(Context& context) = 0;
    virtual void handle(const Event& event, Context& context) = 0;
    // The process's own code threw while handling an event: its failure stays its own.
    virtual void crash(const std::string& what, Context& context) = 0;

    // It holds, or will hold, what belongs to the thread that calls begin(): a connection of a
    // store. All its events must then be handled on that thread.
    virtual bool isBoundToThread() const { return false; }

    // Where there are many processes, an event waits for memory more than for anything else. So
    // what it will need is fetched before its turn: first the process itself, then stage by stage
    // what that points to, since each can only be asked for when the one before has arrived. Few
    // stages that fetch a little too much have proved better than many that look closely.
    void fetch() const {
        // What lies between is seldom looked at.
        fetchBytes(this, 4 * cacheLine);
        fetchBytes(reinterpret_cast<const char*>(this) + 7 * cacheLine, 5 * cacheLine);
    }
    enum class FetchStage : std::uint8_t { Members, Strand, Rest, Last };
    virtual void fetchFor(const ComingEvent&, FetchStage) const {}

    // Called last, on the thread that called begin(): gives back what belongs to it.
    virtual void end() {}
    // Makes durable what the process keeps on disk; a fault of the machine, or empty.
    virtual std::string commit() { return {}; }

    std::uint64_t fingerprint() const { return m_fingerprint.value(); }
    std::int64_t executedCount() const { return m_executed; }

  protected:
    Process(const Process&) = default;

    // Counts and folds an event that was executed; a stale one leaves no trace.
    void executed(const Event& event, std::uint64_t detail = 0) {
        ++m_executed;
        m_fingerprint.fold(static_cast<std::uint64_t>(event.key.time.time_since_epoch().count()));
        m_fingerprint.fold(event.key.order);
        m_fingerprint.fold((static_cast<std::uint64_t>(event.kind) << 56) ^ detail);
    }
    void foldResult(std::uint64_t word) { m_fingerprint.fold(word); }

    template <typename Payload>
    void schedule(Context& context, Instant at, EventClass eventClass, EventKind kind,
                  const Payload& payload) {
        context.pushOwn(nextKey(at, eventClass), m_id, kind, payload);
    }
    // A timer of a constant delay, from now.
    void scheduleTimer(Context& context, Duration delay, EventKind kind, StrandEvent strand) {
        const Instant at = context.now() + delay;
        context.pushOwn(nextKey(at, EventClass::Timer), m_id, kind, strand, delay);
    }
    // The key of an event to oneself that is pushed later, if at all.
    EventKey reserveKey(Instant at, EventClass eventClass) { return nextKey(at, eventClass); }
    void pushReserved(Context& context, const EventKey& key, EventKind kind,
                      const EventPayload& payload) const {
        context.pushOwn(key, m_id, kind, payload);
    }
    template <typename Payload>
    void send(Context& context, ProcessId to, Instant at, EventClass eventClass, EventKind kind,
              const Payload& payload) {
        if (to == m_id) {
            context.pushOwn(nextKey(at, eventClass), to, kind, payload);
        } else {
            context.pushMessage(nextKey(at, eventClass), to, kind, payload);
        }
    }
    // The same, of a message that takes what every message takes.
    template <typename Payload>
    void sendConstant(Context& context, ProcessId to, Duration delay, EventClass eventClass,
                      EventKind kind, const Payload& payload) {
        const EventKey key = nextKey(context.now() + delay, eventClass);
        if (to == m_id) {
            context.pushOwn(key, to, kind, payload, delay);
        } else {
            context.pushMessage(key, to, kind, payload, delay);
        }
    }

    // The same, where the caller writes it; before it sends another.
    EventPayload& placeConstant(Context& context, ProcessId to, Duration delay,
                                EventClass eventClass, EventKind kind) {
        const EventKey key = nextKey(context.now() + delay, eventClass);
        return to == m_id ? context.placeOwn(key, to, kind, delay)
                          : context.placeMessage(key, to, kind, delay);
    }

    static constexpr std::size_t cacheLine = 64;  // bytes
    static void fetchBytes(const void* from, std::size_t bytes) {
        const auto* const lines = static_cast<const char*>(from);
        for (std::size_t offset = 0; offset < bytes; offset += cacheLine) {
            __builtin_prefetch(lines + offset);
        }
        // Or the compiler takes a function that does nothing else for one without effect, and
        // leaves out the calls of it.
        asm volatile("");
    }

  private:
    EventKey nextKey(Instant at, EventClass eventClass) {
        return {at, EventKey::orderOf(eventClass, m_rank, m_sent++)};
    }

    ProcessId m_id;
    std::uint32_t m_rank = 0;
    std::uint64_t m_sent = 0;
    std::int64_t m_executed = 0;
    Fingerprint m_fingerprint;
    const std::string* m_name;
};

// The border of a process: an exception in its code crashes that process, and nothing else.
void crashOf(Process& process, Context& context);  // while the exception is being handled
inline void handleContained(Process& process, const Event& event, Context& context) {
    try {
        process.handle(event, context);
    } catch (...) {
        crashOf(process, context);
    }
}

// Why a run ends at an instant that does not.
std::string stuckMessage(const Process& process, Instant at);

}  // namespace sim
