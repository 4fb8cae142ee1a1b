// The call tree of perf measurements, written for this one model and nothing else, over whatever
// calls it back in time: our bare loop (bare_call_tree.h), or the event loops of other simulators
// (bench_peers.cpp). No statistics but the sum of latencies.
//
// A `Loop` has `Timer`, `void happen(std::int64_t delay, const Happening&)`, `Timer arm(delay,
// happening)` and `void disarm(Timer&)`; delays are nanoseconds. It hands each happening that is
// due to `CallTreeModel::handle`, except those that were disarmed, which it may.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <random>
#include <vector>

namespace bench {

enum class Happens : std::uint8_t { Begin, Arrive, Done, Reply, Timeout };

struct Happening {
    std::uint32_t request;
    std::uint32_t copy;  // of a Begin
    Happens kind;
    std::uint8_t service;
};

template <typename Loop>
class CallTreeModel {
  public:
    CallTreeModel(int copies, Loop& loop)
        : m_loop(loop), m_stations(static_cast<std::size_t>(copies)) {
        for (std::uint32_t copy = 0; copy < m_stations.size(); ++copy) {
            for (std::size_t i = 0; i < services; ++i) {
                m_stations[copy][i].free = slots[i];
            }
            m_loop.happen(drawn(arrivalMean), {0, copy, Happens::Begin, 0});
        }
    }

    void handle(const Happening& what, std::int64_t now) {
        const auto service = static_cast<Service>(what.service);
        switch (what.kind) {
            case Happens::Begin:
                begin(what.copy, now);
                break;
            case Happens::Arrive:
                arrive(what.request, service);
                break;
            case Happens::Done:
                done(what.request, service);
                break;
            case Happens::Reply:
                replied(what.request, service, now);
                break;
            case Happens::Timeout:
                break;  // at this load every call has been answered by then
        }
    }

    std::int64_t ended() const { return m_ended; }
    double meanMilliseconds() const { return m_latencySum / 1e6 / static_cast<double>(m_ended); }

  private:
    enum Service : std::uint8_t { Gateway, Auth, Catalog, Recommend, User };
    static constexpr std::size_t services = 5;
    static constexpr std::array<int, services> slots = {8, 4, 8, 16, 4};
    static constexpr std::array<double, services> means = {1e6, 2e6, 5e6, 8e6, 1e6};
    static constexpr double arrivalMean = 1e9 / 300;
    static constexpr std::int64_t latency = 250'000;
    static constexpr std::int64_t timeout = 1'000'000'000;

    struct Request {
        std::int64_t began = 0;
        std::uint32_t copy = 0;
        std::uint8_t pending = 0;
        std::array<typename Loop::Timer, services> timeouts;
    };
    struct Station {
        int free = 0;
        std::deque<std::uint32_t> line;
    };

    std::int64_t drawn(double mean) {
        return static_cast<std::int64_t>(std::exponential_distribution<double>(1 / mean)(m_random));
    }

    void call(std::uint32_t request, Service service) {
        m_requests[request].timeouts[service] =
            m_loop.arm(timeout, {request, 0, Happens::Timeout, service});
        m_loop.happen(latency, {request, 0, Happens::Arrive, service});
    }

    void reply(std::uint32_t request, Service service) {
        m_loop.happen(latency, {request, 0, Happens::Reply, service});
    }

    void begin(std::uint32_t copy, std::int64_t now) {
        m_loop.happen(drawn(arrivalMean), {0, copy, Happens::Begin, 0});
        std::uint32_t request = 0;
        if (m_free.empty()) {
            request = static_cast<std::uint32_t>(m_requests.size());
            m_requests.emplace_back();
        } else {
            request = m_free.back();
            m_free.pop_back();
        }
        m_requests[request].began = now;
        m_requests[request].copy = copy;
        call(request, Gateway);
    }

    void arrive(std::uint32_t request, Service service) {
        Station& station = m_stations[m_requests[request].copy][service];
        if (station.free == 0) {
            station.line.push_back(request);
            return;
        }
        --station.free;
        m_loop.happen(drawn(means[service]), {request, 0, Happens::Done, service});
    }

    void done(std::uint32_t request, Service service) {
        Station& station = m_stations[m_requests[request].copy][service];
        ++station.free;
        if (!station.line.empty()) {
            const std::uint32_t next = station.line.front();
            station.line.pop_front();
            arrive(next, service);
        }
        if (service == Gateway) {
            call(request, Auth);
        } else if (service == Recommend) {
            call(request, User);
        } else {
            reply(request, service);
        }
    }

    void replied(std::uint32_t request, Service service, std::int64_t now) {
        Request& made = m_requests[request];
        m_loop.disarm(made.timeouts[service]);
        switch (service) {
            case Auth:
                made.pending = 2;
                call(request, Catalog);
                call(request, Recommend);
                break;
            case User:
                reply(request, Recommend);
                break;
            case Catalog:
            case Recommend:
                if (--made.pending == 0) {
                    reply(request, Gateway);
                }
                break;
            case Gateway:
                ++m_ended;
                m_latencySum += static_cast<double>(now - made.began);
                m_free.push_back(request);
                break;
        }
    }

    Loop& m_loop;
    std::mt19937_64 m_random{42};
    std::vector<std::array<Station, services>> m_stations;
    std::vector<Request> m_requests;
    std::vector<std::uint32_t> m_free;
    std::int64_t m_ended = 0;
    double m_latencySum = 0;
};

}  // namespace bench
