#include "sim/happening_watch.h"

#include <utility>
#include <variant>

#include "sim/report_builder.h"
#include "sim/service/compile.h"

namespace sim {

namespace {

// Judging reads every histogram that an expectation is of: not at every look.
constexpr Duration judgedEvery = std::chrono::milliseconds(100);
// The first requests of a window say little of it: it is judged when it has lasted so long.
constexpr Duration judgedAfter = std::chrono::seconds(1);

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

bool isFull(const ServiceProcess& service, const Instance& instance) {
    const std::optional<int>& capacity = service.model().inbox;
    return capacity && *capacity > 0 && instance.isUp() && instance.inbox >= *capacity;
}

std::vector<bool> fullOnes(const ServiceProcess& service) {
    std::vector<bool> full;
    for (const Instance& instance : service.instances()) {
        full.push_back(isFull(service, instance));
    }
    return full;
}

bool hasLasted(const models::Expectation& expectation, const Run& run, Instant now) {
    const auto* claim = std::get_if<models::MeasureExpectation>(&expectation.claim);
    return claim == nullptr ||
           now >=
               windowOf(claim->during, run.program->scenario, run.program->end).from + judgedAfter;
}

std::vector<bool> brokenOnes(const Run& run, Instant now) {
    const std::vector<models::Expectation>& expectations = run.program->scenario.expectations;
    const std::vector<ExpectationReport> reports = judge(run, now, run.timeline());
    std::vector<bool> broken;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        broken.push_back(reports[i].verdict == Verdict::Fail &&
                         hasLasted(expectations[i], run, now));
    }
    return broken;
}

std::string wordsOf(const TimelineRow& row) {
    return row.what == "breaker-open" ? "the breaker " + row.where + " opened"
                                      : row.where + ": " + row.what;
}

}  // namespace

HappeningWatch::HappeningWatch(const Run& run, Happening awaited, Instant now)
    : m_awaited(awaited), m_judged(run.judged.size()), m_nextJudgement(now + judgedEvery) {
    for (const StepRunner* process : run.processes()) {
        m_rows.push_back(process->timeline().rows().size());
    }
    for (const auto& journey : run.journeys) {
        if (awaited == Happening::RequestFails) {
            m_before.push_back(journey->counts().failed);
        }
    }
    for (const auto& service : run.services) {
        if (awaited == Happening::TurnedAway) {
            m_before.push_back(turnedAway(*service));
        } else if (awaited == Happening::InboxFull) {
            m_wasFull.push_back(fullOnes(*service));
        }
    }
    if (awaited == Happening::ExpectationBreaks) {
        m_wasBroken = brokenOnes(run, now);
    }
}

std::optional<std::string> HappeningWatch::happened(const Run& run, Instant now) {
    if (m_awaited == Happening::InboxFull) {
        return filled(run);
    }
    if (m_awaited == Happening::ExpectationBreaks) {
        return broken(run, now);
    }
    if (m_awaited == Happening::RequestFails) {
        for (std::size_t i = 0; i < m_before.size(); ++i) {
            if (run.journeys[i]->counts().failed > m_before[i]) {
                return "a request of " + run.journeys[i]->name() + " failed";
            }
        }
        return std::nullopt;
    }
    if (m_awaited == Happening::TurnedAway) {
        for (std::size_t i = 0; i < m_before.size(); ++i) {
            if (turnedAway(*run.services[i]) > m_before[i]) {
                return run.services[i]->name() + " turned a request away";
            }
        }
        return std::nullopt;
    }
    return rowSince(run);
}

// One that was full all the time is no news.
std::optional<std::string> HappeningWatch::filled(const Run& run) {
    std::optional<std::string> found;
    for (std::size_t i = 0; i < m_wasFull.size(); ++i) {
        std::vector<bool> full = fullOnes(*run.services[i]);
        for (std::size_t each = 0; each < full.size() && !found; ++each) {
            if (full[each] && (each >= m_wasFull[i].size() || !m_wasFull[i][each])) {
                found = "the inbox of " + run.services[i]->name() + "#" +
                        std::to_string(run.services[i]->instances()[each].number) + " is full";
            }
        }
        m_wasFull[i] = std::move(full);
    }
    return found;
}

std::optional<std::string> HappeningWatch::broken(const Run& run, Instant now) {
    for (; m_judged < run.judged.size(); ++m_judged) {
        if (run.judged[m_judged].what == "invariant-broken") {
            return "the invariant " + run.judged[m_judged].where + " was found broken";
        }
    }
    if (now < m_nextJudgement) {
        return std::nullopt;
    }
    m_nextJudgement = now + judgedEvery;
    const std::vector<bool> before = std::exchange(m_wasBroken, brokenOnes(run, now));
    for (std::size_t i = 0; i < m_wasBroken.size(); ++i) {
        if (m_wasBroken[i] && !before[i]) {
            return "the expectation " + run.program->scenario.expectations[i].name +
                   " does not hold any more";
        }
    }
    return std::nullopt;
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
