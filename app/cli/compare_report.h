// What two scenarios differ in, as text and as JSON:
//   a, b: what stands on each side; seed, seeds; fingerprints of both, with the first seed;
//   stopped: why either ended early, or null;
//   journeys.NAME, services.NAME: `in` ("both", "a", "b"), and a measure each with `a`, `b`,
//   `difference` (b - a), `interval` (95 %, several seeds only) and `finding`: "same",
//   "one seed", "within chance", "differs", "not measured"; times in seconds, shares as ratios;
//   pairs.NAME, of the journeys in both, all seeds together: `pairs`, and of these `failed_in_a`,
//   `failed_in_b`, `degraded_in_a`, `degraded_in_b` (each in that one only), `slower_in_a`,
//   `slower_in_b`, `moved`; and `only_in_a`, `only_in_b`.
#pragma once

#include <array>
#include <string>

#include "sim/comparison.h"

namespace app {

using SideLabels = std::array<std::string, 2>;

std::string compareText(const SideLabels& labels, const sim::Comparison& comparison);
std::string compareJson(const SideLabels& labels, const sim::Comparison& comparison);

}  // namespace app
