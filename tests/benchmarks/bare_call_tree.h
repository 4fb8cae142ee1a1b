// The yardstick of bench_call_tree: the same call tree as a bare event loop, written for this one
// model and nothing else: std::priority_queue of 32-byte events, mt19937_64, timers that are left
// in the heap and ignored when they come. No statistics but the sum of latencies.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <queue>
#include <random>
#include <vector>

namespace bench {

class BareCallTree {
  public:
    explicit BareCallTree(int copies) : m_stations(static_cast<std::size_t>(copies)) {
        for (std::uint32_t copy = 0; copy < m_stations.size(); ++copy) {
            for (std::size_t i = 0; i < services; ++i) {
                m_stations[copy][i].free = slots[i];
            }
            push({after(arrivalMean, 0), 0, 0, copy, Kind::Begin, 0, 0});
        }
    }

    void run(std::int64_t until) {
        while (m_events.top().time < until) {
            const Event event = m_events.top();
            m_events.pop();
            handle(event);
        }
    }

    std::int64_t ended() const { return m_ended; }
    double meanMilliseconds() const { return m_latencySum / 1e6 / static_cast<double>(m_ended); }

  private:
    enum Service : std::uint8_t { Gateway, Auth, Catalog, Recommend, User };
    enum class Kind : std::uint8_t { Begin, Arrive, Done, Reply, Timeout };
    static constexpr std::size_t services = 5;
    static constexpr std::array<int, services> slots = {8, 4, 8, 16, 4};
    static constexpr std::array<double, services> means = {1e6, 2e6, 5e6, 8e6, 1e6};
    static constexpr double arrivalMean = 1e9 / 300;
    static constexpr std::int64_t latency = 250'000;
    static constexpr std::int64_t timeout = 1'000'000'000;

    struct Event {
        std::int64_t time;
        std::uint64_t sequence;
        std::uint32_t request;
        std::uint32_t copy;  // of a timer: the request's generation
        Kind kind;
        std::uint8_t service;
        std::uint16_t unused;
        bool operator<(const Event& other) const {
            return time != other.time ? time > other.time : sequence > other.sequence;
        }
    };
    static_assert(sizeof(Event) == 32);

    struct Request {
        std::int64_t began = 0;
        std::uint32_t copy = 0;
        std::uint32_t generation = 0;
        std::uint8_t answered = 0;  // a bit a call
        std::uint8_t pending = 0;
    };
    struct Station {
        int free = 0;
        std::deque<std::uint32_t> line;
    };

    std::int64_t after(double mean, std::int64_t now) {
        return now +
               static_cast<std::int64_t>(std::exponential_distribution<double>(1 / mean)(m_random));
    }

    void push(Event event) {
        event.sequence = m_sequence++;
        m_events.push(event);
    }

    void call(std::uint32_t request, Service service, std::int64_t now) {
        push(
            {now + timeout, 0, request, m_requests[request].generation, Kind::Timeout, service, 0});
        push({now + latency, 0, request, 0, Kind::Arrive, service, 0});
    }

    void reply(std::uint32_t request, Service service, std::int64_t now) {
        push({now + latency, 0, request, 0, Kind::Reply, service, 0});
    }

    void handle(const Event& event) {
        const auto service = static_cast<Service>(event.service);
        switch (event.kind) {
            case Kind::Begin:
                begin(event.copy, event.time);
                break;
            case Kind::Arrive:
                arrive(event.request, service, event.time);
                break;
            case Kind::Done:
                done(event.request, service, event.time);
                break;
            case Kind::Reply:
                replied(event.request, service, event.time);
                break;
            case Kind::Timeout:
                break;  // at this load every call has been answered by then
        }
    }

    void begin(std::uint32_t copy, std::int64_t now) {
        push({after(arrivalMean, now), 0, 0, copy, Kind::Begin, 0, 0});
        std::uint32_t request = 0;
        if (m_free.empty()) {
            request = static_cast<std::uint32_t>(m_requests.size());
            m_requests.emplace_back();
        } else {
            request = m_free.back();
            m_free.pop_back();
        }
        Request& made = m_requests[request];
        made = {now, copy, made.generation + 1, 0, 0};
        call(request, Gateway, now);
    }

    void arrive(std::uint32_t request, Service service, std::int64_t now) {
        Station& station = m_stations[m_requests[request].copy][service];
        if (station.free == 0) {
            station.line.push_back(request);
            return;
        }
        --station.free;
        push({after(means[service], now), 0, request, 0, Kind::Done, service, 0});
    }

    void done(std::uint32_t request, Service service, std::int64_t now) {
        Station& station = m_stations[m_requests[request].copy][service];
        ++station.free;
        if (!station.line.empty()) {
            const std::uint32_t next = station.line.front();
            station.line.pop_front();
            arrive(next, service, now);
        }
        if (service == Gateway) {
            call(request, Auth, now);
        } else if (service == Recommend) {
            call(request, User, now);
        } else {
            reply(request, service, now);
        }
    }

    void replied(std::uint32_t request, Service service, std::int64_t now) {
        Request& made = m_requests[request];
        made.answered = static_cast<std::uint8_t>(made.answered | (1U << service));
        switch (service) {
            case Auth:
                made.pending = 2;
                call(request, Catalog, now);
                call(request, Recommend, now);
                break;
            case User:
                reply(request, Recommend, now);
                break;
            case Catalog:
            case Recommend:
                if (--made.pending == 0) {
                    reply(request, Gateway, now);
                }
                break;
            case Gateway:
                ++m_ended;
                m_latencySum += static_cast<double>(now - made.began);
                m_free.push_back(request);
                break;
        }
    }

    std::priority_queue<Event> m_events;
    std::mt19937_64 m_random{42};
    std::vector<std::array<Station, services>> m_stations;
    std::vector<Request> m_requests;
    std::vector<std::uint32_t> m_free;
    std::uint64_t m_sequence = 0;
    std::int64_t m_ended = 0;
    double m_latencySum = 0;
};

}  // namespace bench
