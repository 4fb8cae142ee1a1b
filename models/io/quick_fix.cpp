#include "models/io/quick_fix.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

#include "models/io/scenario_reader.h"

namespace models {

namespace {

// As didYouMean() of plain_text.h ends a message.
constexpr std::string_view proposal = ": did you mean `";

// What stands in back-ticks in a message.
std::vector<std::string> quotedIn(std::string_view message) {
    std::vector<std::string> quoted;
    while (true) {
        const std::size_t begin = message.find('`');
        const std::size_t end =
            begin == std::string_view::npos ? begin : message.find('`', begin + 1);
        if (end == std::string_view::npos) {
            return quoted;
        }
        quoted.emplace_back(message.substr(begin + 1, end - begin - 1));
        message.remove_prefix(end + 1);
    }
}

bool isOfName(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '-' || letter == '_';
}

// The bytes of a place's line, from the place on.
std::string_view restOfLine(const std::string& text, Place place) {
    std::size_t begin = 0;
    for (std::uint32_t line = 1; line < place.line; ++line) {
        begin = text.find('\n', begin);
        if (begin == std::string::npos) {
            return {};
        }
        ++begin;
    }
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    begin = std::min(begin + place.column - 1, end);
    return std::string_view(text).substr(begin, end - begin);
}

// The text with a whole word of that rest replaced; empty: it is not there.
std::string replacedIn(const std::string& text, std::string_view rest, const std::string& found,
                       const std::string& proposed) {
    const auto offset = static_cast<std::size_t>(rest.data() - text.data());
    for (std::size_t at = rest.find(found); at != std::string_view::npos;
         at = rest.find(found, at + 1)) {
        const std::size_t begin = offset + at, end = begin + found.size();
        if ((begin == 0 || !isOfName(text[begin - 1])) &&
            (end == text.size() || !isOfName(text[end]))) {
            return text.substr(0, begin) + proposed + text.substr(end);
        }
    }
    return {};
}

bool isAmong(const Diagnostic& problem, const Diagnostics& found) {
    return std::ranges::any_of(found, [&](const Diagnostic& each) {
        return each.place == problem.place && each.message == problem.message;
    });
}

bool hasErrorAt(Place place, const Diagnostics& found) {
    return std::ranges::any_of(found, [&](const Diagnostic& each) {
        return each.place == place && each.severity == Severity::Error;
    });
}

}  // namespace

// It is tried: a proposal that mends nothing is none.
std::optional<QuickFix> quickFixOf(const Diagnostic& problem, const std::string& text,
                                   const std::string& name, const std::filesystem::path& folder) {
    if (problem.place.line == 0 || problem.message.rfind(proposal) == std::string::npos ||
        !isAmong(problem, readScenario(text, name, folder).diagnostics)) {
        return std::nullopt;
    }
    const std::string_view rest = restOfLine(text, problem.place);
    std::vector<std::string> quoted = quotedIn(problem.message);
    const std::string proposed = quoted.back();
    quoted.pop_back();
    std::ranges::reverse(quoted);  // what nobody knows is named last
    for (const std::string& found : quoted) {
        std::string edited =
            found.empty() ? std::string() : replacedIn(text, rest, found, proposed);
        if (!edited.empty() &&
            !hasErrorAt(problem.place, readScenario(edited, name, folder).diagnostics)) {
            return QuickFix{found, proposed, std::move(edited)};
        }
    }
    return std::nullopt;
}

}  // namespace models
