#include <QtTest>

#include <algorithm>
#include <vector>

#include "sim/engine/event_queue.h"
#include "tests/support/test_program.h"

using namespace sim;
using namespace std::chrono_literals;

class TestEventQueue : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void givesEventsInTheirTotalOrder();
    void completionsComeBeforeTimersBeforeFaultsBeforeArrivals();
    void ordersEqualTimesBySenderThenCount();
    void tellsTheTargetsOfOneCommandApart();
    void keepsPayloadsWithTheirKeysWhilePlacesAreReused();
    void eventsInLanesComeAsIfFromTheHeap();
    void whatWasTakenMayBeReadWhileOthersCome();
};

namespace {

Event eventAt(std::int64_t time, EventClass eventClass, std::uint32_t sender, std::uint64_t count,
              ProcessId to = 0) {
    const EventKey key{Instant(Duration(time)), EventKey::orderOf(eventClass, sender, count)};
    return {key, to, EventKind::StepEnds,
            StrandEvent{static_cast<std::uint32_t>(time), static_cast<std::uint32_t>(count)}};
}

bool sameEvent(const Event& a, const Event& b) {
    const bool samePayload = a.kind == EventKind::Request
                                 ? a.payload.request.identity == b.payload.request.identity
                                 : a.payload.strand.serial == b.payload.strand.serial;
    return a.key == b.key && a.to == b.to && a.kind == b.kind && samePayload;
}

std::vector<Event> popAll(EventQueue& queue) {
    std::vector<Event> events;
    while (!queue.isEmpty()) {
        events.push_back(queue.pop());
    }
    return events;
}

}  // namespace

void TestEventQueue::givesEventsInTheirTotalOrder() {
    EventQueue queue;
    std::uint64_t state = 1;
    for (int i = 0; i < 5000; ++i) {
        state = state * 6364136223846793005 + 1442695040888963407;
        queue.push(eventAt(static_cast<std::int64_t>(state >> 54), EventClass((state >> 20) & 3),
                           static_cast<std::uint32_t>(state >> 40) & 7,
                           static_cast<std::uint64_t>(i)));
    }

    const std::vector<Event> events = popAll(queue);

    QCOMPARE(events.size(), std::size_t(5000));
    QVERIFY(std::ranges::is_sorted(events, {}, &Event::key));
}

void TestEventQueue::completionsComeBeforeTimersBeforeFaultsBeforeArrivals() {
    EventQueue queue;
    queue.push(eventAt(7, EventClass::Arrival, 0, 0));
    queue.push(eventAt(7, EventClass::Timer, 9, 1));
    queue.push(eventAt(7, EventClass::Fault, 0, 2));
    queue.push(eventAt(7, EventClass::Completion, 9, 3));

    std::vector<std::uint32_t> counts;
    for (const Event& event : popAll(queue)) {
        counts.push_back(event.payload.strand.serial);
    }

    QCOMPARE(counts, (std::vector<std::uint32_t>{3, 1, 2, 0}));
}

void TestEventQueue::ordersEqualTimesBySenderThenCount() {
    EventQueue queue;
    queue.push(eventAt(7, EventClass::Arrival, 2, 0));
    queue.push(eventAt(7, EventClass::Arrival, 1, 6));
    queue.push(eventAt(7, EventClass::Arrival, 1, 5));

    std::vector<std::uint32_t> counts;
    for (const Event& event : popAll(queue)) {
        counts.push_back(event.payload.strand.serial);
    }

    QCOMPARE(counts, (std::vector<std::uint32_t>{5, 6, 0}));
}

void TestEventQueue::tellsTheTargetsOfOneCommandApart() {
    EventQueue queue;
    queue.push(eventAt(7, EventClass::Fault, 0, 2, 5));
    queue.push(eventAt(7, EventClass::Fault, 0, 2, 3));

    QCOMPARE(queue.pop().to, ProcessId(3));
    QCOMPARE(queue.pop().to, ProcessId(5));
}

void TestEventQueue::keepsPayloadsWithTheirKeysWhilePlacesAreReused() {
    EventQueue queue;
    for (std::int64_t round = 0; round < 50; ++round) {
        for (std::int64_t i = 0; i < 20; ++i) {
            queue.push(eventAt(round * 10 + i, EventClass::Timer, 1,
                               static_cast<std::uint64_t>(round * 100 + i)));
        }
        for (int i = 0; i < 15; ++i) {
            const Event event = queue.pop();
            QCOMPARE(event.payload.strand.strand,
                     static_cast<std::uint32_t>(event.key.time.time_since_epoch().count()));
        }
    }
}

// Timers and requests of twelve delays and three sources, so more than there are lanes; senders
// that push at one instant in no order of their ranks; a clock that stands still for a while, runs
// on, and once goes back, as it does between two processes of one window.
void TestEventQueue::eventsInLanesComeAsIfFromTheHeap() {
    EventQueue withLanes;
    EventQueue heapOnly;
    std::uint64_t state = 7;
    std::int64_t now = 0;
    for (std::uint64_t i = 0; i < 20000; ++i) {
        state = state * 6364136223846793005 + 1442695040888963407;
        const auto pick = [&](int shift, std::uint64_t count) { return (state >> shift) % count; };
        const auto delay = static_cast<std::int64_t>(100 * (1 + pick(40, 12)));
        Event event =
            eventAt(now + delay, EventClass::Timer, static_cast<std::uint32_t>(pick(33, 9)), i);
        if (pick(29, 2) == 0) {
            RequestMessage message{};
            message.identity = i;
            event.kind = EventKind::Request;
            event.payload = message;
        }
        if (pick(50, 3) == 0) {
            withLanes.push(event);
        } else {
            withLanes.put({event, Duration(delay)}, static_cast<std::uint32_t>(pick(55, 3)));
        }
        heapOnly.push(event);
        QCOMPARE(withLanes.size(), heapOnly.size());
        while (pick(20, 2) == 0 && !heapOnly.isEmpty() &&
               heapOnly.nextTime() <= Instant(Duration(now))) {
            QCOMPARE(withLanes.nextTime(), heapOnly.nextTime());
            const Event got = withLanes.pop();
            const Event wanted = heapOnly.pop();
            QVERIFY(sameEvent(got, wanted));
        }
        now += i == 9000 ? -500 : static_cast<std::int64_t>(pick(10, 3));
    }

    const std::vector<Event> left = popAll(withLanes);
    const std::vector<Event> wanted = popAll(heapOnly);

    QVERIFY(std::ranges::equal(left, wanted, sameEvent));
    QVERIFY(left.size() > 100);
}

void TestEventQueue::whatWasTakenMayBeReadWhileOthersCome() {
    EventQueue queue;
    std::uint64_t count = 0;
    const auto come = [&](std::int64_t now) {
        queue.put({eventAt(now + 1'000'000, EventClass::Arrival, 1, count++), 1ms});
    };
    for (std::int64_t i = 0; i < 5; ++i) {
        come(i);
    }

    // As many again come with each that is taken, so that the lane outgrows its place many times.
    for (std::uint64_t taken = 0; taken < 10; ++taken) {
        const Event* const event = queue.takeBefore(models::never);
        QVERIFY(event != nullptr);
        for (std::size_t more = queue.size(); more > 0; --more) {
            come(static_cast<std::int64_t>(10 + count));
        }
        QCOMPARE(event->payload.strand.serial, static_cast<std::uint32_t>(taken));
    }
}

TEST_OF_THIS_FILE(TestEventQueue);
#include "tst_event_queue.moc"
