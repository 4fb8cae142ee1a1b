// The part of the house style that a machine can read (CONTRIBUTING.md). Each rule is a function of
// one file, so that its test can hand it a bad one.
#pragma once

#include <map>

#include "tests/house/source_text.h"

namespace house {

inline constexpr std::size_t functionLinesAtMost = 70;
inline constexpr std::size_t fileLinesAtMost = 500;

struct Function {
    std::string head;  // its first line
    std::size_t line = 0;
    std::size_t lines = 0;
};

// Finds function bodies by their braces: those whose head has a parameter list and stands among
// declarations. Good enough for formatted code, and no compiler is needed.
class FunctionFinder {
  public:
    explicit FunctionFinder(const std::string& text) : m_code(withoutDirectives(codeOnly(text))) {}

    std::vector<Function> run() {
        for (m_at = 0; m_at < m_code.size(); ++m_at) {
            if (m_code[m_at] == '{') {
                open();
            } else if (m_code[m_at] == '}') {
                close();
            } else if (m_code[m_at] == ';' || endsAccess()) {
                m_headFrom = m_at + 1;
            }
        }
        return std::move(m_functions);
    }

  private:
    enum class Scope { Declarations, Function, Value };

    struct Open {
        Scope scope = Scope::Declarations;
        std::size_t headFrom = 0;
    };

    static std::string withoutDirectives(const std::string& code) {
        std::string result;
        bool goesOn = false;
        for (const std::string& line : linesOf(code)) {
            const std::size_t first = line.find_first_not_of(' ');
            const bool isDirective = goesOn || (first != std::string::npos && line[first] == '#');
            result.append(isDirective ? "" : line).append("\n");
            goesOn = isDirective && line.ends_with('\\');
        }
        return result;
    }

    bool endsAccess() const {
        static const std::regex access(R"(^\s*(?:public|private|protected)[\s\w]*$)");
        return m_code[m_at] == ':' && std::regex_match(head(), access);
    }

    std::string head() const { return m_code.substr(m_headFrom, m_at - m_headFrom); }

    // `Foo::Foo() : m_a{1}, m_b{2} {`: the first two braces hold values.
    static bool isMemberValue(const std::string& head) {
        static const std::regex initializers(R"(\)[\s\w]*:[^:])");
        const std::size_t last = head.find_last_not_of(" \n");
        return last != std::string::npos &&
               (std::isalnum(static_cast<unsigned char>(head[last])) != 0 || head[last] == '>') &&
               std::regex_search(head, initializers);
    }

    void open() {
        static const std::regex type(
            R"(^\s*(?:template\s*<[^;]*>\s*)?(?:typedef\s+)?)"
            R"((?:inline\s+)?(?:namespace|class|struct|enum|union|extern)\b)");
        const std::string text = head();
        const bool isAmongDeclarations =
            m_scopes.empty() || m_scopes.back().scope == Scope::Declarations;
        Scope scope = Scope::Value;
        if (isAmongDeclarations && !isMemberValue(text)) {
            const bool hasParameters = text.find(')') != std::string::npos;
            const bool isType = std::regex_search(text, type) && !hasParameters;
            scope = isType ? Scope::Declarations : hasParameters ? Scope::Function : Scope::Value;
        }
        m_scopes.push_back({scope, m_headFrom});
        if (scope != Scope::Value) {
            m_headFrom = m_at + 1;
        }
    }

    void close() {
        if (m_scopes.empty()) {
            return;
        }
        const Open opened = m_scopes.back();
        m_scopes.pop_back();
        if (opened.scope == Scope::Value) {
            return;
        }
        m_headFrom = m_at + 1;
        if (opened.scope == Scope::Function) {
            const std::size_t from = m_code.find_first_not_of(" \n", opened.headFrom);
            const std::size_t line = lineOf(m_code, from);
            m_functions.push_back({m_code.substr(from, m_code.find('\n', from) - from), line,
                                   lineOf(m_code, m_at) - line + 1});
        }
    }

    std::string m_code;
    std::size_t m_at = 0;
    std::size_t m_headFrom = 0;
    std::vector<Open> m_scopes;
    std::vector<Function> m_functions;
};

// A file or a function, named as the ratchet names it.
struct Length {
    std::string name;
    std::size_t line = 0;
    std::size_t lines = 0;
    std::size_t linesAtMost = 0;
};

inline std::vector<Length> lengthsIn(const SourceFile& file) {
    std::vector<Length> lengths = {{file.path, 1, linesOf(file.text).size(), fileLinesAtMost}};
    for (const Function& each : FunctionFinder(file.text).run()) {
        lengths.push_back(
            {file.path + ' ' + each.head, each.line, each.lines, functionLinesAtMost});
    }
    return lengths;
}

// What was too long when the limits came, by name. It may shrink, and then its line with it.
using Ratchet = std::map<std::string, std::size_t>;

inline Ratchet ratchetFrom(const std::string& text) {
    Ratchet ratchet;
    for (const std::string& line : linesOf(text)) {
        const std::size_t space = line.find(' ');
        if (!line.empty() && line.front() != '#' && space != std::string::npos) {
            ratchet[line.substr(space + 1)] = std::stoul(line.substr(0, space));
        }
    }
    return ratchet;
}

inline Violations wrongLengths(const std::vector<Length>& lengths, Ratchet ratchet) {
    Violations violations;
    for (const Length& each : lengths) {
        const auto exception = ratchet.find(each.name);
        const std::string lines = std::to_string(each.lines) + " lines: " + each.name;
        if (exception == ratchet.end()) {
            if (each.lines > each.linesAtMost) {
                violations.push_back(lines + ", at most " + std::to_string(each.linesAtMost));
            }
            continue;
        }
        if (each.lines != exception->second) {
            violations.push_back(lines + ", but ratchet.txt has " +
                                 std::to_string(exception->second));
        } else if (each.lines <= each.linesAtMost) {
            violations.push_back(lines + ": no longer an exception");
        }
        ratchet.erase(exception);
    }
    for (const auto& [name, lines] : ratchet) {
        violations.push_back("ratchet.txt has " + name + ", which is not there");
    }
    return violations;
}

// The include guard comes before any code; the head comment before that.
inline Violations missingPragmaOnce(const SourceFile& file) {
    const std::string code = codeOnly(file.text);
    const std::size_t first = code.find_first_not_of(" \n");
    const bool isGuarded =
        first != std::string::npos && code.substr(first).starts_with("#pragma once\n");
    return !file.path.ends_with(".h") || isGuarded
               ? Violations{}
               : Violations{at(file.path, 1, "a header begins with #pragma once")};
}

inline Violations tabs(const SourceFile& file) {
    const std::size_t found = file.text.find('\t');
    return found == std::string::npos
               ? Violations{}
               : Violations{at(file.path, lineOf(file.text, found), "a tab")};
}

inline Violations promisesWithoutIssue(const SourceFile& file) {
    static const std::regex promise(R"(\b(?:TO)"
                                    R"(DO|FIX)"
                                    R"(ME|XX)"
                                    R"(X)\b(?!\s*\(#\d+\)))");
    Violations violations;
    for (std::sregex_iterator match(file.text.begin(), file.text.end(), promise), end; match != end;
         ++match) {
        violations.push_back(at(file.path,
                                lineOf(file.text, static_cast<std::size_t>(match->position())),
                                match->str() + " without an issue's number, as in (#12)"));
    }
    return violations;
}

// Without it AUTOMOC has nothing to add the test's slots to, and they would not run.
inline Violations missingMoc(const SourceFile& file) {
    const std::string stem = std::filesystem::path(file.path).stem().string();
    const bool isTest = stem.starts_with("tst_") && file.path.ends_with(".cpp");
    const bool isIncluded = file.text.find("#include \"" + stem + ".moc\"\n") != std::string::npos;
    return !isTest || isIncluded ? Violations{}
                                 : Violations{at(file.path, 1, "does not include its .moc")};
}

}  // namespace house
