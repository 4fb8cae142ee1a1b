// Who can feel a fault, before it is begun: by the calls and messages that the scenario has. What
// really happens is for the run to say.
#pragma once

#include <QString>
#include <QStringList>

#include "models/call_graph.h"

namespace app {

struct FaultReach {
    QStringList struck;     // services and topics that it strikes; of links, those behind them
    QStringList callers;    // services and journeys that call these
    QStringList journeys;   // whose calls lead there, endpoint by endpoint
    QStringList byMessage;  // journeys that only messages lead there
    int journeysInAll = 0;
};

FaultReach faultReach(const models::Scenario& scenario, const models::CallGraph& graph,
                      const models::Fault& fault);

// "Calls payment: gateway and user. Journeys that lead there: browse and subscribe; not
// watch-video."
QString reachText(const FaultReach& reach, const models::CallGraph& graph,
                  const models::Fault& fault);

}  // namespace app
