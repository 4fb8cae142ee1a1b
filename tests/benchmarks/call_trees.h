// The call tree of bench_call_tree.cpp as a scenario, any number of times side by side.
#pragma once

#include <string>

#include "tests/benchmarks/bench_support.h"

namespace bench {

inline std::string service(const std::string& name, int slots, const std::string& steps) {
    return "  " + name + ": { serving: event-loop, concurrency: " + std::to_string(slots) +
           ", inbox: unlimited, endpoints: { work: [ " + steps + " ] } }\n";
}

inline std::string call(const std::string& service) {
    return "{ call: " + service + ".work, timeout: 1 s }";
}

inline std::string callTreesText(int copies) {
    std::string services;
    std::string journeys;
    for (int i = 0; i < copies; ++i) {
        const std::string n = std::to_string(i);
        services += service("gateway" + n, 8,
                            "{ compute: exp(1 ms) }, " + call("auth" + n) + ", { parallel: [ [ " +
                                call("catalog" + n) + " ], [ " + call("recommend" + n) + " ] ] }") +
                    service("auth" + n, 4, "{ compute: exp(2 ms) }") +
                    service("catalog" + n, 8, "{ compute: exp(5 ms) }") +
                    service("recommend" + n, 16, "{ compute: exp(8 ms) }, " + call("user" + n)) +
                    service("user" + n, 4, "{ compute: exp(1 ms) }");
        journeys += "  users" + n + ": { arrivals: poisson(300/s), steps: [ " +
                    call("gateway" + n) + " ] }\n";
    }
    return "watertight: 1\nname: call tree\nrun: { duration: 1 h }\nnetwork: { latency: 0.25 ms "
           "}\nservices:\n" +
           services + "journeys:\n" + journeys;
}

inline models::Scenario callTrees(int copies) {
    return scenarioFrom(callTreesText(copies), "call-tree.yaml");
}

}  // namespace bench
