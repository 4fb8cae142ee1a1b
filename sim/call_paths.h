// The ways of calls to the targets of a fault, endpoint by endpoint: what the isolation panel says
// where no count decides.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "models/scenario.h"

namespace sim {

// One call step, seen from whoever makes it.
struct CallStep {
    std::string from;  // "gateway.subscribe", or a journey's name
    std::string to;    // "payment.charge"
    std::string callee;
    std::string endpoint;
    bool hasFallback = false;
};

std::string serviceOf(const std::string& caller);

// Pairs of caller and callee.
using Edges = std::set<std::pair<std::string, std::string>>;

// The calls of a scenario at the level of endpoints: a service may reach the target through one of
// its endpoints and not through another, and only the latter is a reason to be spared.
class CallPaths {
  public:
    // `failing`: the only endpoints of the targets whose calls can be what decided; empty: all.
    CallPaths(const models::Scenario& scenario, const std::set<std::string>& targets,
              const std::set<std::string>& failing = {});

    std::vector<std::string> endpointsOf(const std::string& service) const;
    // The target can be reached by calls from here; `from` is an endpoint or a journey.
    bool reaches(const std::string& from) const;
    // The same by calls and messages: a message goes on with the endpoint that consumes it.
    bool tells(const std::vector<std::string>& from) const;
    // Those that calls from here lead to on the way to the target: services, and `from`'s own.
    std::set<std::string> callersOnTheWay(const std::vector<std::string>& from) const;
    // The call into the target that no fallback covers, all the way from `from`. Those whose edge
    // was seen failing are preferred.
    const CallStep* uncovered(const std::string& from,
                              const std::set<std::string>& failingCallers) const;
    // The first call with a fallback on a way to the target. Those whose fallback was seen to
    // answer are preferred: a failure stops at the innermost fallback, not at the first.
    const CallStep* covered(const std::string& from, const Edges& answered) const;

  private:
    const std::vector<CallStep>& callsOf(const std::string& from) const;
    void collect(const std::string& from, const models::Steps& steps);
    bool isTarget(const std::string& name) const { return m_targets.contains(serviceOf(name)); }
    bool isStruck(const CallStep& call) const {
        return m_targets.contains(call.callee) &&
               (m_failing.empty() || m_failing.contains(call.endpoint));
    }
    // From where calls lead to one that `isWanted`.
    std::set<std::string> leadingTo(const std::function<bool(const CallStep&)>& isWanted) const;
    const CallStep* uncovered(const std::string& from, const std::set<std::string>& failingCallers,
                              std::set<std::string>& seen) const;
    const CallStep* covered(const std::string& from, const Edges& answered,
                            std::set<std::string>& seen) const;

    std::map<std::string, std::vector<CallStep>> m_calls;
    // From whoever publishes to the topic, from the topic to the endpoints that consume it.
    std::map<std::string, std::vector<std::string>> m_messages;
    std::map<std::string, std::vector<std::string>> m_endpoints;
    std::set<std::string> m_targets, m_failing;
    std::set<std::string> m_reaching;  // a target
    std::set<std::string> m_leading;   // to a call that is struck
};

}  // namespace sim
