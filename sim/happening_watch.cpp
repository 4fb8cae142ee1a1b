#include "sim/happening_watch.h"

namespace sim {

namespace {

bool isAwaited(const TimelineRow& row, Happening awaited) {
    if (awaited == Happening::BreakerOpens) {
        return row.what == "breaker-open";
    }
    return awaited == Happening::FaultChanges &&
           (row.what == "killed" || row.what == "restarted" || row.what == "hung" ||
            row.what == "fault" || row.what == "fault-ended");
}

// Its callers count the same failure later, when they hear of it.
std::int64_t turnedAway(const ServiceProcess& service) {
    return service.counts().byCause[static_cast<std::size_t>(models::Cause::Rejected)];
}

std::string wordsOf(const TimelineRow& row) {
    return row.what == "breaker-open" ? "the breaker " + row.where + " opened"
                                      : row.where + ": " + row.what;
}

}  // namespace

HappeningWatch::HappeningWatch(const Run& run, Happening awaited) : m_awaited(awaited) {
    for (const StepRunner* process : run.processes()) {
        m_rows.push_back(process->timeline().rows().size());
    }
    for (const auto& journey : run.journeys) {
        if (awaited == Happening::RequestFails) {
            m_before.push_back(journey->counts().failed);
        }
    }
    for (const auto& service : run.services) {
        if (awaited == Happening::InboxFull) {
            m_before.push_back(turnedAway(*service));
        }
    }
}

std::optional<std::string> HappeningWatch::happened(const Run& run) const {
    if (m_awaited == Happening::RequestFails) {
        for (std::size_t i = 0; i < m_before.size(); ++i) {
            if (run.journeys[i]->counts().failed > m_before[i]) {
                return "a request of " + run.journeys[i]->name() + " failed";
            }
        }
        return std::nullopt;
    }
    if (m_awaited == Happening::InboxFull) {
        for (std::size_t i = 0; i < m_before.size(); ++i) {
            if (turnedAway(*run.services[i]) > m_before[i]) {
                return run.services[i]->name() + " turned a request away";
            }
        }
        return std::nullopt;
    }
    return rowSince(run);
}

std::optional<std::string> HappeningWatch::rowSince(const Run& run) const {
    const std::vector<StepRunner*> processes = run.processes();
    for (std::size_t i = 0; i < processes.size(); ++i) {
        const std::vector<TimelineRow>& rows = processes[i]->timeline().rows();
        for (std::size_t row = m_rows[i]; row < rows.size(); ++row) {
            if (isAwaited(rows[row], m_awaited)) {
                return wordsOf(rows[row]);
            }
        }
    }
    return std::nullopt;
}

}  // namespace sim
