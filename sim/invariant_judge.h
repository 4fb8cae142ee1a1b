// Judges what must be true of the rows of all services together, each simulated second or at the
// end. It works on copies of the stores, so looking changes nothing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/report.h"
#include "sim/run.h"

namespace sim {

class InvariantDatabase;

class InvariantJudge {
  public:
    explicit InvariantJudge(const models::Scenario& scenario);
    ~InvariantJudge();
    // Goes on with what was found so far.
    InvariantJudge(const InvariantJudge& other);
    InvariantJudge& operator=(const InvariantJudge&) = delete;

    // Those that are judged always and have not broken yet. Adds a row to what the run has judged
    // for each that breaks now.
    void judgeEachSecond(Run& run, Instant now);
    bool judgesEachSecond() const;

    // What was found so far, without asking.
    std::vector<InvariantSnapshot> seen() const;
    // All, as they are now.
    std::vector<InvariantReport> report(const Run& run);

  private:
    // The copies of at most ten stores, for the invariants that name no others.
    struct Group {
        std::vector<std::size_t> services;  // into the scenario's
        std::vector<std::int64_t> changes;  // of each, when it was copied
        std::vector<std::size_t> invariants;
        std::unique_ptr<InvariantDatabase> database;  // made when it is first asked
        std::string fault;
    };

    void group();
    void bringUpToDate(Group& group, const Run& run);
    void judge(std::size_t invariant, Group& group);

    const models::Scenario* m_scenario;
    std::vector<InvariantReport> m_reports;  // as the scenario's invariants
    std::vector<Group> m_groups;
};

}  // namespace sim
