#include "sim/invariant_judge.h"

#include <algorithm>

#include "sim/store/invariant_database.h"

namespace sim {

InvariantJudge::InvariantJudge(const models::Scenario& scenario) : m_scenario(&scenario) {
    for (const models::Invariant& each : scenario.invariants) {
        InvariantReport& report = m_reports.emplace_back();
        report.name = each.name;
        report.wanted = each.wanted.written;
    }
    group();
}

InvariantJudge::InvariantJudge(const InvariantJudge& other)
    : m_scenario(other.m_scenario), m_reports(other.m_reports) {
    group();
}

InvariantJudge::~InvariantJudge() = default;

void InvariantJudge::group() {
    for (std::size_t i = 0; i < m_scenario->invariants.size(); ++i) {
        const std::vector<std::size_t> named =
            storesNamedIn(m_scenario->invariants[i].sql.sql, m_scenario->services);
        const auto together = [&](const Group& group) {
            std::vector<std::size_t> all;
            std::ranges::set_union(group.services, named, std::back_inserter(all));
            return all;
        };
        auto home = std::ranges::find_if(m_groups, [&](const Group& group) {
            return together(group).size() <= storesOfAnInvariantAtMost;
        });
        if (home == m_groups.end()) {
            home = m_groups.insert(home, Group());
        }
        home->services = together(*home);
        home->invariants.push_back(i);
    }
}

bool InvariantJudge::judgesEachSecond() const {
    for (std::size_t i = 0; i < m_reports.size(); ++i) {
        if (m_scenario->invariants[i].isAlways && !m_reports[i].brokenAt) {
            return true;
        }
    }
    return false;
}

// Copies what has changed since.
void InvariantJudge::bringUpToDate(Group& group, const Run& run) {
    if (!group.database) {
        std::vector<const models::Service*> services;
        for (const std::size_t each : group.services) {
            services.push_back(&m_scenario->services[each]);
        }
        group.database = std::make_unique<InvariantDatabase>(services);
        group.changes.assign(group.services.size(), -1);
        group.fault = group.database->fault();
    }
    for (std::size_t i = 0; i < group.services.size(); ++i) {
        Store* store = run.services[group.services[i]]->store();
        if (store != nullptr && group.changes[i] != store->changes()) {
            group.changes[i] = store->changes();
            const std::string problem =
                group.database->copyFrom(*store, m_scenario->services[group.services[i]]);
            group.fault = group.fault.empty() ? problem : group.fault;
        }
    }
}

void InvariantJudge::judge(std::size_t place, Group& group) {
    const models::Invariant& invariant = m_scenario->invariants[place];
    InvariantReport& report = m_reports[place];
    InvariantDatabase::Answer answer;
    if (group.fault.empty()) {
        answer = group.database->ask(invariant.sql.sql);
    } else {
        answer.problem = group.fault;
    }
    report.found = answer.value;
    report.rows = answer.rows;
    report.problem = answer.problem;
    report.verdict = !answer.value                           ? Verdict::NotMeasured
                     : invariant.wanted.holds(*answer.value) ? Verdict::Pass
                                                             : Verdict::Fail;
}

void InvariantJudge::judgeEachSecond(Run& run, Instant now) {
    for (Group& group : m_groups) {
        for (const std::size_t place : group.invariants) {
            InvariantReport& report = m_reports[place];
            if (!m_scenario->invariants[place].isAlways || report.brokenAt) {
                continue;
            }
            bringUpToDate(group, run);
            judge(place, group);
            if (report.verdict == Verdict::Fail) {
                report.brokenAt = now;
                run.judged.push_back({now, "invariant-broken", report.name, report.rows, noFault});
            }
        }
    }
}

std::vector<InvariantSnapshot> InvariantJudge::seen() const {
    std::vector<InvariantSnapshot> all;
    for (const InvariantReport& report : m_reports) {
        const bool isJudged = report.found || !report.problem.empty();
        all.push_back({isJudged, report.verdict == Verdict::Pass, report.found, report.brokenAt,
                       report.problem});
    }
    return all;
}

std::vector<InvariantReport> InvariantJudge::report(const Run& run) {
    for (Group& group : m_groups) {
        bringUpToDate(group, run);
        for (const std::size_t place : group.invariants) {
            if (!m_reports[place].brokenAt) {
                judge(place, group);
            }
        }
    }
    return m_reports;
}

}  // namespace sim
