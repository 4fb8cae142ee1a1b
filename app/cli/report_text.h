// The report as a person reads it: who was served, what happened, what held.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/report.h"

namespace app {

std::string reportText(const sim::Report& report);

// The verdicts alone, one line each; what was found and wanted beneath.
std::string invariantsText(const std::vector<sim::InvariantReport>& invariants);
std::string verdictsText(const std::vector<sim::ExpectationReport>& expectations);

// 16 hexadecimal digits.
std::string fingerprintText(std::uint64_t fingerprint);

}  // namespace app
