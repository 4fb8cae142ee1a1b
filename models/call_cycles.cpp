#include <unordered_map>

#include "models/call_graph.h"
#include "models/io/plain_text.h"
#include "models/validate.h"

namespace models {

namespace {

struct EndpointCalls {
    const Service* service = nullptr;
    const Endpoint* endpoint = nullptr;
    std::vector<std::pair<int, Place>> callees;
};

std::vector<EndpointCalls> callsOfEndpoints(const Scenario& scenario) {
    std::vector<EndpointCalls> all;
    std::unordered_map<std::string, int> numbers;
    for (const Service& service : scenario.services) {
        for (const Endpoint& endpoint : service.endpoints) {
            numbers.emplace(service.name + '.' + endpoint.name, static_cast<int>(all.size()));
            all.push_back({&service, &endpoint, {}});
        }
    }
    for (EndpointCalls& each : all) {
        forEachCall(each.endpoint->steps, [&](const Call& call) {
            const auto callee = numbers.find(call.callee.service + '.' + call.callee.endpoint);
            if (callee != numbers.end()) {
                each.callees.emplace_back(callee->second, call.callee.place);
            }
        });
    }
    return all;
}

std::string nameOf(const EndpointCalls& calls) {
    return calls.service->name + '.' + calls.endpoint->name;
}

// Depth first without recursion: a chain of calls may be as long as the file.
class CycleSearch {
  public:
    CycleSearch(const std::vector<EndpointCalls>& all, Problems& problems)
        : m_all(all), m_problems(problems), m_states(all.size(), State::New) {}

    void run() {
        for (std::size_t i = 0; i < m_all.size(); ++i) {
            if (m_states[i] == State::New) {
                enter(static_cast<int>(i));
                walk();
            }
        }
    }

  private:
    enum class State : std::uint8_t { New, Open, Done };
    struct Visit {
        int number = 0;
        std::size_t next = 0;
    };

    void enter(int number) {
        m_states[number] = State::Open;
        m_path.push_back({number, 0});
    }

    void walk() {
        while (!m_path.empty()) {
            Visit& visit = m_path.back();
            const auto& callees = m_all[visit.number].callees;
            if (visit.next == callees.size()) {
                m_states[visit.number] = State::Done;
                m_path.pop_back();
                continue;
            }
            const auto [callee, place] = callees[visit.next++];
            if (m_states[callee] == State::New) {
                enter(callee);
            } else if (m_states[callee] == State::Open) {
                warn(callee, place);
            }
        }
    }

    void warn(int callee, Place place) {
        constexpr int shownMax = 8;
        std::string circle;
        int shown = 0;
        bool isInside = false;
        for (const Visit& each : m_path) {
            isInside = isInside || each.number == callee;
            if (isInside && ++shown <= shownMax) {
                circle += nameOf(m_all[each.number]) + " -> ";
            }
        }
        circle += (shown > shownMax ? "... -> " : "") + nameOf(m_all[callee]);
        m_problems.warn(ruleCallCycle, place, "calls come back to where they began: " + circle);
    }

    const std::vector<EndpointCalls>& m_all;
    Problems& m_problems;
    std::vector<State> m_states;
    std::vector<Visit> m_path;
};

}  // namespace

void warnOfCallCycles(const Scenario& scenario, Problems& problems) {
    const std::vector<EndpointCalls> all = callsOfEndpoints(scenario);
    CycleSearch(all, problems).run();
}

}  // namespace models
