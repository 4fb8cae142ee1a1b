// What a process carries out from when one of its parameters was set: its service or journey as it
// is then, and its program. What was compiled before keeps its place in that program, so that
// requests under way finish on what they began with. Immutable, and shared by every copy of a run
// (ARCHITECTURE.md, "A parameter is set by a new program").
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "sim/command.h"
#include "sim/service/program.h"

namespace sim {

struct SetProgram {
    ProcessId process = noProcess;
    std::string what;  // for the timeline: "concurrency: 16 -> 8"
    std::variant<models::Service, models::Journey> part;
    // What was set before: the program still has conditions and statements of it.
    std::shared_ptr<const SetProgram> before;
    std::optional<ProcessProgram> own;  // absent: no step has changed
    const ProcessProgram* program = nullptr;

    SetProgram() = default;
    SetProgram(const SetProgram&) = delete;
    SetProgram& operator=(const SetProgram&) = delete;
};

// `before`: what was set of the same process last; null: nothing was. Null where there is no such
// process.
std::shared_ptr<const SetProgram> compileSet(const Program& whole,
                                             std::shared_ptr<const SetProgram> before,
                                             const SetParameter& wanted);

}  // namespace sim
