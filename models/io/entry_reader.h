// One entry of a scenario's `faults` or `rollouts` by itself: what a recorded command is read back
// from (fault_writer.h and rollout_writer.h write it).
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "models/diagnostic.h"
#include "models/scenario.h"

namespace models {

struct EntryReading {
    std::optional<std::variant<Fault, Rollout>> entry;  // absent when there is an error
    Diagnostics diagnostics;
};

struct HaltIfReading {
    std::optional<HaltIf> haltIf;  // absent when there is an error
    Diagnostics diagnostics;
};

// `{ journey: watch-video, availability: below 90 % }`, as it would stand at `halt-if`.
HaltIfReading readHaltIf(const std::string& text, const Scenario& scenario);

// Judged as if it stood in that scenario, whose own faults and rollouts do not matter.
EntryReading readEntry(const std::string& text, const Scenario& scenario);

}  // namespace models
