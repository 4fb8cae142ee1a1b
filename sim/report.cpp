#include "sim/report.h"

#include <algorithm>

namespace sim {

Report::Report() = default;
Report::Report(const Report& other) = default;
Report::Report(Report&& other) noexcept = default;
Report& Report::operator=(const Report& other) = default;
Report& Report::operator=(Report&& other) noexcept = default;
Report::~Report() = default;

bool Report::allHold() const {
    const auto passes = [](const auto& each) { return each.verdict == Verdict::Pass; };
    return std::ranges::all_of(expectations, passes) && std::ranges::all_of(invariants, passes);
}

}  // namespace sim
