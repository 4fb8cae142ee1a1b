#include "sim/span_storing.h"

#include <array>
#include <string_view>

namespace sim {

namespace {

// By models::StoreAction.
constexpr std::array<std::string_view, 4> storeActionNames = {"read", "insert", "update", "delete"};

}  // namespace

void SpanStoring::add(const TraceMark& mark, const StoreNames& names) {
    const int storing = m_levels.empty() ? 0 : m_levels.back().storing;
    const int working = m_levels.empty() ? 0 : m_levels.back().working;
    switch (mark.kind) {
        case TraceMarkKind::Waits:
        case TraceMarkKind::Works:
        case TraceMarkKind::Blocked:
            changeLevel(mark.at, storing, static_cast<int>(mark.working));
            break;
        case TraceMarkKind::Held:
            if (mark.held == TimeKind::Connection) {
                m_holds[mark.strand] = {mark.at, std::nullopt};
            }
            break;
        case TraceMarkKind::Released:
            if (const auto hold = m_holds.find(mark.strand);
                hold != m_holds.end() && !hold->second.released) {
                hold->second.released = mark.at;
            }
            break;
        case TraceMarkKind::Stores:
            begin(mark, names);
            changeLevel(mark.at, storing + 1, working);
            break;
        case TraceMarkKind::Stored:
            end(mark);
            changeLevel(mark.at, storing - 1, working);
            break;
        default:
            break;
    }
}

void SpanStoring::begin(const TraceMark& mark, const StoreNames& names) {
    StoreStepSeen step;
    std::vector<std::size_t>& open = m_open[mark.strand];
    step.from = step.to = mark.at;
    step.isInTransaction = !open.empty();
    if (mark.statement < 0) {
        step.what = "transaction";
    } else {
        const auto statement = static_cast<std::size_t>(mark.statement);
        step.what = std::string(storeActionNames.at(mark.action));
        step.what += mark.table < names.tables.size() ? ' ' + names.tables[mark.table] : "";
        step.sql = statement < names.sql.size() ? names.sql[statement] : std::string();
    }
    // The word that it waits no more comes before this one, or at the same instant behind it.
    if (const auto hold = m_holds.find(mark.strand); hold != m_holds.end()) {
        if (hold->second.released.value_or(mark.at) == mark.at) {
            step.waited = mark.at - hold->second.since;
        }
        m_holds.erase(hold);
    }
    open.push_back(m_steps.size());
    m_steps.push_back(std::move(step));
}

void SpanStoring::end(const TraceMark& mark) {
    std::vector<std::size_t>& open = m_open[mark.strand];
    if (open.empty()) {
        return;
    }
    StoreStepSeen& step = m_steps[open.back()];
    step.to = mark.at;
    if (mark.rows >= 0) {
        step.rows = mark.rows;
    }
    open.pop_back();
}

void SpanStoring::changeLevel(models::Instant at, int storing, int working) {
    if (m_levels.empty() || m_levels.back().at != at) {
        m_levels.push_back({at, storing, working});
    } else {
        m_levels.back() = {at, storing, working};
    }
}

std::vector<StoreStepSeen> SpanStoring::stepsUntil(models::Instant end) const {
    std::vector<StoreStepSeen> steps = m_steps;
    for (const auto& [strand, open] : m_open) {
        for (const std::size_t each : open) {
            steps[each].to = std::max(steps[each].from, end);
        }
    }
    std::erase_if(steps, [end](const StoreStepSeen& step) { return step.from > end; });
    for (StoreStepSeen& step : steps) {
        step.to = std::min(step.to, std::max(step.from, end));
    }
    return steps;
}

}  // namespace sim
