#include "models/import/sketch_lines.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/import/sketch.h"
#include "models/io/key_table.h"
#include "models/io/plain_text.h"
#include "models/io/value_text.h"

namespace models {

namespace {

constexpr std::size_t nameSizeMax = 200;
constexpr std::string_view loadForm = "a load such as `200/s` or `50 users`";

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isNameSign(char c) {
    return isName(std::string_view(&c, 1));
}

class LineReader {
  public:
    LineReader(std::string_view line, std::uint32_t number, Problems& problems)
        : m_line(line), m_number(number), m_problems(problems) {}

    // Nothing for a blank line or one with a problem.
    std::optional<SketchLine> read() {
        skipBlanks();
        if (atEnd()) {
            return std::nullopt;
        }
        SketchLine line;
        if (!mention(line.first, "a name such as `web`") || !load(line)) {
            return std::nullopt;
        }
        if (line.first.isOptional) {
            report(DiagnosticKind::WrongType, line.first.place,
                   "`?` marks what is called: " + quote(line.first.name) + " calls here");
            return std::nullopt;
        }
        while (!atEnd()) {
            bool isSent = false;
            if (!arrow(line, isSent) || !group(line, isSent)) {
                return std::nullopt;
            }
        }
        return m_isGood ? std::optional(std::move(line)) : std::nullopt;
    }

  private:
    Place here() const { return {m_number, static_cast<std::uint32_t>(m_at + 1)}; }
    bool atEnd() const { return m_at == m_line.size(); }

    void skipBlanks() {
        while (!atEnd() && (m_line[m_at] == ' ' || m_line[m_at] == '\t')) {
            ++m_at;
        }
    }

    bool accept(std::string_view sign) {
        skipBlanks();
        if (!m_line.substr(m_at).starts_with(sign)) {
            return false;
        }
        m_at += sign.size();
        skipBlanks();
        return true;
    }

    void report(DiagnosticKind kind, Place place, std::string message) {
        m_problems.error(kind, place, std::move(message));
        m_isGood = false;
    }

    // What stands here, up to a blank: a word, or signs that are none of ours.
    std::string_view found() const {
        const std::string_view rest = m_line.substr(m_at);
        return rest.substr(0, rest.find_first_of(" \t"));
    }

    bool refuse(std::string_view expected, std::string_view hint = {}) {
        const std::string what = atEnd() ? "the line's end" : quote(found());
        report(DiagnosticKind::Syntax, here(),
               "found " + what + ", expected " + std::string(expected) + std::string(hint));
        return false;
    }

    // Letters, digits, `-` and `_`; what ends in `->` ends before it.
    std::string_view name() {
        std::size_t size = 0;
        while (m_at + size < m_line.size() && isNameSign(m_line[m_at + size])) {
            ++size;
        }
        while (size > 0 && m_at + size < m_line.size() && m_line[m_at + size] == '>' &&
               m_line[m_at + size - 1] == '-') {
            --size;
        }
        return m_line.substr(m_at, size);
    }

    bool mention(SketchMention& mention, std::string_view expected) {
        skipBlanks();
        mention.name = name();
        mention.place = here();
        if (mention.name.empty() || !isLetter(mention.name.front())) {
            return refuse(expected, mention.name.empty() ? "" : ": a name begins with a letter");
        }
        if (mention.name.size() > nameSizeMax) {
            report(DiagnosticKind::TooLarge, here(),
                   "the name " + quote(mention.name) + " is longer than " +
                       std::to_string(nameSizeMax) + " letters");
            return false;
        }
        m_at += mention.name.size();
        mention.isOptional = accept("?");
        skipBlanks();
        return true;
    }

    bool load(SketchLine& line) {
        if (atEnd() || m_line[m_at] < '0' || m_line[m_at] > '9') {
            return true;
        }
        const Place place = here();
        std::size_t end = m_line.find('>', m_at);
        end = end == std::string_view::npos ? m_line.size() : end;
        while (end < m_line.size() && end > m_at &&
               (m_line[end - 1] == '-' || m_line[end - 1] == '~' || m_line[end - 1] == '=')) {
            --end;
        }
        const std::string_view text = trimmed(m_line.substr(m_at, end - m_at));
        m_at = end;
        const std::size_t afterDigits = text.find_first_not_of("0123456789");
        const std::string_view unit =
            afterDigits == std::string_view::npos ? "" : trimmed(text.substr(afterDigits));
        if (unit == "users" || unit == "user") {
            line.load = {users(text.substr(0, afterDigits), place), place};
            return true;
        }
        const Parsed<Rate> rate = parseRate(text);
        if (!rate) {
            static constexpr std::array<std::string_view, 1> words = {"users"};
            const std::string hint = unit.starts_with('/')
                                         ? ": its unit is ns, us, ms, s, min, h or d"
                                         : didYouMean(unit, words);
            report(DiagnosticKind::WrongType, place,
                   "found " + quote(text) + ", expected " + std::string(loadForm) + hint);
            return false;
        }
        if (!std::isfinite(rate->perSecond()) || rate->perSecond() > 1e9) {
            report(DiagnosticKind::OutOfBounds, place,
                   quote(text) + " is more than one in a nanosecond");
        }
        line.load = {*rate, place};
        return true;
    }

    int users(std::string_view digits, Place place) {
        const Parsed<std::int64_t> count = parseInteger(digits);
        const double most = findKey(Section::Journey, "users")->max;
        if (!count || *count < 1 || static_cast<double>(*count) > most) {
            report(DiagnosticKind::OutOfBounds, place,
                   quote(digits) + " users: expected from 1 to " + toText(most));
            return 1;
        }
        return static_cast<int>(*count);
    }

    bool arrow(const SketchLine& line, bool& isSent) {
        isSent = accept("~>");
        if (isSent || accept("->")) {
            return true;
        }
        static constexpr std::array<std::string_view, 7> otherArrows = {"-->", "=>", "==>", ">",
                                                                        "→",   "-",  "—>"};
        if (std::ranges::find(otherArrows, found()) != otherArrows.end()) {
            return refuse("`->`");
        }
        if (m_line[m_at] == ',') {
            return refuse("`->`", ": one line, one caller");
        }
        const std::string expected = line.groups.empty()
                                         ? "`->`, " + std::string(loadForm) + ", or the line's end"
                                         : "`->`, `,` or the line's end";
        return refuse(expected, isLetter(m_line[m_at]) ? ": a name has no blanks" : "");
    }

    bool group(SketchLine& line, bool isSent) {
        SketchGroup& group = line.groups.emplace_back();
        group.isSent = isSent;
        do {
            SketchMention& next = group.mentions.emplace_back();
            if (!mention(next, "the name of what is called")) {
                return false;
            }
            if (isSent && next.isOptional) {
                report(DiagnosticKind::Conflict, next.place,
                       "nobody waits for a message, so `?` says nothing of " + quote(next.name));
                return false;
            }
        } while (accept(","));
        return true;
    }

    std::string_view m_line;
    std::uint32_t m_number;
    Problems& m_problems;
    std::size_t m_at = 0;
    bool m_isGood = true;
};

}  // namespace

std::vector<SketchLine> readSketchLines(std::string_view text, Problems& problems) {
    std::vector<SketchLine> lines;
    if (text.size() > sketchSizeMax) {
        problems.error(DiagnosticKind::TooLarge, {}, tooLargeMessage(text.size(), sketchSizeMax));
        return lines;
    }
    constexpr std::string_view byteOrderMark = "\uFEFF";  // some editors begin a file with it
    text.remove_prefix(text.starts_with(byteOrderMark) ? byteOrderMark.size() : 0);
    std::uint32_t number = 0;
    for (std::string_view line : split(text, '\n')) {
        ++number;
        if (const auto bad = findNonText(line)) {
            problems.error(DiagnosticKind::Syntax, {number, static_cast<std::uint32_t>(*bad + 1)},
                           "this is no text: a sketch is UTF-8 without control characters");
            continue;
        }
        line = line.substr(0, line.find('#'));
        line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
        if (std::optional<SketchLine> read = LineReader(line, number, problems).read()) {
            lines.push_back(*std::move(read));
        }
    }
    return lines;
}

}  // namespace models
