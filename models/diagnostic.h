// One problem found in an input: where it is, what was found, what was expected.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace models {

// A place in a text, counted from 1. Columns count bytes, as compilers do. {0, 0} is the whole
// file.
struct Place {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    auto operator<=>(const Place&) const = default;
};

enum class Severity { Warning, Error };

enum class DiagnosticKind {
    UnreadableFile,  // cannot be opened or read
    TooLarge,        // beyond a bound: size, depth, aliases, counts
    Syntax,          // not YAML
    UnknownKey,
    DuplicateKey,
    MissingKey,
    WrongType,      // not the kind of value that the key wants
    OutOfBounds,    // the right kind, an impossible value
    UnknownName,    // refers to what is not there
    Conflict,       // two things that exclude each other
    NotSupported,   // the language has it, this version does not yet
    OutsideFolder,  // a path that leaves the scenario's folder
    BadExpression,  // SQL that is not allowed or does not compile
    Lint,           // allowed, but probably not meant
};

struct Diagnostic {
    Severity severity = Severity::Error;
    DiagnosticKind kind = DiagnosticKind::Syntax;
    std::string file;
    Place place;
    std::string message;  // one sentence: what was found, what was expected, the nearest known name
    std::string rule;     // of a warning: the name under which `lint: ignore` silences it
    auto operator<=>(const Diagnostic&) const = default;
};

using Diagnostics = std::vector<Diagnostic>;

bool hasErrors(const Diagnostics& diagnostics);

// `file:line:column: error: message`, as compilers write it, so that editors can jump there.
std::string toText(const Diagnostic& diagnostic);

}  // namespace models
