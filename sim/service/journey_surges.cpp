// What faults do to those who use the system: more of them come.
#include <algorithm>

#include "models/io/value_text.h"
#include "sim/service/journey_process.h"

namespace sim {

void JourneyProcess::faultBegins(const Event& event, Context& context) {
    if (handleLinkFault(event, context)) {
        return;
    }
    const FaultId fault = event.payload.fault.fault;
    if (const auto* surge = std::get_if<models::Surge>(&(*m_faults)[fault].kind)) {
        executed(event);
        m_surges.push_back({fault, surge->by.value});
        note(context.now(), "fault", name(), "surge by " + models::toText(surge->by), fault);
        surgesChanged(context);
    }
}

void JourneyProcess::faultEnds(const Event& event, Context& context) {
    if (handleLinkFault(event, context)) {
        return;
    }
    const FaultId fault = event.payload.fault.fault;
    if (std::erase_if(m_surges, [&](const SurgeUpon& each) { return each.fault == fault; }) > 0) {
        executed(event);
        note(context.now(), "fault-ended", name(), "surge", fault);
        surgesChanged(context);
    }
}

double JourneyProcess::surgeFactor() const {
    double factor = 1;
    for (const SurgeUpon& each : m_surges) {
        factor *= each.factor;
    }
    return factor;
}

// Who is to come next comes by the same draw at another time. Users who think already go on as they
// began.
void JourneyProcess::surgesChanged(Context& context) {
    if (open() == nullptr) {
        return;
    }
    m_surgeClock.change(context.now(), surgeFactor());
    const DrawnArrival before = m_drawn;
    m_place = before.from;
    m_drawn.at = std::max(context.now(), placeArrival(before.number, before.after));
    if (m_drawn.at != before.at && m_drawn.at != models::never) {
        schedule(context, m_drawn.at, EventClass::Arrival, EventKind::JourneyBegins,
                 JourneyEvent{m_drawn.number, 0});
    }
}

}  // namespace sim
