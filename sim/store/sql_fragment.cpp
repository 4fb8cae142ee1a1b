#include "sim/store/sql_fragment.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

namespace sim {

namespace {

constexpr std::size_t fragmentSizeMax = 10'000;

enum class Token { Text, Word, Bind, Open, Close, Comma, Bad };

// Cuts SQL where SQLite's own tokenizer does (tokenize.c), as far as structure depends on it.
class SqlScanner {
  public:
    explicit SqlScanner(std::string_view text) : m_text(text) {}

    bool isAtEnd() const { return m_next == m_text.size(); }
    std::string_view token() const { return m_text.substr(m_start, m_next - m_start); }
    const std::string& problem() const { return m_problem; }

    Token next() {
        m_start = m_next;
        const char c = m_text[m_next++];
        switch (c) {
            case '(':
                return Token::Open;
            case ')':
                return Token::Close;
            case ',':
                return Token::Comma;
            case '\'':
            case '"':
            case '`':
                return quoted(c);
            case '[':
                return bracketed();
            case ':':
                return bind();
            case ';':
                return bad("a `;` would end the statement");
            case '\0':
                return bad("it contains a zero byte");
            case '?':
            case '@':
            case '#':
            case '$':
                return bad(backticked(token()) + " is no bind; one is written `:name`");
            default:
                return beginsComment(c) ? bad("comments are not allowed in it") : wordOrText(c);
        }
    }

  private:
    static bool isWordCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '$' || (static_cast<unsigned char>(c) & 0x80U) != 0;
    }

    bool beginsComment(char c) const {
        return (c == '-' && peek() == '-') || (c == '/' && peek() == '*');
    }

    char peek() const { return m_next < m_text.size() ? m_text[m_next] : '\0'; }

    Token bad(std::string problem) {
        m_problem = std::move(problem);
        return Token::Bad;
    }

    Token quoted(char quote) {
        for (; m_next < m_text.size(); ++m_next) {
            if (m_text[m_next] == '\0') {
                return bad("it contains a zero byte");
            }
            if (m_text[m_next] != quote) {
                continue;
            }
            if (++m_next == m_text.size() || m_text[m_next] != quote) {
                return Token::Text;
            }
        }
        return bad(std::string("a quote ") + quote + " is never closed");
    }

    Token bracketed() {
        const std::size_t close = m_text.find(']', m_next);
        if (close == std::string_view::npos) {
            return bad("a `[` is never closed");
        }
        m_next = close + 1;
        return token().find('\0') == std::string_view::npos ? Token::Text
                                                            : bad("it contains a zero byte");
    }

    // SQLite takes `:a::b` and `:a(anything)` for one variable: refused, so that both see the same.
    Token bind() {
        while (isWordCharacter(peek())) {
            ++m_next;
        }
        if (peek() == ':' || peek() == '(') {
            return bad(backticked(token()) + " is followed by " + backticked({&m_text[m_next], 1}));
        }
        return Token::Bind;
    }

    Token wordOrText(char first) {
        if (!isWordCharacter(first)) {
            return Token::Text;
        }
        while (isWordCharacter(peek())) {
            ++m_next;
        }
        return Token::Word;
    }

    std::string_view m_text;
    std::size_t m_start = 0;
    std::size_t m_next = 0;
    std::string m_problem;
};

bool isBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n\f") == std::string_view::npos;
}

std::string unknownBind(std::string_view name, const BindNames& names) {
    const std::string nearest = nearestSqlName(name, names.all());
    const std::string problem = "there is no bind `:" + std::string(name) + "`";
    if (nearest.empty()) {
        return problem + "; there are " + listed(names.all());
    }
    return problem + "; did you mean `:" + nearest + "`?";
}

// Counts parentheses and refuses what would end the fragment early.
std::string structureProblem(Token token, const SqlScanner& scanner, int& depth) {
    if (token == Token::Bad) {
        return scanner.problem();
    }
    if (token == Token::Comma && depth == 0) {
        return "a `,` outside parentheses would begin something else";
    }
    if (token == Token::Open) {
        ++depth;
    } else if (token == Token::Close && --depth < 0) {
        return "a `)` has no `(`";
    }
    return {};
}

std::string textProblem(std::string_view text) {
    if (isBlank(text)) {
        return "it is empty";
    }
    // SQLite takes it for a space between words and for a letter within them.
    if (text.find("\xEF\xBB\xBF") != std::string_view::npos) {
        return "it contains a byte order mark";
    }
    return text.size() > fragmentSizeMax
               ? "it is longer than " + std::to_string(fragmentSizeMax) + " bytes"
               : std::string();
}

struct ForbiddenWord {
    std::string_view word;
    std::string_view reason;
};

constexpr ForbiddenWord subquery{
    "select", "a subquery is not allowed; an expression sees its row and the binds"};

constexpr std::array forbiddenInExpressions{
    subquery,
    ForbiddenWord{"values", subquery.reason},
};

constexpr std::string_view readsClock =
    "it reads this machine's clock, which would make the run irreproducible";

constexpr std::array forbiddenInDeclarations{
    subquery,
    ForbiddenWord{"current_timestamp", readsClock},
    ForbiddenWord{"current_date", readsClock},
    ForbiddenWord{"current_time", readsClock},
    ForbiddenWord{"primary", "the primary key is what the table's `key` says"},
    ForbiddenWord{"autoincrement", "the primary key is what the table's `key` says"},
    ForbiddenWord{"references", "it reaches another table; a column stands for itself"},
    ForbiddenWord{"conflict", "a conflict clause would change rows of other steps"},
};

std::string wordProblem(std::span<const ForbiddenWord> forbidden, std::string_view word) {
    const auto found = std::ranges::find_if(
        forbidden, [word](const ForbiddenWord& each) { return isSameSqlName(each.word, word); });
    return found == forbidden.end() ? std::string()
                                    : backticked(word) + ": " + std::string(found->reason);
}

}  // namespace

SqlFragment readExpression(std::string_view text, const BindNames& names) {
    SqlFragment fragment;
    fragment.problem = textProblem(text);
    SqlScanner scanner(text);
    int depth = 0;
    while (fragment.problem.empty() && !scanner.isAtEnd()) {
        const Token token = scanner.next();
        fragment.problem = token == Token::Word
                               ? wordProblem(forbiddenInExpressions, scanner.token())
                               : structureProblem(token, scanner, depth);
        if (token != Token::Bind) {
            fragment.sql += scanner.token();
            continue;
        }
        const std::string_view name = scanner.token().substr(1);
        const std::optional<BindSource> source = names.find(name);
        if (!source) {
            fragment.problem = unknownBind(name, names);
            break;
        }
        // Spaces, so that what stands beside the bind stays a token of its own.
        fragment.sql += " ? ";
        fragment.binds.push_back(*source);
    }
    if (fragment.problem.empty() && depth > 0) {
        fragment.problem = "a `(` is never closed";
    }
    return fragment;
}

std::string declarationProblem(std::string_view text) {
    if (isBlank(text)) {
        return {};  // SQLite allows a column without a type.
    }
    std::string problem = textProblem(text);
    SqlScanner scanner(text);
    int depth = 0;
    while (problem.empty() && !scanner.isAtEnd()) {
        const Token token = scanner.next();
        problem = token == Token::Word ? wordProblem(forbiddenInDeclarations, scanner.token())
                                       : structureProblem(token, scanner, depth);
        if (token == Token::Bind) {
            problem = "nothing can be bound in a declaration";
        }
    }
    return problem.empty() && depth > 0 ? "a `(` is never closed" : problem;
}

std::vector<std::string> defaultExpressions(std::string_view declaration) {
    std::vector<std::string> expressions;
    SqlScanner scanner(declaration);
    int depth = 0;
    bool isAfterDefault = false;
    bool isInside = false;
    while (!scanner.isAtEnd()) {
        const Token token = scanner.next();
        if (token == Token::Open && depth++ == 0 && isAfterDefault) {
            isInside = true;
            expressions.emplace_back();
            continue;
        }
        if (token == Token::Close && --depth == 0) {
            isInside = false;
        }
        if (isInside) {
            expressions.back() += scanner.token();
        }
        if (!isBlank(scanner.token())) {
            isAfterDefault = token == Token::Word && isSameSqlName(scanner.token(), "default");
        }
    }
    return expressions;
}

}  // namespace sim
