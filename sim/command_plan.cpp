#include "sim/command_plan.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "models/io/fault_writer.h"
#include "models/io/list_writer.h"
#include "models/io/rollout_writer.h"
#include "models/io/scenario_reader.h"
#include "models/io/value_text.h"

namespace sim {

namespace {

// Goes through the commands as the script of the run did (script.h), and notes what began and when
// it was over.
class Planner {
  public:
    explicit Planner(const RunSource& source) : m_scenario(source.scenario) {
        if (source.playsFaults) {
            play(models::runStart);
        }
    }

    CommandPlan plan(const std::vector<LoggedCommand>& commands) {
        for (const LoggedCommand& each : commands) {
            beginOwn(each.at);
            std::visit([&](const auto& command) { give(command, each.at); }, each.command);
        }
        beginOwn(models::never);
        return std::move(m_plan);
    }

  private:
    void give(const BeginFault& begin, Instant now) {
        models::Fault fault = begin.fault;
        fault.at = now;
        beginFault(std::move(fault));
    }

    void give(const EndFault& end, Instant now) {
        if (end.fault > noFault && static_cast<std::size_t>(end.fault) <= m_until.size()) {
            endAt(static_cast<std::size_t>(end.fault - 1), now);
        }
    }

    void give(const EndAllFaults&, Instant now) {
        for (std::size_t i = 0; i < m_until.size(); ++i) {
            endAt(i, now);
        }
    }

    void give(const BeginRollout& begin, Instant now) {
        m_plan.rollouts.push_back(begin.rollout);
        m_plan.rollouts.back().at = now;
    }

    void give(const RollBack& back, Instant now) {
        fail("'" + back.service + "' was rolled back by hand", now);
    }

    void give(const PlayFaults&, Instant now) { play(now); }

    // Of a text it is there from the start, where it might have struck before.
    void give(const SetHaltIf&, Instant now) {
        fail("another bound to halt all faults was set by hand", now);
    }

    void give(const SetParameter& set, Instant now) {
        const bool isFirst = m_plan.problem.empty();
        fail("`" + set.path + "` was " +
                 (set.to ? "set to `" + *set.to + "`" : std::string("taken out")) + " while it ran",
             now);
        if (set.to && isFirst) {
            m_plan.problem += "; from the start it is `--set '" + set.path + '=' + *set.to + "'`";
        }
    }

    void play(Instant from) {
        const auto isToCome = [&](const auto& each) { return each.at >= from; };
        std::ranges::copy_if(m_scenario.faults, std::back_inserter(m_faults), isToCome);
        std::ranges::stable_sort(m_faults, {}, &models::Fault::at);
        std::ranges::copy_if(m_scenario.rollouts, std::back_inserter(m_rollouts), isToCome);
        std::ranges::stable_sort(m_rollouts, {}, &models::Rollout::at);
        m_playedAt = from;
    }

    // What was planned for an instant begins before the commands that are given at it, unless it
    // was put on the plan at that same instant.
    void beginOwn(Instant now) {
        const auto hasBegun = [&](const auto& queue) {
            return !queue.empty() &&
                   (queue.front().at < now || (queue.front().at == now && m_playedAt < now));
        };
        for (; hasBegun(m_faults); m_faults.pop_front()) {
            beginFault(std::move(m_faults.front()));
        }
        for (; hasBegun(m_rollouts); m_rollouts.pop_front()) {
            m_plan.rollouts.push_back(std::move(m_rollouts.front()));
        }
    }

    void beginFault(models::Fault fault) {
        const Instant now = fault.at;
        const bool isRestart = std::holds_alternative<models::Restart>(fault.kind);
        for (std::size_t i = 0; isRestart && i < m_until.size(); ++i) {
            const models::Fault& each = m_plan.faults[i];
            const bool endsIt =
                models::kills(each.kind) || std::holds_alternative<models::Hang>(each.kind);
            if (endsIt && each.targets == fault.targets) {
                m_until[i] = std::min(m_until[i], now);
            }
        }
        m_until.push_back(isRestart ? now : fault.duration ? now + *fault.duration : models::never);
        m_plan.faults.push_back(std::move(fault));
    }

    void endAt(std::size_t place, Instant now) {
        models::Fault& fault = m_plan.faults[place];
        if (m_until[place] <= now) {
            return;
        }
        m_until[place] = now;
        fault.duration = now - fault.at;
        if (now == fault.at) {
            fail("a fault was lifted at the instant at which it began", now);
        }
    }

    void fail(const std::string& what, Instant now) {
        if (m_plan.problem.empty()) {
            m_plan.problem = what + " (at " + models::toText(models::sinceStart(now)) +
                             "), which a scenario cannot say";
        }
    }

    const models::Scenario& m_scenario;
    std::deque<models::Fault> m_faults;  // planned and to come, as the next two
    std::deque<models::Rollout> m_rollouts;
    Instant m_playedAt = models::never;
    std::vector<Instant> m_until;  // of the plan's faults
    CommandPlan m_plan;
};

// The faults and rollouts that expectations name.
std::set<std::string> namedByExpectations(const models::Scenario& scenario) {
    std::set<std::string> names;
    for (const models::Expectation& each : scenario.expectations) {
        names.insert(std::visit([](const auto& claim) { return claim.during.fault; }, each.claim));
    }
    return names;
}

// An expectation's `during` needs somebody of that name: who never came is planned for the run's
// end, at which nothing happens any more. Who came twice has his name once.
template <typename Entry>
void keepNames(const std::vector<Entry>& own, const std::set<std::string>& wanted, Instant end,
               std::vector<Entry>& plan) {
    std::set<std::string> there;
    for (Entry& each : plan) {
        if (!each.name.empty() && !there.insert(each.name).second) {
            each.name.clear();
        }
    }
    for (Entry each : own) {
        if (wanted.contains(each.name) && there.insert(each.name).second) {
            each.at = std::max(each.at, end);
            plan.push_back(std::move(each));
        }
    }
}

// What must be written behind the scenario's own entries to get the plan; absent: these do not all
// stay as they are, or something came before one of them at its very instant.
template <typename Entry>
std::optional<std::vector<Entry>> behindOwn(const std::vector<Entry>& own,
                                            const std::vector<Entry>& plan) {
    std::vector<Entry> added = plan;
    for (const Entry& each : own) {
        const auto found = std::ranges::find(added, each);
        if (found == added.end()) {
            return std::nullopt;
        }
        added.erase(found);
    }
    std::vector<Entry> together = own;
    together.insert(together.end(), added.begin(), added.end());
    std::ranges::stable_sort(together, {}, &Entry::at);
    return together == plan ? std::optional(std::move(added)) : std::nullopt;
}

class TextOfPlan {
  public:
    explicit TextOfPlan(const RunSource& source) : m_source(source) { take(textAsRun(source)); }

    PlannedScenario make(const CommandPlan& plan) {
        set("faults", m_source.scenario.faults, plan.faults, models::faultText);
        set("rollouts", m_source.scenario.rollouts, plan.rollouts, models::rolloutText);
        std::string problem = problemOfReading();
        // The variants of a text that is one already, or whose faults are others now, may make no
        // sense any more.
        if (!problem.empty() && m_problem.empty() && !m_source.scenario.variants.empty()) {
            take(models::setValue(std::move(m_text), fileName, "variants", "{}"));
            problem = problemOfReading();
        }
        m_problem = m_problem.empty() ? problem : m_problem;
        return {m_problem.empty() ? std::move(m_text) : std::string(), m_problem};
    }

  private:
    static constexpr const char* fileName = "the scenario";

    template <typename Entry>
    void set(const char* key, const std::vector<Entry>& own, const std::vector<Entry>& plan,
             std::string (*text)(const Entry&)) {
        if (own == plan) {
            return;
        }
        const std::optional<std::vector<Entry>> added = behindOwn(own, plan);
        std::vector<std::string> entries;
        std::ranges::transform(added.value_or(plan), std::back_inserter(entries), text);
        take(models::withEntries(std::move(m_text), fileName, key, entries,
                                 added ? models::OwnEntries::Kept : models::OwnEntries::Replaced));
    }

    void take(models::TextEdit edit) {
        m_text = std::move(edit.text);
        m_problem = m_problem.empty() ? firstError(edit.diagnostics) : m_problem;
    }

    std::string problemOfReading() const {
        return firstError(models::readScenario(m_text, fileName, m_source.folder).diagnostics);
    }

    static std::string firstError(const models::Diagnostics& diagnostics) {
        const auto found =
            std::ranges::find(diagnostics, models::Severity::Error, &models::Diagnostic::severity);
        return found == diagnostics.end() ? std::string() : models::toText(*found);
    }

    const RunSource& m_source;
    std::string m_text;
    std::string m_problem;
};

}  // namespace

CommandPlan planOf(const RunSource& source, const std::vector<LoggedCommand>& commands) {
    return Planner(source).plan(commands);
}

PlannedScenario asScenario(const RunSource& source, const std::vector<LoggedCommand>& commands) {
    CommandPlan plan = planOf(source, commands);
    if (!plan.problem.empty()) {
        return {{}, plan.problem};
    }
    const std::set<std::string> named = namedByExpectations(source.scenario);
    const Instant end = models::runStart + source.scenario.run.duration;
    keepNames(source.scenario.faults, named, end, plan.faults);
    keepNames(source.scenario.rollouts, named, end, plan.rollouts);
    return TextOfPlan(source).make(plan);
}

}  // namespace sim
