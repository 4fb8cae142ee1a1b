// Who may include whom, and what the engine may not do (ARCHITECTURE.md, "Layers"). Each rule is a
// function of one file, so that its test can hand it a bad one.
#pragma once

#include <array>

#include "tests/house/source_text.h"

namespace house {

// Where results are made: everything here reaches an event.
inline constexpr std::array engineFolders = {"sim/engine/", "sim/service/", "sim/policy/",
                                             "sim/random/", "sim/metrics/"};

// What app/ may know of sim/.
inline constexpr std::array<std::string_view, 28> openHeaders = {
    "sim/simulation.h",       "sim/traces.h",         "sim/live_run.h",
    "sim/snapshot.h",         "sim/report.h",         "sim/command.h",
    "sim/parameters.h",       "sim/run_options.h",    "sim/isolation.h",
    "sim/blast_radius.h",     "sim/interval.h",       "sim/self_check.h",
    "sim/recorder.h",         "sim/recording.h",      "sim/replay.h",
    "sim/command_plan.h",     "sim/fault_cost.h",     "sim/journey_difference.h",
    "sim/comparison.h",       "sim/lesson_judge.h",   "sim/latency_blame.h",
    "sim/trace_difference.h", "sim/traced_run.h",     "sim/later_trace.h",
    "sim/call_paths.h",       "sim/request_number.h", "sim/sweep.h",
    "sim/chart_memory.h"};

// What the command line uses of Qt. All of it is QtCore's; add here what you need of that.
inline constexpr std::array<std::string_view, 2> qtOfCommandLine = {"QCoreApplication",
                                                                    "QSaveFile"};

inline bool isInEngine(std::string_view path) {
    return std::ranges::any_of(engineFolders,
                               [&](std::string_view each) { return isIn(path, each); });
}

inline bool isQt(const Include& include) {
    return include.name.starts_with("Q") || include.name.find("/Q") != std::string::npos;
}

inline bool isStandard(const Include& include) {
    return !include.isQuoted && !isQt(include) &&
           include.name.find_first_of("/.") == std::string::npos;
}

inline bool mayIncludeForeign(std::string_view path, const Include& include) {
    if (isStandard(include)) {
        return true;
    }
    if (isIn(path, "models/")) {
        return include.name == "yaml.h" && isIn(path, "models/io/yaml.");
    }
    const bool isStorage = isIn(path, "sim/store/") || isIn(path, "sim/record/");
    if (isIn(path, "sim/")) {
        if (isIn(path, "sim/interval.")) {
            return include.name.starts_with("boost/math/");
        }
        if (isIn(path, "sim/thread_priority.")) {
            return include.name == "sys/resource.h";
        }
        if (isIn(path, "sim/engine/blocks.")) {
            return include.name == "sys/mman.h" || include.name == "sanitizer/asan_interface.h";
        }
        return (isStorage && (isQt(include) || include.name == "sqlite3.h")) ||
               (isIn(path, "sim/random/") && include.name.starts_with("Random123/"));
    }
    if (isIn(path, "app/cli/") && isQt(include)) {
        return std::ranges::find(qtOfCommandLine, include.name) != qtOfCommandLine.end();
    }
    return include.name != "sqlite3.h" && include.name != "yaml.h";
}

inline bool mayIncludeOwn(std::string_view path, const std::string& name) {
    if (isIn(path, "models/")) {
        return isIn(name, "models/");
    }
    if (isIn(path, "sim/")) {
        const bool isStoreInside = isIn(name, "sim/store/") && name != "sim/store/store.h";
        const bool isOnDisk = isStoreInside || isIn(name, "sim/record/");
        return isIn(name, "models/") || (isIn(name, "sim/") && !(isInEngine(path) && isOnDisk));
    }
    if (isIn(name, "sim/")) {
        return std::ranges::find(openHeaders, name) != openHeaders.end();
    }
    const bool fromCli = isIn(path, "app/cli/");
    return isIn(name, "models/") || (isIn(name, "app/") && isIn(name, "app/cli/") == fromCli);
}

inline Violations wrongIncludes(const SourceFile& file) {
    Violations violations;
    for (const Include& include : includesOf(file.text)) {
        // moc's own files, and a header named without its folder, are nobody's layer.
        const bool isMoc = include.name.ends_with(".moc");
        const bool isAllowed = isMoc || (include.isQuoted ? mayIncludeOwn(file.path, include.name)
                                                          : mayIncludeForeign(file.path, include));
        if (!isAllowed) {
            violations.push_back(at(file.path, include.line, "may not include " + include.name));
        }
    }
    return violations;
}

struct ForbiddenWord {
    const char* pattern;
    const char* reason;
};

inline Violations wordsIn(const SourceFile& file, const std::vector<ForbiddenWord>& words) {
    Violations violations;
    const std::string code = codeOnly(file.text);
    for (const ForbiddenWord& word : words) {
        const std::regex pattern(word.pattern);
        for (std::sregex_iterator match(code.begin(), code.end(), pattern), end; match != end;
             ++match) {
            const auto offset = static_cast<std::size_t>(match->position(1));
            violations.push_back(
                at(file.path, lineOf(code, offset), "'" + match->str(1) + "': " + word.reason));
        }
    }
    return violations;
}

// These define what the others call, or compute the same bits in their own way.
inline constexpr std::array ownMathematics = {"sim/random/portable_math.h",
                                              "sim/random/portable_math.cpp"};

inline Violations undeterminedWords(const SourceFile& file) {
    if (!isInEngine(file.path)) {
        return {};
    }
    static const std::vector<ForbiddenWord> always = {
        {R"(\b(system_clock|steady_clock|high_resolution_clock|clock_gettime|gettimeofday)\b)",
         "the engine knows simulated time only"},
        {R"((#\s*include\s*<(?:random|ctime)>))", "draws come from sim/random"},
        {R"(\b(s?rand\s*\(|random_device\b|mt19937))", "draws come from sim/random"},
        {R"(\b(std::(?:shuffle|sample|hash)\b))", "differs between libraries"}};
    static const std::vector<ForbiddenWord> inexact = {
        {R"((?:^|[^\w:.>]|std::)((?:log|log2|log10|log1p|exp|exp2|expm1|pow|sin|cos|tan|asin|acos|)"
         R"(atan|atan2|sinh|cosh|tanh|cbrt|hypot|erf|erfc|tgamma|lgamma|fma|rint|nearbyint|lrint|)"
         R"(llrint)f?\s*\())",
         "its last bit differs between processors and libraries; use portable_math.h"}};
    static const std::vector<ForbiddenWord> inProcesses = {
        {R"(\b(unordered_(?:multi)?(?:map|set))\b)", "its order reaches events"},
        {R"(\b(std::(?:shared_|recursive_)?mutex)\b)", "a process owns its state alone"}};

    Violations violations = wordsIn(file, always);
    const auto add = [&](const Violations& more) {
        violations.insert(violations.end(), more.begin(), more.end());
    };
    if (std::ranges::find(ownMathematics, file.path) == ownMathematics.end()) {
        add(wordsIn(file, inexact));
    }
    if (isIn(file.path, "sim/service/") || isIn(file.path, "sim/policy/")) {
        add(wordsIn(file, inProcesses));
    } else if (isIn(file.path, "sim/engine/")) {
        add(wordsIn(file, {inProcesses.front()}));
    }
    return violations;
}

}  // namespace house
