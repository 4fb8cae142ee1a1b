// How processes learn what is upon their links. All who send over them are told at the same
// instant; the first of them says so in the timeline.
#include "sim/service/step_runner.h"
#include "sim/service/topic_process.h"

namespace sim {

namespace {

const char* whatOf(const Event& event) {
    return event.kind == EventKind::FaultBegins ? "fault" : "fault-ended";
}

// Takes note of it; whether it is news.
bool takeLinkFault(LinkFaults& links, const Event& event,
                   const std::shared_ptr<const LinkFault>& link) {
    const FaultId fault = event.payload.fault.fault;
    if (event.kind == EventKind::FaultEnds) {
        return links.end(fault);
    }
    links.begin(fault, link);
    return true;
}

}  // namespace

bool StepRunner::handleLinkFault(const Event& event, Context& context) {
    const FaultEvent& said = event.payload.fault;
    const std::shared_ptr<const LinkFault>& link = m_faults->link(said.fault);
    if (!link) {
        return false;
    }
    if (takeLinkFault(m_links, event, link)) {
        executed(event);
        for (const std::string& place : link->places()) {
            if (said.target == 0) {
                note(context.now(), whatOf(event), place, link->detail(), said.fault);
            }
        }
    }
    return true;
}

bool TopicProcess::handleLinkFault(const Event& event, Context& context) {
    const FaultEvent& said = event.payload.fault;
    const std::shared_ptr<const LinkFault>& link = m_faults->link(said.fault);
    if (!link) {
        return false;
    }
    if (takeLinkFault(m_links, event, link)) {
        executed(event);
        for (const std::string& place : link->places()) {
            if (said.target == 0) {
                m_timeline.add({context.now(), whatOf(event), place, link->detail(), said.fault});
            }
        }
    }
    return true;
}

}  // namespace sim
