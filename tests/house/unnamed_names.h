// What stands in unnamed namespaces, and which of it is there twice among files that are compiled
// together. Good enough for formatted code: two functions of one name are told apart by the types
// of what they take.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "tests/house/source_text.h"

namespace house {

struct UnnamedName {
    std::string name;  // of a function with its types: "text(const std::string&)"
    std::size_t line = 0;
};

// Between `open` and what closes it, each of which may stand inside itself.
inline std::string_view bracketed(std::string_view text, std::size_t open) {
    int depth = 0;
    for (std::size_t at = open; at < text.size(); ++at) {
        depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
        if (depth == 0) {
            return text.substr(open + 1, at - open - 1);
        }
    }
    return text.substr(open + 1);
}

// "const std::string&" of "const std::string& text = {}".
inline std::string typeOf(std::string parameter) {
    parameter = parameter.substr(0, parameter.find('='));
    static const std::regex named(R"(^\s*(.*[\s&*>])(\w+)\s*$)");
    if (std::smatch match; std::regex_match(parameter, match, named)) {
        parameter = match[1];
    }
    return std::regex_replace(parameter, std::regex(R"(\s+)"), "");
}

inline std::string typesOf(std::string_view parameters) {
    std::string types, one;
    int depth = 0;
    for (const char each : std::string(parameters) + ',') {
        depth += each == '<' || each == '(' ? 1 : each == '>' || each == ')' ? -1 : 0;
        if (each == ',' && depth == 0) {
            types += (types.empty() ? "" : ", ") + typeOf(one);
            one.clear();
        } else {
            one += each;
        }
    }
    return types;
}

// What is declared by the text before its body, its value or its semicolon. An alias may stand
// twice.
inline std::optional<std::string> declaredBy(const std::string& head) {
    static const std::regex ignored(R"(^\s*(using|static_assert|extern|namespace|$))");
    static const std::regex type(R"(^\s*(?:template.*>\s*)?)"
                                 R"((?:enum class|enum|struct|class|union)\s+(\w+)[^=(]*$)");
    static const std::regex variable(R"((\w+)\s*(?:\[[^\]]*\]\s*)*$)");
    std::smatch match;
    if (std::regex_search(head, match, ignored)) {
        return std::nullopt;
    }
    if (std::regex_search(head, match, type)) {
        return match[1];
    }
    const std::string before = head.substr(0, head.find('='));
    static const std::regex function(R"(([\w:~]+)\s*\()");
    if (std::regex_search(before, match, function)) {
        const std::string name = match[1];
        const auto open = static_cast<std::size_t>(match.position() + match.length() - 1);
        return name.find("::") == std::string::npos
                   ? std::optional(name + '(' + typesOf(bracketed(head, open)) + ')')
                   : std::nullopt;  // the body of a member
    }
    return std::regex_search(before, match, variable) ? std::optional<std::string>(match[1])
                                                      : std::nullopt;
}

inline std::vector<UnnamedName> unnamedNames(const std::string& text) {
    static const std::string opening = "namespace {";
    const std::string code =
        std::regex_replace(codeOnly(text), std::regex(R"((^|\n)[ \t]*#[^\n]*)"), "$1");
    std::vector<UnnamedName> names;
    for (std::size_t from = code.find(opening); from != std::string::npos;
         from = code.find(opening, from + 1)) {
        std::string head;
        int depth = 0;
        for (std::size_t at = from + opening.size(); at < code.size() && depth >= 0; ++at) {
            const char each = code[at];
            if (depth == 0 && (each == '{' || each == ';')) {
                if (auto name = declaredBy(head)) {
                    names.push_back({*std::move(name), lineOf(code, at)});
                }
            }
            depth += each == '{' ? 1 : each == '}' ? -1 : 0;
            head = depth == 0 && each != '}' && each != ';' ? head + each : std::string();
        }
    }
    return names;
}

// The files of one library or test program (`compile_together`).
inline std::string compiledWith(const std::string& path) {
    for (const char* engine : {"engine", "service", "policy", "random", "metrics"}) {
        if (isIn(path, std::string("sim/") + engine + '/')) {
            return "sim_engine";
        }
    }
    const std::size_t first = path.find('/');
    const bool isByFolder = isIn(path, "tests/") || isIn(path, "app/cli/");
    return path.substr(0, isByFolder ? path.find('/', first + 1) : first);
}

inline std::set<std::string> namesThatAreTwice(const std::vector<SourceFile>& files) {
    std::map<std::string, std::map<std::string, std::string>> seen;  // by program, name: the file
    std::set<std::string> twice;
    for (const SourceFile& file : files) {
        for (const UnnamedName& each : unnamedNames(file.text)) {
            const std::string program = compiledWith(file.path);
            const auto [known, isNew] = seen[program].emplace(each.name, file.path);
            if (!isNew && known->second != file.path) {
                twice.insert(program + ' ' + each.name);
            }
        }
    }
    return twice;
}

}  // namespace house
