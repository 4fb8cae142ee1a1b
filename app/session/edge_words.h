// An edge of the call graph in words, and what the scenario says of its calls.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "models/call_graph.h"
#include "sim/snapshot.h"

namespace app {

// "gateway → payment"
QString edgeName(const models::CallGraph& graph, std::size_t edge);

// From here on retries and hedges are worth a word.
inline constexpr double amplifiedFrom = 1.05;

// Recently; 0 without calls. What a breaker refused was not tried at all and does not count.
double attemptsPerCall(const sim::EdgeSnapshot& edge);
QString attemptsPerCallText(double attempts);  // "×1.8"

// One call step of an edge, as the scenario has it; equal ones of several steps are told once.
struct CallSettings {
    QString endpoint;   // "payment.charge"
    QStringList words;  // "timeout 1 s", "3 attempts", ...; empty: nothing is set
    bool operator==(const CallSettings&) const = default;
};

std::vector<CallSettings> callSettings(const models::Scenario& scenario,
                                       const models::CallGraph& graph, std::size_t edge);

}  // namespace app
